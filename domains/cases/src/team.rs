//! The team: asked by role, joined by a yes, left with a reason; what it writes to each other; its reviews; what the school may read.

use crate::{
    event::EventKind,
    form::{days, needed, words},
    given::tell,
    letters,
    model::{Case, CaseId, Seat, SeatId, SeatState, TeamRole},
    opening::after,
    rules::{Act, may, must},
    standing::load,
    store::{candidates, cases, notes, seats},
    url,
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx, id::AccountId, params};
use serde_json::json;

/// Whom to ask, in which role, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invitation {
    pub person: String,
    pub role: String,
}

/// Asks somebody into the team.
///
/// # Errors
/// Fields `person`, `role`. Refusals: asked already.
pub fn invite(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, form: &Invitation, site: &str) -> Result<SeatId> {
    let standing = load(tx, actor, id)?;
    must(Act::Invite, &standing, actor.role)?;
    let case = &standing.case;
    let mut errors = FieldErrors::default();
    let found = match form.person.parse() {
        Ok(person) => candidates::one(tx, actor, case, person)?,
        Err(_) => None,
    };
    let role = errors.take("role", form.role.parse::<TeamRole>().map_err(|_| "Выберите роль в команде"));
    let person = errors.take("person", found.ok_or("Выберите человека из найденных"));
    if let (Some(person), Some(role)) = (&person, role)
        && !person.may_be(role)
    {
        errors.add("role", not_by_office(role));
    }
    let (person, role) = errors.or(person.zip(role))?;
    let is_there = seats::held_by(tx, id, person.person)?.into_iter().any(|seat| seat.role == role && matches!(seat.state, SeatState::Invited | SeatState::Joined));
    if is_there {
        return Err(Error::refusal(format!("{} уже в команде или приглашение ждёт ответа. Посмотрите список команды.", person.name)));
    }
    // Who asks oneself in has said yes already.
    let is_self = actor.person == Some(person.person);
    if is_self && !standing.is_of_team() {
        return Err(Error::refusal("В команду вас приглашает кто-то из её участников: содержание открывают те, чья это работа."));
    }
    let seat = Seat { id: SeatId::fresh(), case: id, person: person.person, role, state: if is_self { SeatState::Joined } else { SeatState::Invited }, version: 1 };
    seats::insert(tx, &seat, Some(actor.account))?;
    let kind = if is_self { EventKind::MemberJoined } else { EventKind::MemberInvited };
    tell(tx, &actor.by(), id, kind, &url::of(id, "team"), role.label())?;
    tx.record(&actor.by(), Event::new("case.member_invited", "case", id).of(case.person).with(json!({"person": person.person, "role": role})))?;
    if !is_self {
        letters::invited(tx, case, &seat, site)?;
    }
    Ok(seat.id)
}

fn not_by_office(role: TeamRole) -> &'static str {
    match role {
        TeamRole::DeputyHead => "Заместитель директора должен быть из школы, где работает педагог, и иметь эту роль в системе",
        TeamRole::RegionalMethodist => "Региональным методистом может быть тот, у кого в системе есть роль методиста института",
        TeamRole::MunicipalMethodist => "Муниципальным методистом может быть тот, у кого в системе есть роль методиста или муниципальной службы",
        TeamRole::Teacher => "Педагог в сопровождении один. Выберите другую роль",
        TeamRole::Union | TeamRole::Mentor | TeamRole::Tutor => "Выберите другую роль",
    }
}

/// An invitation with the case it is of: all that is shown before a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub seat: Seat,
    pub case: Case,
    /// Of who asks.
    pub who: String,
    pub inviter: Option<AccountId>,
}

/// One's own invitation.
///
/// # Errors
/// Not found: it is another's, or the case has ended.
pub(crate) fn asked(tx: &mut Tx<'_>, actor: &Actor, id: SeatId) -> Result<Asked> {
    if !actor.can(Action::ViewCases) && !actor.can(Action::UseOwnCabinet) {
        return Err(Error::NotFound);
    }
    let person = actor.person.ok_or(Error::NotFound)?;
    let seat = seats::invitation(tx, id, person)?;
    if seat.role == TeamRole::Teacher {
        return Err(Error::NotFound);
    }
    let case = cases::find(tx, seat.case)?.case;
    let (who, inviter) = tx.one("SELECT COALESCE(a.display_name, ''), s.invited_by FROM case_seat s LEFT JOIN account a ON a.id = s.invited_by WHERE s.id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Asked { seat, case, who, inviter })
}

/// The invited person's yes or no; where it leads.
///
/// # Errors
/// Not found: another's. Refusals: answered already, the case has ended. Stale.
pub fn answer_invitation(tx: &mut Tx<'_>, actor: &Actor, id: SeatId, (joins, words, version): (bool, &str, i64), site: &str) -> Result<CaseId> {
    let Asked { seat, case, inviter, .. } = asked(tx, actor, id)?;
    if seat.state != SeatState::Invited {
        return Err(Error::refusal(format!("На это приглашение уже есть ответ. Сейчас: {}.", seat.state.label())));
    }
    case.must_be_open()?;
    let mut errors = FieldErrors::default();
    let words = errors_or(&mut errors, "words", words)?;
    let state = if joins { SeatState::Joined } else { SeatState::Declined };
    seats::answer(tx, &Seat { version, ..seat.clone() }, state, &words)?;
    let kind = if joins { EventKind::MemberJoined } else { EventKind::MemberDeclined };
    tell(tx, &actor.by(), case.id, kind, &url::of(case.id, "team"), seat.role.label())?;
    let event = if joins { "case.member_joined" } else { "case.member_declined" };
    tx.record(&actor.by(), Event::new(event, "case", case.id).of(case.person).with(json!({"role": seat.role})))?;
    letters::invitation_answered(tx, &case, &seat, inviter, (joins, site))?;
    Ok(case.id)
}

fn errors_or(errors: &mut FieldErrors, field: &str, raw: &str) -> Result<String> {
    let words = words(errors, field, raw);
    Ok(std::mem::take(errors).or(words)?)
}

/// One leaves the team; the teacher stops the case instead.
///
/// # Errors
/// Not found: not one's own seat. Field `reason`. Stale.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, seat: SeatId, (reason, version): (&str, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    standing.case.must_be_open()?;
    let own = standing.seats.iter().find(|one| one.id == seat).ok_or(Error::NotFound)?;
    if own.role == TeamRole::Teacher {
        return Err(Error::refusal("Сопровождение — ваше, из него нельзя выйти. Если работа не нужна, остановите его."));
    }
    end(tx, actor, &standing.case, own, (reason, version))
}

/// Somebody is taken out of the team, or an invitation is taken back.
///
/// # Errors
/// Not found. Refusals. Field `reason`. Stale.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, seat: SeatId, (reason, version): (&str, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Remove, &standing, actor.role)?;
    let other = seats::find(tx, id, seat)?;
    if other.role == TeamRole::Teacher {
        return Err(Error::refusal("Педагога нельзя убрать из его сопровождения. Если работа не нужна, остановите её с причиной."));
    }
    end(tx, actor, &standing.case, &other, (reason, version))
}

fn end(tx: &mut Tx<'_>, actor: &Actor, case: &Case, seat: &Seat, (reason, version): (&str, i64)) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = needed(&mut errors, "reason", reason, "Напишите причину: она останется в списке команды");
    let reason = errors.or(reason)?;
    seats::leave(tx, &Seat { version, ..seat.clone() }, &reason)?;
    tell(tx, &actor.by(), case.id, EventKind::MemberLeft, &url::of(case.id, "team"), &format!("{}: {reason}", seat.role.label()))?;
    tx.record(&actor.by(), Event::new("case.member_left", "case", case.id).of(case.person).with(json!({"person": seat.person, "role": seat.role})))
}

/// Writes to the team.
///
/// # Errors
/// Field `words`. Refusals.
pub fn note(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, raw: &str) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Write, &standing, actor.role)?;
    let seat = standing.seat().ok_or(Error::NotFound)?.id;
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "words", raw, "Напишите сообщение");
    let words = errors.or(words)?;
    notes::insert(tx, id, seat, &words)?;
    tell(tx, &actor.by(), id, EventKind::NoteWritten, &url::of(id, "notes"), "")?;
    tx.record(&actor.by(), Event::new("case.note_written", "case", id).of(standing.case.person))
}

/// The teacher lets the school's management read the content, or no more; from the next request on.
///
/// # Errors
/// Not found: not the teacher. Stale.
pub fn open_to_school(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, (is_open, version): (bool, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    if !may(Act::OpenToSchool, &standing, actor.role) {
        return Err(Error::NotFound);
    }
    // Closing it is the teacher's for ever.
    if is_open {
        standing.case.must_be_open()?;
    }
    cases::open_to_school(tx, &Case { version, ..standing.case.clone() }, is_open)?;
    let (kind, event) = if is_open { (EventKind::OpenedToSchool, "case.opened_to_school") } else { (EventKind::ClosedToSchool, "case.closed_to_school") };
    tell(tx, &actor.by(), id, kind, &url::of(id, "team"), "")?;
    tx.record(&actor.by(), Event::new(event, "case", id).of(standing.case.person))
}

/// The team has talked the work over; the next time is so many days ahead.
///
/// # Errors
/// Fields `review_days`, `words`. Refusals. Stale.
pub fn review(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, (raw_days, raw_words, version): (&str, &str, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Review, &standing, actor.role)?;
    let mut errors = FieldErrors::default();
    let days = errors.take("review_days", days(raw_days));
    let words = words(&mut errors, "words", raw_words);
    let (days, words) = errors.or(days.zip(words))?;
    let next = after(tx.today(), days);
    cases::set_review(tx, &Case { version, ..standing.case.clone() }, days, next)?;
    tell(tx, &actor.by(), id, EventKind::ReviewHeld, &url::of(id, "review"), &words)?;
    tx.record(&actor.by(), Event::new("case.review_held", "case", id).of(standing.case.person).with(json!({"next": next.to_string()})))
}

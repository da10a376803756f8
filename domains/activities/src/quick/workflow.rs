//! Use cases of the log: write down, take back at once, change, object, answer an objection, strike.

use super::{
    colleagues, draft,
    form::{Entry, With},
    model::{Consultation, ConsultationId, State},
    store,
};
use access::{Action, Actor, Role, Scope};
use audit::{Event, Record};
use cases::CaseId;
use kernel::{Error, Result, Tx, id::PlaceId};
use ledger::{Deed, DeedKind};
use membership::Standing;
use notices::{Notice, Topic};
use serde_json::json;

/// Whether the actor writes down consultations: by office, or as a member of the active in force.
///
/// # Errors
/// Not found.
pub fn may_write(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    if actor.can(Action::PlanActivities) {
        return Ok(());
    }
    let (Role::Member, Some(person)) = (actor.role, actor.person) else { return Err(Error::NotFound) };
    let today = tx.today();
    let held = membership::current_of(tx, &Scope::person(person), person, today)?;
    if held.iter().any(|row| row.membership.standing(today) == Standing::Active) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether the actor has a log to read: whoever writes, and a former member who did.
///
/// # Errors
/// Not found.
pub fn may_read(actor: &Actor) -> Result<()> {
    if actor.can(Action::PlanActivities) || (actor.role == Role::Member && actor.person.is_some()) { Ok(()) } else { Err(Error::NotFound) }
}

/// Where the consultant works, or where the office is.
fn place(tx: &mut Tx<'_>, actor: &Actor) -> Result<PlaceId> {
    match actor.person {
        Some(person) => Ok(people::find(tx, &Scope::person(person), person)?.place),
        None => Ok(actor.place.clone()),
    }
}

/// The colleague must be one's own to consult, the number must be of a case of theirs.
fn linked(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry, before: Option<&Consultation>) -> Result<Option<CaseId>> {
    let person = match entry.with {
        With::Person(person) => Some(person),
        With::Unnamed(_) => None,
    };
    let is_new = before.is_none_or(|before| before.person != person);
    if let Some(person) = person.filter(|_| is_new)
        && colleagues::one(tx, actor, person)?.is_none()
    {
        return Err(Error::field("with", "Этого человека нет среди ваших коллег. Найдите его по фамилии или запишите консультацию без имени"));
    }
    if !is_case(&entry.number) {
        return Ok(None);
    }
    let Some(person) = person else {
        return Err(Error::field("number", "Сопровождение — это работа с одним педагогом: выберите его по имени или уберите номер"));
    };
    let case = store::case_of(tx, person, &entry.number)?;
    let seen = match case {
        Some(case) => cases::load(tx, actor, case).is_ok(),
        None => false,
    };
    match case.filter(|_| seen) {
        Some(case) => Ok(Some(case)),
        None => Err(Error::field("number", "Такого сопровождения с этим педагогом у вас нет. Проверьте номер: он стоит на странице сопровождения, например С-2026-0123")),
    }
}

fn is_case(number: &str) -> bool {
    number.starts_with(['С', 'с', 'C', 'c'])
}

/// Hours of the register belong to a card; an office without one has none.
fn note_deed(tx: &mut Tx<'_>, actor_person: Option<kernel::id::PersonId>, id: ConsultationId, entry: &Entry) -> Result<()> {
    let Some(person) = actor_person else { return Ok(()) };
    let reached = match entry.with {
        With::Person(_) => 1,
        With::Unnamed(people) => people,
    };
    ledger::write(
        tx,
        &Deed {
            person,
            kind: DeedKind::Consultation,
            source: id.to_string(),
            direction: entry.direction.clone(),
            on: entry.held_on,
            minutes: entry.minutes,
            part: "host",
            title: "Консультация".into(),
            url: super::url(id),
            reached,
        },
    )
}

/// Writes a consultation down.
///
/// # Errors
/// Fields `with`, `number`; not found: not one who consults.
pub fn log(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> Result<ConsultationId> {
    may_write(tx, actor)?;
    let entry = Entry { number: tidy(&entry.number), ..entry.clone() };
    let case = linked(tx, actor, &entry, None)?;
    let place = place(tx, actor)?;
    let id = store::insert(tx, actor, &place, &entry, case)?;
    note_deed(tx, actor.person, id, &entry)?;
    draft::forget(tx, actor)?;
    tx.record(&actor.by(), noted("consultation.logged", id, &entry))?;
    Ok(id)
}

fn noted(name: &'static str, id: ConsultationId, entry: &Entry) -> Event {
    let event = Event::new(name, "consultation", id).with(json!({"direction": entry.direction}));
    match entry.with {
        With::Person(person) => event.of(person),
        With::Unnamed(_) => event,
    }
}

/// «с-2026-0123» typed with a Latin letter or a small one is the same number.
fn tidy(number: &str) -> String {
    if is_case(number) { format!("С{}", number.chars().skip(1).collect::<String>()) } else { number.to_owned() }
}

/// Takes back what was just written: nothing of it stays in the log.
///
/// # Errors
/// Not found; refused: too late.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId) -> Result<()> {
    let one = store::own(tx, actor, id)?;
    if !one.can_be_undone(tx.now()) {
        return Err(Error::refusal("Отменить запись можно в первые две минуты. Теперь её можно исправить или вычеркнуть на её странице."));
    }
    store::delete(tx, id)?;
    ledger::strike(tx, DeedKind::Consultation, &id.to_string(), None)?;
    tx.record(&actor.by(), about("consultation.undone", &one))
}

fn about(name: &'static str, one: &Consultation) -> Event {
    let event = Event::new(name, "consultation", one.id);
    match one.person {
        Some(person) => event.of(person),
        None => event,
    }
}

/// Changes what was written.
///
/// # Errors
/// Fields; not found; refused: struck, or somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId, version: i64, entry: &Entry) -> Result<()> {
    let before = store::own(tx, actor, id)?;
    if before.state == State::Struck {
        return Err(Error::refusal("Эта консультация вычеркнута, её не меняют. Запишите новую."));
    }
    let entry = Entry { number: tidy(&entry.number), ..entry.clone() };
    let case = linked(tx, actor, &entry, Some(&before))?;
    store::change(tx, id, version, &entry, case)?;
    note_deed(tx, before.consultant, id, &entry)?;
    tx.record(&actor.by(), noted("consultation.edited", id, &entry))
}

/// The person says that it wasn't.
///
/// # Errors
/// Not found; refused: said already, answered already.
pub fn object(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId) -> Result<Consultation> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let one = store::given_to(tx, person, id)?;
    match one.state {
        State::Held => {}
        State::Disputed => return Err(Error::refusal("Вы уже ответили, что консультации не было. Ждём ответа того, кто её записал.")),
        State::Kept => return Err(Error::refusal("На ваше возражение уже ответили. Если вы не согласны, напишите методисту, который её записал.")),
        State::Struck => return Err(Error::refusal("Эта консультация уже вычеркнута.")),
    }
    store::set_state(tx, id, one.version, State::Disputed)?;
    if let Some(consultant) = one.consultant {
        let body = format!("Педагог ответил, что консультации {} не было. Вычеркните запись, если это ошибка, или ответьте, что консультация была.", kernel::date::short(one.held_on));
        notices::tell(
            tx,
            &Notice {
                once_key: format!("consultation/{id}/disputed/{}", one.version), person: consultant, topic: Topic::Activities, subject: "Возражение на запись о консультации".into(), body, url: super::url(id)
            },
        )?;
    }
    tx.record(&actor.by(), about("consultation.disputed", &one))?;
    Ok(one)
}

/// The consultant answers that it was.
///
/// # Errors
/// Not found; refused: nobody objects, or somebody was first.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId, version: i64) -> Result<()> {
    let one = store::own(tx, actor, id)?;
    if one.state != State::Disputed {
        return Err(Error::refusal("На эту консультацию никто не возражает. Обновите страницу."));
    }
    store::set_state(tx, id, version, State::Kept)?;
    answered(tx, &one, "Тот, кто записал консультацию, ответил, что она была")?;
    tx.record(&actor.by(), about("consultation.kept", &one))
}

/// Strikes it out of the log and of the ledger: it wasn't.
///
/// # Errors
/// Not found; refused: struck already, or somebody was first.
pub fn strike(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId, version: i64) -> Result<()> {
    let one = store::own(tx, actor, id)?;
    if one.state == State::Struck {
        return Err(Error::refusal("Эта консультация уже вычеркнута."));
    }
    store::set_state(tx, id, version, State::Struck)?;
    ledger::strike(tx, DeedKind::Consultation, &id.to_string(), None)?;
    if one.state == State::Disputed {
        answered(tx, &one, "Запись о консультации вычеркнута, как вы и просили")?;
    }
    tx.record(&actor.by(), about("consultation.struck", &one))
}

/// Whoever objected hears what came of it.
fn answered(tx: &mut Tx<'_>, one: &Consultation, what: &str) -> Result<()> {
    let Some(person) = one.person else { return Ok(()) };
    let body = format!("{what}: {}.", kernel::date::short(one.held_on));
    notices::tell(
        tx,
        &Notice {
            once_key: format!("consultation/{}/answered/{}", one.id, one.version), person, topic: Topic::Activities, subject: "Ответ на ваше возражение".into(), body, url: "/cabinet/consultations".into()
        },
    )
}

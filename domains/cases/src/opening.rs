//! How a case begins: somebody proposes and the teacher says yes or no, or the teacher opens it.

use crate::{
    event::EventKind,
    form::{Head, OpeningForm, words},
    given::{Given, add, settle, tell},
    letters,
    lists::Lists,
    measure::{Measure, Moment},
    model::{Case, CaseId, Channel, Seat, SeatId, SeatState, State, TeamRole},
    pointing,
    stage::{EvidenceKind, SourceKind, Strand},
    standing::load,
    store::{cases, deficits as kept, forget, measures, seats},
};
use access::{Action, Actor, Role};
use audit::{Event, Record};
use deficits::DeficitId;
use kernel::{Date, Error, FieldErrors, Result, Tx, id::PersonId};
use observation::ObservationId;
use serde_json::json;
use structure::places::REGION;

/// The first evidence of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum First {
    Words(String),
    Observation(ObservationId),
    Deficit(DeficitId),
    Class(Measure),
    /// A help request of the teacher, by its id: what was asked, on which day.
    Help {
        id: String,
        number: String,
        on: Date,
    },
}

/// A case about to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    pub head: Head,
    pub first: Vec<First>,
}

impl OpeningForm {
    /// The form as a case, by the region's words of today.
    ///
    /// # Errors
    /// Fields; the store fails.
    pub fn read(&self, tx: &mut Tx<'_>) -> Result<Opening> {
        let lists = Lists::read(tx)?;
        Ok(self.parse(&lists)?)
    }

    /// The form as a case; all errors at once.
    ///
    /// # Errors
    /// Fields.
    pub(crate) fn parse(&self, lists: &Lists) -> Result<Opening, FieldErrors> {
        let mut errors = FieldErrors::default();
        let head = self.head(&mut errors, &lists.subjects(), &lists.directions());
        let mut first = Vec::new();
        if let Some(words) = words(&mut errors, "words", &self.words).filter(|words| !words.is_empty()) {
            first.push(First::Words(words));
        }
        first.extend(self.observations.iter().filter_map(|raw| raw.parse().ok()).map(First::Observation));
        first.extend(self.deficits.iter().filter_map(|raw| raw.parse().ok()).map(First::Deficit));
        if !self.class.is_empty() {
            let class = crate::measure::MeasureForm { moment: Moment::Signal.as_str().into(), ..self.class.clone() };
            if let Some(class) = class.parse(&mut errors, lists.day, &lists.subjects()) {
                if class.below_minimum == 0 {
                    errors.add("below_minimum", "Если ниже минимума никого, это не сигнал. Внесите этот результат позже как «до начала работы»");
                }
                first.push(First::Class(class));
            }
        }
        if first.is_empty() && errors.is_empty() {
            errors.add("words", "Укажите хотя бы одно основание: слова, наблюдение урока, затруднение или результат класса");
        }
        errors.or(head.map(|head| Opening { head, first }))
    }
}

/// Proposes a case to a teacher within the actor's scope, or opens one's own at once.
///
/// # Errors
/// Not found: out of reach. A refusal: one of this kind is there already. Evidence that isn't within the actor's sight is not found.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, opening: &Opening, site: &str) -> Result<CaseId> {
    let is_own = actor.person == Some(person);
    // A deputy head may open one for oneself without a member's cabinet.
    if !(is_own && actor.can(Action::UseOwnCabinet)) {
        actor.may(Action::OpenCases)?;
    }
    let teacher = people::find(tx, &actor.scope(), person)?;
    only_one(tx, person, opening)?;
    let today = tx.today();
    let new = Case {
        id: CaseId::fresh(),
        number: cases::next_number(tx, today)?,
        kind: opening.head.kind,
        person,
        teacher: teacher.name.full(),
        place: teacher.place,
        place_name: String::new(),
        subject: opening.head.subject.clone(),
        direction: opening.head.direction.clone(),
        channel: channel(actor, opening, is_own),
        reason: opening.head.reason.clone(),
        state: if is_own { State::Open } else { State::Proposed },
        rung: 1,
        rung_since: today,
        round: 1,
        is_open_to_school: false,
        review_days: opening.head.review_days,
        next_review_on: is_own.then(|| after(today, opening.head.review_days)),
        outcome: None,
        stop_reason: String::new(),
        opened_by: Some(actor.account),
        opened_on: today,
        answered_at: is_own.then(|| tx.now()),
        closed_on: None,
        version: 1,
    };
    cases::insert(tx, &new)?;
    first_seats(tx, actor, &new, is_own)?;
    let (event, kind) = if is_own { ("case.opened", EventKind::Opened) } else { ("case.proposed", EventKind::Proposed) };
    tell(tx, &actor.by(), new.id, kind, &crate::url::case(new.id), "")?;
    tx.record(&actor.by(), Event::new(event, "case", new.id).of(person).with(json!({"number": new.number, "kind": new.kind})))?;
    for first in &opening.first {
        begin_with(tx, actor, &new, first)?;
    }
    if is_own {
        settle(tx, &actor.by(), new.id)?;
    } else {
        letters::proposed(tx, &new, &actor.name, site)?;
    }
    Ok(new.id)
}

/// The day so many days after another.
pub(crate) fn after(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// A second case of one kind and direction would split one loop in two. Whose the other is isn't told.
fn only_one(tx: &mut Tx<'_>, person: PersonId, opening: &Opening) -> Result<()> {
    let live = cases::live_of(tx, person)?;
    for id in live {
        let case = cases::find(tx, id)?.case;
        if (case.kind, case.direction.as_str()) == (opening.head.kind, opening.head.direction.as_str()) {
            return Err(Error::refusal("У педагога уже есть сопровождение этого вида по этому направлению. Выберите другое направление или дождитесь, когда первое завершится."));
        }
    }
    Ok(())
}

fn channel(actor: &Actor, opening: &Opening, is_own: bool) -> Channel {
    if is_own {
        return Channel::Teacher;
    }
    opening.head.channel.unwrap_or(if actor.role == Role::School { Channel::DeputyHead } else { Channel::Methodist })
}

/// The role in which somebody at work joins a team, if their office is one of a team's.
#[must_use]
pub(crate) fn office(actor: &Actor) -> Option<TeamRole> {
    match actor.role {
        Role::School => Some(TeamRole::DeputyHead),
        Role::Municipal => Some(TeamRole::MunicipalMethodist),
        Role::Methodist if actor.place.as_str() == REGION => Some(TeamRole::RegionalMethodist),
        Role::Methodist => Some(TeamRole::MunicipalMethodist),
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => None,
    }
}

/// The teacher's seat; and the proposer's, who has said yes by proposing.
fn first_seats(tx: &mut Tx<'_>, actor: &Actor, case: &Case, is_own: bool) -> Result<()> {
    let seat = |person, role, state| Seat { id: SeatId::fresh(), case: case.id, person, role, state, version: 1 };
    seats::insert(tx, &seat(case.person, TeamRole::Teacher, if is_own { SeatState::Joined } else { SeatState::Invited }), Some(actor.account))?;
    if let (Some(person), Some(role)) = (actor.person.filter(|_| !is_own), office(actor)) {
        seats::insert(tx, &seat(person, role, SeatState::Joined), Some(actor.account))?;
    }
    Ok(())
}

fn begin_with(tx: &mut Tx<'_>, actor: &Actor, case: &Case, first: &First) -> Result<()> {
    let signal = (1, Strand::Teacher, EvidenceKind::Signal);
    let given = match first {
        First::Words(words) => Given::new(signal, SourceKind::Words, "").words(words.clone()).hypothesis(),
        First::Observation(id) => pointing::observed(tx, actor, case.person, *id, signal)?,
        First::Deficit(id) => {
            let given = pointing::deficit(tx, actor, case.person, *id, signal)?;
            kept::insert(tx, case.id, *id)?;
            given
        }
        First::Help { id, number, on } => Given::new(signal, SourceKind::HelpRequest, id).words(number.clone()).on(*on).hypothesis(),
        First::Class(measure) => {
            let new = measures::Kept { id: crate::model::MeasureId::fresh(), measure: measure.clone(), compared_with: None, outcome: None };
            measures::insert(tx, case.id, &new, actor.account)?;
            Given::new((1, Strand::Pupils, EvidenceKind::Measure), SourceKind::Measure, new.id).words(measure.grade.clone()).on(measure.measured_on)
        }
    };
    add(tx, &actor.by(), case.id, &given).map(|_| ())
}

/// The teacher's word on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Agree,
    Decline,
}

/// The teacher agrees or declines. After a no nothing but the fact is kept.
///
/// # Errors
/// Not found: not one's own. A refusal: answered already. Stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, (word, version): (Word, i64), site: &str) -> Result<()> {
    let standing = load(tx, actor, id)?;
    if !standing.is_teacher() {
        return Err(Error::NotFound);
    }
    let case = standing.case;
    if case.state != State::Proposed {
        return Err(Error::refusal(format!("На это предложение уже ответили. Сейчас: {}.", case.state.label())));
    }
    case.must_be_at(version)?;
    let by = actor.by();
    let mine = seats::held_by(tx, id, case.person)?.into_iter().find(|seat| seat.role == TeamRole::Teacher).ok_or(Error::NotFound)?;
    match word {
        Word::Agree => {
            let next = after(tx.today(), case.review_days);
            cases::open(tx, &case, next)?;
            seats::answer(tx, &mine, SeatState::Joined, "")?;
            tell(tx, &by, id, EventKind::Opened, &crate::url::case(id), "")?;
            tx.record(&by, Event::new("case.opened", "case", id).of(case.person))?;
            settle(tx, &by, id)?;
        }
        Word::Decline => {
            cases::decline(tx, &case)?;
            forget::content(tx, id)?;
            tell(tx, &by, id, EventKind::Declined, "", "")?;
            tx.record(&by, Event::new("case.declined", "case", id).of(case.person))?;
        }
    }
    letters::answered(tx, &case, word == Word::Agree, site)
}

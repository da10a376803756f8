//! How a run is made, mended by hand, worked out again, dropped.
//!
//! Each act is in two halves: what is needed is read and worked out outside of a write, then written if nothing has changed meanwhile.

use super::{
    facts::{Room, methodists},
    form::{NewRun, RunForm},
    needs,
    solve::{Answer, Question},
    store,
};
use crate::model::{Run, RunId, RunState, Source};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId};
use serde_json::json;

/// Reads what a new run weighs.
///
/// # Errors
/// Fields; a refusal: nobody needs support, or nobody can give it.
pub fn start(tx: &mut Tx<'_>, actor: &Actor, form: &RunForm) -> Result<(NewRun, Question)> {
    actor.may(Action::ManagePairs)?;
    let new = form.parse(tx.today())?;
    let people = match new.source {
        Source::Need => needs::who_needs(tx, actor)?,
        Source::List => {
            let named = needs::by_names(tx, &actor.scope(), &form.names)?;
            without_pair(tx, named)?
        }
    };
    let question = weighed(tx, actor, &new, &people)?;
    Ok((new, question))
}

/// As [`start`], for people chosen elsewhere: those out of the actor's reach are left out.
///
/// # Errors
/// As [`start`].
pub fn start_for(tx: &mut Tx<'_>, actor: &Actor, form: &RunForm, people: &[PersonId]) -> Result<(NewRun, Question)> {
    actor.may(Action::ManagePairs)?;
    let new = form.parse(tx.today())?;
    let free = without_pair(tx, people.to_vec())?;
    let question = weighed(tx, actor, &new, &free)?;
    Ok((new, question))
}

fn weighed(tx: &mut Tx<'_>, actor: &Actor, new: &NewRun, people: &[PersonId]) -> Result<Question> {
    let question = gather(tx, actor, people, &new.kinds, Room { usual: new.usual_places, hours_each: new.hours_each, on: new.starts_on })?;
    if question.teachers.is_empty() {
        return Err(Error::refusal(match new.source {
            Source::Need => "Сейчас некому подбирать методиста: у всех, чьи затруднения вам открыты, он уже есть. Подбор можно сделать по списку ФИО.",
            Source::List => "У педагогов из списка не указан предмет, поэтому неизвестно, с чем помогать. Заполните предмет в их карточках и повторите.",
        }));
    }
    if question.methodists.is_empty() {
        return Err(Error::refusal("Помогать некому: среди отмеченных видов участия нет действующих участников актива в вашей территории. Отметьте другие виды и повторите."));
    }
    Ok(question)
}

fn without_pair(tx: &mut Tx<'_>, people: Vec<PersonId>) -> Result<Vec<PersonId>> {
    let paired = crate::pair::accompanied(tx)?;
    let free: Vec<PersonId> = people.into_iter().filter(|person| !paired.contains(person)).collect();
    if free.is_empty() {
        return Err(Error::field("names", "У всех из списка методист уже есть. Сначала завершите их пары на странице «Пары»"));
    }
    Ok(free)
}

/// What waits for whoever manages pairs: runs that nobody has published or dropped.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<cases::Wait>> {
    if !actor.can(Action::ManagePairs) {
        return Ok(Vec::new());
    }
    let (count, since) = store::pending(tx, actor)?;
    let is_late = since.is_some_and(|since| cases::days_between(since, tx.today()) > PATIENCE_DAYS);
    let wait = cases::Wait {
        what: "Опубликовать или отменить подбор пар".into(), hint: "Пока он ждёт, педагоги остаются без методиста, а данные устаревают.".into(), url: crate::url::RUNS.into(), count, since, is_late
    };
    Ok(if count > 0 { vec![wait] } else { Vec::new() })
}

/// Days after which a run that waits is late: facts grow stale.
const PATIENCE_DAYS: i64 = 5;

fn gather(tx: &mut Tx<'_>, actor: &Actor, people: &[PersonId], kinds: &[String], counted: Room) -> Result<Question> {
    let teachers = needs::teachers(tx, actor, people)?;
    let methodists = methodists(tx, &actor.scope(), kinds, counted)?;
    Ok(Question { teachers, methodists, ..Question::default() })
}

/// Writes a new run with its answer.
///
/// # Errors
/// The store fails.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, new: &NewRun, (question, answer): (&Question, &Answer)) -> Result<RunId> {
    actor.may(Action::ManagePairs)?;
    let id = RunId::fresh();
    store::insert(tx, id, &actor.place, new, actor.account)?;
    store::put(tx, id, 0, question, answer)?;
    tx.record(&actor.by(), Event::new("matching.run_made", "matching_run", id).with(json!({"asked": answer.report.asked, "served": answer.report.served})))?;
    Ok(id)
}

/// What a person decides in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// These two, whatever the others.
    Pin(PersonId, PersonId),
    /// Not these two.
    Forbid(PersonId, PersonId),
    /// As the program finds best.
    Free(PersonId),
}

impl Change {
    fn make(self, question: &mut Question) -> Result<()> {
        let knows = |question: &Question, person: PersonId| question.teachers.iter().any(|teacher| teacher.person == person);
        let helps = |question: &Question, person: PersonId| question.methodists.iter().any(|methodist| methodist.person == person);
        match self {
            Self::Pin(teacher, methodist) if knows(question, teacher) && helps(question, methodist) => {
                question.bans.remove(&(teacher, methodist));
                question.pins.insert(teacher, methodist);
            }
            Self::Forbid(teacher, methodist) if knows(question, teacher) && helps(question, methodist) => {
                if question.pins.get(&teacher) == Some(&methodist) {
                    question.pins.remove(&teacher);
                }
                question.bans.insert((teacher, methodist));
            }
            Self::Free(teacher) if knows(question, teacher) => {
                question.pins.remove(&teacher);
                question.bans.retain(|(of, _)| *of != teacher);
            }
            Self::Pin(..) | Self::Forbid(..) | Self::Free(_) => return Err(Error::NotFound),
        }
        Ok(())
    }

    fn event(self) -> (&'static str, PersonId) {
        match self {
            Self::Pin(teacher, _) => ("matching.pair_pinned", teacher),
            Self::Forbid(teacher, _) => ("matching.pair_forbidden", teacher),
            Self::Free(teacher) => ("matching.pair_freed", teacher),
        }
    }
}

/// The question of a run with a change made, to be worked out; nothing is written yet.
///
/// # Errors
/// Not found; a refusal: the run is over.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, id: RunId, change: Option<Change>) -> Result<Question> {
    store::must_be_pending(&store::find(tx, actor, id)?)?;
    let mut question = store::question(tx, id)?;
    if let Some(change) = change {
        change.make(&mut question)?;
    }
    Ok(question)
}

/// The same people with the facts of today: who left is left out, pins and bans stay where both are still there.
///
/// # Errors
/// As [`ask`].
pub fn ask_anew(tx: &mut Tx<'_>, actor: &Actor, id: RunId) -> Result<Question> {
    let run = store::find(tx, actor, id)?;
    store::must_be_pending(&run)?;
    let before = store::question(tx, id)?;
    let people: Vec<PersonId> = before.teachers.iter().map(|teacher| teacher.person).collect();
    let paired = crate::pair::accompanied(tx)?;
    let people: Vec<PersonId> = people.into_iter().filter(|person| !paired.contains(person)).collect();
    let mut question = gather(tx, actor, &people, &run.kinds, run.room())?;
    let helps = |person: &PersonId| question.methodists.iter().any(|one| one.person == *person);
    let asks = |person: &PersonId| question.teachers.iter().any(|one| one.person == *person);
    let pins = before.pins.into_iter().filter(|(teacher, methodist)| asks(teacher) && helps(methodist)).collect();
    let bans = before.bans.into_iter().filter(|(teacher, methodist)| asks(teacher) && helps(methodist)).collect();
    (question.pins, question.bans) = (pins, bans);
    Ok(question)
}

/// Writes what was worked out for a change, or anew.
///
/// # Errors
/// Stale: somebody was first; a refusal: the run is over.
pub fn put(tx: &mut Tx<'_>, actor: &Actor, (id, version): (RunId, i64), change: Option<Change>, (question, answer): (&Question, &Answer)) -> Result<()> {
    store::must_be_pending(&store::find(tx, actor, id)?)?;
    store::put(tx, id, version, question, answer)?;
    let event = match change.map(Change::event) {
        Some((name, teacher)) => Event::new(name, "matching_run", id).of(teacher),
        None => Event::new("matching.run_solved", "matching_run", id).with(json!({"asked": answer.report.asked, "served": answer.report.served})),
    };
    tx.record(&actor.by(), event)
}

/// Reads, works out and writes, for callers who hold a transaction anyway.
///
/// # Errors
/// As [`ask`] and [`put`].
pub fn change(tx: &mut Tx<'_>, actor: &Actor, (id, version): (RunId, i64), change: Change) -> Result<Answer> {
    let question = ask(tx, actor, id, Some(change))?;
    let answer = question.answer()?;
    put(tx, actor, (id, version), Some(change), (&question, &answer))?;
    Ok(answer)
}

/// As [`change`], with the facts of today.
///
/// # Errors
/// As [`ask_anew`] and [`put`].
pub fn again(tx: &mut Tx<'_>, actor: &Actor, (id, version): (RunId, i64)) -> Result<Answer> {
    let question = ask_anew(tx, actor, id)?;
    let answer = question.answer()?;
    put(tx, actor, (id, version), None, (&question, &answer))?;
    Ok(answer)
}

/// The run is not needed; its rows go, the head stays.
///
/// # Errors
/// Not found; stale; a refusal: it is over already.
pub fn drop_run(tx: &mut Tx<'_>, actor: &Actor, (id, version): (RunId, i64)) -> Result<()> {
    let run = store::find(tx, actor, id)?;
    store::must_be_pending(&run)?;
    store::end(tx, &Run { version, ..run }, RunState::Dropped, actor.account)?;
    for table in ["matching_teacher", "matching_methodist", "matching_ban"] {
        tx.execute(&format!("DELETE FROM {table} WHERE run_id = $1"), kernel::params![id])?;
    }
    tx.record(&actor.by(), Event::new("matching.run_dropped", "matching_run", id))
}

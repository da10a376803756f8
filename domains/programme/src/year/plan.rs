//! The plan of a year: written by its member, agreed by a coordinator or a municipal methodist.

use super::{
    event,
    form::{self, LineForm},
    model::{LineId, Plan, PlanState, Year},
    sight, store,
};
use access::Actor;
use audit::Record;
use kernel::{Error, Result, Tx, id::PersonId};

/// How many lines a plan may have: more is no plan any more.
const MOST_LINES: usize = 200;

/// The own plan, open for writing, as the page knew it (`version` 0: there was none yet).
fn open(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64)) -> Result<Plan> {
    sight::load(tx, actor, person)?.own()?;
    let plan = store::plan_or_new(tx, person, year)?;
    if !plan.state.is_open() {
        return Err(Error::refusal(format!("План {} сейчас {}. Чтобы изменить его, верните его в черновики кнопкой на странице года.", year.label(), plan.state.label())));
    }
    Ok(Plan { version: if version == 0 && plan.version == 1 { 1 } else { version }, ..plan })
}

fn touch(tx: &mut Tx<'_>, plan: &Plan) -> Result<()> {
    store::set_plan(tx, plan, plan.state, (&plan.words, None))
}

/// Adds a line, or changes one.
///
/// # Errors
/// Fields; refusals: the plan is sent or agreed; stale.
pub fn put_line(tx: &mut Tx<'_>, actor: &Actor, (person, year): (PersonId, Year), line: Option<LineId>, (typed, version): (&LineForm, i64)) -> Result<LineId> {
    let plan = open(tx, actor, person, (year, version))?;
    let lines = store::lines(tx, plan.id)?;
    if line.is_some_and(|id| !lines.iter().any(|one| one.id == id)) {
        return Err(Error::NotFound);
    }
    if line.is_none() && lines.len() >= MOST_LINES {
        return Err(Error::refusal(format!("В плане уже {MOST_LINES} строк. Объедините похожие: число раз указывают в строке.")));
    }
    let read = typed.read(tx, line.unwrap_or_else(LineId::fresh))?;
    touch(tx, &plan)?;
    store::put_line(tx, plan.id, &read)?;
    tx.record(&actor.by(), event::about(if line.is_some() { "year.line_changed" } else { "year.line_added" }, person, year))?;
    Ok(read.id)
}

/// # Errors
/// Not found; refusals; stale.
pub fn remove_line(tx: &mut Tx<'_>, actor: &Actor, (person, year): (PersonId, Year), line: LineId, version: i64) -> Result<()> {
    let plan = open(tx, actor, person, (year, version))?;
    touch(tx, &plan)?;
    if store::remove_line(tx, plan.id, line)? == 0 {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), event::about("year.line_removed", person, year))
}

/// Takes the lines of last year's plan into this one. How many.
///
/// # Errors
/// Refused: there is no plan of last year, or this one has lines already.
pub fn copy_last(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64)) -> Result<usize> {
    let plan = open(tx, actor, person, (year, version))?;
    if !store::lines(tx, plan.id)?.is_empty() {
        return Err(Error::refusal("В плане уже есть строки. Прошлогодний план переносят только в пустой."));
    }
    let last = match store::plan_of(tx, person, year.before())? {
        Some(last) => store::lines(tx, last.id)?,
        None => Vec::new(),
    };
    if last.is_empty() {
        return Err(Error::refusal(format!("Плана на {} нет. Добавьте строки на этой странице.", year.before().label())));
    }
    touch(tx, &plan)?;
    for mut line in last.clone() {
        line.id = LineId::fresh();
        store::put_line(tx, plan.id, &line)?;
    }
    tx.record(&actor.by(), event::about("year.plan_copied", person, year))?;
    Ok(last.len())
}

/// Sends the plan to be agreed.
///
/// # Errors
/// Refused: it has no lines, or it is sent already; stale.
pub fn send(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64)) -> Result<()> {
    let plan = open(tx, actor, person, (year, version))?;
    if store::lines(tx, plan.id)?.is_empty() {
        return Err(Error::refusal("В плане ещё нет строк. Добавьте хотя бы одну и отправьте план."));
    }
    store::set_plan(tx, &plan, PlanState::Sent, ("", None))?;
    tx.record(&actor.by(), event::about("year.plan_sent", person, year))
}

/// The member takes the plan back before it is looked at.
///
/// # Errors
/// Refused: it isn't sent; stale.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64)) -> Result<()> {
    back(tx, actor, person, (year, version), (PlanState::Sent, "year.plan_taken_back"))
}

/// The member opens an agreed plan to change it: it is to be agreed anew.
///
/// # Errors
/// Refused: it isn't agreed; stale.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64)) -> Result<()> {
    back(tx, actor, person, (year, version), (PlanState::Agreed, "year.plan_reopened"))
}

fn back(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64), (from, action): (PlanState, &'static str)) -> Result<()> {
    sight::load(tx, actor, person)?.own()?;
    let plan = store::plan_of(tx, person, year)?.ok_or(Error::NotFound)?;
    if plan.state != from {
        return Err(Error::refusal(format!("План {} сейчас {}. Обновите страницу.", year.label(), plan.state.label())));
    }
    store::set_plan(tx, &Plan { version, ..plan }, PlanState::Draft, ("", None))?;
    tx.record(&actor.by(), event::about(action, person, year))
}

/// What was decided on a plan or a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Yes,
    /// With what to mend.
    Returned(String),
}

impl Verdict {
    /// # Errors
    /// Field `words`: a return says why.
    pub fn read(word: &str, words: &str) -> Result<Self> {
        match word {
            "yes" => Ok(Self::Yes),
            "return" => form::why(words).map(Self::Returned),
            _ => Err(Error::field("word", "Выберите решение")),
        }
    }
}

/// Agrees the plan, or returns it.
///
/// # Errors
/// Not found: not within the scope, or one's own. Refused: it isn't sent. Stale.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (year, version): (Year, i64), verdict: &Verdict) -> Result<()> {
    sight::load(tx, actor, person)?.overseer()?;
    let plan = store::plan_of(tx, person, year)?.ok_or(Error::NotFound)?;
    if plan.state != PlanState::Sent {
        return Err(Error::refusal(format!("План {} сейчас {}: решать нечего. Обновите страницу.", year.label(), plan.state.label())));
    }
    let (state, words, action) = match verdict {
        Verdict::Yes => (PlanState::Agreed, "", "year.plan_agreed"),
        Verdict::Returned(words) => (PlanState::Returned, words.as_str(), "year.plan_returned"),
    };
    store::set_plan(tx, &Plan { version, ..plan }, state, (words, Some(actor.account)))?;
    tx.record(&actor.by(), event::about(action, person, year))?;
    super::telling::decided(tx, person, &format!("План {} {}", year.label(), state.label()), &format!("plan/{person}/{}/{}", year.number(), version), year)
}

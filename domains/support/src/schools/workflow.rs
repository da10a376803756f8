//! Use cases over a card: status, factors, measurements, the plan.

use super::{
    form::{measuring, opening, planned},
    model::{FactorId, LineId, LowSchool, LowSchoolId, Outcome},
    store,
};
use crate::{
    form::{LINE, Reading, TEXT, version},
    rules::{self, led_schools},
    words::Words,
};
use ::web::Answers;
use access::{Action, Actor};
use audit::{Event, Record};
use jiff::ToSpan;
use kernel::{Error, Result, Tx, id::PlaceId};
use serde_json::json;
use structure::{
    places::{self, PlaceKind},
    profile::TermKind,
};

/// What was closed stays as it was.
const CLOSED: &str = "Помощь этой школе за этот год завершена. Чтобы что-то изменить, сначала откройте карточку снова.";

/// A card that the actor leads.
pub(super) fn led(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId) -> Result<LowSchool> {
    actor.may(Action::ManageSupport)?;
    let found = store::find(tx, actor, id)?;
    if led_schools(actor).has(&found.place_path) { Ok(found) } else { Err(Error::NotFound) }
}

/// A card that the actor works on: leads it, or helps there.
pub(super) fn worked(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId) -> Result<LowSchool> {
    let found = store::find(tx, actor, id)?;
    let may = led_schools(actor).has(&found.place_path) || store::helps(tx, actor, id)?;
    if may { Ok(found) } else { Err(Error::NotFound) }
}

fn must_be_open(card: &LowSchool) -> Result<()> {
    if card.is_open() { Ok(()) } else { Err(Error::refusal(CLOSED)) }
}

/// Begins the status of a school for a study year.
///
/// # Errors
/// Fields; not found.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, answers: &Answers) -> Result<LowSchoolId> {
    actor.may(Action::ManageSupport)?;
    let form = opening(answers)?;
    let today = tx.today();
    let place = places::find(tx, &PlaceId::from(form.place.as_str()), today)?.filter(|place| place.kind == PlaceKind::School && led_schools(actor).has(&place.path));
    if place.is_none() {
        return Err(Error::field("place", "Выберите школу из списка"));
    }
    if store::is_known(tx, &form.place, form.year)? {
        return Err(Error::field("place", "Карточка этой школы на этот учебный год уже есть. Найдите её в списке"));
    }
    let id = store::insert(tx, &form, actor.account)?;
    tx.record(&actor.by(), Event::new("school_help.opened", "school_help", id).with(json!({"year": form.year})))?;
    Ok(id)
}

/// Ends the status; the card stays readable.
///
/// # Errors
/// Fields: `closing`; not found; somebody was first.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, answers: &Answers) -> Result<()> {
    let card = led(tx, actor, id)?;
    must_be_open(&card)?;
    let mut form = Reading::of(answers);
    let words = form.needed("closing", TEXT, "Напишите, чем закончилась работа: что изменилось, что остаётся");
    form.done(Some(()))?;
    let today = tx.today();
    store::set_closed(tx, id, Some(today), &words, version(answers))?;
    tx.record(&actor.by(), Event::new("school_help.closed", "school_help", id))
}

/// Opens a closed card again.
///
/// # Errors
/// Not found; refused: it is open; somebody was first.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, version: i64) -> Result<()> {
    let card = led(tx, actor, id)?;
    if card.is_open() {
        return Err(Error::refusal("Карточка и так открыта."));
    }
    store::set_closed(tx, id, None, "", version)?;
    tx.record(&actor.by(), Event::new("school_help.reopened", "school_help", id))
}

/// Notes a factor with its first measurement.
///
/// # Errors
/// Fields: `factor` and those of a measurement; not found; refused: closed.
pub fn add_factor(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, answers: &Answers) -> Result<FactorId> {
    let card = led(tx, actor, id)?;
    must_be_open(&card)?;
    let code = answers.get("factor");
    if !Words::read(tx, TermKind::RiskFactor)?.has(code) {
        return Err(Error::field("factor", "Выберите фактор из списка"));
    }
    if store::factors(tx, id)?.iter().any(|factor| factor.code == code) {
        return Err(Error::field("factor", "Этот фактор уже отмечен. Измерьте его заново в его строке"));
    }
    let today = tx.today();
    let measured = measuring(answers, today)?;
    store::touch(tx, id, version(answers))?;
    let factor = store::insert_factor(tx, id, code)?;
    store::insert_measure(tx, factor, &measured, Outcome::First, actor.account)?;
    tx.record(&actor.by(), Event::new("school_help.factor_added", "school_help", id).with(json!({"factor": code, "level": measured.level})))?;
    Ok(factor)
}

/// Measures a factor again: what came of it follows from the levels. The next recheck is half a year on.
///
/// # Errors
/// Fields; not found; refused: closed.
pub fn measure(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, factor: FactorId, answers: &Answers) -> Result<()> {
    let card = worked(tx, actor, id)?;
    must_be_open(&card)?;
    let today = tx.today();
    let found = store::factors(tx, id)?.into_iter().find(|known| known.id == factor).ok_or(Error::NotFound)?;
    let measured = measuring(answers, today)?;
    let last = found.last().ok_or(Error::NotFound)?;
    if measured.on < last.on {
        return Err(Error::field("measured_on", format!("Раньше прошлого измерения ({}). Проверьте дату", kernel::date::short(last.on))));
    }
    store::touch(tx, id, version(answers))?;
    let result = Outcome::between(found.first().map_or(last.level, |first| first.level), measured.level);
    store::insert_measure(tx, factor, &measured, result, actor.account)?;
    if card.recheck_on <= today {
        store::set_recheck(tx, id, today.saturating_add(6.months()))?;
    }
    tx.record(&actor.by(), Event::new("school_help.factor_measured", "school_help", id).with(json!({"factor": found.code, "result": result})))
}

/// A line of the plan of help.
///
/// # Errors
/// Fields; not found; refused: closed.
pub fn add_line(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, answers: &Answers) -> Result<LineId> {
    let card = worked(tx, actor, id)?;
    must_be_open(&card)?;
    let form = planned(answers)?;
    if !form.factor.is_empty() && !store::factors(tx, id)?.iter().any(|factor| factor.code == form.factor) {
        return Err(Error::field("line_factor", "Выберите фактор этой школы из списка"));
    }
    let line = store::insert_line(tx, id, &form)?;
    tx.record(&actor.by(), Event::new("school_help.line_added", "school_help", id))?;
    Ok(line)
}

/// Marks a line as done: also by the school itself.
///
/// # Errors
/// Fields: `words`; not found; refused: closed.
pub fn finish_line(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, line: LineId, answers: &Answers) -> Result<()> {
    let card = store::find(tx, actor, id)?;
    if !rules::overseen_schools(actor).has(&card.place_path) && !store::helps(tx, actor, id)? {
        return Err(Error::NotFound);
    }
    must_be_open(&card)?;
    let mut form = Reading::of(answers);
    let words = form.text("words", LINE);
    form.done(Some(()))?;
    let today = tx.today();
    store::finish_line(tx, id, line, Some(today), &words)?;
    tx.record(&actor.by(), Event::new("school_help.line_done", "school_help", id))
}

/// Takes out a line that wasn't done.
///
/// # Errors
/// Not found: done, or not of this card; refused: closed.
pub fn strike_line(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, line: LineId) -> Result<()> {
    let card = worked(tx, actor, id)?;
    must_be_open(&card)?;
    store::delete_line(tx, id, line)?;
    tx.record(&actor.by(), Event::new("school_help.line_struck", "school_help", id))
}

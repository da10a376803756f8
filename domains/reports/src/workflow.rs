//! Use cases of reports: begin, put into words, freeze, hand in, return, accept, begin a new edition.

use crate::{
    ground::Ground,
    model::{Report, ReportId, State},
    period::Period,
    sight::Sight,
    snapshot::{self, Snapshot, Words},
    store, told,
};
use ::web::Answers;
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx};
use serde_json::json;

/// A report within sight that the actor makes.
fn owned(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Report> {
    actor.may(Action::MakeReports)?;
    let sight = Sight::of(actor)?;
    let report = store::find(tx, &sight, id)?;
    if sight.owns(&report.place) { Ok(report) } else { Err(Error::NotFound) }
}

/// A report of a place right below the actor's, handed in.
fn received(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Report> {
    actor.may(Action::MakeReports)?;
    let sight = Sight::of(actor)?;
    let report = store::find(tx, &sight, id)?;
    if crate::ground::above(tx, &report.place)?.as_ref() == Some(&sight.place) { Ok(report) } else { Err(Error::NotFound) }
}

/// Begins a report of the actor's own place; where there is one for these days already, leads to it.
///
/// # Errors
/// Fields `from`: the days have not begun. Not found: not one who makes reports.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, period: Period) -> Result<ReportId> {
    actor.may(Action::MakeReports)?;
    let sight = Sight::of(actor)?;
    if period.from > tx.today() {
        return Err(Error::field("from", "Этот период ещё не начался: считать нечего"));
    }
    if let Some(known) = store::of_period(tx, &sight.place, period)? {
        return Ok(known.id);
    }
    let id = store::insert(tx, actor, &sight.place, period.kind(), period)?;
    tx.record(&actor.by(), Event::new("figures_report.begun", "report", id).with(json!({"from": period.from.to_string(), "until": period.until.to_string()})))?;
    Ok(id)
}

/// Reads the three fields.
///
/// # Errors
/// By the names of the fields.
pub fn words(answers: &Answers) -> Result<Words, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut text = |name: &str| {
        let text = answers.get(name).trim().replace("\r\n", "\n");
        if text.chars().count() > 3_000 {
            errors.add(name, "Слишком длинно. Сократите до 3000 знаков");
        }
        text
    };
    let words = Words { done: text("done"), hard: text("hard"), next: text("next") };
    errors.or(Some(words))
}

/// Keeps the words of a draft.
///
/// # Errors
/// Not found; refused: it is no draft, or somebody was first.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64, words: &Words) -> Result<()> {
    let report = owned(tx, actor, id)?;
    must_be_draft(&report)?;
    store::set_words(tx, id, version, words)?;
    tx.record(&actor.by(), Event::new("figures_report.written", "report", id))
}

fn must_be_draft(report: &Report) -> Result<()> {
    if report.state == State::Draft { Ok(()) } else { Err(Error::refusal("Отчёт уже зафиксирован, слова в нём не меняют. Начните новую редакцию.")) }
}

/// Freezes the figures as they stand, with the words; from the second edition on it says what is new.
///
/// # Errors
/// Fields `changed`; not found; refused: no draft, or somebody was first.
pub fn freeze(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64, (words, changed): (&Words, &str)) -> Result<i64> {
    let report = owned(tx, actor, id)?;
    report.state.into(State::Frozen)?;
    let changed = changed.trim();
    if report.edition > 0 && changed.is_empty() {
        return Err(Error::field("changed", "Напишите, что изменилось и почему: прежняя редакция уже есть, её могли прочесть"));
    }
    if changed.chars().count() > 1_000 {
        return Err(Error::field("changed", "Слишком длинно. Сократите до 1000 знаков"));
    }
    store::set_words(tx, id, version, words)?;
    let ground = Ground::of(tx, &report.place, report.period)?;
    let snapshot = Snapshot { place_name: ground.name.clone(), figures: snapshot::figures(tx, &ground)?, words: words.clone() };
    let number = store::freeze(tx, actor, &report, version + 1, &snapshot, changed)?;
    tx.record(&actor.by(), Event::new("figures_report.frozen", "report", id).with(json!({"edition": number})))?;
    Ok(number)
}

/// Hands the newest edition in to the place above.
///
/// # Errors
/// Not found; refused: not frozen, or somebody was first.
pub fn hand_in(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<()> {
    let report = owned(tx, actor, id)?;
    report.state.into(State::HandedIn)?;
    store::hand_in(tx, &report, version)?;
    told::handed_in(tx, &report)?;
    tx.record(&actor.by(), Event::new("figures_report.handed_in", "report", id).with(json!({"edition": report.edition})))
}

/// Sends it back with words.
///
/// # Errors
/// Fields `answer`; not found: not of a place below; refused: not handed in, or somebody was first.
pub fn give_back(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64, answer: &str) -> Result<()> {
    let report = received(tx, actor, id)?;
    report.state.into(State::Returned)?;
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(Error::field("answer", "Напишите, что исправить: это прочтёт тот, кто составил отчёт"));
    }
    if answer.chars().count() > 1_000 {
        return Err(Error::field("answer", "Слишком длинно. Сократите до 1000 знаков"));
    }
    store::set_state(tx, &report, version, State::Returned, answer)?;
    told::returned(tx, &report)?;
    tx.record(&actor.by(), Event::new("figures_report.returned", "report", id))
}

/// Accepts it.
///
/// # Errors
/// Not found: not of a place below; refused: not handed in, or somebody was first.
pub fn accept(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<()> {
    let report = received(tx, actor, id)?;
    report.state.into(State::Accepted)?;
    store::set_state(tx, &report, version, State::Accepted, "")?;
    told::accepted(tx, &report)?;
    tx.record(&actor.by(), Event::new("figures_report.accepted", "report", id))
}

/// Begins the next edition: figures are live again, what was frozen stays as it is.
///
/// # Errors
/// Not found; refused: it is a draft, or somebody was first.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<()> {
    let report = owned(tx, actor, id)?;
    if report.state == State::Draft {
        return Err(Error::refusal("Новая редакция уже начата. Обновите страницу."));
    }
    report.state.into(State::Draft)?;
    store::set_state(tx, &report, version, State::Draft, &report.answer)?;
    tx.record(&actor.by(), Event::new("figures_report.reopened", "report", id).with(json!({"edition": report.edition})))
}

/// Throws away a draft of which nothing was ever frozen.
///
/// # Errors
/// Not found; refused: an edition is kept.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<()> {
    let report = owned(tx, actor, id)?;
    must_be_draft(&report)?;
    if report.edition > 0 {
        return Err(Error::refusal("У отчёта есть зафиксированная редакция: её не удаляют."));
    }
    store::delete(tx, id, version)?;
    tx.record(&actor.by(), Event::new("figures_report.discarded", "report", id))
}

/// Reminds those below who have not handed in, each once a day. How many places.
///
/// # Errors
/// Not found: not one's own report.
pub fn remind(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<u64> {
    let report = owned(tx, actor, id)?;
    let count = told::remind_below(tx, &report.place, report.period)?;
    tx.record(&actor.by(), Event::new("figures_report.reminded", "report", id).with(json!({"places": count})))?;
    Ok(count)
}

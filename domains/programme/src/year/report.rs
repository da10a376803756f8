//! The report of a half or of a year: figures come from the ledger by themselves, the member adds three short words.

use super::{
    event,
    fact::{Snapshot, of_part},
    form::Words,
    lists::Lists,
    model::{Part, PlanState, Report, ReportState, Year},
    plan::Verdict,
    sight, store,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId};
use serde_json::json;

/// A report's place: whose, which year, which part.
pub type Which = (PersonId, Year, Part);

fn event(action: &'static str, (person, year, part): Which) -> Event {
    event::of(action, person, json!({"year": year.number(), "part": part}))
}

/// Who looks at what is still being written: a draft of a plan is its member's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Member,
    Overseer,
}

impl Reader {
    pub fn of(standing: &sight::Standing) -> Self {
        if standing.is_own { Self::Member } else { Self::Overseer }
    }
}

/// Plan and fact of a part as they stand now.
///
/// # Errors
/// The store fails.
pub fn standing(tx: &mut Tx<'_>, (person, year, part): Which, (lists, reader): (&Lists, Reader)) -> Result<Snapshot> {
    let plan = store::plan_of(tx, person, year)?.filter(|plan| reader == Reader::Member || plan.state != PlanState::Draft);
    let lines = match plan {
        Some(plan) => of_part(store::lines(tx, plan.id)?, part),
        None => Vec::new(),
    };
    let (from, until) = part.period(year);
    let deeds = ledger::of_person(tx, person, from, until)?;
    Ok(Snapshot::of(lines, &deeds, lists))
}

/// What a report shows: as handed in, or as of now while it is written.
///
/// # Errors
/// The store fails.
pub fn shown(tx: &mut Tx<'_>, which: Which, report: Option<&Report>, (lists, reader): (&Lists, Reader)) -> Result<Snapshot> {
    match report {
        Some(report) if !report.snapshot.is_empty() => Ok(Snapshot::read(&report.snapshot)),
        Some(_) | None => standing(tx, which, (lists, reader)),
    }
}

fn open(tx: &mut Tx<'_>, actor: &Actor, (person, year, part): Which, version: i64) -> Result<Report> {
    sight::load(tx, actor, person)?.own()?;
    let report = store::report_or_new(tx, person, year, part)?;
    if !report.state.is_open() {
        return Err(Error::refusal(format!("Отчёт {} уже {}. Обновите страницу.", part.title(year), report.state.label())));
    }
    Ok(Report { version: if version == 0 && report.version == 1 { 1 } else { version }, ..report })
}

/// Keeps the words of a draft.
///
/// # Errors
/// Fields; refused: it is handed in; stale.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, which: Which, (words, version): (&Words, i64)) -> Result<()> {
    let report = open(tx, actor, which, version)?;
    let Words { done, hard, next } = words.read()?;
    store::set_report(tx, &Report { done, hard, next, ..report }, None)?;
    tx.record(&actor.by(), event("year.report_saved", which))
}

/// Hands the report in: what was counted is frozen.
///
/// # Errors
/// Fields; refused: the period has not begun, it is handed in already; stale.
pub fn send(tx: &mut Tx<'_>, actor: &Actor, which: Which, (words, version): (&Words, i64)) -> Result<()> {
    let (_, year, part) = which;
    let (today, (from, _)) = (tx.today(), part.period(year));
    if today < from {
        return Err(Error::refusal(format!("{} ещё не началось. Отчёт сдают в конце срока.", ui::ru::capital(part.label()))));
    }
    let report = open(tx, actor, which, version)?;
    let Words { done, hard, next } = words.read()?;
    let lists = Lists::read(tx)?;
    let snapshot = standing(tx, which, (&lists, Reader::Member))?.kept()?;
    store::set_report(tx, &Report { state: ReportState::Sent, done, hard, next, snapshot, words: String::new(), sent_on: Some(today), decided_on: None, ..report }, None)?;
    tx.record(&actor.by(), event("year.report_sent", which))
}

/// The member takes the report back before it is looked at: figures run on.
///
/// # Errors
/// Refused: it isn't handed in; stale.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, which: Which, version: i64) -> Result<()> {
    let (person, year, part) = which;
    sight::load(tx, actor, person)?.own()?;
    let report = store::report_of(tx, person, year, part)?.ok_or(Error::NotFound)?;
    if report.state != ReportState::Sent {
        return Err(Error::refusal(format!("Отчёт {} сейчас {}: забрать его нельзя. Обновите страницу.", part.title(year), report.state.label())));
    }
    store::set_report(tx, &Report { state: ReportState::Draft, snapshot: String::new(), sent_on: None, version, ..report }, None)?;
    tx.record(&actor.by(), event("year.report_taken_back", which))
}

/// Accepts the report, or returns it with words: then its figures run on until it is handed in again.
///
/// # Errors
/// Not found: not within the scope, or one's own. Refused: it isn't handed in. Stale.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, which: Which, version: i64, verdict: &Verdict) -> Result<()> {
    let (person, year, part) = which;
    sight::load(tx, actor, person)?.overseer()?;
    let report = store::report_of(tx, person, year, part)?.ok_or(Error::NotFound)?;
    if report.state != ReportState::Sent {
        return Err(Error::refusal(format!("Отчёт {} сейчас {}: решать нечего. Обновите страницу.", part.title(year), report.state.label())));
    }
    let today = tx.today();
    let (state, words, action) = match verdict {
        Verdict::Yes => (ReportState::Accepted, String::new(), "year.report_accepted"),
        Verdict::Returned(words) => (ReportState::Returned, words.clone(), "year.report_returned"),
    };
    let snapshot = if state == ReportState::Accepted { report.snapshot.clone() } else { String::new() };
    store::set_report(tx, &Report { state, snapshot, words, decided_on: Some(today), version, ..report }, Some(actor.account))?;
    tx.record(&actor.by(), event(action, which))?;
    super::telling::decided(tx, person, &format!("Отчёт {} {}", part.title(year), state.label()), &format!("report/{person}/{}/{part}/{version}", year.number()), year)
}

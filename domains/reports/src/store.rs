//! SQL of reports and their editions.

use crate::{
    model::{Edition, Report, ReportId, State},
    period::{Kind, Period},
    sight::Sight,
    snapshot::{Snapshot, Words},
};
use access::Actor;
use kernel::{Error, Result, Row, Tx, db::DbError, id::PlaceId, params};

/// $1 is the day on which places are named.
const SELECT: &str = "SELECT r.id, r.place_id, r.kind, r.from_on, r.until_on, r.state, r.done_words, r.hard_words, r.next_words, r.edition, r.handed_on, r.handed_edition, r.answer_words, r.version,
    COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = r.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), r.place_id), pl.path
    FROM report r JOIN place pl ON pl.id = r.place_id";

fn shape(row: &Row<'_>) -> Result<Report, DbError> {
    Ok(Report {
        id: row.get(0)?,
        place: row.get(1)?,
        kind: row.get(2)?,
        period: Period { from: row.get(3)?, until: row.get(4)? },
        state: row.get(5)?,
        words: Words { done: row.get(6)?, hard: row.get(7)?, next: row.get(8)? },
        edition: row.get(9)?,
        handed_on: row.get(10)?,
        handed_edition: row.get(11)?,
        answer: row.get(12)?,
        version: row.get(13)?,
        place_name: row.get(14)?,
        place_path: row.get(15)?,
    })
}

/// One's own place's reports in any state; of the places below what was handed in, also while a new edition of it is being made.
/// $2–$3 the range, $4 one's own place, $5 'yes' for the ministry, which sees no school by itself, and of the region what was handed in.
const SEEN: &str = "pl.path >= $2 AND pl.path < $3 AND ((r.place_id = $4 AND CAST($5 AS TEXT) <> 'yes') OR (r.handed_on IS NOT NULL AND NOT (CAST($5 AS TEXT) = 'yes' AND pl.kind = 'school')))";

fn ministry(sight: &Sight) -> &'static str {
    if sight.is_ministry { "yes" } else { "no" }
}

/// A report within sight.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, sight: &Sight, id: ReportId) -> Result<Report> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE {SEEN} AND r.id = $6"), params![today, sight.from, sight.to, sight.place, ministry(sight), id], shape)
}

/// Reports of one's own place, the newest period first.
///
/// # Errors
/// The store fails.
pub fn own(tx: &mut Tx<'_>, sight: &Sight) -> Result<Vec<Report>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} WHERE {SEEN} AND r.place_id = $4 ORDER BY r.from_on DESC, r.until_on DESC, r.id"), params![today, sight.from, sight.to, sight.place, ministry(sight)], shape)?)
}

/// What the places right below a place have handed in for a period.
///
/// # Errors
/// The store fails.
pub fn below(tx: &mut Tx<'_>, sight: &Sight, place: &PlaceId, period: Period) -> Result<Vec<Report>> {
    let today = tx.today();
    let sql = format!("{SELECT} WHERE {SEEN} AND pl.parent_id = $6 AND r.from_on = $7 AND r.until_on = $8 ORDER BY r.id");
    Ok(tx.query(&sql, params![today, sight.from, sight.to, sight.place, ministry(sight), place, period.from, period.until], shape)?)
}

/// Reports of the places right below, the newest first.
///
/// # Errors
/// The store fails.
pub fn received(tx: &mut Tx<'_>, sight: &Sight) -> Result<Vec<Report>> {
    let today = tx.today();
    let sql = format!("{SELECT} WHERE {SEEN} AND pl.parent_id = $4 ORDER BY r.from_on DESC, r.until_on DESC, r.handed_on DESC, r.id LIMIT 300");
    Ok(tx.query(&sql, params![today, sight.from, sight.to, sight.place, ministry(sight)], shape)?)
}

/// The report of a place for just these days, whoever looks: for the program's own arithmetic.
///
/// # Errors
/// The store fails.
pub fn of_period(tx: &mut Tx<'_>, place: &PlaceId, period: Period) -> Result<Option<Report>> {
    let today = tx.today();
    tx.maybe(&format!("{SELECT} WHERE r.place_id = $2 AND r.from_on = $3 AND r.until_on = $4"), params![today, place, period.from, period.until], shape).map_err(Error::from)
}

/// What the region itself has handed in, the newest period first: for those above it.
///
/// # Errors
/// The store fails.
pub fn handed_up(tx: &mut Tx<'_>, most: u32) -> Result<Vec<(Report, Edition)>> {
    let today = tx.today();
    let sql = format!("{SELECT} WHERE r.place_id = $2 AND r.handed_edition > 0 ORDER BY r.until_on DESC, r.from_on DESC, r.id LIMIT $3");
    let reports = tx.query(&sql, params![today, structure::places::REGION, most], shape)?;
    let with_edition = |report: Report| {
        let edition = edition_of(tx, report.id, report.handed_edition)?;
        Ok((report, edition))
    };
    reports.into_iter().map(with_edition).collect()
}

const EDITION: &str = "SELECT e.number, e.snapshot, e.changed, e.frozen_at, COALESCE(a.display_name, '') FROM report_edition e LEFT JOIN account a ON a.id = e.frozen_by";

fn edition(row: &Row<'_>) -> Result<Edition, DbError> {
    let body: String = row.get(1)?;
    let snapshot: Snapshot = serde_json::from_str(&body).map_err(|error| DbError::Shape(format!("a report's snapshot: {error}")))?;
    Ok(Edition { number: row.get(0)?, snapshot, changed: row.get(2)?, frozen_at: row.get(3)?, by: row.get(4)? })
}

/// An edition by its number.
///
/// # Errors
/// Not found.
pub fn edition_of(tx: &mut Tx<'_>, id: ReportId, number: i64) -> Result<Edition> {
    tx.one(&format!("{EDITION} WHERE e.report_id = $1 AND e.number = $2"), params![id, number], edition)
}

/// All editions, the newest first.
///
/// # Errors
/// The store fails.
pub fn editions(tx: &mut Tx<'_>, id: ReportId) -> Result<Vec<Edition>> {
    Ok(tx.query(&format!("{EDITION} WHERE e.report_id = $1 ORDER BY e.number DESC"), params![id], edition)?)
}

/// Newest editions that places of a kind have handed in for a period: for what is usual among them, never to be named.
///
/// # Errors
/// The store fails.
pub fn handed_in(tx: &mut Tx<'_>, kind: &str, period: Period) -> Result<Vec<Edition>> {
    let sql = format!(
        "{EDITION} JOIN report r ON r.id = e.report_id AND r.handed_edition = e.number JOIN place pl ON pl.id = r.place_id WHERE pl.kind = $1 AND r.from_on = $2 AND r.until_on = $3 AND r.handed_on IS NOT NULL ORDER BY e.report_id"
    );
    Ok(tx.query(&sql, params![kind, period.from, period.until], edition)?)
}

// --- writing ------------------------------------------------------------------------------------------------------------

const WHAT: &str = "Отчёт";

pub fn insert(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, kind: Kind, period: Period) -> Result<ReportId> {
    let (id, now) = (ReportId::fresh(), tx.now());
    tx.execute(
        "INSERT INTO report (id, place_id, kind, from_on, until_on, state, made_by, made_at) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7)",
        params![id, place, kind, period.from, period.until, actor.account, now],
    )?;
    Ok(id)
}

pub fn set_words(tx: &mut Tx<'_>, id: ReportId, version: i64, words: &Words) -> Result<()> {
    tx.change_one(
        WHAT,
        "UPDATE report SET done_words = $1, hard_words = $2, next_words = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'draft'",
        params![words.done, words.hard, words.next, id, version],
    )
}

pub fn freeze(tx: &mut Tx<'_>, actor: &Actor, report: &Report, version: i64, snapshot: &Snapshot, changed: &str) -> Result<i64> {
    let (number, now) = (report.edition + 1, tx.now());
    let body = serde_json::to_string(snapshot).map_err(anyhow::Error::new)?;
    tx.change_one(WHAT, "UPDATE report SET state = 'frozen', edition = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'draft'", params![number, report.id, version])?;
    tx.execute("INSERT INTO report_edition (report_id, number, snapshot, changed, frozen_at, frozen_by) VALUES ($1, $2, $3, $4, $5, $6)", params![report.id, number, body, changed, now, actor.account])?;
    Ok(number)
}

pub fn set_state(tx: &mut Tx<'_>, report: &Report, version: i64, state: State, answer: &str) -> Result<()> {
    tx.change_one(WHAT, "UPDATE report SET state = $1, answer_words = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state = $5", params![state, answer, report.id, version, report.state])
}

pub fn hand_in(tx: &mut Tx<'_>, report: &Report, version: i64) -> Result<()> {
    let today = tx.today();
    tx.change_one(
        WHAT,
        "UPDATE report SET state = 'handed_in', handed_on = $1, handed_edition = edition, answer_words = '', version = version + 1 WHERE id = $2 AND version = $3 AND state = 'frozen'",
        params![today, report.id, version],
    )
}

/// A draft that was never frozen goes without a trace.
pub fn delete(tx: &mut Tx<'_>, id: ReportId, version: i64) -> Result<()> {
    tx.change_one(WHAT, "DELETE FROM report WHERE id = $1 AND version = $2 AND state = 'draft' AND edition = 0", params![id, version])
}

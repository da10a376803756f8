//! Tables `step_report`, `step_file`, `step_drop`.

use super::{DropId, ReportId, ReportState};
use crate::{
    model::{PathwayId, StepId, StepState},
    proof::{self, Proof},
    works::{Attached, WorkId, store::forget_unused},
};
use cases::{CaseId, SeatId};
use files::{Digest, Stored};
use kernel::{Date, Result, Row, Timestamp, Tx, db::DbError, id::PersonId, params};
use std::collections::BTreeMap;

/// What was handed in once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub step: StepId,
    pub number: i64,
    pub reflection: String,
    pub work: Option<WorkId>,
    pub link: String,
    /// An activity, as it stood when it was chosen or handed in.
    pub proof: Option<Proof>,
    pub state: ReportState,
    pub sent_at: Option<Timestamp>,
    pub answered_by: Option<SeatId>,
    pub answered_at: Option<Timestamp>,
    pub answer_words: String,
    /// JSON of [`super::Snapshot`]; empty before it is answered.
    pub snapshot: String,
    pub version: i64,
}

/// A step proposed to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    pub id: DropId,
    pub step: StepId,
    pub seat: SeatId,
    pub reason: String,
    pub made_at: Timestamp,
    pub answered_by: Option<SeatId>,
    pub answered_at: Option<Timestamp>,
    pub is_yes: bool,
    pub answer_words: String,
    /// The day to move the step to; nothing: the step is to be taken out.
    pub due_on: Option<Date>,
}

const COLUMNS: &str = "id, step_id, number, reflection, work_id, link, state, sent_at, answered_by, answered_at, answer_words, snapshot, version, proof";
const WHAT: &str = "Отчёт";

fn report(row: &Row<'_>) -> Result<Report, DbError> {
    Ok(Report {
        id: row.get(0)?,
        step: row.get(1)?,
        number: row.get(2)?,
        reflection: row.get(3)?,
        work: row.get(4)?,
        link: row.get(5)?,
        state: row.get(6)?,
        sent_at: row.get(7)?,
        answered_by: row.get(8)?,
        answered_at: row.get(9)?,
        answer_words: row.get(10)?,
        snapshot: row.get(11)?,
        version: row.get(12)?,
        proof: Proof::read(&row.get::<String>(13)?),
    })
}

/// All that was handed in for a step, the newest first. The caller has loaded the pathway with its content.
///
/// # Errors
/// The store fails.
pub fn reports(tx: &mut Tx<'_>, step: StepId) -> Result<Vec<Report>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM step_report WHERE step_id = $1 ORDER BY number DESC"), params![step], report)?)
}

/// A report of this step.
pub(super) fn find(tx: &mut Tx<'_>, step: StepId, id: ReportId) -> Result<Report> {
    tx.one(&format!("SELECT {COLUMNS} FROM step_report WHERE id = $1 AND step_id = $2"), params![id, step], report)
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &Report) -> Result<()> {
    tx.execute(
        "INSERT INTO step_report (id, step_id, number, reflection, work_id, link, state, version, proof) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![new.id, new.step, new.number, new.reflection, new.work, new.link, new.state, new.version, proof::json(new.proof.as_ref())?],
    )?;
    Ok(())
}

/// Writes a report that still has the version that was read. An accepted one is never written again: the statement says so.
pub(super) fn save(tx: &mut Tx<'_>, of: &Report, next: i64) -> Result<()> {
    tx.change_one(
        WHAT,
        "UPDATE step_report SET reflection = $1, work_id = $2, link = $3, state = $4, sent_at = $5, answered_by = $6, answered_at = $7, answer_words = $8, snapshot = $9, version = $10, proof = $13
         WHERE id = $11 AND version = $12 AND state <> 'accepted'",
        params![of.reflection, of.work, of.link, of.state, of.sent_at, of.answered_by, of.answered_at, of.answer_words, of.snapshot, next, of.id, of.version, proof::json(of.proof.as_ref())?],
    )
}

/// How many times each step of a pathway was handed in.
pub(super) fn tries(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<BTreeMap<StepId, i64>> {
    let sql = "SELECT r.step_id, COUNT(*) FROM step_report r JOIN pathway_step s ON s.id = r.step_id WHERE s.pathway_id = $1 AND r.state <> 'draft' GROUP BY r.step_id";
    Ok(tx.query(sql, params![pathway], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// The files of a report in the order they came.
pub(super) fn files(tx: &mut Tx<'_>, report: ReportId) -> Result<Vec<Attached>> {
    let sql = "SELECT t.digest, t.name, f.kind FROM step_file t JOIN file f ON f.digest = t.digest WHERE t.report_id = $1 ORDER BY t.added_at, t.name";
    Ok(tx.query(sql, params![report], |row| Ok(Attached { digest: row.get(0)?, name: row.get(1)?, kind: row.get(2)? }))?)
}

pub(super) fn add_file(tx: &mut Tx<'_>, report: ReportId, stored: &Stored, name: &str) -> Result<()> {
    ::files::record(tx, stored)?;
    keep_file(tx, report, &Attached { digest: stored.digest.clone(), name: ::files::display_name(name, stored.kind), kind: stored.kind })
}

/// A file that has its row already is a report's too.
pub(super) fn keep_file(tx: &mut Tx<'_>, report: ReportId, file: &Attached) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO step_file (report_id, digest, name, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT (report_id, digest) DO NOTHING", params![report, file.digest, file.name, now])?;
    Ok(())
}

/// Whether there was such a file.
pub(super) fn remove_file(tx: &mut Tx<'_>, report: ReportId, digest: &Digest) -> Result<bool> {
    let gone = tx.execute("DELETE FROM step_file WHERE report_id = $1 AND digest = $2", params![report, digest])? > 0;
    if gone {
        forget_unused(tx, digest)?;
    }
    Ok(gone)
}

const DROPS: &str = "id, step_id, seat_id, reason, made_at, answered_by, answered_at, is_yes, answer_words, due_on";

fn drop(row: &Row<'_>) -> Result<Drop, DbError> {
    Ok(Drop {
        id: row.get(0)?,
        step: row.get(1)?,
        seat: row.get(2)?,
        reason: row.get(3)?,
        made_at: row.get(4)?,
        answered_by: row.get(5)?,
        answered_at: row.get(6)?,
        is_yes: row.get(7)?,
        answer_words: row.get(8)?,
        due_on: row.get(9)?,
    })
}

/// Proposals to take a step out or to move its day, the newest first.
pub(super) fn drops(tx: &mut Tx<'_>, step: StepId) -> Result<Vec<Drop>> {
    Ok(tx.query(&format!("SELECT {DROPS} FROM step_drop WHERE step_id = $1 ORDER BY made_at DESC, id DESC"), params![step], drop)?)
}

pub(super) fn insert_drop(tx: &mut Tx<'_>, new: &Drop) -> Result<()> {
    tx.execute("INSERT INTO step_drop (id, step_id, seat_id, reason, made_at, due_on) VALUES ($1, $2, $3, $4, $5, $6)", params![new.id, new.step, new.seat, new.reason, new.made_at, new.due_on])?;
    Ok(())
}

pub(super) fn answer_drop(tx: &mut Tx<'_>, id: DropId, by: SeatId, is_yes: bool, words: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one("Предложение", "UPDATE step_drop SET answered_by = $1, answered_at = $2, is_yes = $3, answer_words = $4 WHERE id = $5 AND answered_at IS NULL", params![by, now, is_yes, words, id])
}

/// What overseers see: figures and no words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub steps: i64,
    pub accepted: i64,
    /// Reports that wait for an answer.
    pub waiting: i64,
    pub late: i64,
}

/// Figures of the version that a case works by now; nothing where there is none.
///
/// # Errors
/// The store fails.
pub fn tally(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Tally>> {
    let today = tx.today();
    let sql = "SELECT COUNT(s.id), CAST(COALESCE(SUM(CASE WHEN s.state = 'accepted' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN s.state = 'submitted' THEN 1 ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN s.state IN ('planned', 'in_work', 'returned') AND COALESCE(s.moved_to, s.due_on) < $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM pathway p LEFT JOIN pathway_step s ON s.pathway_id = p.id AND s.fate IN ('kept', 'edited') AND s.state <> 'dropped'
        WHERE p.case_id = $1 AND p.state IN ('agreed', 'active', 'presented', 'closed') GROUP BY p.id, p.number ORDER BY p.number DESC LIMIT 1";
    Ok(tx.maybe(sql, params![case, today], |row| Ok(Tally { steps: row.get(0)?, accepted: row.get(1)?, waiting: row.get(2)?, late: row.get(3)? }))?)
}

/// A report that waits, with what a letter or a task says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub report: ReportId,
    pub number: i64,
    pub pathway: PathwayId,
    pub step: StepId,
    pub sent_at: Timestamp,
}

/// Reports that wait, of one case or of all.
pub(crate) fn waiting(tx: &mut Tx<'_>, case: Option<CaseId>) -> Result<Vec<Waiting>> {
    let case = case.map(|case| case.to_string()).unwrap_or_default();
    let sql = "SELECT r.id, r.number, p.id, s.id, r.sent_at FROM step_report r JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id
        WHERE r.state = 'waiting' AND p.state = 'active' AND (CAST($1 AS TEXT) = '' OR p.case_id = $1) ORDER BY r.sent_at, r.id";
    Ok(tx.query(sql, params![case], |row| Ok(Waiting { report: row.get(0)?, number: row.get(1)?, pathway: row.get(2)?, step: row.get(3)?, sent_at: row.get(4)? }))?)
}

/// Reports that wait in pathways of teams where this person sits; who of the team answers is for the caller to ask.
pub(crate) fn waiting_for(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Waiting>> {
    let sql = "SELECT r.id, r.number, p.id, s.id, r.sent_at FROM case_seat t JOIN pathway p ON p.case_id = t.case_id JOIN pathway_step s ON s.pathway_id = p.id JOIN step_report r ON r.step_id = s.id
        WHERE t.person_id = $1 AND t.state = 'joined' AND t.role <> 'teacher' AND p.state = 'active' AND s.state = 'submitted' AND r.state = 'waiting' GROUP BY r.id, r.number, p.id, s.id, r.sent_at ORDER BY r.sent_at, r.id";
    Ok(tx.query(sql, params![person], |row| Ok(Waiting { report: row.get(0)?, number: row.get(1)?, pathway: row.get(2)?, step: row.get(3)?, sent_at: row.get(4)? }))?)
}

/// Days on which the steps of a pathway were handed in for good or accepted: for the hint about one day.
pub(crate) fn handed_in(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<(StepState, Option<Timestamp>, Option<Date>)>> {
    let sql = "SELECT s.state, (SELECT MAX(r.sent_at) FROM step_report r WHERE r.step_id = s.id), s.accepted_on FROM pathway_step s WHERE s.pathway_id = $1 AND s.fate IN ('kept', 'edited') AND s.state <> 'dropped'";
    Ok(tx.query(sql, params![pathway], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

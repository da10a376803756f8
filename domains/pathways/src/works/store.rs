//! Tables `work` and `work_file`.

use super::{Attached, Body, Work, WorkId};
use crate::{
    proof::{self, Proof},
    walk::ReportState,
};
use files::{Digest, Stored};
use kernel::{Result, Row, Timestamp, Tx, db::DbError, id::PersonId, params};
use std::collections::BTreeMap;

const COLUMNS: &str = "id, person_id, form, title, body, held_on, is_ready, for_portfolio, made_at, version, proof";
const WHAT: &str = "Работа";

fn work(row: &Row<'_>) -> Result<Work, DbError> {
    let body: String = row.get(4)?;
    let body: Body = serde_json::from_str(&body).map_err(|_| DbError::Shape("work.body: no fields".into()))?;
    Ok(Work {
        id: row.get(0)?,
        person: row.get(1)?,
        form: row.get(2)?,
        title: row.get(3)?,
        body,
        held_on: row.get(5)?,
        is_ready: row.get(6)?,
        for_portfolio: row.get(7)?,
        made_at: row.get(8)?,
        version: row.get(9)?,
        proof: Proof::read(&row.get::<String>(10)?),
    })
}

fn text(body: &Body) -> Result<String> {
    Ok(serde_json::to_string(body).map_err(anyhow::Error::new)?)
}

/// A person's own works, the newest first. The caller is that person, or prints for them.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Work>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM work WHERE person_id = $1 ORDER BY COALESCE(held_on, '9999'), id DESC"), params![person], work)?)
}

/// One work of this person.
///
/// # Errors
/// [`kernel::Error::NotFound`]: it is another's.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, id: WorkId) -> Result<Work> {
    tx.one(&format!("SELECT {COLUMNS} FROM work WHERE id = $1 AND person_id = $2"), params![id, person], work)
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &Work) -> Result<()> {
    tx.execute(
        "INSERT INTO work (id, person_id, form, title, body, held_on, is_ready, for_portfolio, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![new.id, new.person, new.form, new.title, text(&new.body)?, new.held_on, new.is_ready, new.for_portfolio, new.made_at],
    )?;
    Ok(())
}

/// Writes a work that still has the version that was read; an explicit saving makes the next version, a draft's doesn't.
pub(super) fn save(tx: &mut Tx<'_>, of: &Work, next: i64) -> Result<()> {
    tx.change_one(
        WHAT,
        "UPDATE work SET title = $1, body = $2, held_on = $3, is_ready = $4, for_portfolio = $5, version = $6, proof = $9 WHERE id = $7 AND version = $8",
        params![of.title, text(&of.body)?, of.held_on, of.is_ready, of.for_portfolio, next, of.id, of.version, proof::json(of.proof.as_ref())?],
    )
}

/// The files of a work in the order they came.
pub(crate) fn files(tx: &mut Tx<'_>, id: WorkId) -> Result<Vec<Attached>> {
    let sql = "SELECT w.digest, w.name, f.kind FROM work_file w JOIN file f ON f.digest = w.digest WHERE w.work_id = $1 ORDER BY w.added_at, w.name";
    Ok(tx.query(sql, params![id], |row| Ok(Attached { digest: row.get(0)?, name: row.get(1)?, kind: row.get(2)? }))?)
}

pub(super) fn add_file(tx: &mut Tx<'_>, id: WorkId, stored: &Stored, name: &str) -> Result<()> {
    ::files::record(tx, stored)?;
    let now = tx.now();
    let name = ::files::display_name(name, stored.kind);
    tx.execute("INSERT INTO work_file (work_id, digest, name, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT (work_id, digest) DO NOTHING", params![id, stored.digest, name, now])?;
    Ok(())
}

/// Whether there was such a file.
pub(super) fn remove_file(tx: &mut Tx<'_>, id: WorkId, digest: &Digest) -> Result<bool> {
    Ok(tx.execute("DELETE FROM work_file WHERE work_id = $1 AND digest = $2", params![id, digest])? > 0)
}

/// Takes a work away with its files' rows; reports that named it keep their snapshot and name it no more.
pub(crate) fn remove(tx: &mut Tx<'_>, id: WorkId) -> Result<()> {
    let digests: Vec<Digest> = tx.query("SELECT digest FROM work_file WHERE work_id = $1", params![id], |row| row.get(0))?;
    tx.execute("UPDATE step_report SET work_id = NULL WHERE work_id = $1", params![id])?;
    tx.execute("DELETE FROM work_file WHERE work_id = $1", params![id])?;
    tx.execute("DELETE FROM work WHERE id = $1", params![id])?;
    digests.iter().try_for_each(|digest| forget_unused(tx, digest))
}

/// How many reports that name the work wait for an answer.
pub(super) fn waiting_reports(tx: &mut Tx<'_>, id: WorkId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM step_report WHERE work_id = $1 AND state = 'waiting'", params![id])?)
}

/// A handing-in of a work.
pub(super) struct Used {
    pub title: String,
    /// Of the step's page.
    pub url: String,
    /// Which try of the step it was.
    pub number: i64,
    pub state: ReportState,
    pub sent_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    /// What was said to it.
    pub words: String,
    /// It came back, and the step waits to be handed in again.
    pub asks: bool,
}

/// The report `r` of the pathway `p` came back and is the last one of its step.
const ASKS: &str = "r.state = 'returned' AND p.state = 'active' AND r.number = (SELECT MAX(o.number) FROM step_report o WHERE o.step_id = r.step_id AND o.state <> 'draft')";

/// Where the work was handed in and what was said to it, try by try. Its author's eyes only.
pub(super) fn used_in(tx: &mut Tx<'_>, id: WorkId) -> Result<Vec<Used>> {
    let sql = format!(
        "SELECT s.title, s.pathway_id, s.id, r.number, r.state, r.sent_at, r.answered_at, r.answer_words, CAST(CASE WHEN {ASKS} THEN 1 ELSE 0 END AS BIGINT)
         FROM step_report r JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id WHERE r.work_id = $1 ORDER BY s.id, r.number"
    );
    let used = tx.query(&sql, params![id], |row| {
        let url = crate::walk::url(row.get(1)?, row.get(2)?);
        let asks: i64 = row.get(8)?;
        Ok(Used { title: row.get(0)?, url, number: row.get(3)?, state: row.get(4)?, sent_at: row.get(5)?, answered_at: row.get(6)?, words: row.get(7)?, asks: asks == 1 })
    })?;
    Ok(used)
}

/// Works of a person that somebody reads now, or that came back and wait to be handed in again: the latter win.
pub(super) fn standing(tx: &mut Tx<'_>, person: PersonId) -> Result<BTreeMap<WorkId, ReportState>> {
    let sql = format!(
        "SELECT r.work_id, r.state FROM step_report r JOIN work w ON w.id = r.work_id JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id
         WHERE w.person_id = $1 AND (r.state = 'waiting' OR ({ASKS})) ORDER BY CASE r.state WHEN 'waiting' THEN 0 ELSE 1 END, r.id"
    );
    Ok(tx.query(&sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// The row of a file goes when nothing of any domain refers to it.
pub(crate) fn forget_unused(tx: &mut Tx<'_>, digest: &Digest) -> Result<()> {
    ::files::forget_unused(tx, digest).map(|_| ())
}

//! What hangs on an application: files, consent answers, remarks, steps, findings.

use super::Said;
use crate::{
    field::Field,
    model::{ApplicationId, FileId, State},
    record::{ConsentAnswer, Evidence, Remark, Step, Verdict},
};
use files::Digest;
use kernel::{
    Result, Row, Tx,
    db::DbError,
    id::{AccountId, Uuid},
    params,
};

// ---- files ----

const FILE: &str = "SELECT af.id, af.criterion, af.evidence, af.digest, af.name, f.size, f.kind, af.added_at FROM application_file af JOIN file f ON f.digest = af.digest WHERE af.application_id = $1";

fn evidence(row: &Row<'_>) -> Result<Evidence, DbError> {
    Ok(Evidence { id: row.get(0)?, criterion: row.get(1)?, kind: row.get(2)?, digest: row.get(3)?, name: row.get(4)?, size: row.get(5)?, file_kind: row.get(6)?, added_at: row.get(7)? })
}

pub fn files(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Evidence>> {
    Ok(tx.query(&format!("{FILE} ORDER BY af.added_at, af.id"), params![id], evidence)?)
}

pub fn file(tx: &mut Tx<'_>, id: ApplicationId, file: FileId) -> Result<Evidence> {
    tx.one(&format!("{FILE} AND af.id = $2"), params![id, file], evidence)
}

/// A file about to be added: which criterion, what kind of document, what content, what name.
pub struct NewFile<'a> {
    pub criterion: &'a str,
    pub kind: &'a str,
    pub digest: &'a Digest,
    pub name: &'a str,
}

pub fn add_file(tx: &mut Tx<'_>, id: ApplicationId, new: &NewFile<'_>) -> Result<FileId> {
    let (file, now) = (FileId::fresh(), tx.now());
    tx.execute(
        "INSERT INTO application_file (id, application_id, criterion, evidence, digest, name, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![file, id, new.criterion, new.kind, new.digest, new.name, now],
    )?;
    Ok(file)
}

pub fn remove_file(tx: &mut Tx<'_>, id: ApplicationId, file: FileId) -> Result<()> {
    tx.execute("DELETE FROM application_file WHERE application_id = $1 AND id = $2", params![id, file])?;
    Ok(())
}

// ---- consents ----

pub fn consents(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<ConsentAnswer>> {
    Ok(tx.query("SELECT kind, text_id, agreed, items, term_until, answered_at, evidence, conditions FROM application_consent WHERE application_id = $1", params![id], |row| {
        let json = |cause: serde_json::Error| DbError::Shape(format!("application_consent: {cause}"));
        Ok(ConsentAnswer {
            kind: row.get(0)?,
            text: row.get(1)?,
            agreed: row.get(2)?,
            items: serde_json::from_str(&row.get::<String>(3)?).map_err(json)?,
            term_until: row.get(4)?,
            answered_at: row.get(5)?,
            evidence: serde_json::from_str(&row.get::<String>(6)?).map_err(json)?,
            conditions: row.get(7)?,
        })
    })?)
}

pub fn put_consent(tx: &mut Tx<'_>, id: ApplicationId, answer: &ConsentAnswer) -> Result<()> {
    let items = serde_json::to_string(&answer.items).map_err(anyhow::Error::new)?;
    tx.execute(
        "INSERT INTO application_consent (application_id, kind, text_id, agreed, items, term_until, answered_at, evidence, conditions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (application_id, kind) DO UPDATE SET text_id = excluded.text_id, agreed = excluded.agreed, items = excluded.items, term_until = excluded.term_until, answered_at = excluded.answered_at, evidence = excluded.evidence, conditions = excluded.conditions",
        params![id, answer.kind, answer.text, answer.agreed, items, answer.term_until, answer.answered_at, answer.evidence.to_string(), answer.conditions],
    )?;
    Ok(())
}

// ---- remarks ----

pub fn open_remarks(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Remark>> {
    remarks(tx, "SELECT field, reason, made_at FROM application_remark WHERE application_id = $1 AND settled_at IS NULL ORDER BY made_at, id", id)
}

/// Those of the last return, settled or not: what the coordinator asked for.
pub fn last_remarks(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Remark>> {
    remarks(tx, "SELECT field, reason, made_at FROM application_remark WHERE application_id = $1 AND made_at = (SELECT MAX(r.made_at) FROM application_remark r WHERE r.application_id = $1) ORDER BY id", id)
}

fn remarks(tx: &mut Tx<'_>, sql: &str, id: ApplicationId) -> Result<Vec<Remark>> {
    Ok(tx.query(sql, params![id], kernel::row!(Remark { field, reason, made_at }))?)
}

pub fn add_remark(tx: &mut Tx<'_>, id: ApplicationId, field: Field, reason: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO application_remark (id, application_id, field, reason, made_at) VALUES ($1, $2, $3, $4, $5)", params![Uuid::now_v7().to_string(), id, field, reason, now])?;
    Ok(())
}

pub fn settle_remarks(tx: &mut Tx<'_>, id: ApplicationId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE application_remark SET settled_at = $2 WHERE application_id = $1 AND settled_at IS NULL", params![id, now])?;
    Ok(())
}

// ---- history ----

pub fn add_step(tx: &mut Tx<'_>, id: ApplicationId, state: State, said: &Said) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO application_step (id, application_id, state, account_id, note, happened_at) VALUES ($1, $2, $3, $4, $5, $6)", params![Uuid::now_v7().to_string(), id, state, said.account, said.note, now])?;
    Ok(())
}

/// The history, oldest first.
pub fn steps(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Step>> {
    Ok(tx.query(
        "SELECT s.state, ac.display_name, s.note, s.happened_at FROM application_step s LEFT JOIN account ac ON ac.id = s.account_id WHERE s.application_id = $1 ORDER BY s.happened_at, s.id",
        params![id],
        kernel::row!(Step { state, who, note, happened_at }),
    )?)
}

// ---- findings ----

pub fn verdicts(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Verdict>> {
    Ok(tx.query(
        "SELECT c.criterion, c.holds, c.note, ac.display_name, c.found_at, c.version FROM criterion_finding c LEFT JOIN account ac ON ac.id = c.account_id WHERE c.application_id = $1",
        params![id],
        kernel::row!(Verdict { criterion, holds, note, who, found_at, version }),
    )?)
}

pub fn put_verdict(tx: &mut Tx<'_>, id: ApplicationId, criterion: &str, holds: bool, said: (&Option<AccountId>, &str)) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO criterion_finding (application_id, criterion, holds, note, account_id, found_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (application_id, criterion) DO UPDATE SET holds = excluded.holds, note = excluded.note, account_id = excluded.account_id, found_at = excluded.found_at,
            version = criterion_finding.version + 1",
        params![id, criterion, holds, said.1, said.0, now],
    )?;
    Ok(())
}

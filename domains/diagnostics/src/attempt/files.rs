//! Files that a teacher attaches to an answer, where the item asks for one.

use super::{answer, store};
use crate::model::AttemptId;
use ::files::{Digest, Stored};
use kernel::{Error, Result, Tx, id::PersonId, params};

const MOST_FILES: u64 = 5;

/// A file of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    pub digest: Digest,
    pub name: String,
}

/// The files of an answer by the time they came.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, attempt: AttemptId, position: i64) -> Result<Vec<AnswerFile>> {
    let sql = "SELECT digest, name FROM answer_file WHERE attempt_id = $1 AND position = $2 ORDER BY saved_at, name";
    Ok(tx.query(sql, params![attempt, position], kernel::row!(AnswerFile { digest, name }))?)
}

/// Attaches a file that is safe in the store.
///
/// # Errors
/// Not found; a field error at `file`; refusals as for an answer.
pub fn attach(tx: &mut Tx<'_>, person: PersonId, attempt: AttemptId, position: i64, stored: &Stored, name: &str) -> Result<()> {
    let place = store::place(tx, person, attempt, position)?;
    answer::must_take(place.state, place.ends_at, tx.now())?;
    if !items::body(tx, place.item, place.revision)?.takes_file() {
        return Err(Error::NotFound);
    }
    if of(tx, attempt, position)?.len() as u64 >= MOST_FILES {
        return Err(Error::field("file", "К ответу можно приложить не больше 5 файлов. Уберите лишние"));
    }
    ::files::record(tx, stored)?;
    let now = tx.now();
    let name = ::files::display_name(name, stored.kind);
    tx.execute(
        "INSERT INTO answer_file (attempt_id, position, digest, name, saved_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (attempt_id, position, digest) DO NOTHING",
        params![attempt, position, stored.digest, name, now],
    )?;
    Ok(())
}

/// Takes a file off.
///
/// # Errors
/// Not found; refusals as for an answer.
pub fn detach(tx: &mut Tx<'_>, person: PersonId, attempt: AttemptId, position: i64, digest: &Digest) -> Result<()> {
    let place = store::place(tx, person, attempt, position)?;
    answer::must_take(place.state, place.ends_at, tx.now())?;
    let gone = tx.execute("DELETE FROM answer_file WHERE attempt_id = $1 AND position = $2 AND digest = $3", params![attempt, position, digest])?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    forget_unused(tx, digest)
}

/// The file's row goes when no answer refers to it; another domain may still do, then it stays.
///
/// # Errors
/// The store fails.
pub fn forget_unused(tx: &mut Tx<'_>, digest: &Digest) -> Result<()> {
    let sql = "SELECT COUNT(*) FROM file f WHERE f.digest = $1 AND (EXISTS (SELECT 1 FROM answer_file w WHERE w.digest = f.digest) OR EXISTS (SELECT 1 FROM item_file i WHERE i.digest = f.digest)
        OR EXISTS (SELECT 1 FROM resource rs WHERE rs.digest = f.digest) OR EXISTS (SELECT 1 FROM work_file wf WHERE wf.digest = f.digest) OR EXISTS (SELECT 1 FROM step_file sf WHERE sf.digest = f.digest)
        OR EXISTS (SELECT 1 FROM external_assessment e WHERE e.digest = f.digest) OR EXISTS (SELECT 1 FROM application_file a WHERE a.digest = f.digest)
        OR EXISTS (SELECT 1 FROM act_order o WHERE o.document_digest = f.digest) OR EXISTS (SELECT 1 FROM meeting m WHERE m.minutes_digest = f.digest)
        OR EXISTS (SELECT 1 FROM destruction d WHERE d.act_digest = f.digest OR d.log_digest = f.digest)
        OR EXISTS (SELECT 1 FROM consent c WHERE c.evidence LIKE $2) OR EXISTS (SELECT 1 FROM withdrawal w WHERE w.evidence LIKE $2))";
    if tx.count(sql, params![digest, format!("%{digest}%")])? > 0 {
        return Ok(());
    }
    ::files::forget(tx, digest)
}

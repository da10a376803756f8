//! The register of destruction beside the database: one line of JSON each, without a single personal datum.
//!
//! A backup made before a destruction still holds the data; when it is restored, this file says what to destroy again. It is
//! brought up to date from the table after each destruction and at each start, so that a crash in between loses nothing.

use crate::DestructionId;
use kernel::{Error, Result, Timestamp, Tx, id::PersonId, params, row};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fs, io::Write, path::Path, sync::Mutex};

/// The file's name in the folder of data.
pub const FILE_NAME: &str = "destructions.log";

/// One destruction as the file keeps it: the whole row of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: DestructionId,
    pub person: PersonId,
    pub reason: super::Reason,
    pub asked_at: Timestamp,
    pub asked_by: Option<kernel::id::AccountId>,
    pub first_by: Option<kernel::id::AccountId>,
    pub first_at: Option<Timestamp>,
    pub second_by: Option<kernel::id::AccountId>,
    pub second_at: Option<Timestamp>,
    pub done_at: Timestamp,
    pub act_number: String,
    pub categories: String,
    pub act_digest: Option<files::Digest>,
    pub log_digest: Option<files::Digest>,
}

/// All that is done, by the table.
///
/// # Errors
/// The store fails.
pub fn lines(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    Ok(tx.query(
        "SELECT id, person_id, reason, asked_at, asked_by, first_by, first_at, second_by, second_at, done_at, act_number, categories, act_digest, log_digest FROM destruction WHERE done_at IS NOT NULL ORDER BY done_at, id",
        params![],
        row!(Line { id, person, reason, asked_at, asked_by, first_by, first_at, second_by, second_at, done_at, act_number, categories, act_digest, log_digest }),
    )?)
}

/// A line as the file has it, with its line break.
///
/// # Errors
/// None that an actual line could cause.
pub fn register_line(line: &Line) -> Result<String> {
    Ok(serde_json::to_string(line).map_err(anyhow::Error::new)? + "\n")
}

/// Reads the file's text; a line torn by a crash is left out (the table still has it, or the act never happened).
pub(super) fn parse(text: &str) -> Vec<Line> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// One writer of the file at a time.
static WRITING: Mutex<()> = Mutex::new(());

/// Appends what the file lacks; how many lines. Call it after a destruction is committed and at start.
///
/// # Errors
/// The disk refuses.
pub fn write_register(data_dir: &Path, done: &[Line]) -> Result<usize> {
    let _one = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = data_dir.join(FILE_NAME);
    let refused = |cause: std::io::Error| Error::Internal(anyhow::Error::new(cause).context(format!("{}", path.display())));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(refused(cause)),
    };
    let known: BTreeSet<DestructionId> = parse(&text).into_iter().map(|line| line.id).collect();
    let missing: Vec<&Line> = done.iter().filter(|line| !known.contains(&line.id)).collect();
    if missing.is_empty() {
        return Ok(0);
    }
    let mut added = if text.is_empty() || text.ends_with('\n') { String::new() } else { "\n".to_owned() };
    for line in &missing {
        added.push_str(&register_line(line)?);
    }
    fs::create_dir_all(data_dir).map_err(refused)?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(refused)?;
    file.write_all(added.as_bytes()).and_then(|()| file.sync_all()).map_err(refused)?;
    Ok(missing.len())
}

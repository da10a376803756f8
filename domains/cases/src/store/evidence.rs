//! Evidence: rows are added and withdrawn, never changed.

use crate::{
    model::{CaseId, EvidenceId},
    stage::{EvidenceKind, Held, SourceKind, Strand},
};
use kernel::{Date, Result, Row, Timestamp, Tx, db::DbError, id::AccountId, params};

/// A row as the timeline and the screens need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub round: i64,
    pub rung: i64,
    pub strand: Strand,
    pub kind: EvidenceKind,
    pub source: SourceKind,
    pub source_id: String,
    pub is_hypothesis: bool,
    pub words: String,
    pub held_on: Date,
    pub made_at: Timestamp,
}

impl Evidence {
    #[must_use]
    pub fn held(&self) -> Held {
        Held { round: self.round, rung: self.rung, strand: self.strand, is_hypothesis: self.is_hypothesis, on: self.held_on }
    }
}

fn evidence(row: &Row<'_>) -> Result<Evidence, DbError> {
    Ok(Evidence {
        id: row.get(0)?,
        round: row.get(1)?,
        rung: row.get(2)?,
        strand: row.get(3)?,
        kind: row.get(4)?,
        source: row.get(5)?,
        source_id: row.get(6)?,
        is_hypothesis: row.get(7)?,
        words: row.get(8)?,
        held_on: row.get(9)?,
        made_at: row.get(10)?,
    })
}

/// All that holds, in the order of rungs.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Evidence>> {
    let sql = "SELECT id, round, rung, strand, kind, source_kind, source_id, is_hypothesis, words, held_on, made_at FROM case_evidence WHERE case_id = $1 AND withdrawn_at IS NULL ORDER BY rung, strand DESC, held_on, id";
    Ok(tx.query(sql, params![case], evidence)?)
}

/// Adds a row; `false` if the same of this round is there and holds. Of words there may be many.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: CaseId, new: &Evidence, by: Option<AccountId>) -> Result<bool> {
    if new.source != SourceKind::Words {
        let same = tx.count(
            "SELECT COUNT(*) FROM case_evidence WHERE case_id = $1 AND round = $2 AND rung = $3 AND kind = $4 AND source_kind = $5 AND source_id = $6 AND is_hypothesis = $7 AND withdrawn_at IS NULL",
            params![case, new.round, new.rung, new.kind, new.source, new.source_id, new.is_hypothesis],
        )?;
        if same > 0 {
            return Ok(false);
        }
    }
    tx.execute(
        "INSERT INTO case_evidence (id, case_id, round, rung, strand, kind, source_kind, source_id, is_hypothesis, words, held_on, given_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![new.id, case, new.round, new.rung, new.strand, new.kind, new.source, new.source_id, new.is_hypothesis, new.words, new.held_on, by, new.made_at],
    )?;
    Ok(true)
}

/// Withdraws what this source gave of this kind; how many rows.
///
/// # Errors
/// The store fails.
pub fn withdraw(tx: &mut Tx<'_>, case: CaseId, kind: EvidenceKind, source_id: &str, why: &str) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("UPDATE case_evidence SET withdrawn_at = $1, withdrawn_why = $2 WHERE case_id = $3 AND kind = $4 AND source_id = $5 AND withdrawn_at IS NULL", params![now, why, case, kind, source_id])?)
}

/// Withdraws what holds from a rung on in the present round; of the first two rungs in any round, since they count on.
///
/// # Errors
/// The store fails.
pub fn withdraw_from(tx: &mut Tx<'_>, case: CaseId, round: i64, rung: i64, why: &str) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute(
        "UPDATE case_evidence SET withdrawn_at = $1, withdrawn_why = $2 WHERE case_id = $3 AND rung >= $4 AND (round = $5 OR rung <= 2) AND strand = 'teacher' AND withdrawn_at IS NULL",
        params![now, why, case, rung, round],
    )?)
}

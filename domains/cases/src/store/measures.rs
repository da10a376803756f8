//! Classes measured for a case.

use crate::{
    measure::{Measure, Moment},
    model::{CaseId, MeasureId},
};
use kernel::{Result, Row, Tx, db::DbError, id::AccountId, params};
use outcomes::OutcomeId;

/// A measurement with its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub id: MeasureId,
    pub measure: Measure,
    /// The «before» of an «after».
    pub compared_with: Option<MeasureId>,
    /// The result of the school's that it was taken from or kept as.
    pub outcome: Option<OutcomeId>,
}

impl Kept {
    #[must_use]
    pub fn is_after(&self) -> bool {
        self.measure.moment == Moment::After
    }
}

fn kept(row: &Row<'_>) -> Result<Kept, DbError> {
    Ok(Kept {
        id: row.get(0)?,
        measure: Measure {
            moment: row.get(1)?,
            grade: row.get(2)?,
            subject: row.get(3)?,
            topic: row.get(4)?,
            source: row.get(5)?,
            measured_on: row.get(6)?,
            pupils: row.get(7)?,
            below_minimum: row.get(8)?,
            mean: row.get(9)?,
            scale: row.get(10)?,
            words: row.get(11)?,
        },
        compared_with: row.get(12)?,
        outcome: row.get(13)?,
    })
}

/// Those that hold, in the order of days.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Kept>> {
    let sql = "SELECT id, moment, grade, subject, topic, source, measured_on, pupils, below_minimum, mean, scale, words, compared_with, outcome_id FROM case_measure WHERE case_id = $1 AND withdrawn_at IS NULL ORDER BY measured_on, id";
    Ok(tx.query(sql, params![case], kept)?)
}

/// Keeps a measurement.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: CaseId, new: &Kept, by: AccountId) -> Result<()> {
    let (now, of) = (tx.now(), &new.measure);
    tx.execute(
        "INSERT INTO case_measure (id, case_id, moment, grade, subject, topic, source, measured_on, pupils, below_minimum, mean, scale, words, compared_with, outcome_id, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![new.id, case, of.moment, of.grade, of.subject, of.topic, of.source, of.measured_on, of.pupils, of.below_minimum, of.mean, of.scale, of.words, new.compared_with, new.outcome, by, now],
    )?;
    Ok(())
}

/// Withdraws one; how many rows.
///
/// # Errors
/// The store fails.
pub fn withdraw(tx: &mut Tx<'_>, case: CaseId, id: MeasureId) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("UPDATE case_measure SET withdrawn_at = $1 WHERE case_id = $2 AND id = $3 AND withdrawn_at IS NULL", params![now, case, id])?)
}

//! Which deficits a case works on.

use crate::model::{Case, CaseId, TakenDeficit, Verdict};
use deficits::DeficitId;
use kernel::{Date, Result, Tx, id::AccountId, params};

struct Kept {
    deficit: DeficitId,
    taken_on: Date,
    verdict: String,
    words: String,
    on: Option<Date>,
    version: i64,
}

/// The deficits of a case with their names. What was taken in is shown to the whole team, so sight isn't asked again.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<TakenDeficit>> {
    let sql = "SELECT deficit_id, taken_on, verdict, verdict_words, verdict_on, version FROM case_deficit WHERE case_id = $1 ORDER BY taken_on, deficit_id";
    let kept: Vec<Kept> = tx.query(sql, params![case.id], |row| Ok(Kept { deficit: row.get(0)?, taken_on: row.get(1)?, verdict: row.get(2)?, words: row.get(3)?, on: row.get(4)?, version: row.get(5)? }))?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let known = deficits::named(tx, case.person)?;
    let taken = kept.into_iter().filter_map(|one| {
        let deficit = known.iter().find(|deficit| deficit.id == one.deficit)?;
        Some(TakenDeficit {
            id: one.deficit,
            code: deficit.code.clone(),
            title: deficit.title.clone(),
            source: deficit.source,
            status: deficit.status,
            taken_on: one.taken_on,
            verdict: one.verdict.parse().ok(),
            verdict_words: one.words,
            verdict_on: one.on,
            version: one.version,
        })
    });
    Ok(taken.collect())
}

/// Takes a deficit in; `false` if it is in already.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: CaseId, deficit: DeficitId) -> Result<bool> {
    if tx.count("SELECT COUNT(*) FROM case_deficit WHERE case_id = $1 AND deficit_id = $2", params![case, deficit])? > 0 {
        return Ok(false);
    }
    let today = tx.today();
    tx.execute("INSERT INTO case_deficit (case_id, deficit_id, taken_on) VALUES ($1, $2, $3)", params![case, deficit, today])?;
    Ok(true)
}

/// Leaves a deficit out again.
///
/// # Errors
/// The store fails.
pub fn remove(tx: &mut Tx<'_>, case: CaseId, deficit: DeficitId) -> Result<u64> {
    Ok(tx.execute("DELETE FROM case_deficit WHERE case_id = $1 AND deficit_id = $2", params![case, deficit])?)
}

/// The verdict on one deficit.
///
/// # Errors
/// Stale: somebody was first.
pub fn judge(tx: &mut Tx<'_>, case: CaseId, deficit: DeficitId, (verdict, words): (Verdict, &str), by: Option<AccountId>, version: i64) -> Result<()> {
    let today = tx.today();
    tx.change_one(
        "Итог по затруднению",
        "UPDATE case_deficit SET verdict = $1, verdict_words = $2, verdict_on = $3, verdict_by = $4, version = version + 1 WHERE case_id = $5 AND deficit_id = $6 AND version = $7",
        params![verdict, words, today, by, case, deficit, version],
    )
}

/// Verdicts that leave something to do say nothing of the next round; what was removed stays removed.
///
/// # Errors
/// The store fails.
pub fn forget_verdicts(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    tx.execute(
        "UPDATE case_deficit SET verdict = '', verdict_words = '', verdict_on = NULL, verdict_by = NULL, version = version + 1 WHERE case_id = $1 AND verdict IN ('partly', 'not_removed', 'not_assessed')",
        params![case],
    )?;
    Ok(())
}

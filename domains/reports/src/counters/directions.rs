//! Work of the active in the twelve directions, out of the ledger.

use super::WITHIN;
use crate::ground::Ground;
use kernel::{Result, Tx, params};
use ledger::NOT_PRIVATE;
use serde::{Deserialize, Serialize};
use structure::{profile::TermKind, terms};

/// One direction. What several did together is one deed and one audience; the minutes are everybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub code: String,
    pub label: String,
    pub deeds: i64,
    pub minutes: i64,
    pub reached: i64,
}

/// All directions in the profile's order, also those in which nothing was done.
///
/// # Errors
/// The store fails.
pub fn lines(tx: &mut Tx<'_>, ground: &Ground) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT direction, COUNT(*), CAST(SUM(minutes) AS BIGINT), CAST(SUM(reached) AS BIGINT) FROM (
            SELECT d.direction AS direction, d.kind, d.source_id, SUM(d.minutes) AS minutes, MAX(d.reached) AS reached FROM deed d JOIN place pl ON pl.id = d.place_id
            WHERE {WITHIN} AND d.done_on >= $3 AND d.done_on < $4 AND {NOT_PRIVATE} GROUP BY d.direction, d.kind, d.source_id) AS things GROUP BY direction"
    );
    let found: Vec<(String, i64, i64, i64)> = tx.query(&sql, params![ground.from, ground.to, ground.period.from, ground.period.until], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let line = |code: &str, label: &str| {
        let (deeds, minutes, reached) = found.iter().find(|(known, ..)| known == code).map_or((0, 0, 0), |(_, deeds, minutes, reached)| (*deeds, *minutes, *reached));
        Line { code: code.to_owned(), label: label.to_owned(), deeds, minutes, reached }
    };
    let known = terms::terms(tx, TermKind::WorkDirection, ground.day)?;
    let mut lines: Vec<Line> = known.iter().map(|term| line(&term.code, &term.label)).collect();
    // A direction that the dictionary has lost since still had work done in it.
    let lost: Vec<&String> = found.iter().map(|(code, ..)| code).filter(|code| !known.iter().any(|term| term.code == **code)).collect();
    lines.extend(lost.into_iter().map(|code| line(code, code)));
    Ok(lines)
}

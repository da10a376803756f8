//! Figures of the open kind within a scope. No person is named or ranked.

use access::Scope;
use kernel::{Date, Result, Tx, params};

/// One request, as far as figures need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub month: String,
    pub direction: String,
    pub state: String,
    pub outcome: String,
    pub response_days: Option<i64>,
    pub is_late: bool,
}

/// Requests asked in `[from, to)` within the scope.
///
/// # Errors
/// The store fails.
pub fn counted(tx: &mut Tx<'_>, scope: &Scope, from: Date, to: Date) -> Result<Vec<Counted>> {
    let today = tx.today();
    let sql = "SELECT SUBSTR(h.asked_on, 1, 7), h.direction, h.state, h.outcome, h.response_days, CASE WHEN h.state IN ('new', 'taken') AND h.due_on < $1 THEN 1 ELSE 0 END
        FROM help_request h JOIN place pl ON pl.id = h.place_id WHERE pl.path >= $2 AND pl.path < $3 AND h.asked_on >= $4 AND h.asked_on < $5 ORDER BY h.asked_on, h.id";
    Ok(tx.query(sql, params![today, scope.from(), scope.to(), from, to], |row| {
        Ok(Counted { month: row.get(0)?, direction: row.get(1)?, state: row.get(2)?, outcome: row.get(3)?, response_days: row.get(4)?, is_late: row.get(5)? })
    })?)
}

/// How many requests a school's people asked in `[from, to)`.
///
/// # Errors
/// The store fails.
pub fn of_place(tx: &mut Tx<'_>, scope: &Scope, from: Date, to: Date) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM help_request h JOIN place pl ON pl.id = h.place_id WHERE pl.path >= $1 AND pl.path < $2 AND h.asked_on >= $3 AND h.asked_on < $4";
    Ok(tx.count(sql, params![scope.from(), scope.to(), from, to])?)
}

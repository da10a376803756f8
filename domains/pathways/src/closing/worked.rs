//! What worked: over closed cases, how often a deficit was removed where its pathway held a resource. Counts, no names, nothing
//! under five. It says what went together, not what caused what.

use access::Scope;
use kernel::{Result, Tx, params};
use std::collections::BTreeMap;

/// Fewer closed cases are not shown.
pub const FEWEST: i64 = 5;

/// A resource beside a competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub resource: String,
    pub resource_title: String,
    pub code: String,
    pub title: String,
    pub removed: i64,
    pub partly: i64,
    pub not_removed: i64,
    pub not_assessed: i64,
}

impl Line {
    #[must_use]
    pub fn cases(&self) -> i64 {
        self.removed + self.partly + self.not_removed + self.not_assessed
    }
}

/// All that may be shown, and what was left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worked {
    pub lines: Vec<Line>,
    /// Pairs hidden for being too few.
    pub hidden: u64,
    /// The mean of the marks to teams, where at least [`FEWEST`] teachers gave one.
    pub team_mark: Option<(f64, i64)>,
}

/// The pairs of the viewer's places. The one query here that reads what other domains wrote: only to count, and no person is in it.
///
/// # Errors
/// The store fails.
pub fn worked(tx: &mut Tx<'_>, scope: &Scope) -> Result<Worked> {
    let sql = "SELECT s.resource_id, MAX(r.title), d.competency_code, MAX(k.title), cd.verdict, COUNT(DISTINCT c.id)
        FROM pathway p JOIN case_file c ON c.id = p.case_id JOIN place pl ON pl.id = c.place_id JOIN pathway_step s ON s.pathway_id = p.id JOIN resource r ON r.id = s.resource_id
        JOIN pathway_step_deficit sd ON sd.step_id = s.id JOIN case_deficit cd ON cd.case_id = c.id AND cd.deficit_id = sd.deficit_id JOIN deficit d ON d.id = sd.deficit_id JOIN competency k ON k.id = d.competency_id
        WHERE pl.path >= $1 AND pl.path < $2 AND c.state = 'closed' AND p.state = 'closed' AND s.state = 'accepted' GROUP BY s.resource_id, d.competency_code, cd.verdict";
    let rows: Vec<(String, String, String, String, String, i64)> = tx.query(sql, params![scope.from(), scope.to()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))?;
    let mut pairs: BTreeMap<(String, String), Line> = BTreeMap::new();
    for (resource, resource_title, code, title, verdict, count) in rows {
        let line = pairs.entry((code.clone(), resource.clone())).or_insert(Line { resource, resource_title, code, title, removed: 0, partly: 0, not_removed: 0, not_assessed: 0 });
        match verdict.parse::<cases::Verdict>() {
            Ok(cases::Verdict::Removed) => line.removed += count,
            Ok(cases::Verdict::Partly) => line.partly += count,
            Ok(cases::Verdict::NotRemoved) => line.not_removed += count,
            Ok(cases::Verdict::NotAssessed) | Err(_) => line.not_assessed += count,
        }
    }
    let (shown, few): (Vec<Line>, Vec<Line>) = pairs.into_values().partition(|line| line.cases() >= FEWEST);
    Ok(Worked { lines: shown, hidden: few.len() as u64, team_mark: team_mark(tx, scope)? })
}

fn team_mark(tx: &mut Tx<'_>, scope: &Scope) -> Result<Option<(f64, i64)>> {
    let sql = "SELECT CAST(COALESCE(SUM(w.team_mark), 0) AS BIGINT), COUNT(w.team_mark) FROM closing_word w JOIN pathway p ON p.id = w.pathway_id JOIN case_file c ON c.id = p.case_id JOIN place pl ON pl.id = c.place_id
        WHERE pl.path >= $1 AND pl.path < $2 AND p.state = 'closed'";
    let (sum, count): (i64, i64) = tx.one(sql, params![scope.from(), scope.to()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    #[expect(clippy::cast_precision_loss, reason = "marks of one region")]
    let mean = sum as f64 / count.max(1) as f64;
    Ok((count >= FEWEST).then_some((mean, count)))
}

//! Members with their plans and reports, by name: loads are shown, nobody is ordered by them.

use crate::year::model::{Part, PlanState, ReportState, Year};
use access::Scope;
use kernel::{Date, Paged, Result, Slice, Tx, id::PersonId, name::FullName, params};
use structure::profile::MembershipKind;

/// Which members; what is empty doesn't limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub year: Year,
    pub part: Part,
    /// Folded beginning of a word of the name.
    pub text: String,
    pub kind: String,
    pub municipality: String,
    /// A state of a plan, `none`: no plan.
    pub plan: String,
    /// A state of the report of the part, `none`: no report.
    pub report: String,
}

/// A member in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub kind: Option<MembershipKind>,
    pub plan: Option<PlanState>,
    pub report: Option<ReportState>,
    pub count: i64,
    pub minutes: i64,
}

const FROM: &str = "FROM person p JOIN place pl ON pl.id = p.place_id
    JOIN (SELECT person_id, MIN(kind) AS kind, MAX(CASE WHEN valid_from < $6 AND (valid_to IS NULL OR valid_to > $5) AND (ended_on IS NULL OR ended_on > $5) THEN 1 ELSE 0 END) AS was_there FROM membership GROUP BY person_id) m ON m.person_id = p.id
    LEFT JOIN year_plan y ON y.person_id = p.id AND y.year = $4
    LEFT JOIN year_report r ON r.person_id = p.id AND r.year = $4 AND r.part = $7
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL AND p.merged_into IS NULL
    AND (m.was_there = 1 OR y.id IS NOT NULL OR r.id IS NOT NULL)
    AND (CAST($8 AS TEXT) = '' OR m.kind = $8)
    AND (CAST($9 AS TEXT) = '' OR (pl.path >= $9 AND pl.path < $10))
    AND (CAST($11 AS TEXT) = '' OR y.state = $11 OR ($11 = 'none' AND y.id IS NULL))
    AND (CAST($12 AS TEXT) = '' OR r.state = $12 OR ($12 = 'none' AND r.id IS NULL))
    AND (CAST($13 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_token pt WHERE pt.person_id = p.id AND pt.token >= $13 AND pt.token < $14))";

/// Members of the active in the period, and whoever has a plan or a report of it, within the scope, by name.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, (by_place, slice): (bool, Slice)) -> Result<Paged<Row>> {
    let (from, until) = filter.part.period(filter.year);
    let path: Option<String> = if filter.municipality.is_empty() { Some(String::new()) } else { tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.municipality], |row| row.get(0))? };
    let path = path.unwrap_or_else(|| "~".into());
    let end = kernel::search::after(&path);
    let text = kernel::search::fold(&filter.text);
    let after = kernel::search::after(&text);
    let year = filter.year.number();
    let (first, last, own) = (scope.from(), scope.to(), scope.own());
    let values = params![first, last, own, year, from, until, filter.part, filter.kind, path, end, filter.plan, filter.report, text, after];
    let total = tx.count(&format!("SELECT COUNT(*) {FROM}"), values)?;
    let order = if by_place { "pl.path, p.sort_key, p.id" } else { "p.sort_key, p.id" };
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id ORDER BY n.valid_from DESC LIMIT 1), ''), m.kind, y.state, r.state,
        (SELECT COUNT(*) FROM deed d WHERE d.person_id = p.id AND d.done_on >= $5 AND d.done_on < $6),
        (SELECT CAST(COALESCE(SUM(d.minutes), 0) AS BIGINT) FROM deed d WHERE d.person_id = p.id AND d.done_on >= $5 AND d.done_on < $6)
        {FROM} ORDER BY {order} LIMIT {} OFFSET {}",
        slice.limit(),
        slice.offset()
    );
    let rows = tx.query(&sql, values, |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Row { person: row.get(0)?, name: name.full(), place: row.get(4)?, kind: row.get(5)?, plan: row.get(6)?, report: row.get(7)?, count: row.get(8)?, minutes: row.get(9)? })
    })?;
    Ok(Paged { rows, total, slice })
}

/// Minutes of every member of a kind on a day over `[from, until)`, within a scope of places; whose they are isn't told.
///
/// # Errors
/// The store fails.
pub fn loads(tx: &mut Tx<'_>, scope: &Scope, kind: &str, (from, until): (Date, Date)) -> Result<Vec<i64>> {
    let sql = "SELECT CAST(COALESCE(SUM(d.minutes), 0) AS BIGINT) FROM
        (SELECT DISTINCT m.person_id AS person_id FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id
         WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR m.kind = $3) AND p.erased_at IS NULL AND m.valid_from < $5 AND (m.valid_to IS NULL OR m.valid_to > $4) AND (m.ended_on IS NULL OR m.ended_on > $4)) w
        LEFT JOIN deed d ON d.person_id = w.person_id AND d.done_on >= $4 AND d.done_on < $5 GROUP BY w.person_id";
    Ok(tx.query(sql, params![scope.from(), scope.to(), kind, from, until], |row| row.get(0))?)
}

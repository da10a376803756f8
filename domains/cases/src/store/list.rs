//! Lists of cases: which rows by narrow columns first, then the words of one page, then the ends of its rungs; three queries, whatever
//! the length.

use super::cases::{COLUMNS, place_name, shape};
use crate::{
    model::{Case, CaseId},
    stage::{self, Held, Stage, Strand},
};
use access::{Action, Actor};
use kernel::{Date, Paged, Result, Slice, ToValue, Tx, Value, db::Where, params};
use std::collections::HashMap;

/// Which cases; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the teacher's name.
    pub text: String,
    pub kind: String,
    /// A state; empty: those that run or wait; `all`: every one.
    pub state: String,
    /// 1 to 8.
    pub rung: Option<i64>,
    /// Code of a municipality or a school: itself and below.
    pub place: String,
    /// `mine`: where the actor has a seat; `own`: the actor is the teacher; `overseen`: the rest of the scope.
    pub whose: String,
    /// Only those that stand longer than [`LATE_DAYS`].
    pub is_late: bool,
}

/// Days on one rung after which a case counts as late; on the rung of the walk three times as many.
pub const LATE_DAYS: i64 = 30;

/// Whether a case stands too long.
#[must_use]
pub fn is_late(case: &Case, today: Date) -> bool {
    case.state == crate::model::State::Open && case.days(today) > if case.rung == 5 { LATE_DAYS * 3 } else { LATE_DAYS }
}

/// A case with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub case: Case,
    pub stage: Stage,
}

/// What the actor may know of: own, with a seat, proposed by oneself; and within the scope what has begun.
fn seen(actor: &Actor, whose: &str) -> Where {
    let mut sql = Where::default();
    sql.sql = match whose {
        "own" => own(&mut sql, actor),
        "mine" => mine(&mut sql, actor),
        "overseen" => overseen(&mut sql, actor),
        _ => format!("({} OR {})", overseen(&mut sql, actor), mine(&mut sql, actor)),
    };
    sql
}

fn own(sql: &mut Where, actor: &Actor) -> String {
    let Some(person) = actor.person else { return "1 = 0".into() };
    format!("c.person_id = {}", sql.put(&person))
}

fn mine(sql: &mut Where, actor: &Actor) -> String {
    let account = sql.put(&actor.account);
    let opened = format!("(c.opened_by = {account} AND c.state IN ('proposed', 'declined'))");
    let Some(person) = actor.person else { return opened };
    let person = sql.put(&person);
    format!(
        "(c.person_id = {person} OR {opened} OR (c.state NOT IN ('proposed', 'declined') AND (c.state <> 'stopped' OR c.answered_at IS NOT NULL) AND c.id IN (SELECT s.case_id FROM case_seat s WHERE s.person_id = {person} AND s.state = 'joined')))"
    )
}

fn overseen(sql: &mut Where, actor: &Actor) -> String {
    if !actor.can(Action::ViewCases) {
        return "1 = 0".into();
    }
    let scope = actor.scope();
    let (from, to) = (sql.put(&scope.from()), sql.put(&scope.to()));
    format!("(c.state NOT IN ('proposed', 'declined') AND (c.state <> 'stopped' OR c.answered_at IS NOT NULL) AND c.place_id IN (SELECT pl.id FROM place pl WHERE pl.path >= {from} AND pl.path < {to}))")
}

fn narrow(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter) -> Result<Where> {
    let mut sql = seen(actor, &filter.whose);
    match filter.state.as_str() {
        "all" => {}
        "" => sql.and("c.state IN ('proposed', 'open')"),
        state => sql.equal("c.state", state),
    }
    sql.equal("c.kind", &filter.kind);
    if let Some(rung) = filter.rung {
        let at = sql.put(&rung);
        sql.and(&format!("c.rung = {at}"));
    }
    if filter.is_late {
        let late = late(&mut sql, tx.today());
        sql.and(&late);
    }
    if !filter.place.is_empty() {
        let path: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.place], |row| row.get(0))?;
        let path = path.unwrap_or_else(|| "~".into());
        let (from, to) = (sql.put(&path), sql.put(&kernel::search::after(&path)));
        sql.and(&format!("c.place_id IN (SELECT pl.id FROM place pl WHERE pl.path >= {from} AND pl.path < {to})"));
    }
    let words = people::search::plan(&filter.text);
    if !words.is_empty() {
        let (matching, values) = words.matching_sql("c.person_id", sql.values.len() + 1);
        sql.values.extend(values);
        sql.and(&matching);
    }
    Ok(sql)
}

/// [`is_late`] as a condition.
fn late(sql: &mut Where, today: Date) -> String {
    let back = |days: i64| today.checked_sub(jiff::Span::new().days(days)).unwrap_or(Date::MIN);
    let (usual, walk) = (sql.put(&back(LATE_DAYS)), sql.put(&back(LATE_DAYS * 3)));
    format!("(c.state = 'open' AND ((c.rung <> 5 AND c.rung_since < {usual}) OR (c.rung = 5 AND c.rung_since < {walk})))")
}

fn order(sql: &mut Where, sort: Option<(&str, bool)>, today: Date) -> String {
    let words = match sort {
        Some(("name", false)) => "p.sort_key, c.id",
        Some(("name", true)) => "p.sort_key DESC, c.id",
        Some(("rung", false)) => "c.rung, c.rung_since, c.id",
        Some(("rung", true)) => "c.rung DESC, c.rung_since, c.id",
        Some(("number", false)) => "c.opened_on, c.number",
        Some(("number", true)) => "c.opened_on DESC, c.number DESC",
        Some(("days", true)) => "c.rung_since, c.id",
        Some(("days", false)) => "c.rung_since DESC, c.id",
        Some(_) | None => {
            let late = late(sql, today);
            return format!("CASE WHEN {late} THEN 0 WHEN c.state = 'open' THEN 1 WHEN c.state = 'proposed' THEN 2 ELSE 3 END, c.rung_since, c.id");
        }
    };
    words.to_owned()
}

/// Cases that the actor may know of; without a wish those that stand first, then those that wait longest.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, sort: Option<(&str, bool)>, slice: Slice) -> Result<Paged<Row>> {
    let mut sql = narrow(tx, actor, filter)?;
    let total = tx.count(&format!("SELECT COUNT(*) FROM case_file c WHERE {}", sql.sql), &sql.values)?;
    let by_name = matches!(sort, Some(("name", _)));
    let join = if by_name { " JOIN person p ON p.id = c.person_id" } else { "" };
    let (limit, offset) = (sql.put(&slice.limit()), sql.put(&slice.offset()));
    let order = order(&mut sql, sort, tx.today());
    let ids: Vec<CaseId> = tx.query(&format!("SELECT c.id FROM case_file c{join} WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {offset}", sql.sql), &sql.values, |row| row.get(0))?;
    let rows = rows(tx, &ids)?;
    Ok(Paged { rows, total, slice })
}

/// Cases by their ids, in that order, with their stages. The caller has judged whether they may be shown.
///
/// # Errors
/// The store fails.
pub fn rows(tx: &mut Tx<'_>, ids: &[CaseId]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // At most a few hundred a time: an export would else pass the limit of parameters.
    const MOST: usize = 500;
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(MOST) {
        rows.extend(part_of(tx, part)?);
    }
    Ok(rows)
}

fn part_of(tx: &mut Tx<'_>, ids: &[CaseId]) -> Result<Vec<Row>> {
    let today = tx.today();
    let places: Vec<String> = (2..ids.len() + 2).map(|at| format!("${at}")).collect();
    let values: Vec<Value<'_>> = std::iter::once(today.to_value()).chain(ids.iter().map(ToValue::to_value)).collect();
    let sql = format!("SELECT {COLUMNS}, {} FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.id IN ({}) AND p.erased_at IS NULL", place_name("c.place_id", "$1"), places.join(", "));
    let mut found: HashMap<CaseId, Case> = tx.query(&sql, &values, shape)?.into_iter().map(|case| (case.id, case)).collect();
    let places: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT case_id, round, rung, strand, is_hypothesis, MIN(held_on) FROM case_evidence WHERE withdrawn_at IS NULL AND case_id IN ({}) GROUP BY case_id, round, rung, strand, is_hypothesis",
        places.join(", ")
    );
    let mut held: HashMap<CaseId, Vec<Held>> = HashMap::new();
    let ends = tx.query(&sql, &values[1..], |row| Ok((row.get::<CaseId>(0)?, Held { round: row.get(1)?, rung: row.get(2)?, strand: row.get::<Strand>(3)?, is_hypothesis: row.get(4)?, on: row.get(5)? })))?;
    for (case, end) in ends {
        held.entry(case).or_default().push(end);
    }
    Ok(ids
        .iter()
        .filter_map(|id| {
            let case = found.remove(id)?;
            let stage = stage::of(case.round, held.get(id).map_or(&[], Vec::as_slice));
            Some(Row { case, stage })
        })
        .collect())
}

//! Lists of requests: the queue within a scope, one's own, those in one's hands.

use super::{SELECT, shape};
use crate::model::HelpRequest;
use access::{Actor, Scope};
use kernel::{Date, Paged, Result, Slice, ToValue, Tx, db::Where, params};

/// Which requests; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A state; empty: those that wait or have an answer; `all`: every one.
    pub state: String,
    pub direction: String,
    pub subject: String,
    /// Code of a municipality or a school: itself and below.
    pub place: String,
    /// `mine`: in the actor's hands; `nobody`: in nobody's; `keeper`: the actor's as keeper, neither asked by the actor nor in the actor's hands.
    pub whose: String,
    /// The end of a number, or all of it.
    pub number: String,
    pub is_late: bool,
}

/// A condition whose first parameter is today.
fn on(today: Date) -> Where {
    Where { sql: String::new(), values: vec![today.to_value().into_owned()] }
}

fn within(tx: &Tx<'_>, scope: &Scope) -> Where {
    let mut sql = on(tx.today());
    let (from, to) = (sql.put(&scope.from()), sql.put(&scope.to()));
    sql.sql = format!("pl.path >= {from} AND pl.path < {to}");
    if !scope.own().is_empty() {
        let own = sql.put(&scope.own());
        sql.and(&format!("h.asker_person = {own}"));
    }
    sql
}

fn narrow(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter) -> Result<Where> {
    let mut sql = within(tx, &actor.scope());
    match filter.state.as_str() {
        "all" => {}
        "" => sql.and("h.state IN ('new', 'taken', 'answered')"),
        state => sql.equal("h.state", state),
    }
    sql.equal("h.direction", &filter.direction);
    sql.equal("h.subject", &filter.subject);
    match filter.whose.as_str() {
        "mine" => {
            let mine = mine(&mut sql, actor, "helper");
            sql.and(&mine);
        }
        "nobody" => sql.and("h.helper_person IS NULL AND h.helper_account IS NULL"),
        "keeper" => {
            for side in ["asker", "helper"] {
                let mine = mine(&mut sql, actor, side);
                sql.and(&format!("NOT {mine}"));
            }
        }
        _ => {}
    }
    if filter.is_late {
        sql.and("h.state IN ('new', 'taken') AND h.due_on < $1");
    }
    if !filter.number.is_empty() {
        let end = sql.put(&format!("%{}", filter.number.replace(['%', '_'], "")));
        sql.and(&format!("h.number LIKE {end}"));
    }
    if !filter.place.is_empty() {
        let path: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.place], |row| row.get(0))?;
        let path = path.unwrap_or_else(|| "~".into());
        let (from, to) = (sql.put(&path), sql.put(&kernel::search::after(&path)));
        sql.and(&format!("pl.path >= {from} AND pl.path < {to}"));
    }
    Ok(sql)
}

/// Whether the actor is this side of a request: `asker` or `helper`. Never NULL, so that it may be negated.
fn mine(sql: &mut Where, actor: &Actor, side: &str) -> String {
    let account = sql.put(&actor.account);
    match actor.person {
        Some(person) => {
            let person = sql.put(&person);
            format!("(COALESCE(h.{side}_account, '') = {account} OR COALESCE(h.{side}_person, '') = {person})")
        }
        None => format!("(COALESCE(h.{side}_account, '') = {account})"),
    }
}

const USUAL: &str = "CASE h.state WHEN 'new' THEN 0 WHEN 'taken' THEN 1 WHEN 'answered' THEN 2 ELSE 3 END, CASE WHEN h.state IN ('new', 'taken') THEN h.due_on ELSE '' END, h.asked_at DESC, h.id";
/// Whoever waits: what is late stands first, in whoever's hands.
const LATE_FIRST: &str = "CASE WHEN h.state IN ('new', 'taken') THEN 0 ELSE 1 END, CASE WHEN h.state IN ('new', 'taken') THEN h.due_on ELSE '' END, h.asked_at DESC, h.id";

fn order(sort: Option<(&str, bool)>) -> &'static str {
    match sort {
        Some(("number", false)) => "h.number, h.id",
        Some(("number", true)) => "h.number DESC, h.id",
        Some(("asked", false)) => "h.asked_at, h.id",
        Some(("asked", true)) => "h.asked_at DESC, h.id",
        Some(("due", false)) => "h.due_on, h.id",
        Some(("due", true)) => "h.due_on DESC, h.id",
        Some(_) | None => LATE_FIRST,
    }
}

/// The queue within the actor's scope. Whether they keep it is the caller's question.
///
/// # Errors
/// The store fails.
pub fn queue(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, sort: Option<(&str, bool)>, slice: Slice) -> Result<Paged<HelpRequest>> {
    let mut sql = narrow(tx, actor, filter)?;
    let total = tx.count(&format!("SELECT COUNT(*) FROM help_request h JOIN place pl ON pl.id = h.place_id WHERE CAST($1 AS TEXT) <> '' AND {}", sql.sql), &sql.values)?;
    let (limit, offset) = (sql.put(&slice.limit()), sql.put(&slice.offset()));
    let rows = tx.query(&format!("{SELECT} WHERE {} ORDER BY {} LIMIT {limit} OFFSET {offset}", sql.sql, order(sort)), &sql.values, shape)?;
    Ok(Paged { rows, total, slice })
}

/// How many the queue's filter finds, the nearest term among them, and since when the first waits.
///
/// # Errors
/// The store fails.
pub fn sum(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter) -> Result<(u64, Option<Date>, Option<Date>)> {
    let sql = narrow(tx, actor, filter)?;
    let counted = format!("SELECT COUNT(*), MIN(h.due_on), MIN(h.asked_on) FROM help_request h JOIN place pl ON pl.id = h.place_id WHERE CAST($1 AS TEXT) <> '' AND {}", sql.sql);
    Ok(tx.one(&counted, &sql.values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Those that the actor asked (`asker`) or that are in the actor's hands (`helper`), the newest hundred.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, side: &str) -> Result<Vec<HelpRequest>> {
    let mut sql = on(tx.today());
    let mine = mine(&mut sql, actor, side);
    Ok(tx.query(&format!("{SELECT} WHERE {mine} ORDER BY {USUAL} LIMIT 100"), &sql.values, shape)?)
}

/// Requests of a school that its teachers opened to its management, the newest hundred.
///
/// # Errors
/// The store fails.
pub fn opened_to_school(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<HelpRequest>> {
    let sql = within(tx, scope);
    Ok(tx.query(&format!("{SELECT} WHERE {} AND h.seen_by = 'school' ORDER BY {USUAL} LIMIT 100", sql.sql), &sql.values, shape)?)
}

//! SQL of assignments. Everything that names a person takes the viewer's scope.

use crate::model::{Assignment, AssignmentId, AssignmentState, AttemptState, InstrumentId, Shows};
use access::Scope;
use kernel::{
    Paged, Result, Row, Slice, Timestamp, Tx, Value,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    name::FullName,
    params,
    search::after,
};

const COLUMNS: &str = "s.id, s.instrument_id, s.form_id, s.person_id, s.place_id, s.repeat_of, s.reason, s.opens_at, s.closes_at, s.state, s.version";

fn shape(row: &Row<'_>) -> Result<Assignment, DbError> {
    kernel::row!(Assignment { id, instrument, form, person, place, repeat_of, reason, opens_at, closes_at, state, version })(row)
}

/// A person's own assignment.
///
/// # Errors
/// Not found.
pub fn own(tx: &mut Tx<'_>, person: PersonId, id: AssignmentId) -> Result<Assignment> {
    tx.one(&format!("SELECT {COLUMNS} FROM assignment s WHERE s.id = $1 AND s.person_id = $2"), params![id, person], shape)
}

/// An assignment within the scope.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: AssignmentId) -> Result<Assignment> {
    let sql = format!("SELECT {COLUMNS} FROM assignment s JOIN place pl ON pl.id = s.place_id WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR s.person_id = $3) AND s.id = $4");
    tx.one(&sql, params![scope.from(), scope.to(), scope.own(), id], shape)
}

/// Assignments of a person, the newest window first; those taken back before they were answered are left out.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Assignment>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM assignment s WHERE s.person_id = $1 ORDER BY s.closes_at DESC, s.id DESC"), params![person], shape)?)
}

pub fn place_of(tx: &mut Tx<'_>, id: AssignmentId) -> Result<PlaceId> {
    tx.one("SELECT place_id FROM assignment WHERE id = $1", params![id], |row| row.get(0))
}

pub fn insert(tx: &mut Tx<'_>, new: &Assignment, batch: &str, by: AccountId) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO assignment (id, instrument_id, form_id, person_id, place_id, repeat_of, reason, opens_at, closes_at, state, batch, assigned_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![new.id, new.instrument, new.form, new.person, new.place, new.repeat_of, new.reason, new.opens_at, new.closes_at, new.state, batch, by, now],
    )?;
    Ok(())
}

/// Takes the step to a state; refuses when somebody else was first.
pub fn set_state(tx: &mut Tx<'_>, assignment: &Assignment, state: AssignmentState) -> Result<()> {
    let now = tx.now();
    tx.change_one("Назначение", "UPDATE assignment SET state = $1, answered_at = $2, version = version + 1 WHERE id = $3 AND version = $4", params![state, now, assignment.id, assignment.version])
}

/// Whether the person holds a live assignment of the instrument whose window meets this one.
pub fn overlaps(tx: &mut Tx<'_>, instrument: InstrumentId, person: PersonId, opens_at: Timestamp, closes_at: Timestamp) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM assignment WHERE instrument_id = $1 AND person_id = $2 AND state IN ('offered', 'accepted') AND opens_at < $4 AND closes_at > $3";
    Ok(tx.count(sql, params![instrument, person, opens_at, closes_at])? > 0)
}

/// What a list of assignments is narrowed by; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub instrument: String,
    /// A state's word, or `not_begun`, `running`, `marking`.
    pub state: String,
    pub municipality: String,
    pub school: String,
    /// Beginning of the family name.
    pub text: String,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub person: PersonId,
    pub name: FullName,
    pub place_name: String,
    pub instrument: InstrumentId,
    pub title: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub state: AssignmentState,
    pub is_repeat: bool,
    pub reason: String,
    /// The state of the newest attempt that counts.
    pub attempt: Option<AttemptState>,
    pub shows: Shows,
}

/// What a list is ordered by.
fn order(sort: Option<(&str, bool)>) -> &'static str {
    match sort {
        Some(("place", false)) => "pn.short_name, p.sort_key, s.id",
        Some(("place", true)) => "pn.short_name DESC, p.sort_key, s.id",
        Some(("until", false)) => "s.closes_at, p.sort_key, s.id",
        Some(("until", true)) => "s.closes_at DESC, p.sort_key, s.id",
        Some(("state", false)) => "s.state, p.sort_key, s.id",
        Some(("state", true)) => "s.state DESC, p.sort_key, s.id",
        Some(("name", true)) => "p.sort_key DESC, s.id",
        _ => "p.sort_key, s.closes_at DESC, s.id",
    }
}

const NEWEST: &str = "(SELECT a.state FROM attempt a WHERE a.assignment_id = s.id AND a.state <> 'void' ORDER BY a.number DESC LIMIT 1)";

fn text(raw: &str) -> Value<'static> {
    Value::Text(raw.to_owned().into())
}

/// Assignments within the scope who fit the filter; `slice` in the given order.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, sort: Option<(&str, bool)>, slice: Slice) -> Result<Paged<AssignmentRow>> {
    let mut condition = "pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR s.person_id = $3) AND p.erased_at IS NULL".to_owned();
    let mut values = vec![text(scope.from()), text(scope.to()), text(scope.own())];
    let mut and = |sql: &str, value: Value<'static>| {
        values.push(value);
        condition.push_str(" AND ");
        condition.push_str(&sql.replace("{}", &format!("${}", values.len())));
    };
    if !filter.instrument.is_empty() {
        and("s.instrument_id = {}", text(&filter.instrument));
    }
    if !filter.school.is_empty() {
        and("s.place_id = {}", text(&filter.school));
    }
    if !filter.municipality.is_empty() {
        and("(pl.parent_id = {} OR pl.id = {})", text(&filter.municipality));
    }
    if !filter.text.trim().is_empty() {
        let from = kernel::search::sort_key(&filter.text);
        let from = from.split('\u{1}').next().unwrap_or_default().to_owned();
        and("p.sort_key >= {}", text(&from));
        and("p.sort_key < {}", text(&after(&from)));
    }
    match filter.state.as_str() {
        "" => {}
        "not_begun" => condition.push_str(&format!(" AND s.state IN ('offered', 'accepted') AND {NEWEST} IS NULL")),
        "running" => condition.push_str(&format!(" AND {NEWEST} = 'running'")),
        "marking" => condition.push_str(&format!(" AND {NEWEST} = 'submitted'")),
        word => and("s.state = {}", text(word)),
    }
    let total = tx.count(&format!("SELECT COUNT(*) FROM assignment s JOIN person p ON p.id = s.person_id JOIN place pl ON pl.id = s.place_id WHERE {condition}"), &values)?;
    let today = tx.today();
    values.extend([text(&today.to_string()), Value::Int(slice.limit()), Value::Int(slice.offset())]);
    let last = values.len();
    let sql = format!(
        "SELECT s.id, s.person_id, p.family, p.given, p.patronymic, pn.short_name, s.instrument_id, i.title, s.opens_at, s.closes_at, s.state, s.repeat_of, s.reason, {NEWEST}, i.shows
         FROM assignment s JOIN person p ON p.id = s.person_id JOIN place pl ON pl.id = s.place_id JOIN instrument i ON i.id = s.instrument_id
         JOIN place_name pn ON pn.place_id = pl.id AND pn.valid_from = COALESCE((SELECT MAX(n.valid_from) FROM place_name n WHERE n.place_id = pl.id AND n.valid_from <= ${}), (SELECT MIN(n.valid_from) FROM place_name n WHERE n.place_id = pl.id))
         WHERE {condition} ORDER BY {} LIMIT ${} OFFSET ${last}",
        last - 2,
        order(sort),
        last - 1
    );
    let rows = tx.query(&sql, &values, |row| {
        Ok(AssignmentRow {
            id: row.get(0)?,
            person: row.get(1)?,
            name: FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? },
            place_name: row.get(5)?,
            instrument: row.get(6)?,
            title: row.get(7)?,
            opens_at: row.get(8)?,
            closes_at: row.get(9)?,
            state: row.get(10)?,
            is_repeat: row.get::<Option<String>>(11)?.is_some(),
            reason: row.get(12)?,
            attempt: row.get(13)?,
            shows: row.get(14)?,
        })
    })?;
    Ok(Paged { rows, total, slice })
}

/// How many assignments stand where, within a scope: for the hub.
pub fn tally(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(AssignmentState, i64)>> {
    let sql = "SELECT s.state, COUNT(*) FROM assignment s JOIN place pl ON pl.id = s.place_id WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR s.person_id = $3) GROUP BY s.state";
    Ok(tx.query(sql, params![scope.from(), scope.to(), scope.own()], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

//! SQL of visits. A visit is seen by its observer, by its teacher, and by others only after the teacher has opened it.

pub mod records;
pub mod rubrics;

use crate::model::{Observation, ObservationId, Row, State};
use access::{Actor, Scope};
use kernel::{
    Date, Paged, Result, Row as DbRow, Slice, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    name::FullName,
    params,
};

/// Whose eyes: a scope, and the account that sees its own visits in it.
#[derive(Debug, Clone)]
pub struct Eye {
    scope: Scope,
    account: String,
}

impl Eye {
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        Self { scope: actor.scope(), account: actor.account.to_string() }
    }

    /// A scope without an account: what is opened to it, or all that is one's own.
    #[must_use]
    pub fn scope(scope: &Scope) -> Self {
        Self { scope: scope.clone(), account: String::new() }
    }
}

/// Which visits; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub state: Option<State>,
    pub subject: String,
    pub person: String,
    /// Only those that the viewer proposed.
    pub mine: bool,
}

const COLUMNS: &str = "o.id, o.rubric_id, o.person_id, o.place_id, o.observer_id, o.observer_name, o.observer_post, o.subject, o.grade, o.topic, o.held_on, o.lesson, o.state, o.is_shared, o.comment,
    o.made_at, o.answered_at, o.filled_at, o.acknowledged_at, o.version, p.family, p.given, p.patronymic, COALESCE(sn.short_name, ''), r.title, r.number";

const JOINS: &str = "FROM observation o JOIN person p ON p.id = o.person_id JOIN place pl ON pl.id = p.place_id JOIN rubric r ON r.id = o.rubric_id
    LEFT JOIN place_name sn ON sn.place_id = o.place_id AND sn.valid_from <= o.held_on AND (sn.valid_to IS NULL OR sn.valid_to > o.held_on)";

/// $1–$3 are the scope, $4 the viewer's account.
const SEEN: &str = "pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL
    AND (CAST($3 AS TEXT) <> '' OR o.observer_id = $4 OR (o.is_shared = 1 AND o.state IN ('filled', 'acknowledged')))";

fn observation(row: &DbRow<'_>) -> Result<Observation, DbError> {
    Ok(Observation {
        id: row.get(0)?,
        rubric: row.get(1)?,
        person: row.get(2)?,
        place: row.get(3)?,
        observer: row.get(4)?,
        observer_name: row.get(5)?,
        observer_post: row.get(6)?,
        subject: row.get(7)?,
        grade: row.get(8)?,
        topic: row.get(9)?,
        held_on: row.get(10)?,
        lesson: row.get(11)?,
        state: row.get(12)?,
        is_shared: row.get(13)?,
        comment: row.get(14)?,
        made_at: row.get(15)?,
        answered_at: row.get(16)?,
        filled_at: row.get(17)?,
        acknowledged_at: row.get(18)?,
        version: row.get(19)?,
    })
}

fn shown(row: &DbRow<'_>) -> Result<Row, DbError> {
    let name = FullName { family: row.get(20)?, given: row.get(21)?, patronymic: row.get(22)? };
    let (title, number): (String, i64) = (row.get(24)?, row.get(25)?);
    Ok(Row { observation: observation(row)?, teacher: name.full(), school: row.get(23)?, rubric: format!("{title}, версия {number}") })
}

/// A visit that these eyes may see.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, eye: &Eye, id: ObservationId) -> Result<Row> {
    let Eye { scope, account } = eye;
    tx.one(&format!("SELECT {COLUMNS} {JOINS} WHERE {SEEN} AND o.id = $5"), params![scope.from(), scope.to(), scope.own(), account, id], shown)
}

/// The visits that these eyes may see, the latest lesson first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, eye: &Eye, filter: &Filter, sort: &str, slice: Slice) -> Result<Paged<Row>> {
    let Eye { scope, account } = eye;
    let state = filter.state.map(State::as_str).unwrap_or_default();
    let (text, mine) = (kernel::search::fold(&filter.text), if filter.mine { account.as_str() } else { "" });
    let until = kernel::search::after(&text);
    let wanted = format!(
        "{SEEN} AND (CAST($5 AS TEXT) = '' OR o.state = $5) AND (CAST($6 AS TEXT) = '' OR o.subject = $6) AND (CAST($7 AS TEXT) = '' OR o.person_id = $7) AND (CAST($8 AS TEXT) = '' OR o.observer_id = $8)
         AND (CAST($9 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_token pt WHERE pt.person_id = p.id AND pt.token >= $9 AND pt.token < $10))"
    );
    let order = match sort {
        "name" => "p.sort_key, o.held_on DESC, o.id",
        "-name" => "p.sort_key DESC, o.held_on DESC, o.id",
        "day" => "o.held_on, o.id",
        _ => "o.held_on DESC, o.id DESC",
    };
    let total = tx.count(&format!("SELECT COUNT(*) {JOINS} WHERE {wanted}"), params![scope.from(), scope.to(), scope.own(), account, state, filter.subject, filter.person, mine, text, until])?;
    let rows = tx.query(
        &format!("SELECT {COLUMNS} {JOINS} WHERE {wanted} ORDER BY {order} LIMIT $11 OFFSET $12"),
        params![scope.from(), scope.to(), scope.own(), account, state, filter.subject, filter.person, mine, text, until, slice.limit(), slice.offset()],
        shown,
    )?;
    Ok(Paged { rows, total, slice })
}

/// Other visits to the same lesson (teacher, day, number) that these eyes may see.
///
/// # Errors
/// The store fails.
pub fn beside(tx: &mut Tx<'_>, eye: &Eye, of: &Observation) -> Result<Vec<Row>> {
    let Eye { scope, account } = eye;
    let sql = format!("SELECT {COLUMNS} {JOINS} WHERE {SEEN} AND o.person_id = $5 AND o.held_on = $6 AND o.lesson = $7 AND o.id <> $8 AND o.state IN ('agreed', 'filled', 'acknowledged') ORDER BY o.id");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), account, of.person, of.held_on, of.lesson, of.id], shown)?)
}

/// Whether the observer already has a visit to this lesson that is not declined or taken back.
///
/// # Errors
/// The store fails.
pub fn is_there(tx: &mut Tx<'_>, observer: AccountId, person: PersonId, held_on: Date, lesson: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM observation WHERE observer_id = $1 AND person_id = $2 AND held_on = $3 AND lesson = $4 AND state NOT IN ('declined', 'taken_back')";
    Ok(tx.maybe(sql, params![observer, person, held_on, lesson], |_| Ok(()))?.is_some())
}

/// Keeps a new visit.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &Observation) -> Result<()> {
    tx.execute(
        "INSERT INTO observation (id, rubric_id, person_id, place_id, observer_id, observer_name, observer_post, subject, grade, topic, held_on, lesson, state, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![new.id, new.rubric, new.person, new.place, new.observer, new.observer_name, new.observer_post, new.subject, new.grade, new.topic, new.held_on, new.lesson, new.state, new.made_at],
    )?;
    Ok(())
}

const WHAT: &str = "Наблюдение";

/// The teacher's word.
///
/// # Errors
/// Stale: somebody was first.
pub fn answer(tx: &mut Tx<'_>, of: &Observation, state: State) -> Result<()> {
    let now = tx.now();
    tx.change_one(WHAT, "UPDATE observation SET state = $1, answered_at = $2, version = version + 1 WHERE id = $3 AND version = $4", params![state, now, of.id, of.version])
}

/// Another state without a moment of its own.
///
/// # Errors
/// Stale: somebody was first.
pub fn set_state(tx: &mut Tx<'_>, of: &Observation, state: State) -> Result<()> {
    tx.change_one(WHAT, "UPDATE observation SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, of.id, of.version])
}

/// # Errors
/// Stale: somebody was first.
pub fn fill(tx: &mut Tx<'_>, of: &Observation) -> Result<()> {
    let now = tx.now();
    tx.change_one(WHAT, "UPDATE observation SET state = 'filled', filled_at = $1, version = version + 1 WHERE id = $2 AND version = $3", params![now, of.id, of.version])
}

/// # Errors
/// Stale: somebody was first.
pub fn acknowledge(tx: &mut Tx<'_>, of: &Observation, comment: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one(WHAT, "UPDATE observation SET state = 'acknowledged', acknowledged_at = $1, comment = $2, version = version + 1 WHERE id = $3 AND version = $4", params![now, comment, of.id, of.version])
}

/// # Errors
/// Stale: somebody was first.
pub fn share(tx: &mut Tx<'_>, of: &Observation, is_shared: bool) -> Result<()> {
    tx.change_one(WHAT, "UPDATE observation SET is_shared = $1, version = version + 1 WHERE id = $2 AND version = $3", params![is_shared, of.id, of.version])
}

/// Removes what was written of a visit that is not to be.
///
/// # Errors
/// The store fails.
pub fn remove_records(tx: &mut Tx<'_>, id: ObservationId) -> Result<()> {
    tx.execute("DELETE FROM observation_record WHERE observation_id = $1", params![id])?;
    Ok(())
}

/// Removes all visits to a teacher's lessons with what was written; how many.
///
/// # Errors
/// The store fails.
pub fn remove_of(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.execute("DELETE FROM observation_record WHERE observation_id IN (SELECT id FROM observation WHERE person_id = $1)", params![person])?;
    Ok(tx.execute("DELETE FROM observation WHERE person_id = $1", params![person])?)
}

/// Takes the name of one who observed others; how many visits it stood on.
///
/// # Errors
/// The store fails.
pub fn forget_observer(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    Ok(tx.execute("UPDATE observation SET observer_name = '', observer_post = '' WHERE observer_id IN (SELECT id FROM account WHERE person_id = $1) AND observer_name <> ''", params![person])?)
}

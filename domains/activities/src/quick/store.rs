//! SQL of consultations.

use super::{
    form::{Entry, With},
    model::{Consultation, ConsultationId, Form, State},
};
use access::{Actor, Scope};
use cases::CaseId;
use kernel::{
    Date, Paged, Result, Row, Slice, Tx, Value,
    db::DbError,
    id::{PersonId, PlaceId},
    name::FullName,
    params,
};

/// $1 is the day on which places are named.
const SELECT: &str = "SELECT c.id, c.account_id, c.consultant_id, c.person_id, c.people, c.direction, c.form, c.minutes, c.about, c.next_step, c.held_on, c.number, c.state, c.made_at, c.version,
    p.family, p.given, p.patronymic,
    COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = p.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), ''),
    k.family, k.given, k.patronymic, a.display_name, c.case_id, c.result
    FROM consultation c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN person k ON k.id = c.consultant_id LEFT JOIN account a ON a.id = c.account_id";

fn name(row: &Row<'_>, at: usize) -> Result<Option<String>, DbError> {
    let Some(family) = row.get::<Option<String>>(at)? else { return Ok(None) };
    Ok(Some(FullName { family, given: row.get(at + 1)?, patronymic: row.get(at + 2)? }.full()))
}

fn shape(row: &Row<'_>) -> Result<Consultation, DbError> {
    Ok(Consultation {
        id: row.get(0)?,
        account: row.get(1)?,
        consultant: row.get(2)?,
        person: row.get(3)?,
        people: row.get(4)?,
        direction: row.get(5)?,
        form: row.get(6)?,
        minutes: row.get(7)?,
        about: row.get(8)?,
        result: row.get(24)?,
        next_step: row.get(9)?,
        held_on: row.get(10)?,
        number: row.get(11)?,
        state: row.get(12)?,
        made_at: row.get(13)?,
        version: row.get(14)?,
        name: name(row, 15)?.unwrap_or_default(),
        place_name: row.get(18)?,
        consultant_name: match name(row, 19)? {
            Some(name) => name,
            None => row.get::<Option<String>>(22)?.unwrap_or_default(),
        },
        case: row.get(23)?,
    })
}

/// Whose log it is: what the account wrote down, or what the person gave.
const OWN: &str = "(c.account_id = $2 OR c.consultant_id = $3)";

/// A consultation of one's own log.
///
/// # Errors
/// Not found.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: ConsultationId) -> Result<Consultation> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE c.id = $4 AND {OWN}"), params![today, actor.account, actor.person, id], shape)
}

/// A consultation that was given to the person.
///
/// # Errors
/// Not found.
pub fn given_to(tx: &mut Tx<'_>, person: PersonId, id: ConsultationId) -> Result<Consultation> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE c.id = $3 AND c.person_id = $2"), params![today, person, id], shape)
}

/// What was given to the person, the latest first.
///
/// # Errors
/// The store fails.
pub fn all_given_to(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Consultation>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} WHERE c.person_id = $2 ORDER BY c.held_on DESC, c.id DESC"), params![today, person], shape)?)
}

/// What the person gave, the latest first.
///
/// # Errors
/// The store fails.
pub fn all_given_by(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Consultation>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} WHERE c.consultant_id = $2 ORDER BY c.held_on DESC, c.id DESC"), params![today, person], shape)?)
}

/// Which consultations; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// `[from, until]`.
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub direction: String,
    pub form: Option<Form>,
    pub state: Option<State>,
    /// Words of the colleague's name.
    pub text: String,
}

const FILTERED: &str = "c.held_on >= $4 AND c.held_on <= $5 AND (CAST($6 AS TEXT) = '' OR c.direction = $6) AND (CAST($7 AS TEXT) = '' OR c.form = $7) AND (CAST($8 AS TEXT) = '' OR c.state = $8)";

/// One's own log.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, slice: Slice) -> Result<Paged<Consultation>> {
    let today = tx.today();
    let (from, until) = (filter.from.unwrap_or(Date::MIN).to_string(), filter.until.unwrap_or(Date::MAX).to_string());
    let (form, state) = (filter.form.map(Form::as_str).unwrap_or_default(), filter.state.map(State::as_str).unwrap_or_default());
    let mut values: Vec<Value<'_>> = params![today, actor.account, actor.person, from, until, filter.direction, form, state].to_vec();
    let mut matching = String::new();
    let asked = people::search::plan(&filter.text);
    if !asked.is_empty() {
        let (sql, more) = asked.matching_sql("c.person_id", values.len() + 1);
        values.extend(more);
        matching = format!(" AND {sql}");
    }
    // A count has no use for the day of places' names, and the parameter must be spoken of.
    let total = tx.count(&format!("SELECT COUNT(*) FROM consultation c WHERE CAST($1 AS TEXT) <> '' AND {OWN} AND {FILTERED}{matching}"), &values)?;
    let at = values.len();
    values.extend([Value::Int(slice.limit()), Value::Int(slice.offset())]);
    let rows = tx.query(&format!("{SELECT} WHERE {OWN} AND {FILTERED}{matching} ORDER BY c.held_on DESC, c.id DESC LIMIT ${} OFFSET ${}", at + 1, at + 2), &values, shape)?;
    Ok(Paged { rows, total, slice })
}

/// Consultations of a place in one direction: figures and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub direction: String,
    pub count: i64,
    pub people: i64,
    pub minutes: i64,
    /// That somebody says were not.
    pub disputed: i64,
}

/// What overseers see: how many consultations in which directions, of `[from, until]`.
///
/// # Errors
/// The store fails.
pub fn sums(tx: &mut Tx<'_>, scope: &Scope, from: Date, until: Date) -> Result<Vec<Sum>> {
    let sql = "SELECT c.direction, COUNT(*), CAST(SUM(c.people) AS BIGINT), CAST(SUM(c.minutes) AS BIGINT), CAST(SUM(CASE WHEN c.state IN ('disputed', 'kept') THEN 1 ELSE 0 END) AS BIGINT)
        FROM consultation c JOIN place pl ON pl.id = c.place_id
        WHERE pl.path >= $1 AND pl.path < $2 AND CAST($3 AS TEXT) = '' AND c.held_on >= $4 AND c.held_on <= $5 AND c.state <> 'struck' GROUP BY c.direction ORDER BY c.direction";
    Ok(tx.query(sql, params![scope.from(), scope.to(), scope.own(), from, until], |row| Ok(Sum { direction: row.get(0)?, count: row.get(1)?, people: row.get(2)?, minutes: row.get(3)?, disputed: row.get(4)? }))?)
}

/// Direction, length and way of the last one: what is chosen beforehand on the next form.
///
/// # Errors
/// The store fails.
pub fn last(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<(String, i64, Form)>> {
    Ok(tx.maybe("SELECT direction, minutes, form FROM consultation WHERE account_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1", params![actor.account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// A case of this teacher by its number.
///
/// # Errors
/// The store fails.
pub fn case_of(tx: &mut Tx<'_>, person: PersonId, number: &str) -> Result<Option<CaseId>> {
    Ok(tx.maybe("SELECT id FROM case_file WHERE number = $1 AND person_id = $2", params![number, person], |row| row.get(0))?)
}

/// How many wait for the consultant's word, because whom it was with says that it wasn't.
///
/// # Errors
/// The store fails.
pub fn disputed(tx: &mut Tx<'_>, actor: &Actor) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM consultation c WHERE (c.account_id = $1 OR c.consultant_id = $2) AND c.state = 'disputed'", params![actor.account, actor.person])?)
}

// --- writing ------------------------------------------------------------------------------------------------------------

fn parts(entry: &Entry) -> (Option<PersonId>, i64) {
    match entry.with {
        With::Person(person) => (Some(person), 1),
        With::Unnamed(people) => (None, people),
    }
}

pub fn insert(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, entry: &Entry, case: Option<CaseId>) -> Result<ConsultationId> {
    let (id, now) = (ConsultationId::fresh(), tx.now());
    let (person, people) = parts(entry);
    tx.execute(
        "INSERT INTO consultation (id, account_id, consultant_id, place_id, person_id, people, direction, form, minutes, about, result, next_step, held_on, case_id, number, state, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'held', $16)",
        params![id, actor.account, actor.person, place, person, people, entry.direction, entry.form, entry.minutes, entry.about, entry.result, entry.next_step, entry.held_on, case, entry.number, now],
    )?;
    Ok(id)
}

const WHAT: &str = "Консультация";

/// What was edited; with another person it is another consultation, which nobody has objected to.
pub fn change(tx: &mut Tx<'_>, id: ConsultationId, version: i64, entry: &Entry, case: Option<CaseId>) -> Result<()> {
    let (person, people) = parts(entry);
    let sql = "UPDATE consultation SET state = CASE WHEN COALESCE(person_id, '') = COALESCE($1, '') THEN state ELSE 'held' END, person_id = $1, people = $2, direction = $3, form = $4, minutes = $5, about = $6, result = $7, next_step = $8, held_on = $9,
        case_id = $10, number = $11, version = version + 1 WHERE id = $12 AND version = $13 AND state <> 'struck'";
    tx.change_one(WHAT, sql, params![person, people, entry.direction, entry.form, entry.minutes, entry.about, entry.result, entry.next_step, entry.held_on, case, entry.number, id, version])
}

pub fn set_state(tx: &mut Tx<'_>, id: ConsultationId, version: i64, state: State) -> Result<()> {
    tx.change_one(WHAT, "UPDATE consultation SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, id, version])
}

pub fn delete(tx: &mut Tx<'_>, id: ConsultationId) -> Result<()> {
    tx.execute("DELETE FROM consultation WHERE id = $1", params![id])?;
    Ok(())
}

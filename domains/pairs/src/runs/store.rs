//! Tables of runs.

use super::{
    facts::{Methodist, Room, Teacher},
    form::NewRun,
    solve::{Answer, Other, Question, Report, Why},
};
use crate::model::{Run, RunId, RunState};
use access::{Action, Actor, Scope};
use kernel::{
    Date, Error, Paged, Result, Row, Slice, Tx,
    db::{Bulk, DbError},
    id::{AccountId, PersonId, PlaceId},
    params,
};
use serde::{Serialize, de::DeserializeOwned};

pub mod forget;
pub mod lines;

const COLUMNS: &str = "r.id, r.place_id, r.title, r.starts_on, r.ends_on, r.source, r.kinds, r.usual_places, r.state, r.report, r.made_at, r.solved_at, r.published_at, r.version,
    COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = r.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), r.place_id), pl.path, COALESCE(a.display_name, ''), r.hours_each";
const FROM: &str = "FROM matching_run r JOIN place pl ON pl.id = r.place_id LEFT JOIN account a ON a.id = r.made_by";

pub(super) fn json<T: DeserializeOwned>(raw: &str) -> Result<T, DbError> {
    serde_json::from_str(raw).map_err(|cause| DbError::Shape(format!("{}: {cause}", std::any::type_name::<T>())))
}

pub(super) fn text<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

fn run(row: &Row<'_>) -> Result<Run, DbError> {
    Ok(Run {
        id: row.get(0)?,
        place: row.get(1)?,
        title: row.get(2)?,
        starts_on: row.get(3)?,
        ends_on: row.get(4)?,
        source: row.get(5)?,
        kinds: json(&row.get::<String>(6)?)?,
        usual_places: row.get(7)?,
        state: row.get(8)?,
        report: json(&row.get::<String>(9)?)?,
        made_at: row.get(10)?,
        solved_at: row.get(11)?,
        published_at: row.get(12)?,
        version: row.get(13)?,
        place_name: row.get(14)?,
        place_path: row.get(15)?,
        made_by: row.get(16)?,
        hours_each: row.get(17)?,
    })
}

/// A run of the actor's place or below.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: RunId) -> Result<Run> {
    actor.may(Action::ManagePairs)?;
    let (today, scope) = (tx.today(), actor.scope());
    tx.one(&format!("SELECT {COLUMNS} {FROM} WHERE r.id = $2 AND pl.path >= $3 AND pl.path < $4"), params![today, id, scope.from(), scope.to()], run)
}

/// Runs of the actor's place and below, the latest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, slice: Slice) -> Result<Paged<Run>> {
    actor.may(Action::ManagePairs)?;
    let (today, scope) = (tx.today(), actor.scope());
    let total = tx.count(&format!("SELECT COUNT(*) {FROM} WHERE pl.path >= $1 AND pl.path < $2"), params![scope.from(), scope.to()])?;
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE pl.path >= $2 AND pl.path < $3 ORDER BY CASE r.state WHEN 'pending' THEN 0 ELSE 1 END, r.made_at DESC, r.id LIMIT $4 OFFSET $5");
    Ok(Paged { rows: tx.query(&sql, params![today, scope.from(), scope.to(), slice.limit(), slice.offset()], run)?, total, slice })
}

/// How many runs of the actor's reach wait, and since which day the first.
pub(super) fn pending(tx: &mut Tx<'_>, actor: &Actor) -> Result<(u64, Option<Date>)> {
    let scope = actor.scope();
    let sql = "SELECT COUNT(*), MIN(SUBSTR(r.made_at, 1, 10)) FROM matching_run r JOIN place pl ON pl.id = r.place_id WHERE r.state = 'pending' AND pl.path >= $1 AND pl.path < $2";
    tx.one(sql, params![scope.from(), scope.to()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn insert(tx: &mut Tx<'_>, id: RunId, place: &PlaceId, new: &NewRun, by: AccountId) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO matching_run (id, place_id, title, starts_on, ends_on, source, kinds, usual_places, state, made_by, made_at, solved_at, version, hours_each) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9, $10, $10, 0, $11)",
        params![id, place, new.title, new.starts_on, new.ends_on, new.source, text(&new.kinds)?, new.usual_places, by, now, new.hours_each],
    )?;
    Ok(())
}

/// Writes what was asked and what was answered in place of what stood there.
pub(super) fn put(tx: &mut Tx<'_>, id: RunId, version: i64, question: &Question, answer: &Answer) -> Result<()> {
    let now = tx.now();
    tx.change_one("Подбор", "UPDATE matching_run SET report = $1, solved_at = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state = 'pending'", params![text(&answer.report)?, now, id, version])?;
    for table in ["matching_teacher", "matching_methodist", "matching_ban"] {
        tx.execute(&format!("DELETE FROM {table} WHERE run_id = $1"), params![id])?;
    }
    let mut teachers = Bulk::into("matching_teacher", &["run_id", "person_id", "position", "code", "municipality_id", "facts", "methodist_id", "is_pinned", "why", "others"]);
    for (at, (teacher, line)) in question.teachers.iter().zip(&answer.lines).enumerate() {
        let pinned = question.pins.contains_key(&teacher.person);
        teachers.push([
            value(&id),
            value(&teacher.person),
            value(&at),
            value(&teacher.code.stored()),
            value(&teacher.municipality),
            value(&text(teacher)?),
            value(&line.methodist),
            value(&pinned),
            value(&text(&line.why)?),
            value(&text(&line.others)?),
        ]);
    }
    teachers.flush(tx)?;
    let mut methodists = Bulk::into("matching_methodist", &["run_id", "person_id", "position", "facts", "places", "taken"]);
    for (at, (methodist, load)) in question.methodists.iter().zip(&answer.loads).enumerate() {
        methodists.push([value(&id), value(&methodist.person), value(&at), value(&text(methodist)?), value(&methodist.places), value(load)]);
    }
    methodists.flush(tx)?;
    let mut bans = Bulk::into("matching_ban", &["run_id", "person_id", "methodist_id", "made_at"]);
    for (teacher, methodist) in &question.bans {
        bans.push([value(&id), value(teacher), value(methodist), value(&now)]);
    }
    bans.flush(tx)?;
    Ok(())
}

fn value(from: &impl kernel::ToValue) -> kernel::Value<'static> {
    match from.to_value() {
        kernel::Value::Text(text) => kernel::Value::Text(text.into_owned().into()),
        kernel::Value::Int(number) => kernel::Value::Int(number),
        kernel::Value::Real(number) => kernel::Value::Real(number),
        kernel::Value::Blob(bytes) => kernel::Value::Blob(bytes.into_owned().into()),
        kernel::Value::Null => kernel::Value::Null,
    }
}

/// The question of a run as it was weighed.
pub(super) fn question(tx: &mut Tx<'_>, id: RunId) -> Result<Question> {
    let rows = tx.query("SELECT facts, is_pinned, methodist_id FROM matching_teacher WHERE run_id = $1 ORDER BY position", params![id], |row| {
        Ok((json::<Teacher>(&row.get::<String>(0)?)?, row.get::<bool>(1)?, row.get::<Option<PersonId>>(2)?))
    })?;
    let methodists = tx.query("SELECT facts FROM matching_methodist WHERE run_id = $1 ORDER BY position", params![id], |row| json::<Methodist>(&row.get::<String>(0)?))?;
    let bans = tx.query("SELECT person_id, methodist_id FROM matching_ban WHERE run_id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let pins = rows.iter().filter(|(_, is_pinned, _)| *is_pinned).filter_map(|(teacher, _, methodist)| Some((teacher.person, (*methodist)?))).collect();
    Ok(Question { teachers: rows.into_iter().map(|(teacher, _, _)| teacher).collect(), methodists, pins, bans: bans.into_iter().collect() })
}

/// What was answered to a teacher.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub teacher: Teacher,
    pub methodist: Option<PersonId>,
    pub is_pinned: bool,
    pub why: Why,
    pub others: Vec<Other>,
    pub fate: String,
}

pub(super) fn told(row: &Row<'_>) -> Result<Told, DbError> {
    Ok(Told { teacher: json(&row.get::<String>(0)?)?, methodist: row.get(1)?, is_pinned: row.get(2)?, why: json(&row.get::<String>(3)?)?, others: json(&row.get::<String>(4)?)?, fate: row.get(5)? })
}

pub(super) const TOLD: &str = "t.facts, t.methodist_id, t.is_pinned, t.why, t.others, t.fate";

/// What was answered to all, in the order of the question.
pub(super) fn all_told(tx: &mut Tx<'_>, id: RunId) -> Result<Vec<Told>> {
    Ok(tx.query(&format!("SELECT {TOLD} FROM matching_teacher t WHERE t.run_id = $1 ORDER BY t.position"), params![id], told)?)
}

/// One teacher of a run, within the scope.
pub(super) fn one(tx: &mut Tx<'_>, scope: &Scope, id: RunId, person: PersonId) -> Result<Told> {
    tx.one(
        &format!("SELECT {TOLD} FROM matching_teacher t JOIN person p ON p.id = t.person_id JOIN place pl ON pl.id = p.place_id WHERE t.run_id = $1 AND t.person_id = $2 AND pl.path >= $3 AND pl.path < $4 AND p.erased_at IS NULL"),
        params![id, person, scope.from(), scope.to()],
        told,
    )
}

pub(super) fn end(tx: &mut Tx<'_>, run: &Run, state: RunState, by: AccountId) -> Result<()> {
    let now = (state == RunState::Published).then(|| tx.now());
    let by = now.map(|_| by);
    tx.change_one(
        "Подбор",
        "UPDATE matching_run SET state = $1, published_at = $2, published_by = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'pending'",
        params![state, now, by, run.id, run.version],
    )
}

/// # Errors
/// A refusal: it was published or dropped.
pub(super) fn must_be_pending(run: &Run) -> Result<()> {
    match run.state {
        RunState::Pending => Ok(()),
        RunState::Published | RunState::Dropped => Err(Error::refusal(format!("Подбор уже {}: изменить его нельзя. Начните новый на странице «Подбор пар».", run.state.label()))),
    }
}

impl Run {
    /// How room is counted in it.
    pub(crate) fn room(&self) -> Room {
        Room { usual: self.usual_places, hours_each: self.hours_each, on: self.starts_on }
    }

    /// The report in short: how many of how many.
    #[must_use]
    pub fn served(&self) -> (usize, usize) {
        let Report { asked, served, .. } = &self.report;
        (*served, *asked)
    }
}

/// Whether somebody is forbidden by hand for a teacher.
pub(super) fn has_bans(tx: &mut Tx<'_>, id: RunId, person: PersonId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM matching_ban WHERE run_id = $1 AND person_id = $2", params![id, person])? > 0)
}

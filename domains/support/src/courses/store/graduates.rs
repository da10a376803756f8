//! Graduates of courses: lists cut by scope.

use super::super::model::{Brief, Course, CourseId, Graduate, GraduateId, GraduateState, TaskState, Uses};
use crate::sql::{name, name_of, place_name};
use access::Scope;
use kernel::{Paged, Result, Row, Slice, ToValue, Tx, Value, db::DbError, id::PersonId, params};
use std::collections::BTreeMap;

/// Which graduates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the name.
    pub text: String,
    /// `late`, `shown`, `returned`, `declined`, `unsupported`, or empty for all.
    pub show: String,
}

/// $1 the day, $2–$4 the scope, $5 the course, $6 what to show.
const WHERE: &str = "WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4) AND g.course_id = $5
    AND (CAST($6 AS TEXT) = ''
      OR ($6 = 'declined' AND g.state = 'declined')
      OR ($6 = 'unsupported' AND g.state = 'invited' AND g.supporter_id IS NULL)
      OR ($6 = 'late' AND g.state = 'invited' AND EXISTS (SELECT 1 FROM course_task t WHERE t.graduate_id = g.id AND t.state IN ('asked', 'returned') AND t.due_on < $1))
      OR ($6 = 'shown' AND g.state = 'invited' AND EXISTS (SELECT 1 FROM course_task t WHERE t.graduate_id = g.id AND t.state = 'shown'))
      OR ($6 = 'returned' AND g.state = 'invited' AND EXISTS (SELECT 1 FROM course_task t WHERE t.graduate_id = g.id AND t.state = 'returned')))";

fn shape(row: &Row<'_>) -> Result<Graduate, DbError> {
    Ok(Graduate { id: row.get(0)?, person: row.get(1)?, name: row.get(2)?, place_name: row.get(3)?, state: row.get(4)?, supporter: row.get(5)?, supporter_name: row.get(6)?, version: row.get(7)?, tasks: Vec::new() })
}

/// A course's graduates within the scope, by name.
///
/// # Errors
/// The store fails.
pub fn graduates(tx: &mut Tx<'_>, scope: &Scope, course: &Course, filter: &Filter, slice: Slice) -> Result<Paged<Graduate>> {
    let today = tx.today();
    let (matching, words) = people::search::plan(&filter.text).matching_sql("p.id", 7);
    let (from, to, own) = (scope.from(), scope.to(), scope.own());
    let mut values: Vec<Value<'_>> = params![today, from, to, own, course.id, filter.show].to_vec();
    values.extend(words);
    let joins = format!("FROM course_graduate g JOIN person p ON p.id = g.person_id JOIN place pl ON pl.id = p.place_id {WHERE} AND {matching} AND CAST($1 AS TEXT) <> ''");
    let total = tx.count(&format!("SELECT COUNT(*) {joins}"), &values)?;
    let (limit, offset, at) = (slice.limit(), slice.offset(), values.len());
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!(
        "SELECT g.id, p.id, {}, {}, g.state, g.supporter_id, {}, g.version {joins} ORDER BY p.sort_key, g.id LIMIT ${} OFFSET ${}",
        name("p"),
        place_name("p.place_id", "$1"),
        name_of("g.supporter_id"),
        at + 1,
        at + 2
    );
    let mut rows = tx.query(&sql, &values, shape)?;
    let ids: Vec<GraduateId> = rows.iter().map(|row| row.id).collect();
    let mut tasks = tasks_of(tx, &ids)?;
    for row in &mut rows {
        row.tasks = tasks.remove(&row.id).unwrap_or_default();
    }
    Ok(Paged { rows, total, slice })
}

/// What each of these was asked.
fn tasks_of(tx: &mut Tx<'_>, ids: &[GraduateId]) -> Result<BTreeMap<GraduateId, Vec<Brief>>> {
    let mut found: BTreeMap<GraduateId, Vec<Brief>> = BTreeMap::new();
    for some in ids.chunks(400) {
        let numbers: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let values: Vec<Value<'_>> = some.iter().map(ToValue::to_value).collect();
        tx.each(&format!("SELECT graduate_id, id, months, due_on, state, uses FROM course_task WHERE graduate_id IN ({}) ORDER BY graduate_id, months", numbers.join(", ")), &values, |row| {
            let uses: String = row.get(5)?;
            found.entry(row.get(0)?).or_default().push(Brief { id: row.get(1)?, months: row.get(2)?, due_on: row.get(3)?, state: row.get(4)?, uses: uses.parse::<Uses>().ok() });
            Ok(())
        })?;
    }
    Ok(found)
}

/// A course of one's own, with what was asked: course, title, end, and the graduate's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    pub graduate: Graduate,
    pub title: String,
    pub about: String,
    pub ends_on: kernel::Date,
}

/// Courses that a person has finished.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Own>> {
    let sql = format!(
        "SELECT g.id, g.person_id, '', '', g.state, g.supporter_id, {}, g.version, c.title, c.about, c.ends_on FROM course_graduate g JOIN programme_course c ON c.id = g.course_id WHERE g.person_id = $1 ORDER BY c.ends_on DESC, g.id",
        name_of("g.supporter_id")
    );
    let mut own = tx.query(&sql, params![person], |row| Ok(Own { graduate: shape(row)?, title: row.get(8)?, about: row.get(9)?, ends_on: row.get(10)? }))?;
    let ids: Vec<GraduateId> = own.iter().map(|one| one.graduate.id).collect();
    let mut tasks = tasks_of(tx, &ids)?;
    for one in &mut own {
        one.graduate.tasks = tasks.remove(&one.graduate.id).unwrap_or_default();
    }
    Ok(own)
}

/// Whether somebody is among a course's graduates.
pub(crate) fn is_known(tx: &mut Tx<'_>, course: CourseId, person: PersonId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM course_graduate WHERE course_id = $1 AND person_id = $2", params![course, person])? > 0)
}

pub(crate) fn insert(tx: &mut Tx<'_>, course: CourseId, person: PersonId, import: Option<super::super::model::ImportId>) -> Result<GraduateId> {
    let (id, now) = (GraduateId::fresh(), tx.now());
    let sql = "INSERT INTO course_graduate (id, course_id, person_id, place_id, import_id, made_at) SELECT $1, $2, p.id, p.place_id, $3, $4 FROM person p WHERE p.id = $5";
    tx.execute(sql, params![id, course, import, now, person])?;
    Ok(id)
}

pub(crate) fn set_state(tx: &mut Tx<'_>, id: GraduateId, state: GraduateState, version: i64) -> Result<()> {
    tx.change_one("Участие в поддержке после курса", "UPDATE course_graduate SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, id, version])
}

/// How many tasks wait in each state (for counts that are not personal).
pub(crate) fn has_answers(tx: &mut Tx<'_>, import: super::super::model::ImportId) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM course_graduate g WHERE g.import_id = $1 AND (g.state = 'declined' OR EXISTS (SELECT 1 FROM course_task t WHERE t.graduate_id = g.id AND t.state <> $2))";
    Ok(tx.count(sql, params![import, TaskState::Asked])?)
}

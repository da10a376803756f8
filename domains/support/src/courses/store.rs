//! SQL of courses, graduates and tasks.

pub mod graduates;
pub mod tasks;

pub use graduates::{Filter, graduates};

use super::{
    form::Draft,
    model::{Course, CourseId, Material, MaterialId, Supporter, Trainer, TrainerId},
};
use crate::{
    rules::{Range, kept},
    sql::{name_of, place_name},
};
use access::{Action, Actor};
use activities::ActivityId;
use kernel::{
    Paged, Result, Row, Slice, Tx,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};

/// Which courses a viewer sees: $1–$2 the places below, $3 the viewer's own path, $4 the day.
const SEEN: &str = "((pl.path >= $1 AND pl.path < $2) OR SUBSTR(CAST($3 AS TEXT), 1, LENGTH(pl.path)) = pl.path)";

fn select() -> String {
    format!(
        "SELECT c.id, c.kind, c.level, c.title, c.about, c.provider, c.hours, c.starts_on, c.ends_on, c.subject, c.direction, c.place_id, c.parent_id, c.version, {}, pl.path,
            COALESCE((SELECT up.title FROM programme_course up WHERE up.id = c.parent_id), ''), c.activity_id, COALESCE(ac.number, ''), COALESCE(ac.title, ''), CASE WHEN ac.state = 'closed' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END
         FROM programme_course c JOIN place pl ON pl.id = c.place_id LEFT JOIN activity ac ON ac.id = c.activity_id",
        place_name("c.place_id", "$4")
    )
}

fn shape(row: &Row<'_>) -> Result<Course, DbError> {
    kernel::row!(Course {
        id,
        kind,
        level,
        title,
        about,
        provider,
        hours,
        starts_on,
        ends_on,
        subject,
        direction,
        place,
        parent,
        version,
        place_name,
        place_path,
        parent_title,
        activity,
        activity_number,
        activity_title,
        is_activity_closed
    })(row)
}

/// The places whose courses the actor sees beside those above: by office, or (the ministry) all, since a course names nobody.
fn below(actor: &Actor) -> Range {
    match actor.role {
        access::Role::Ministry => Range { from: actor.place_path.clone(), to: kernel::search::after(&actor.place_path) },
        access::Role::Coordinator | access::Role::Municipal | access::Role::School | access::Role::Methodist => {
            let scope = actor.scope();
            Range { from: scope.from().to_owned(), to: scope.to().to_owned() }
        }
        access::Role::Administrator | access::Role::DataProtection | access::Role::Commission | access::Role::Expert | access::Role::Member => Range::nowhere(),
    }
}

/// A course that the actor sees.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: CourseId) -> Result<Course> {
    actor.may(Action::ViewSupport)?;
    let (range, today) = (below(actor), tx.today());
    tx.one(&format!("{} WHERE {SEEN} AND c.id = $5", select()), params![range.from, range.to, actor.place_path, today, id], shape)
}

/// A course that the actor keeps.
///
/// # Errors
/// Not found.
pub(crate) fn managed(tx: &mut Tx<'_>, actor: &Actor, id: CourseId) -> Result<Course> {
    actor.may(Action::ManageSupport)?;
    let found = find(tx, actor, id)?;
    if kept(actor).has(&found.place_path) { Ok(found) } else { Err(kernel::Error::NotFound) }
}

/// Courses by words of the title, the latest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, text: &str, slice: Slice) -> Result<Paged<Course>> {
    actor.may(Action::ViewSupport)?;
    let (range, today) = (below(actor), tx.today());
    let word = format!("%{}%", kernel::search::fold(text));
    let total = tx.count(
        &format!("SELECT COUNT(*) FROM programme_course c JOIN place pl ON pl.id = c.place_id WHERE CAST($4 AS TEXT) <> '' AND {SEEN} AND c.search_key LIKE $5"),
        params![range.from, range.to, actor.place_path, today, word],
    )?;
    let sql = format!("{} WHERE {SEEN} AND c.search_key LIKE $5 ORDER BY c.ends_on DESC, c.search_key, c.id LIMIT $6 OFFSET $7", select());
    let rows = tx.query(&sql, params![range.from, range.to, actor.place_path, today, word, slice.limit(), slice.offset()], shape)?;
    Ok(Paged { rows, total, slice })
}

pub(super) fn insert(tx: &mut Tx<'_>, place: &PlaceId, by: AccountId, draft: &Draft, activity: Option<ActivityId>) -> Result<CourseId> {
    let (id, now) = (CourseId::fresh(), tx.now());
    let Draft { kind, level, title, about, provider, hours, starts_on, ends_on, subject, direction, parent, activity: _ } = draft;
    tx.execute(
        "INSERT INTO programme_course (id, kind, level, title, search_key, about, provider, hours, starts_on, ends_on, subject, direction, place_id, parent_id, made_by, made_at, activity_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![id, kind, level, title, key(draft), about, provider, hours, starts_on, ends_on, subject, direction, place, parent, by, now, activity],
    )?;
    Ok(id)
}

pub(super) fn change(tx: &mut Tx<'_>, id: CourseId, draft: &Draft, activity: Option<ActivityId>, version: i64) -> Result<()> {
    let Draft { kind, level, title, about, provider, hours, starts_on, ends_on, subject, direction, parent, activity: _ } = draft;
    tx.change_one(
        "Курс",
        "UPDATE programme_course SET kind = $1, level = $2, title = $3, search_key = $4, about = $5, provider = $6, hours = $7, starts_on = $8, ends_on = $9, subject = $10, direction = $11, parent_id = $12, activity_id = $15, version = version + 1
         WHERE id = $13 AND version = $14",
        params![kind, level, title, key(draft), about, provider, hours, starts_on, ends_on, subject, direction, parent, id, version, activity],
    )
}

fn key(draft: &Draft) -> String {
    kernel::search::fold(&format!("{} {}", draft.title, draft.provider))
}

/// The step above, whoever keeps it: for walking up a cascade.
pub(super) fn parent_of(tx: &mut Tx<'_>, id: CourseId) -> Result<Option<CourseId>> {
    Ok(tx.maybe("SELECT parent_id FROM programme_course WHERE id = $1", params![id], |row| row.get::<Option<CourseId>>(0))?.flatten())
}

/// Steps right below.
pub(crate) fn children(tx: &mut Tx<'_>, id: CourseId) -> Result<Vec<CourseId>> {
    Ok(tx.query("SELECT id FROM programme_course WHERE parent_id = $1 ORDER BY starts_on, search_key, id", params![id], |row| row.get(0))?)
}

// --- who teaches, what is taught with, who supports ------------------------------------------------------------------------

/// Those who taught, in the order they were named.
pub(crate) fn trainers(tx: &mut Tx<'_>, id: CourseId) -> Result<Vec<Trainer>> {
    let sql = format!("SELECT t.id, t.person_id, CASE WHEN t.person_id IS NULL THEN t.outside ELSE {} END, t.minutes FROM course_trainer t WHERE t.course_id = $1 ORDER BY t.made_at, t.id", name_of("t.person_id"));
    Ok(tx.query(&sql, params![id], kernel::row!(Trainer { id, person, name, minutes }))?)
}

pub(super) fn insert_trainer(tx: &mut Tx<'_>, course: CourseId, person: Option<PersonId>, outside: &str, minutes: i64) -> Result<TrainerId> {
    let (id, now) = (TrainerId::fresh(), tx.now());
    tx.execute("INSERT INTO course_trainer (id, course_id, person_id, outside, minutes, made_at) VALUES ($1, $2, $3, $4, $5, $6)", params![id, course, person, outside, minutes, now])?;
    Ok(id)
}

pub(super) fn delete_trainer(tx: &mut Tx<'_>, id: TrainerId) -> Result<()> {
    tx.execute("DELETE FROM course_trainer WHERE id = $1", params![id])?;
    Ok(())
}

/// Materials by title, the latest version of each first.
pub(crate) fn materials(tx: &mut Tx<'_>, id: CourseId) -> Result<Vec<Material>> {
    let sql = "SELECT id, title, number, link, changed, made_at FROM course_material WHERE course_id = $1 ORDER BY title, number DESC";
    Ok(tx.query(sql, params![id], kernel::row!(Material { id, title, number, link, changed, made_at }))?)
}

pub(super) fn insert_material(tx: &mut Tx<'_>, course: CourseId, (title, link, changed): (&str, &str, &str), by: AccountId) -> Result<MaterialId> {
    let (id, now) = (MaterialId::fresh(), tx.now());
    let sql = "INSERT INTO course_material (id, course_id, title, number, link, changed, made_by, made_at)
        SELECT $1, $2, $3, COALESCE((SELECT MAX(m.number) FROM course_material m WHERE m.course_id = $2 AND m.title = $3), 0) + 1, $4, $5, $6, $7";
    tx.execute(sql, params![id, course, title, link, changed, by, now])?;
    Ok(id)
}

/// Who supports whom, the rest last.
pub(crate) fn supporters(tx: &mut Tx<'_>, id: CourseId) -> Result<Vec<Supporter>> {
    let today = tx.today();
    let sql = format!(
        "SELECT s.municipality, CASE WHEN s.municipality = '' THEN '' ELSE {} END, s.person_id, {} FROM course_supporter s WHERE s.course_id = $2 ORDER BY CASE WHEN s.municipality = '' THEN 1 ELSE 0 END, s.municipality",
        place_name("s.municipality", "$1"),
        name_of("s.person_id")
    );
    Ok(tx.query(&sql, params![today, id], kernel::row!(Supporter { municipality, municipality_name, person, name }))?)
}

pub(super) fn set_supporter(tx: &mut Tx<'_>, course: CourseId, municipality: &str, person: Option<PersonId>) -> Result<()> {
    let now = tx.now();
    tx.execute("DELETE FROM course_supporter WHERE course_id = $1 AND municipality = $2", params![course, municipality])?;
    if let Some(person) = person {
        tx.execute("INSERT INTO course_supporter (course_id, municipality, person_id, made_at) VALUES ($1, $2, $3, $4)", params![course, municipality, person, now])?;
    }
    spread_supporters(tx, course)
}

/// Each graduate gets the supporter of the graduate's municipality, or the one of the rest. Nobody supports oneself.
pub(crate) fn spread_supporters(tx: &mut Tx<'_>, course: CourseId) -> Result<()> {
    let sql = "UPDATE course_graduate SET supporter_id = COALESCE(
            (SELECT s.person_id FROM course_supporter s JOIN place mo ON mo.id = s.municipality JOIN person p ON p.id = course_graduate.person_id JOIN place pl ON pl.id = p.place_id
                WHERE s.course_id = $1 AND SUBSTR(pl.path, 1, LENGTH(mo.path)) = mo.path AND s.person_id <> course_graduate.person_id LIMIT 1),
            (SELECT s.person_id FROM course_supporter s WHERE s.course_id = $1 AND s.municipality = '' AND s.person_id <> course_graduate.person_id))
        WHERE course_id = $1 AND person_id IS NOT NULL";
    tx.execute(sql, params![course])?;
    Ok(())
}

//! Use cases of the people who keep courses.

use super::{
    form::Draft,
    held,
    model::{Course, CourseId, GraduateId, Level},
    store,
};
use crate::{rules::kept, words::Words};
use access::{Action, Actor};
use activities::ActivityId;
use audit::{Event, Record};
use kernel::{
    Error, Result, Tx,
    id::{PersonId, PlaceId},
};
use serde_json::json;
use structure::{places, profile::TermKind};

/// Adds a course to what a place keeps.
///
/// # Errors
/// Fields; not found: not a place of one's own.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, draft: &Draft) -> Result<CourseId> {
    actor.may(Action::ManageSupport)?;
    let path = places::path(tx, place)?;
    if !kept(actor).has(&path) {
        return Err(Error::NotFound);
    }
    known(tx, actor, None, draft)?;
    let activity = activity_of(tx, actor, None, draft)?;
    let id = store::insert(tx, place, actor.account, draft, activity)?;
    tx.record(&actor.by(), Event::new("course.added", "course", id).with(json!({"kind": draft.kind, "level": draft.level})))?;
    Ok(id)
}

/// Changes a course. What was asked already stays asked.
///
/// # Errors
/// Fields; not found; somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, draft: &Draft, version: i64) -> Result<()> {
    let course = store::managed(tx, actor, id)?;
    known(tx, actor, Some(id), draft)?;
    let activity = activity_of(tx, actor, Some(&course), draft)?;
    store::change(tx, id, draft, activity, version)?;
    tx.record(&actor.by(), Event::new("course.edited", "course", id))
}

/// The activity that the step was. One known already stays, whoever edits; its hosts taught it, so nobody else is named beside them.
fn activity_of(tx: &mut Tx<'_>, actor: &Actor, course: Option<&Course>, draft: &Draft) -> Result<Option<ActivityId>> {
    let typed = draft.activity.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(known) = course.filter(|course| course.activity_number == typed) {
        return Ok(known.activity);
    }
    if let Some(course) = course
        && store::trainers(tx, course.id)?.iter().any(|trainer| trainer.person.is_some())
    {
        return Err(Error::field("activity", "У этой ступени уже названы ведущие из реестра: их часы посчитались бы дважды. Уберите их на странице ступени, потом укажите мероприятие"));
    }
    held::named(tx, actor, typed).map(Some)
}

/// What the draft refers to must be there; a cascade goes down.
fn known(tx: &mut Tx<'_>, actor: &Actor, id: Option<CourseId>, draft: &Draft) -> Result<()> {
    if !Words::read(tx, TermKind::WorkDirection)?.has(&draft.direction) {
        return Err(Error::field("direction", "Такого направления нет в справочнике. Выберите его из списка"));
    }
    if !draft.subject.is_empty() && !Words::read(tx, TermKind::Subject)?.has(&draft.subject) {
        return Err(Error::field("subject", "Такого предмета нет в справочнике. Выберите его из списка"));
    }
    let Some(parent) = draft.parent else { return Ok(()) };
    let above = match store::find(tx, actor, parent) {
        Ok(above) => above,
        Err(Error::NotFound) => return Err(Error::field("parent", "Выберите ступень выше из списка")),
        Err(other) => return Err(other),
    };
    if rank(above.level) > rank(draft.level) {
        return Err(Error::field("parent", format!("«{}» — уровень {}: ниже этой ступени. Каскад идёт сверху вниз", above.title, above.level.label())));
    }
    let mut step = Some(parent);
    while let Some(at) = step {
        if Some(at) == id {
            return Err(Error::field("parent", "Эта ступень сама стоит ниже: получился бы круг. Выберите другую"));
        }
        step = store::parent_of(tx, at)?;
    }
    Ok(())
}

fn rank(level: Level) -> u8 {
    match level {
        Level::Federal => 0,
        Level::Regional => 1,
        Level::Municipal => 2,
        Level::School => 3,
    }
}

/// Adds one graduate by card, where there is no file.
///
/// # Errors
/// Not found: the course or the person isn't within reach; refused: known already.
pub fn enrol(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, person: PersonId) -> Result<GraduateId> {
    let added = enrol_all(tx, actor, id, &[person])?;
    added.into_iter().next().ok_or_else(|| Error::refusal("Этот человек уже в списке выпускников. Найдите его в списке по фамилии."))
}

/// Adds graduates by their cards; who is in the list already is left as is. Those who were added.
///
/// # Errors
/// Not found: the course or one of them isn't within reach; then nobody is added.
pub fn enrol_all(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, persons: &[PersonId]) -> Result<Vec<GraduateId>> {
    let course = store::managed(tx, actor, id)?;
    let (mut added, mut events) = (Vec::new(), Vec::new());
    for person in persons {
        people::find(tx, &actor.scope(), *person)?;
        if !store::graduates::is_known(tx, id, *person)? {
            added.push(store::graduates::insert(tx, id, *person, None)?);
            events.push(Event::new("course.graduate_added", "course", id).of(*person));
        }
    }
    if !added.is_empty() {
        store::spread_supporters(tx, id)?;
        super::due::ask_of(tx, &course)?;
        audit::record_all(tx, &actor.by(), &events)?;
    }
    Ok(added)
}

//! Around a course: who taught, with what, who supports its graduates.

use super::{
    model::{CourseId, TrainerId},
    store,
};
use crate::{
    form::{LINE, Reading, TEXT},
    pick::{self, Among},
    tell::{self, Told},
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, id::PlaceId};
use ledger::{Deed, DeedKind};
use serde_json::json;
use structure::places;

/// Names a trainer: a person of the register, or somebody from outside by name. The hours taught go to the ledger.
///
/// # Errors
/// Fields: `outside`, `minutes`; not found; refused: named already.
pub fn add_trainer(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, person: Option<PersonId>, answers: &Answers) -> Result<()> {
    let course = store::managed(tx, actor, id)?;
    let mut form = Reading::of(answers);
    let minutes = i64::from(form.whole_if_any("minutes", 1..=60_000, "Минуты").unwrap_or_default());
    let outside = if person.is_none() { form.needed("outside", LINE, "Напишите, кто вёл: имя и организация") } else { String::new() };
    form.done(Some(()))?;
    if person.is_some() && course.activity.is_some() {
        return Err(Error::refusal("Эту ступень провели как мероприятие: ведущие и их часы — на его странице. Назовите человека там."));
    }
    if let Some(person) = person {
        if pick::one(tx, actor, Among::People, person)?.is_none() && pick::one(tx, actor, Among::Members, person)?.is_none() {
            return Err(Error::NotFound);
        }
        if store::trainers(tx, id)?.iter().any(|trainer| trainer.person == Some(person)) {
            return Err(Error::refusal("Этот человек уже назван ведущим. Чтобы изменить минуты, уберите его и добавьте снова."));
        }
    }
    store::insert_trainer(tx, id, person, &outside, minutes)?;
    if let Some(person) = person {
        let reached: u64 = tx.count("SELECT COUNT(*) FROM course_graduate WHERE course_id = $1", kernel::params![id])?;
        let deed = Deed {
            person,
            kind: DeedKind::Course,
            source: id.to_string(),
            direction: "d02".into(),
            on: course.ends_on,
            minutes,
            part: "trainer",
            title: format!("Вёл(а): {}", course.title),
            url: super::url(id),
            reached: i64::try_from(reached).unwrap_or(i64::MAX),
        };
        ledger::write(tx, &deed)?;
    }
    tx.record(&actor.by(), Event::new("course.trainer_named", "course", id).of_maybe(person))
}

/// Takes a trainer back, with the hours.
///
/// # Errors
/// Not found.
pub fn remove_trainer(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, trainer: TrainerId) -> Result<()> {
    store::managed(tx, actor, id)?;
    let found = store::trainers(tx, id)?.into_iter().find(|known| known.id == trainer).ok_or(Error::NotFound)?;
    store::delete_trainer(tx, trainer)?;
    if let Some(person) = found.person {
        ledger::strike(tx, DeedKind::Course, &id.to_string(), Some(person))?;
    }
    tx.record(&actor.by(), Event::new("course.trainer_removed", "course", id).of_maybe(found.person))
}

/// A material, or the next version of one by the same title.
///
/// # Errors
/// Fields; not found.
pub fn add_material(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, answers: &Answers) -> Result<()> {
    store::managed(tx, actor, id)?;
    let mut form = Reading::of(answers);
    let title = form.needed("title", LINE, "Укажите название материала");
    let link = form.link("link");
    if link.is_empty() {
        form.errors.add("link", "Укажите адрес, по которому материал открывается");
    }
    let changed = form.text("changed", TEXT);
    form.done(Some(()))?;
    store::insert_material(tx, id, (&title, &link, &changed), actor.account)?;
    tx.record(&actor.by(), Event::new("course.material_added", "course", id))
}

/// A municipality as the form names it; empty is everybody else.
fn municipality(tx: &mut Tx<'_>, typed: &str) -> Result<Option<String>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let today = tx.today();
    let found = places::find(tx, &PlaceId::from(typed), today)?.filter(|place| place.kind == places::PlaceKind::Municipality);
    found.map(|place| Some(place.id.to_string())).ok_or_else(|| Error::field("municipality", "Выберите муниципалитет из списка"))
}

/// Says who supports graduates of a municipality, or all the rest: a member of the active.
///
/// # Errors
/// Fields: `municipality`; not found: the course or the person isn't within reach; refused: no member.
pub fn assign(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, typed: &str, person: PersonId) -> Result<()> {
    let course = store::managed(tx, actor, id)?;
    let municipality = municipality(tx, typed)?;
    if pick::one(tx, actor, Among::Members, person)?.is_none() {
        return Err(Error::refusal("Поддерживать выпускников может действующий участник актива. Выберите другого человека."));
    }
    store::set_supporter(tx, id, municipality.as_deref().unwrap_or_default(), Some(person))?;
    let told = Told {
        key: format!("course/{id}/supporter/{person}"),
        person,
        subject: "Вас просят поддержать выпускников курса",
        body: format!("Курс «{}»: выпускники рассказывают, как применяют изученное, а вы отвечаете.", course.title),
        url: "/support".into(),
    };
    tell::tell(tx, &told)?;
    tx.record(&actor.by(), Event::new("course.supporter_assigned", "course", id).of(person).with(json!({"municipality": municipality})))
}

/// Takes a supporter back; graduates stay, the coordinator sees who is without one.
///
/// # Errors
/// Not found.
pub fn unassign(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, typed: &str) -> Result<()> {
    store::managed(tx, actor, id)?;
    store::set_supporter(tx, id, typed, None)?;
    tx.record(&actor.by(), Event::new("course.supporter_removed", "course", id).with(json!({"municipality": typed})))
}

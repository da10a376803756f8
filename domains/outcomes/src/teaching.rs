//! Who teaches what: said by the school in two taps, optional; the sums follow.

use crate::{
    class::Class,
    period::PeriodKind,
    source::{Source, Use},
    store::{sums, teachers},
    sum::Key,
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{
    Error, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use serde_json::json;
use std::collections::{BTreeSet, HashSet};

/// The classes of a school in a year of study, with one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    pub place: PlaceId,
    pub school_year: i64,
    pub class: Class,
    pub subject: String,
}

fn must_be_staff(tx: &mut Tx<'_>, place: &PlaceId, person: PersonId) -> Result<()> {
    let works = tx.count("SELECT COUNT(*) FROM person WHERE id = $1 AND place_id = $2 AND erased_at IS NULL AND merged_into IS NULL", params![person, place])?;
    if works == 0 { Err(Error::field("person", "Выберите педагога своей школы")) } else { Ok(()) }
}

/// The school says that a person teaches a class.
///
/// # Errors
/// Not found: not one's own school. Fields: not of the school's staff.
pub fn assign(tx: &mut Tx<'_>, actor: &Actor, lesson: &Lesson, person: PersonId) -> Result<()> {
    may_enter(actor, &crate::sight::path_of(tx, &lesson.place)?)?;
    must_be_staff(tx, &lesson.place, person)?;
    if teachers::set(tx, (&lesson.place, lesson.school_year), &lesson.class, &lesson.subject, person, Some(actor.account))? == 0 {
        return Ok(());
    }
    follow(tx, lesson)?;
    tx.record(&actor.by(), Event::new("class_teacher.assigned", "place", &lesson.place).of(person).with(told(lesson)))
}

/// The school takes it back.
///
/// # Errors
/// Not found: not one's own school, or it was never said.
pub fn relieve(tx: &mut Tx<'_>, actor: &Actor, lesson: &Lesson, person: PersonId) -> Result<()> {
    may_enter(actor, &crate::sight::path_of(tx, &lesson.place)?)?;
    if teachers::unset(tx, (&lesson.place, lesson.school_year), &lesson.class, &lesson.subject, person)? == 0 {
        return Err(Error::NotFound);
    }
    follow(tx, lesson)?;
    tx.record(&actor.by(), Event::new("class_teacher.relieved", "place", &lesson.place).of(person).with(told(lesson)))
}

fn told(lesson: &Lesson) -> serde_json::Value {
    json!({"class": lesson.class.label(), "subject": lesson.subject, "school_year": lesson.school_year})
}

/// Many at once, for imports and the demo; who isn't of the staff is refused. One event a call.
///
/// # Errors
/// As [`assign`].
pub fn assign_many(tx: &mut Tx<'_>, by: &audit::By, lessons: &[(Lesson, PersonId)]) -> Result<u64> {
    let (mut count, mut changed, mut known) = (0, BTreeSet::new(), HashSet::new());
    for (lesson, person) in lessons {
        if known.insert((&lesson.place, *person)) {
            must_be_staff(tx, &lesson.place, *person)?;
        }
        if teachers::set(tx, (&lesson.place, lesson.school_year), &lesson.class, &lesson.subject, *person, by.account)? > 0 {
            count += 1;
            changed.insert((&lesson.place, lesson.school_year, lesson.subject.as_str()));
        }
    }
    let mut touched = sums::Touched::new();
    for (place, year, subject) in changed {
        touch(&mut touched, keys(tx, place, year, subject)?, place);
    }
    sums::refresh(tx, &touched)?;
    if count > 0 {
        tx.record(by, Event::new("class_teacher.brought_in", "class_teacher", "many").with(json!({"rows": count})))?;
    }
    Ok(count)
}

fn follow(tx: &mut Tx<'_>, lesson: &Lesson) -> Result<()> {
    let mut touched = sums::Touched::new();
    touch(&mut touched, keys(tx, &lesson.place, lesson.school_year, &lesson.subject)?, &lesson.place);
    sums::refresh(tx, &touched)
}

fn touch(touched: &mut sums::Touched, keys: Vec<Key>, place: &PlaceId) {
    for key in keys {
        touched.entry(key).or_default().insert(place.clone());
    }
}

/// The keys of a school's results that count this subject's teachers.
fn keys(tx: &mut Tx<'_>, place: &PlaceId, school_year: i64, subject: &str) -> Result<Vec<Key>> {
    let sql = "SELECT DISTINCT source, period_kind, period_number FROM outcome WHERE place_id = $1 AND school_year = $2 AND subject = $3 AND withdrawn_at IS NULL";
    let keys: Vec<Key> = tx.query(sql, params![place, school_year, subject], |row| {
        let (source, kind): (Source, PeriodKind) = (row.get(0)?, row.get(1)?);
        Ok(Key { subject: subject.to_owned(), school_year, source, kind, number: row.get(2)? })
    })?;
    Ok(keys.into_iter().filter(|key| key.source.may(Use::SchoolPicture)).collect())
}

/// Sums of all schools where a person teaches, after the person's rows changed.
pub(crate) fn follow_person(tx: &mut Tx<'_>, taught: &[(PlaceId, i64, Class, String)]) -> Result<()> {
    let mut touched = sums::Touched::new();
    for (place, year, _, subject) in taught {
        touch(&mut touched, keys(tx, place, *year, subject)?, place);
    }
    sums::refresh(tx, &touched)
}

/// Whether the actor may enter results of the school at this path.
///
/// # Errors
/// Not found.
pub(crate) fn may_enter(actor: &Actor, path: &str) -> Result<()> {
    actor.may(Action::EnterOutcomes)?;
    if actor.scope().covers(path, None) { Ok(()) } else { Err(Error::NotFound) }
}

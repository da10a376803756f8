//! Who teaches a class its subject in a school year.

use crate::class::Class;
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId, PlaceId},
    params,
};

/// A class, its subject, and who teaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taught {
    pub class: Class,
    pub subject: String,
    pub person: PersonId,
    pub name: String,
}

/// All of a school in a year, in the order of classes and subjects.
///
/// # Errors
/// The store fails.
pub fn of_school(tx: &mut Tx<'_>, place: &PlaceId, school_year: i64) -> Result<Vec<Taught>> {
    let sql = "SELECT t.grade, t.letter, t.subject, t.person_id, p.family, p.given, p.patronymic FROM class_teacher t JOIN person p ON p.id = t.person_id
        WHERE t.place_id = $1 AND t.school_year = $2 AND p.erased_at IS NULL ORDER BY t.grade, t.letter, t.subject, p.sort_key, p.id";
    Ok(tx.query(sql, params![place, school_year], |row| {
        let (family, given, patronymic): (String, String, Option<String>) = (row.get(4)?, row.get(5)?, row.get(6)?);
        Ok(Taught { class: Class { grade: row.get(0)?, letter: row.get(1)? }, subject: row.get(2)?, person: row.get(3)?, name: ui::ru::initials(&family, &given, patronymic.as_deref().unwrap_or_default()) })
    })?)
}

/// Notes that a person teaches a class; how many rows are new.
///
/// # Errors
/// The store fails.
pub fn set(tx: &mut Tx<'_>, (place, school_year): (&PlaceId, i64), class: &Class, subject: &str, person: PersonId, by: Option<AccountId>) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute(
        "INSERT INTO class_teacher (place_id, school_year, subject, grade, letter, person_id, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        params![place, school_year, subject, class.grade, class.letter, person, by, now],
    )?)
}

/// Takes it back; how many rows.
///
/// # Errors
/// The store fails.
pub fn unset(tx: &mut Tx<'_>, (place, school_year): (&PlaceId, i64), class: &Class, subject: &str, person: PersonId) -> Result<u64> {
    Ok(tx.execute(
        "DELETE FROM class_teacher WHERE place_id = $1 AND school_year = $2 AND subject = $3 AND grade = $4 AND letter = $5 AND person_id = $6",
        params![place, school_year, subject, class.grade, class.letter, person],
    )?)
}

/// What a person teaches: place, year, class, subject; the newest year first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(PlaceId, i64, Class, String)>> {
    let sql = "SELECT place_id, school_year, grade, letter, subject FROM class_teacher WHERE person_id = $1 ORDER BY school_year DESC, grade, letter, subject";
    Ok(tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, Class { grade: row.get(2)?, letter: row.get(3)? }, row.get(4)?)))?)
}

/// Teachers of a place to choose from: who works there now.
///
/// # Errors
/// The store fails.
pub fn staff(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Vec<(PersonId, String, Vec<String>)>> {
    let sql = "SELECT p.id, p.family, p.given, p.patronymic, s.subject FROM person p LEFT JOIN person_subject s ON s.person_id = p.id
        WHERE p.place_id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.sort_key, p.id, s.is_main DESC, s.subject";
    let mut staff: Vec<(PersonId, String, Vec<String>)> = Vec::new();
    for (id, name, subject) in tx.query(sql, params![place], |row| {
        let (family, given, patronymic): (String, String, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get::<PersonId>(0)?, ui::ru::initials(&family, &given, patronymic.as_deref().unwrap_or_default()), row.get::<Option<String>>(4)?))
    })? {
        if staff.last().is_none_or(|last| last.0 != id) {
            staff.push((id, name, Vec::new()));
        }
        if let (Some(last), Some(subject)) = (staff.last_mut(), subject) {
            last.2.push(subject);
        }
    }
    Ok(staff)
}

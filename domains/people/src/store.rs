//! SQL of the person's tables: reading a card, writing its parts.

use crate::{
    model::{Job, NewPerson, PastName, Person, with_one_main},
    public_list, search,
    writer::Clerk,
};
use access::Scope;
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    params,
};

/// $1–$3 are the scope.
pub(crate) const IN_SCOPE: &str = "pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)";
/// Cards that are somebody's.
pub(crate) const ALIVE: &str = "p.erased_at IS NULL AND p.merged_into IS NULL";

fn person(row: &Row<'_>) -> Result<Person, DbError> {
    Ok(Person {
        id: row.get(0)?,
        name: FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? },
        birth_on: row.get(4)?,
        phone: row.get(5)?,
        email: row.get(6)?,
        place: row.get(7)?,
        place_path: row.get(8)?,
        position: row.get::<Option<String>>(9)?.unwrap_or_default(),
        position_text: row.get::<Option<String>>(10)?.unwrap_or_default(),
        since: row.get(11)?,
        subjects: Vec::new(),
        version: row.get(12)?,
        made_at: row.get(13)?,
    })
}

/// A person within the scope.
///
/// # Errors
/// [`kernel::Error::NotFound`]: there is none, the card is another's, erased or merged into another.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: PersonId) -> Result<Person> {
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic, p.birth_on, p.phone, p.email, p.place_id, pl.path, j.position, j.position_text, j.valid_from, p.version, p.made_at
         FROM person p JOIN place pl ON pl.id = p.place_id LEFT JOIN person_job j ON j.person_id = p.id AND j.is_main = 1 AND j.valid_to IS NULL
         WHERE {IN_SCOPE} AND p.id = $4 AND {ALIVE}"
    );
    let mut found = tx.one(&sql, params![scope.from(), scope.to(), scope.own(), id], person)?;
    found.subjects = subjects(tx, id)?;
    Ok(found)
}

/// The card that this one was merged into, if the viewer may see it.
///
/// # Errors
/// The store fails.
pub fn merged_into(tx: &mut Tx<'_>, scope: &Scope, id: PersonId) -> Result<Option<PersonId>> {
    let sql = format!("SELECT p.id FROM person gone JOIN person p ON p.id = gone.merged_into JOIN place pl ON pl.id = p.place_id WHERE {IN_SCOPE} AND gone.id = $4 AND {ALIVE}");
    Ok(tx.maybe(&sql, params![scope.from(), scope.to(), scope.own(), id], |row| row.get(0))?)
}

/// All jobs of a person within the scope, the latest first.
///
/// # Errors
/// The store fails.
pub fn jobs(tx: &mut Tx<'_>, scope: &Scope, id: PersonId) -> Result<Vec<Job>> {
    let sql = format!(
        "SELECT j.id, j.place_id, j.position, j.position_text, j.is_main, j.valid_from, j.valid_to FROM person_job j JOIN person p ON p.id = j.person_id JOIN place pl ON pl.id = p.place_id
         WHERE {IN_SCOPE} AND p.id = $4 AND {ALIVE} ORDER BY COALESCE(j.valid_to, '9999'), COALESCE(j.valid_from, ''), j.id"
    );
    let mut found = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), id], kernel::row!(Job { id, place, position, position_text, is_main, from, until }))?;
    found.reverse();
    Ok(found)
}

/// Earlier names of a person within the scope, the latest first.
///
/// # Errors
/// The store fails.
pub fn past_names(tx: &mut Tx<'_>, scope: &Scope, id: PersonId) -> Result<Vec<PastName>> {
    let sql = format!(
        "SELECT n.until_on, n.family, n.given, n.patronymic FROM person_name n JOIN person p ON p.id = n.person_id JOIN place pl ON pl.id = p.place_id
         WHERE {IN_SCOPE} AND p.id = $4 AND {ALIVE} ORDER BY n.until_on DESC"
    );
    let map = |row: &Row<'_>| Ok(PastName { until: row.get(0)?, name: FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? } });
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), id], map)?)
}

pub(crate) fn subjects(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<(String, bool)>> {
    Ok(tx.query("SELECT subject, is_main FROM person_subject WHERE person_id = $1 ORDER BY is_main DESC, subject", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Writes a whole new card.
pub(crate) fn insert(tx: &mut Tx<'_>, id: PersonId, new: &NewPerson) -> Result<()> {
    let mut clerk = Clerk::of(tx);
    clerk.add(id, new);
    clerk.cards().write(tx)
}

pub(crate) fn open_job(tx: &mut Tx<'_>, id: PersonId, place: &PlaceId, (position, text): (&str, &str), from: Option<Date>) -> Result<()> {
    tx.execute("INSERT INTO person_job (id, person_id, place_id, position, position_text, is_main, valid_from) VALUES ($1, $2, $3, $4, $5, 1, $6)", params![Uuid::now_v7().to_string(), id, place, position, text, from])?;
    Ok(())
}

pub(crate) fn set_subjects(tx: &mut Tx<'_>, id: PersonId, subjects: &[(String, bool)]) -> Result<()> {
    for (subject, is_main) in with_one_main(subjects) {
        tx.execute("INSERT INTO person_subject (person_id, subject, is_main) VALUES ($1, $2, $3)", params![id, subject, is_main])?;
    }
    Ok(())
}

pub(crate) fn replace_subjects(tx: &mut Tx<'_>, id: PersonId, subjects: &[(String, bool)]) -> Result<()> {
    tx.execute("DELETE FROM person_subject WHERE person_id = $1", params![id])?;
    set_subjects(tx, id, subjects)?;
    public_list::follow(tx, id)
}

/// Counts a change of the card; refuses when somebody else was first.
pub(crate) fn touch(tx: &mut Tx<'_>, id: PersonId, version: i64) -> Result<()> {
    tx.change_one("Карточка", "UPDATE person SET version = version + 1 WHERE id = $1 AND version = $2 AND erased_at IS NULL AND merged_into IS NULL", params![id, version])
}

pub(crate) fn set_name(tx: &mut Tx<'_>, id: PersonId, name: &FullName) -> Result<()> {
    tx.execute("UPDATE person SET family = $1, given = $2, patronymic = $3, sort_key = $4 WHERE id = $5", params![name.family, name.given, name.patronymic, name.sort_key(), id])?;
    search::reindex(tx, id)
}

pub(crate) fn add_past_name(tx: &mut Tx<'_>, id: PersonId, until: Date, name: &FullName) -> Result<()> {
    tx.execute("INSERT INTO person_name (person_id, until_on, family, given, patronymic) VALUES ($1, $2, $3, $4, $5)", params![id, until, name.family, name.given, name.patronymic])?;
    Ok(())
}

pub(crate) fn set_contacts(tx: &mut Tx<'_>, id: PersonId, birth_on: Option<Date>, phone: Option<&str>, email: Option<&str>) -> Result<()> {
    tx.execute("UPDATE person SET birth_on = $1, phone = $2, email = $3 WHERE id = $4", params![birth_on, phone, email, id])?;
    Ok(())
}

/// Corrects the main job that is open; opens one if there is none.
pub(crate) fn correct_job(tx: &mut Tx<'_>, id: PersonId, place: &PlaceId, (position, text): (&str, &str), from: Option<Date>) -> Result<()> {
    let touched =
        tx.execute("UPDATE person_job SET place_id = $1, position = $2, position_text = $3, valid_from = $4 WHERE person_id = $5 AND is_main = 1 AND valid_to IS NULL", params![place, position, text, from, id])?;
    if touched == 0 { open_job(tx, id, place, (position, text), from) } else { Ok(()) }
}

pub(crate) fn close_job(tx: &mut Tx<'_>, id: PersonId, on: Date) -> Result<()> {
    tx.execute("UPDATE person_job SET valid_to = $1 WHERE person_id = $2 AND is_main = 1 AND valid_to IS NULL", params![on, id])?;
    Ok(())
}

pub(crate) fn set_place(tx: &mut Tx<'_>, id: PersonId, place: &PlaceId) -> Result<()> {
    tx.execute("UPDATE person SET place_id = $1 WHERE id = $2", params![place, id])?;
    public_list::follow(tx, id)
}

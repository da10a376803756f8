//! The people already in the register, in memory, by everything that a row can be recognised by.

use crate::store::{ALIVE, IN_SCOPE};
use access::Scope;
use kernel::{
    Date, Result, Row, Tx,
    id::{PersonId, PlaceId},
    name::FullName,
    params,
    search::fold,
};
use std::collections::HashMap;

/// A card as far as an import compares it.
#[derive(Debug)]
pub(super) struct KnownPerson {
    pub id: PersonId,
    pub name: FullName,
    /// The name folded.
    pub key: String,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: PlaceId,
    pub municipality: Option<PlaceId>,
    pub position: String,
    pub position_text: String,
    pub since: Option<Date>,
    pub subjects: Vec<String>,
}

#[derive(Default)]
pub(super) struct Known {
    pub people: Vec<KnownPerson>,
    by_name: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
    by_phone: HashMap<String, Vec<usize>>,
    by_birth: HashMap<Date, Vec<usize>>,
}

impl Known {
    pub fn load(tx: &mut Tx<'_>, scope: &Scope) -> Result<Self> {
        let sql = format!(
            "SELECT p.id, p.family, p.given, p.patronymic, p.birth_on, p.phone, p.email, p.place_id, pl.kind, pl.parent_id, j.position, j.position_text, j.valid_from FROM person p JOIN place pl ON pl.id = p.place_id
             LEFT JOIN person_job j ON j.person_id = p.id AND j.is_main = 1 AND j.valid_to IS NULL WHERE {IN_SCOPE} AND {ALIVE} ORDER BY p.id"
        );
        let people = tx.query(&sql, params![scope.from(), scope.to(), scope.own()], known_person)?;
        let mut known = Self { people, ..Self::default() };
        known.add_subjects(tx)?;
        known.index();
        known.add_earlier_names(tx)?;
        Ok(known)
    }

    fn add_subjects(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let people = &mut self.people;
        Ok(tx.each("SELECT person_id, subject FROM person_subject ORDER BY person_id, is_main DESC, subject", params![], |row| {
            let id: PersonId = row.get(0)?;
            if let Ok(at) = people.binary_search_by_key(&id, |person| person.id)
                && let Some(person) = people.get_mut(at)
            {
                person.subjects.push(row.get(1)?);
            }
            Ok(())
        })?)
    }

    fn index(&mut self) {
        for (at, person) in self.people.iter().enumerate() {
            self.by_name.entry(person.key.clone()).or_default().push(at);
            if let Some(email) = &person.email {
                self.by_email.entry(email.to_lowercase()).or_default().push(at);
            }
            if let Some(phone) = &person.phone {
                self.by_phone.entry(phone.clone()).or_default().push(at);
            }
            if let Some(birth) = person.birth_on {
                self.by_birth.entry(birth).or_default().push(at);
            }
        }
    }

    /// A sheet may still call people by an earlier name.
    fn add_earlier_names(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let (people, by_name) = (&self.people, &mut self.by_name);
        Ok(tx.each("SELECT person_id, family, given, patronymic FROM person_name", params![], |row| {
            let (id, name) = (row.get::<PersonId>(0)?, FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? });
            if let Ok(at) = people.binary_search_by_key(&id, |person| person.id) {
                let named = by_name.entry(fold(&name.full())).or_default();
                if !named.contains(&at) {
                    named.push(at);
                }
            }
            Ok(())
        })?)
    }

    pub fn person(&self, at: usize) -> Option<&KnownPerson> {
        self.people.get(at)
    }

    pub fn named(&self, folded: &str) -> &[usize] {
        self.by_name.get(folded).map_or(&[], Vec::as_slice)
    }

    pub fn with_email(&self, email: &str) -> &[usize] {
        self.by_email.get(&email.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    pub fn with_phone(&self, phone: &str) -> &[usize] {
        self.by_phone.get(phone).map_or(&[], Vec::as_slice)
    }

    pub fn born(&self, on: Date) -> &[usize] {
        self.by_birth.get(&on).map_or(&[], Vec::as_slice)
    }
}

fn known_person(row: &Row<'_>) -> Result<KnownPerson, kernel::db::DbError> {
    let (place, kind): (PlaceId, String) = (row.get(7)?, row.get(8)?);
    let municipality = if kind == "school" { row.get(9)? } else { (kind == "municipality").then(|| place.clone()) };
    let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
    Ok(KnownPerson {
        id: row.get(0)?,
        key: fold(&name.full()),
        name,
        birth_on: row.get(4)?,
        phone: row.get(5)?,
        email: row.get(6)?,
        place,
        municipality,
        position: row.get::<Option<String>>(10)?.unwrap_or_default(),
        position_text: row.get::<Option<String>>(11)?.unwrap_or_default(),
        since: row.get(12)?,
        subjects: Vec::new(),
    })
}

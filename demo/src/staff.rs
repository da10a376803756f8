//! Teachers: about nine thousand, each at a school, with a post and subjects.

use crate::{names, region::School};
use audit::By;
use jiff::civil::date;
use kernel::{Date, Result, id::PersonId};
use people::NewPerson;
use rand::{Rng, RngExt, seq::IndexedRandom};
use web::App;

/// A teacher of the demo, as far as later steps need to know.
#[derive(Debug, Clone)]
pub struct Teacher {
    pub id: PersonId,
    pub municipality: kernel::id::PlaceId,
    pub subject: Option<&'static str>,
    pub is_deputy: bool,
}

const SUBJECTS: &[&str] = &[
    "nachalnye_klassy",
    "nachalnye_klassy",
    "nachalnye_klassy",
    "nachalnye_klassy",
    "russky_yazyk",
    "russky_yazyk",
    "matematika",
    "matematika",
    "angliysky_yazyk",
    "istoriya",
    "geografiya",
    "biologiya",
    "himiya",
    "fizika",
    "informatika",
    "fizkultura",
    "fizkultura",
    "trud",
    "muzyka",
    "izo",
    "obzr",
    "literatura",
    "obshchestvoznanie",
    "nemetsky_yazyk",
];

/// Fills the schools; each municipality is one transaction.
pub fn build(app: &App, chance: &mut impl Rng, schools: &[School]) -> Result<Vec<Teacher>> {
    let mut staff = Vec::new();
    for school in schools {
        let made = app.db.write(|tx| {
            let mut made = Vec::new();
            for seat in 0..school.staff.max(3) {
                let teacher = new_teacher(chance, school, seat, staff.len() + made.len());
                let (subject, is_deputy) = (teacher.1, seat == 0);
                let id = people::create(tx, &By::system(), teacher.0)?;
                made.push(Teacher { id, municipality: school.municipality.clone(), subject, is_deputy });
            }
            Ok(made)
        })?;
        staff.extend(made);
    }
    Ok(staff)
}

/// The first of each school is the deputy head.
fn new_teacher(chance: &mut impl Rng, school: &School, seat: u32, number: usize) -> (NewPerson, Option<&'static str>) {
    let subject = (seat != 0).then(|| SUBJECTS.choose(chance).copied()).flatten();
    let position = match (seat, subject) {
        (0, _) => "zam_uvr",
        (_, Some("nachalnye_klassy")) => "uchitel_nachalnyh",
        _ => "uchitel",
    };
    let second = subject.filter(|_| chance.random_bool(0.12)).and_then(|_| SUBJECTS.choose(chance).copied()).filter(|second| Some(*second) != subject);
    let subjects = subject.into_iter().map(|code| (code.to_owned(), true)).chain(second.map(|code| (code.to_owned(), false))).collect();
    let person = NewPerson {
        name: names::person(chance),
        birth_on: Some(day(chance, 1962, 2001)),
        phone: Some(names::phone(chance)),
        email: Some(names::email(number)),
        place: school.id.clone(),
        position: position.into(),
        position_text: String::new(),
        since: Some(day(chance, 2004, 2025)),
        subjects,
    };
    (person, subject)
}

fn day(chance: &mut impl Rng, first: i16, last: i16) -> Date {
    date(chance.random_range(first..=last), chance.random_range(1..=12), chance.random_range(1..=28))
}

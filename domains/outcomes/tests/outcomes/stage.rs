//! The stage: a municipality with two schools and another with one; deputy heads, a municipal and a regional coordinator, strangers.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{Db, Tx, id::PersonId, news::Listeners};
use outcomes::{Class, Figures, NewOutcome, Period, PeriodKind, Source, Typed};
use scene::{HOME, REGION, staff};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, SCHOOL, SECOND, absent, count, tell, wrong};

pub struct Stage {
    pub app: App,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub second: Actor,
    pub member: Actor,
    pub ministry: Actor,
    pub methodist: Actor,
    /// Teachers of the first school.
    pub staff: Vec<PersonId>,
}

pub fn set(db: &Db) -> Stage {
    let teachers = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ ООШ № 7"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            Ok(["Алгебраева", "Буквина", "Векторова"].map(|family| person(tx, family, SCHOOL)).to_vec())
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![outcomes::listen, people::listen])),
        coordinator: staff(db, Role::Coordinator, REGION),
        municipal: staff(db, Role::Municipal, HOME),
        school: staff(db, Role::School, SCHOOL),
        second: staff(db, Role::School, SECOND),
        member: staff(db, Role::Member, SCHOOL),
        ministry: staff(db, Role::Ministry, REGION),
        methodist: staff(db, Role::Methodist, REGION),
        staff: teachers,
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    scene::enter(tx, people::NewPerson { since: Some(date(2015, 9, 1)), ..scene::teacher(family, place) })
}

pub fn class(text: &str) -> Class {
    Class::parse(text).unwrap()
}

pub fn quarter(number: i64) -> Period {
    Period::usual(PeriodKind::Quarter, 2026, number).unwrap()
}

/// Marks of a class in mathematics for the first quarter.
pub fn marks(place: &str, class_: &str, marks: [i64; 4]) -> NewOutcome {
    NewOutcome { place: place.into(), class: class(class_), subject: "matematika".into(), period: quarter(1), source: Source::Marks, title: String::new(), figures: Figures::of_marks(marks) }
}

/// As typed, with both questions answered yes.
pub fn sure(new: NewOutcome) -> Typed {
    Typed { is_class_sure: true, is_replacing: true, ..Typed::of(new) }
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, outcomes::router(), actor)
    }
}

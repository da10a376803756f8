//! The stage: a municipality with two schools and another with one, staff of every level, rows of other domains as they leave them.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{
    Date, Db, Tx,
    id::{PersonId, PlaceId},
    news::Listeners,
};
use reports::{Counter, Figure, Ground, Period};
use scene::{Membership, REGION, actor, staff, teacher};
use web::{App, testing::Visitor};

pub use scene::{
    FAR_SCHOOL, HOME, SCHOOL, SECOND, absent, refused,
    rows::{fresh, put, text, whole},
    tell,
};

pub struct Stage {
    pub app: App,
    pub far: String,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub second: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
    pub member: Actor,
}

/// The half-year in which the tests' day lies.
pub fn half() -> Period {
    Period::half_of(scene::TODAY)
}

pub fn set(db: &Db) -> Stage {
    let far = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ СОШ № 7"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            Ok(far)
        })
        .unwrap();
    let deputy = db.write(|tx| Ok(person(tx, "Завучева", SCHOOL))).unwrap();
    let olga = db.write(|tx| Ok(person(tx, "Районная", HOME))).unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![reports::listen, notices::listen, people::listen])),
        coordinator: staff(db, Role::Coordinator, REGION),
        municipal: actor(db, Role::Municipal, HOME, "Районная Анна", Some(olga)),
        school: actor(db, Role::School, SCHOOL, "Завучева Анна", Some(deputy)),
        second: staff(db, Role::School, SECOND),
        far_municipal: staff(db, Role::Municipal, &far),
        ministry: staff(db, Role::Ministry, REGION),
        member: staff(db, Role::Member, SCHOOL),
        far,
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    scene::enter(tx, people::NewPerson { since: Some(date(2015, 9, 1)), ..teacher(family, place) })
}

pub fn member(tx: &mut Tx<'_>, person: PersonId, (kind, subject, municipality): (&str, Option<&str>, &str), until: Option<&str>) -> String {
    let until = until.map(|day| day.parse().unwrap());
    scene::ordered(tx, person, &Membership { kind, subject, municipality, until, ..Membership::default() })
}

/// A deed of the ledger.
pub fn deed(tx: &mut Tx<'_>, person: PersonId, kind: ledger::DeedKind, source: &str, (direction, on, minutes, reached): (&str, Date, i64, i64)) {
    ledger::write(tx, &ledger::Deed { person, kind, source: source.into(), direction: direction.into(), on, minutes, part: "host", title: "Дело".into(), url: "/".into(), reached }).unwrap();
}

pub fn count(db: &Db, counter: Counter, place: &str) -> Figure {
    db.read(|tx| {
        let ground = Ground::of(tx, &PlaceId::from(place), half())?;
        counter.count(tx, &ground)
    })
    .unwrap()
}

pub fn extra(figure: &Figure, label: &str) -> String {
    figure.extras.iter().find(|extra| extra.label.starts_with(label)).unwrap_or_else(|| panic!("no {label} in {figure:?}")).value.clone()
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, reports::router(), actor)
    }
}

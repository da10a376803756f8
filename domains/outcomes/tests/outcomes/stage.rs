//! The stage: a municipality with two schools and another with one; deputy heads, a municipal and a regional coordinator, strangers.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use outcomes::{Class, Figures, NewOutcome, Period, PeriodKind, Source, Typed};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const HOME: &str = "mo-bikin";
pub const SCHOOL: &str = "sch-six";
pub const SECOND: &str = "sch-seven";
pub const FAR_SCHOOL: &str = "sch-far";

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
    let staff = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ ООШ № 7"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
                let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: String::new(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
            }
            Ok(["Алгебраева", "Буквина", "Векторова"].map(|family| person(tx, family, SCHOOL)).to_vec())
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![outcomes::listen, people::listen])),
        coordinator: actor(db, Role::Coordinator, REGION),
        municipal: actor(db, Role::Municipal, HOME),
        school: actor(db, Role::School, SCHOOL),
        second: actor(db, Role::School, SECOND),
        member: actor(db, Role::Member, SCHOOL),
        ministry: actor(db, Role::Ministry, REGION),
        methodist: actor(db, Role::Methodist, REGION),
        staff,
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) },
        birth_on: None,
        phone: None,
        email: None,
        place: place.into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: Some(date(2015, 9, 1)),
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

pub fn actor(db: &Db, role: Role, place: &str) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: format!("{role} {place}"), email: format!("{}@example.ru", Uuid::new_v4().simple()), person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
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
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, outcomes::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

#[track_caller]
pub fn at_field<T: std::fmt::Debug>(done: Result<T>, field: &str) -> String {
    match done {
        Err(Error::Fields(errors)) => errors.of(field).unwrap_or_else(|| panic!("no {field} in {errors}")).to_owned(),
        other => panic!("no field's error: {other:?}"),
    }
}

#[track_caller]
pub fn absent<T: std::fmt::Debug>(done: Result<T>) {
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

//! The stage: a teacher of Khabarovsk's time, one of a district an hour away, and a coordinator without a card.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::{SignedDuration, civil::date};
use kernel::{
    Db, Slice, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use notices::{Notice, Topic};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const SITE: &str = "https://active.example.ru";

pub struct Stage {
    pub app: App,
    pub anna: PersonId,
    pub anna_herself: Actor,
    pub coordinator: Actor,
}

pub fn set(db: &Db) -> Stage {
    let anna = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let school = NewSchool {
                code: Some(SCHOOL.into()), name: "МБОУ СОШ № 6".into(), short_name: "СОШ № 6".into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1))
            };
            add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &school)?;
            Ok(person(tx, "Редкофамильцева"))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::default()), anna, anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)), coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None)
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: None },
        birth_on: None,
        phone: None,
        email: None,
        place: SCHOOL.into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

pub fn actor(db: &Db, role: Role, place: &str, name: &str, person: Option<PersonId>) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email: format!("{}@example.ru", Uuid::new_v4().simple()), person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

pub fn notice(person: PersonId, topic: Topic, key: &str) -> Notice {
    Notice { once_key: format!("{key}/{person}"), person, topic, subject: format!("Новость «{key}»"), body: "Откройте страницу и прочтите.".into(), url: format!("/cases/{key}") }
}

pub fn tell_one(db: &Db, person: PersonId, topic: Topic, key: &str) {
    db.write(|tx| notices::tell(tx, &notice(person, topic, key))).unwrap();
}

/// What lies in the outbox, the oldest first: subject and body.
pub fn letters(db: &Db) -> Vec<(String, String)> {
    let mut rows = db.read(|tx| mail::outbox(tx, Slice::all(100))).unwrap().rows;
    rows.reverse();
    rows.into_iter().map(|letter| (letter.subject, letter.body)).collect()
}

pub fn later(db: &Db, hours: i64) -> Db {
    let clock = kernel::db::testing::clock();
    clock.advance(SignedDuration::from_hours(hours));
    db.with_clock(clock)
}

/// The school lives by this zone from now on.
pub fn move_zone(db: &Db, zone: &str) {
    db.write(|tx| Ok(tx.execute("UPDATE place SET facts = $1 WHERE id = $2", params![format!("{{\"time_zone\":\"{zone}\"}}"), SCHOOL])?)).unwrap();
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, notices::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

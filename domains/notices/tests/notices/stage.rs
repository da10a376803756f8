//! The stage: a teacher of Khabarovsk's time, one of a district an hour away, and a coordinator without a card.

use access::{Actor, Role};
use kernel::{Db, Slice, Tx, id::PersonId, news::Listeners, params};
use notices::{Notice, Topic};
use scene::{HOME, REGION};
use web::{App, testing::Visitor};

pub use scene::{SCHOOL, actor, count, later, tell};

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
            scene::region(tx);
            scene::school(tx, SCHOOL, HOME, "СОШ № 6");
            Ok(person(tx, "Редкофамильцева"))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::default()), anna, anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)), coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None)
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str) -> PersonId {
    scene::person(tx, family, SCHOOL)
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

/// The school lives by this zone from now on.
pub fn move_zone(db: &Db, zone: &str) {
    db.write(|tx| Ok(tx.execute("UPDATE place SET facts = $1 WHERE id = $2", params![format!("{{\"time_zone\":\"{zone}\"}}"), SCHOOL])?)).unwrap();
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, notices::router(), actor)
    }
}

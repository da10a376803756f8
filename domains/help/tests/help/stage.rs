//! The stage: Anna teaches and asks; Boris is a member of the active; Olga keeps the municipality's queue, Vera the region's; the
//! coordinator has no card; Irina is the deputy head; Pyotr keeps a far municipality's queue.

use access::{Actor, Role};
use help::{Asked, Form, HelpId, HowSoon, SeenBy};
use kernel::{Db, news::Listeners};
use scene::{FAR_SCHOOL, HOME, REGION};
use web::{App, testing::Visitor};

pub use scene::{SCHOOL, SITE, absent, actor, answers, count, member, person, refused, tell, wrong};

pub struct Stage {
    pub app: App,
    pub anna: Actor,
    pub boris: Actor,
    pub olga: Actor,
    pub vera: Actor,
    pub nina: Actor,
    pub irina: Actor,
    pub pyotr: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (far, anna, boris, olga, vera) = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            let boris = person(tx, "Помощников", SCHOOL);
            member(tx, boris);
            Ok((far, person(tx, "Редкофамильцева", SCHOOL), boris, person(tx, "Муниципальная", HOME), person(tx, "Региональная", SCHOOL)))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![help::listen, cases::listen, ledger::listen, notices::listen, people::listen])),
        anna: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        boris: actor(db, Role::Member, SCHOOL, "Борис", Some(boris)),
        olga: actor(db, Role::Municipal, HOME, "Методист Ольга", Some(olga)),
        vera: actor(db, Role::Methodist, REGION, "Методист Вера", Some(vera)),
        nina: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        irina: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        pyotr: actor(db, Role::Municipal, &far, "Методист Пётр", None),
    }
}

/// Another member of the active with an account.
pub fn one_more_member(db: &Db, family: &str) -> Actor {
    let id = db
        .write(|tx| {
            let id = person(tx, family, SCHOOL);
            member(tx, id);
            Ok(id)
        })
        .unwrap();
    actor(db, Role::Member, SCHOOL, family, Some(id))
}

pub fn asked() -> Asked {
    Asked { direction: "d03".into(), subject: "matematika".into(), words: "Трудно оценивать проекты".into(), how_soon: HowSoon::Usual, form: Form::Call, seen_by: SeenBy::Helpers }
}

impl Stage {
    pub fn ask(&self, db: &Db) -> HelpId {
        db.write(|tx| help::ask(tx, &self.anna, &asked())).unwrap()
    }

    /// Asked by Anna, in Vera's hands.
    pub fn taken(&self, db: &Db) -> HelpId {
        let id = self.ask(db);
        db.write(|tx| help::take(tx, &self.vera, id, 1)).unwrap();
        id
    }

    /// And answered by Vera in half an hour.
    pub fn answered(&self, db: &Db) -> HelpId {
        let id = self.taken(db);
        db.write(|tx| help::answer(tx, &self.vera, id, ("Начните с критериев", 30), 2)).unwrap();
        id
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, help::router().merge(cases::router(Vec::new())), actor)
    }
}

pub fn find(db: &Db, id: HelpId) -> help::HelpRequest {
    db.read(|tx| help::find(tx, id)).unwrap()
}

/// The same database so many days later.
pub fn later(db: &Db, days: i64) -> Db {
    scene::later(db, 24 * days)
}

/// What a person was told, the oldest first.
pub fn told(db: &Db, to: &Actor) -> Vec<String> {
    let mut rows = db.read(|tx| notices::list(tx, to.person.unwrap(), None, kernel::Slice::all(100))).unwrap().rows;
    rows.reverse();
    rows.into_iter().map(|notice| notice.subject).collect()
}

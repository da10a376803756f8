//! The stage: two municipalities with a school each, staff of every role, Anna who teaches and is a member, a framework in force.

use access::{Actor, Role};
use audit::By;
use kernel::{
    Date, Db, Result, Tx,
    id::{PersonId, PlaceId},
    news::{Listeners, News},
    params,
};
use resources::{Attached, Draft, ResourceId};
use scene::{Membership, REGION};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, HOME, PDF, SCHOOL, absent, actor, count, person, refused, tell};

pub struct Stage {
    pub app: App,
    pub anna: PersonId,
    pub anna_herself: Actor,
    pub coordinator: Actor,
    pub methodist: Actor,
    pub municipal: Actor,
    pub colleague: Actor,
    pub school: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
}

/// Remembers the news it hears in the outbox of forms: a table that tests may write.
fn hears(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    if let News::ResourceWithdrawn { resource } = news {
        let now = tx.now();
        tx.execute("INSERT INTO form_submission (form_key, location, made_at) VALUES ($1, 'heard', $2)", params![resource.to_string(), now])?;
    }
    Ok(Vec::new())
}

pub fn set(db: &Db) -> Stage {
    let (anna, far) = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            competencies::load_sample(tx, &By::system())?;
            Ok((person(tx, "Редкофамильцева", SCHOOL), far))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![hears, resources::listen, people::listen])),
        anna,
        anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        methodist: actor(db, Role::Methodist, REGION, "Методист Вера", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        colleague: actor(db, Role::Municipal, HOME, "Методист Рита", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        far_municipal: actor(db, Role::Municipal, &far, "Методист Пётр", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
    }
}

pub fn member(tx: &mut Tx<'_>, person: PersonId, until: Option<Date>) {
    scene::ordered(tx, person, &Membership { until, ..Membership::default() });
}

pub fn draft(pairs: &[(&str, &str)]) -> Draft {
    let usual = [("kind", "programme"), ("form", "remote"), ("title", "Оценивание, которое помогает учиться"), ("hours", "36"), ("tag-0", "М3"), ("strength-0", "3")];
    resources::draft(&scene::changed(&usual, pairs)).unwrap()
}

impl Stage {
    pub fn add(&self, db: &Db, who: &Actor, place: &str, pairs: &[(&str, &str)]) -> ResourceId {
        db.write(|tx| resources::add(tx, who, &PlaceId::from(place), &draft(pairs), &Attached::Kept)).unwrap()
    }

    /// Written by one, reviewed by another.
    pub fn live(&self, db: &Db, place: &str, pairs: &[(&str, &str)]) -> ResourceId {
        let id = self.add(db, &self.methodist, place, pairs);
        db.write(|tx| resources::review(tx, &self.coordinator, id, 1)).unwrap();
        id
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, resources::router(), actor)
    }
}

pub fn find(db: &Db, id: ResourceId) -> resources::Resource {
    db.read(|tx| resources::find(tx, &resources::Sight::program(), id)).unwrap()
}

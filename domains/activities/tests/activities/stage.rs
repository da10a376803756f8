//! The stage: a municipality with two schools, another with one; a methodist, deputy heads, six teachers with logins; Anna is a member of
//! the active.

use access::{Actor, Role};
use activities::{Activity, ActivityId, Draft, Sight, planning::HeldBy};
use kernel::{Db, Result, Tx, news::Listeners, params};
use scene::{REGION, schools};
use web::{Answers, App, testing::Visitor};

pub use scene::{FAR_SCHOOL, HOME, SCHOOL, SECOND as NEXT_SCHOOL, absent, actor, count, later, member, person, refused, tell, wrong};

pub struct Stage {
    pub app: App,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub far_school: Actor,
    pub ministry: Actor,
    pub anna: Actor,
    pub boris: Actor,
    pub vera: Actor,
    pub gleb: Actor,
    pub dasha: Actor,
    /// Teaches in the other municipality.
    pub far: Actor,
}

pub fn set(db: &Db) -> Stage {
    db.write(|tx| {
        let far = scene::region(tx);
        schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (NEXT_SCHOOL, HOME, "МБОУ СОШ № 7"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
        Ok(())
    })
    .unwrap();
    let teacher = |family: &str, school: &str| {
        let person = db.write(|tx| Ok(person(tx, family, school))).unwrap();
        actor(db, Role::Member, school, family, Some(person))
    };
    let stage = Stage {
        app: web::testing::app(db, Listeners::new(vec![activities::listen, resources::listen, people::listen])),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        far_school: actor(db, Role::School, FAR_SCHOOL, "Завуч Юлия", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
        anna: teacher("Аннина", SCHOOL),
        boris: teacher("Борисова", SCHOOL),
        vera: teacher("Верина", SCHOOL),
        gleb: teacher("Глебова", NEXT_SCHOOL),
        dasha: teacher("Дашина", NEXT_SCHOOL),
        far: teacher("Дальняя", FAR_SCHOOL),
    };
    db.write(|tx| {
        member(tx, stage.anna.person.unwrap());
        Ok(())
    })
    .unwrap();
    stage
}

/// An open lesson of tomorrow at eleven for the whole municipality, unless said otherwise.
pub const LESSON: &[(&str, &str)] = &[
    ("kind", "open_lesson"),
    ("title", "Дроби без страха"),
    ("direction", "d12"),
    ("level", "municipal"),
    ("audience", "everybody"),
    ("day-0", "24.11.2026"),
    ("from-0", "11:00"),
    ("to-0", "11:45"),
    ("where_text", "Кабинет 24"),
    ("place", SCHOOL),
];

pub fn answers(pairs: &[(&str, &str)]) -> Answers {
    scene::changed(LESSON, pairs)
}

pub fn draft(db: &Db, pairs: &[(&str, &str)]) -> Draft {
    activities::draft(&answers(pairs), db.clock().zone()).unwrap()
}

impl Stage {
    /// Planned by Anna, who holds it, at her school.
    pub fn planned(&self, db: &Db, pairs: &[(&str, &str)]) -> ActivityId {
        let draft = draft(db, pairs);
        db.write(|tx| activities::planning::plan(tx, &self.anna, &SCHOOL.into(), &draft, HeldBy::Me)).unwrap()
    }

    pub fn announced(&self, db: &Db, pairs: &[(&str, &str)]) -> ActivityId {
        let id = self.planned(db, pairs);
        let version = find(db, id).version;
        db.write(|tx| activities::planning::announce(tx, &self.anna, id, version)).unwrap();
        id
    }

    pub fn sign_up(&self, db: &Db, who: &Actor, id: ActivityId) -> activities::SeatState {
        db.write(|tx| activities::signing::sign_up(tx, who, id)).unwrap()
    }

    /// Those came, and it was closed the day after.
    pub fn closed(&self, db: &Db, id: ActivityId, came: &[&Actor]) -> Db {
        let at = later(db, 26);
        at.write(|tx| {
            let one = find_in(tx, id)?;
            let session = activities::store::sessions(tx, id)?.remove(0);
            let ticks = activities::presence::Ticks { here: came.iter().filter_map(|actor| actor.person).collect(), ..Default::default() };
            activities::presence::write(tx, &self.anna, id, session.id, one.version, &ticks)?;
            activities::closing::close(tx, &self.anna, id, one.version + 1)
        })
        .unwrap();
        at
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, activities::router(), actor)
    }
}

pub fn find_in(tx: &mut Tx<'_>, id: ActivityId) -> Result<Activity> {
    activities::store::find(tx, &Sight::program(), id)
}

pub fn find(db: &Db, id: ActivityId) -> Activity {
    db.read(|tx| find_in(tx, id)).unwrap()
}

/// Notices told to a person with such a subject.
pub fn told(db: &Db, who: &Actor, subject: &str) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1 AND subject LIKE $2", params![who.person, format!("{subject}%")])?)).unwrap()
}

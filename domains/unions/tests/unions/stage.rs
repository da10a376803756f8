//! The stage: two municipalities with schools, staff, Anna, Boris and Vera who teach mathematics; Anna is a member of the active.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{Date, Db, Tx, id::PersonId, news::Listeners};
use scene::{Membership, REGION, actor};
use unions::{Draft, ItemDraft, Kind, MeetingDraft, MeetingId, Office, Parent, UnionId};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, HOME, SCHOOL, absent, count, refused, tell, wrong};

pub struct Stage {
    pub app: App,
    pub anna: PersonId,
    pub boris: PersonId,
    pub vera: PersonId,
    pub anna_herself: Actor,
    pub boris_himself: Actor,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub far_municipal: Actor,
    pub school: Actor,
    pub ministry: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (people, far) = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            let people = [person(tx, "Алмазова", "Анна", SCHOOL), person(tx, "Берёзов", "Борис", SCHOOL), person(tx, "Вьюнова", "Вера", SCHOOL)];
            scene::ordered(tx, people[0], &Membership { from: date(2026, 1, 1), ..Membership::default() });
            Ok((people, far))
        })
        .unwrap();
    let [anna, boris, vera] = people;
    Stage {
        app: web::testing::app(db, Listeners::new(vec![unions::listen, people::listen])),
        anna,
        boris,
        vera,
        anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        boris_himself: actor(db, Role::Member, SCHOOL, "Борис", Some(boris)),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        far_municipal: actor(db, Role::Municipal, &far, "Методист Пётр", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str, given: &str, school: &str) -> PersonId {
    scene::enter(tx, scene::named(family, given, school))
}

pub fn draft(kind: Kind, place: &str, title: &str) -> Draft {
    Draft {
        kind,
        place: place.into(),
        title: title.into(),
        opened_on: date(2024, 9, 1),
        subjects: vec!["matematika".into()],
        direction: String::new(),
        about: String::new(),
        link: String::new(),
        quorum_percent: 0,
        parent: Parent::BySubject,
    }
}

impl Stage {
    pub fn open(&self, db: &Db, who: &Actor, draft: &Draft) -> UnionId {
        db.write(|tx| unions::open(tx, who, draft)).unwrap()
    }

    /// A district union led by Anna, with Boris and Vera in it.
    pub fn district(&self, db: &Db) -> UnionId {
        let id = self.open(db, &self.municipal, &draft(Kind::Municipal, HOME, "РМО учителей математики"));
        db.write(|tx| {
            unions::appoint(tx, &self.municipal, id, (self.anna, Office::Head), date(2025, 9, 1))?;
            unions::join(tx, &self.anna_herself, id, self.boris, date(2025, 9, 1))?;
            unions::join(tx, &self.anna_herself, id, self.vera, date(2025, 9, 1))
        })
        .unwrap();
        id
    }

    pub fn plan(&self, db: &Db, union: UnionId, day: Date) -> MeetingId {
        db.write(|tx| unions::plan(tx, &self.anna_herself, union, &meeting(day, Some(self.boris)))).unwrap()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, unions::router(), actor)
    }
}

pub fn meeting(day: Date, speaker: Option<PersonId>) -> MeetingDraft {
    MeetingDraft {
        title: "Итоги олимпиады".into(),
        held_on: day,
        begins: "14:00".into(),
        minutes: 90,
        venue: "Школа № 6".into(),
        link: String::new(),
        direction: "d06".into(),
        invited: String::new(),
        items: vec![ItemDraft { id: None, title: "Разбор заданий".into(), speaker, lasts: 30 }],
    }
}

pub fn today(db: &Db) -> Date {
    db.clock().today()
}

//! The stage: two municipalities with schools, staff, Anna, Boris and Vera who teach mathematics; Anna is a member of the active.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use unions::{Draft, ItemDraft, Kind, MeetingDraft, MeetingId, Office, Parent, UnionId};
use web::{App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const HOME: &str = "mo-bikin";
pub const FAR_SCHOOL: &str = "sch-far";

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
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
                let school = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &school)?;
            }
            let people = [person(tx, "Алмазова", "Анна", SCHOOL), person(tx, "Берёзов", "Борис", SCHOOL), person(tx, "Вьюнова", "Вера", SCHOOL)];
            member(tx, people[0]);
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
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: given.into(), patronymic: Some("Ивановна".into()) },
        birth_on: Some(date(1985, 9, 5)),
        phone: None,
        email: None,
        place: school.into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

/// A membership as an order leaves it; how it comes about is told in its own tests.
pub fn member(tx: &mut Tx<'_>, person: PersonId) {
    let (id, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-01-01', '2026-01-01', $2)", params![id, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $1, '2026-01-01', NULL, $1)";
    tx.execute(sql, params![id, person, HOME]).unwrap();
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
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, unions::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
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

/// The sentence of a refusal.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done {
        Err(Error::Refusal(sentence)) => sentence,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[track_caller]
pub fn absent<T: std::fmt::Debug>(done: Result<T>) {
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
}

#[track_caller]
pub fn wrong<T: std::fmt::Debug>(done: Result<T>, field: &str) {
    assert!(matches!(&done, Err(Error::Fields(errors)) if errors.of(field).is_some()), "{done:?}");
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

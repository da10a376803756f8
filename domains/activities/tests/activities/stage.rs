//! The stage: a municipality with two schools, another with one; a methodist, deputy heads, six teachers with logins; Anna is a member of
//! the active.

use access::{Actor, Role, accounts, grants, sessions};
use activities::{Activity, ActivityId, Draft, Sight, planning::HeldBy};
use audit::By;
use jiff::{SignedDuration, civil::date};
use kernel::{
    Db, Error, Result, Tx,
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
use web::{Answers, App, guard, testing::Visitor};

pub const HOME: &str = "mo-bikin";
pub const SCHOOL: &str = "sch-six";
pub const NEXT_SCHOOL: &str = "sch-seven";
pub const FAR_SCHOOL: &str = "sch-far";

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
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
        for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (NEXT_SCHOOL, HOME, "МБОУ СОШ № 7"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
            add_school(
                tx,
                &By::system(),
                &PlaceId::from(parent),
                &NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) },
            )?;
        }
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

pub fn person(tx: &mut Tx<'_>, family: &str, school: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) },
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
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-09-01', '2026-09-01', $2)", params![id, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $1, '2026-09-01', $1)";
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
    let base = LESSON.iter().filter(|(name, _)| !pairs.iter().any(|(known, _)| known == name));
    Answers::of(base.chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
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
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, activities::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

/// The same database so many hours later.
pub fn later(db: &Db, hours: i64) -> Db {
    let clock = kernel::Clock::fixed(db.clock().now() + SignedDuration::from_hours(hours), db.clock().zone().clone());
    db.with_clock(clock)
}

pub fn find_in(tx: &mut Tx<'_>, id: ActivityId) -> Result<Activity> {
    activities::store::find(tx, &Sight::program(), id)
}

pub fn find(db: &Db, id: ActivityId) -> Activity {
    db.read(|tx| find_in(tx, id)).unwrap()
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
pub fn wrong<T: std::fmt::Debug>(done: Result<T>, field: &str) -> String {
    match done {
        Err(Error::Fields(errors)) => errors.of(field).unwrap_or_else(|| panic!("no error at {field}: {errors}")).to_owned(),
        other => panic!("not an error of a field: {other:?}"),
    }
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

/// Notices told to a person with such a subject.
pub fn told(db: &Db, who: &Actor, subject: &str) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1 AND subject LIKE $2", params![who.person, format!("{subject}%")])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

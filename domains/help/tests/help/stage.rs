//! The stage: Anna teaches and asks; Boris is a member of the active; Olga keeps the municipality's queue, Vera the region's; the
//! coordinator has no card; Irina is the deputy head; Pyotr keeps a far municipality's queue.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use help::{Asked, Form, HelpId, HowSoon, SeenBy};
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

pub const SCHOOL: &str = "sch-six";
pub const HOME: &str = "mo-bikin";
pub const FAR_SCHOOL: &str = "sch-far";
pub const SITE: &str = "http://test.local";

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
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
                add_school(
                    tx,
                    &By::system(),
                    &PlaceId::from(parent),
                    &NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) },
                )?;
            }
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

pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) },
        birth_on: Some(date(1985, 9, 5)),
        phone: None,
        email: None,
        place: place.into(),
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

pub fn answers(pairs: &[(&str, &str)]) -> Answers {
    Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
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
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, help::router().merge(cases::router(Vec::new())));
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

pub fn find(db: &Db, id: HelpId) -> help::HelpRequest {
    db.read(|tx| help::find(tx, id)).unwrap()
}

/// The same database so many days later.
pub fn later(db: &Db, days: i64) -> Db {
    let clock = kernel::db::testing::clock();
    clock.advance(SignedDuration::from_hours(24 * days));
    db.with_clock(clock)
}

/// What a person was told, the oldest first.
pub fn told(db: &Db, to: &Actor) -> Vec<String> {
    let mut rows = db.read(|tx| notices::list(tx, to.person.unwrap(), None, kernel::Slice::all(100))).unwrap().rows;
    rows.reverse();
    rows.into_iter().map(|notice| notice.subject).collect()
}

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
    match done {
        Err(Error::Fields(errors)) => assert!(errors.of(field).is_some(), "{errors:?}"),
        other => panic!("no error at {field}: {other:?}"),
    }
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

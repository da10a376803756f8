//! The stage: Tamara of the active in a school of Bikin with deeds in the ledger, the municipality's methodist, the coordinator, a far
//! municipality's methodist and a member there.

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
use ledger::{Deed, DeedKind};
use programme::year::{LineForm, Year};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const TODAY: Date = date(2026, 11, 23);
pub const SCHOOL: &str = "sch-six";
const FAR: &str = "sch-far";
const HOME: &str = "mo-bikin";

pub struct Stage {
    pub app: App,
    pub tamara: Actor,
    pub person: PersonId,
    pub municipal: Actor,
    pub coordinator: Actor,
    pub far_municipal: Actor,
    pub far_member: Actor,
    pub deputy: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (person, far_person, far) = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "Школа № 6"), (FAR, far.as_str(), "Школа № 60")] {
                let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
            }
            let (tamara, other) = (member(tx, "Опытнова", SCHOOL), member(tx, "Дальняя", FAR));
            Ok((tamara, other, far))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![programme::listen, consent::erasure, ledger::listen, notices::listen, access::erasure::hear, people::listen])),
        tamara: actor(db, Role::Member, SCHOOL, "Опытнова Тамара", Some(person)),
        person,
        municipal: actor(db, Role::Municipal, HOME, "Районная Ирина", None),
        coordinator: actor(db, Role::Coordinator, REGION, "Координаторова Ольга", None),
        far_municipal: actor(db, Role::Municipal, &far, "Иная Ирина", None),
        far_member: actor(db, Role::Member, FAR, "Дальняя Тамара", Some(far_person)),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Ирина", None),
    }
}

pub fn member(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Тамара".into(), patronymic: Some("Петровна".into()) },
        birth_on: None,
        phone: None,
        email: Some(format!("{}@example.ru", Uuid::new_v4().simple())),
        place: place.into(),
        position: String::new(),
        position_text: "учитель".into(),
        since: Some(date(2005, 9, 1)),
        subjects: vec![("matematika".into(), true)],
    };
    let person = people::create(tx, &By::system(), new).unwrap();
    let (order, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, made_at) VALUES ($1, 'inclusion', 'signed', 'О включении', $2)", params![order, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', $3, $4, '2026-01-01', $1)";
    tx.execute(sql, params![Uuid::now_v7().to_string(), person, HOME, order]).unwrap();
    person
}

pub fn actor(db: &Db, role: Role, place: &str, name: &str, person: Option<PersonId>) -> Actor {
    db.write(|tx| {
        let email = format!("{}@example.ru", Uuid::new_v4().simple());
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email, person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

/// A deed as another domain writes it.
pub fn deed(db: &Db, person: PersonId, (on, direction, kind, minutes): (Date, &str, DeedKind, i64)) {
    let deed = Deed { person, kind, source: Uuid::now_v7().to_string(), direction: direction.into(), on, minutes, part: "host", title: "Мастер-класс".into(), url: "/activities".into(), reached: 10 };
    db.write(|tx| ledger::write(tx, &deed)).unwrap();
}

pub fn line(month: &str, what: &str) -> LineForm {
    LineForm {
        month: month.into(), what: what.into(), direction: "d12".into(), kind: "activity".into(), audience: "учителя района".into(), expected: "разработки уроков".into(), count: "2".into(), hours: "3".into()
    }
}

impl Stage {
    pub fn year(&self) -> Year {
        Year::of(TODAY)
    }

    /// A plan of one line, not yet sent.
    pub fn planned(&self, db: &Db) {
        db.write(|tx| programme::year::put_line(tx, &self.tamara, (self.person, self.year()), None, (&line("11", "Мастер-классы"), 0)).map(|_| ())).unwrap();
    }

    pub fn version(&self, db: &Db) -> i64 {
        db.read(|tx| programme::year::plan_of(tx, self.person, self.year())).unwrap().unwrap().version
    }

    pub fn state(&self, db: &Db) -> String {
        db.read(|tx| programme::year::plan_of(tx, self.person, self.year())).unwrap().unwrap().state.to_string()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let token = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = self.stranger();
        visitor.set_cookie(guard::session_cookie(false), token.as_str());
        visitor
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.app, programme::year::router())
    }
}

pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

/// Work with the database in the middle of a story over HTTP: a driver that blocks may not stand on a thread of the runtime.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
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

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
}

//! The stage: a municipality with two schools and another with one, staff of every level, rows of other domains as they leave them.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Date, Db, Error, Result, Tx, Value,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use reports::{Counter, Figure, Ground, Period};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const HOME: &str = "mo-bikin";
pub const SCHOOL: &str = "sch-six";
pub const SECOND: &str = "sch-seven";
pub const FAR_SCHOOL: &str = "sch-far";

pub struct Stage {
    pub app: App,
    pub far: String,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub second: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
    pub member: Actor,
}

/// The half-year in which the tests' day lies.
pub fn half() -> Period {
    Period::half_of(date(2026, 11, 23))
}

pub fn set(db: &Db) -> Stage {
    let far = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ СОШ № 7"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
                add_school(
                    tx,
                    &By::system(),
                    &PlaceId::from(parent),
                    &NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) },
                )?;
            }
            Ok(far)
        })
        .unwrap();
    let deputy = db.write(|tx| Ok(person(tx, "Завучева", SCHOOL))).unwrap();
    let olga = db.write(|tx| Ok(person(tx, "Районная", HOME))).unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![reports::listen, notices::listen, people::listen])),
        coordinator: actor(db, Role::Coordinator, REGION, None),
        municipal: actor(db, Role::Municipal, HOME, Some(olga)),
        school: actor(db, Role::School, SCHOOL, Some(deputy)),
        second: actor(db, Role::School, SECOND, None),
        far_municipal: actor(db, Role::Municipal, &far, None),
        ministry: actor(db, Role::Ministry, REGION, None),
        member: actor(db, Role::Member, SCHOOL, None),
        far,
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
        since: Some(date(2015, 9, 1)),
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

pub fn actor(db: &Db, role: Role, place: &str, person: Option<PersonId>) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: format!("{role} {place}"), email: format!("{}@example.ru", Uuid::new_v4().simple()), person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

/// Writes a row of another domain as that domain would leave it: columns and values by name.
pub fn put(tx: &mut Tx<'_>, table: &str, row: &[(&str, Value<'_>)]) {
    let columns: Vec<&str> = row.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=row.len()).map(|at| format!("${at}")).collect();
    let values: Vec<Value<'_>> = row.iter().map(|(_, value)| value.clone()).collect();
    tx.execute(&format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", ")), &values).unwrap();
}

pub fn text(value: impl Into<String>) -> Value<'static> {
    Value::Text(value.into().into())
}

pub fn whole(value: i64) -> Value<'static> {
    Value::Int(value)
}

pub fn fresh() -> String {
    Uuid::now_v7().to_string()
}

/// A deed of the ledger.
pub fn deed(tx: &mut Tx<'_>, person: PersonId, kind: ledger::DeedKind, source: &str, (direction, on, minutes, reached): (&str, Date, i64, i64)) {
    ledger::write(tx, &ledger::Deed { person, kind, source: source.into(), direction: direction.into(), on, minutes, part: "host", title: "Дело".into(), url: "/".into(), reached }).unwrap();
}

/// A membership as an order leaves it.
pub fn member(tx: &mut Tx<'_>, person: PersonId, (kind, subject, municipality): (&str, Option<&str>, &str), until: Option<&str>) -> String {
    let (id, now) = (fresh(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-09-01', '2026-09-01', $2)", params![id, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, $3, $4, $5, $1, '2026-09-01', $6, $1)";
    tx.execute(sql, params![id, person, kind, subject, municipality, until]).unwrap();
    id
}

pub fn count(db: &Db, counter: Counter, place: &str) -> Figure {
    db.read(|tx| {
        let ground = Ground::of(tx, &PlaceId::from(place), half())?;
        counter.count(tx, &ground)
    })
    .unwrap()
}

pub fn extra(figure: &Figure, label: &str) -> String {
    figure.extras.iter().find(|extra| extra.label.starts_with(label)).unwrap_or_else(|| panic!("no {label} in {figure:?}")).value.clone()
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, reports::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
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

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

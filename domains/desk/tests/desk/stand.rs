//! The stage: a region, a school in Bikin, staff who log in, rows as the domains write them.

use ::audit::By;
use access::{Actor, Role, accounts, grants, sessions};
use jiff::civil::date;
use kernel::{
    Db, Result, Tx,
    id::{AccountId, PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const BIKIN: &str = "mo-bikin";
pub const VYAZEMSKY: &str = "mo-vyazemsky";

pub fn region(db: &Db) -> PlaceId {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        membership::load_from_profile(tx, &profile)?;
        school(tx, BIKIN, "Школа № 6")
    })
    .unwrap()
}

pub fn school(tx: &mut Tx<'_>, municipality: &str, name: &str) -> Result<PlaceId> {
    let new = NewSchool { code: None, name: format!("МБОУ {name}"), short_name: name.into(), type_label: "школа".into(), settlement: "г. Бикин".into(), opened_on: Some(date(1990, 9, 1)) };
    add_school(tx, &By::system(), &PlaceId::from(municipality), &new)
}

pub fn person(tx: &mut Tx<'_>, school: &PlaceId, family: &str) -> Result<PersonId> {
    let id = PersonId::fresh();
    let name = FullName { family: family.into(), given: "Анна".into(), patronymic: None };
    tx.execute("INSERT INTO person (id, family, given, sort_key, place_id, made_at) VALUES ($1, $2, 'Анна', $3, $4, '2026-01-01T00:00:00Z')", params![id, family, name.sort_key(), school])?;
    Ok(id)
}

/// An application at a school that has been in its state since an instant.
pub fn application(tx: &mut Tx<'_>, school: &PlaceId, state: &str, since: &str, trouble: i64) -> Result<String> {
    let id = Uuid::now_v7().to_string();
    tx.execute(
        "INSERT INTO application (id, number, link_hash, email, place_id, state, answers, trouble, started_at, saved_at, submitted_at, state_since) VALUES ($1, $1, $1, 'a@example.ru', $2, $3, '{}', $4, $5, $5, $5, $5)",
        params![id, school, state, trouble, since],
    )?;
    Ok(id)
}

pub fn order(tx: &mut Tx<'_>, state: &str) -> Result<String> {
    let id = Uuid::now_v7().to_string();
    tx.execute("INSERT INTO act_order (id, kind, state, number, signed_on, title, made_at) VALUES ($1, 'include', $2, '15', '2026-09-01', 'О включении', '2026-11-20T00:00:00.000000Z')", params![id, state])?;
    Ok(id)
}

/// A membership under an order; `until` is exclusive.
pub fn membership(tx: &mut Tx<'_>, person: PersonId, order: &str, until: Option<&str>) -> Result<String> {
    let id = Uuid::now_v7().to_string();
    tx.execute(
        "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $4, '2026-09-01', $5, $1)",
        params![id, person, BIKIN, order, until],
    )?;
    people::public_list::enter(tx, person)?;
    Ok(id)
}

pub fn account(tx: &mut Tx<'_>, role: Role, place: &str, person: Option<PersonId>) -> AccountId {
    let email = format!("{}@example.ru", Uuid::new_v4().simple());
    let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Сотрудникова Ольга".into(), email, person }).unwrap();
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None }).unwrap();
    account
}

pub fn actor(db: &Db, role: Role, place: &str) -> Actor {
    db.write(|tx| {
        let account = account(tx, role, place, None);
        let place_path = tx.one("SELECT path FROM place WHERE id = $1", params![place], |row| row.get(0))?;
        Ok(Actor { account, person: None, name: "Сотрудникова Ольга".into(), role, place: place.into(), place_path, place_name: String::new(), session: String::new() })
    })
    .unwrap()
}

pub fn app(db: &Db) -> App {
    web::testing::app(db, Listeners::default())
}

pub fn stranger(db: &Db) -> Visitor {
    Visitor::new(&app(db), desk::router())
}

/// Somebody logged in.
pub fn staff(db: &Db, role: Role, place: &str, person: Option<PersonId>) -> Visitor {
    let secret = db
        .write(|tx| {
            let account = account(tx, role, place, person);
            sessions::open(tx, account, true, "test")
        })
        .unwrap();
    let mut visitor = stranger(db);
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

/// Somebody at a place where such a role is held.
pub fn at_work(db: &Db, role: Role) -> Visitor {
    let school: String = db.read(|tx| tx.one("SELECT id FROM place WHERE kind = 'school' LIMIT 1", params![], |row| row.get(0))).unwrap();
    let place = match role {
        Role::School => school.as_str(),
        Role::Municipal => BIKIN,
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Ministry | Role::Methodist | Role::Expert | Role::Member => REGION,
    };
    staff(db, role, place, None)
}

/// `path?name=…` with the value encoded.
pub fn asking(path: &str, name: &str, value: &str) -> String {
    format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish())
}

pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

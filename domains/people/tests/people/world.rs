//! A small region to tell stories in.

use access::{Role, Scope, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db,
    id::{PersonId, PlaceId},
    name::FullName,
    news::Listeners,
};
use people::NewPerson;
use structure::{
    NewSchool, add_school, load_profile,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{guard, testing::Visitor};

/// Khabarovsk Krai with three schools in Bikin and one in the city.
pub fn set_up(db: &Db) {
    db.write(|tx| {
        load_profile(tx, &By::system(), &Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap())?;
        for (code, municipality, name) in [("sch-6", "mo-bikin", "МБОУ СОШ № 6"), ("sch-3", "mo-bikin", "МБОУ СОШ № 3"), ("lic-6", "mo-bikin", "Лицей № 6"), ("sch-30", "mo-habarovsk", "МБОУ СОШ № 30")]
        {
            let school = NewSchool { code: Some(PlaceId::from(code)), name: name.into(), short_name: name.into(), type_label: "школа".into(), ..NewSchool::default() };
            add_school(tx, &By::system(), &PlaceId::from(municipality), &school)?;
        }
        Ok(())
    })
    .unwrap();
}

pub fn everywhere() -> Scope {
    Scope::program("tests look at everything")
}

pub fn full_name(text: &str) -> FullName {
    let words: Vec<&str> = text.split(' ').collect();
    FullName { family: words[0].into(), given: words[1].into(), patronymic: words.get(2).map(|word| (*word).into()) }
}

/// A teacher of mathematics.
pub fn teacher(name: &str, school: &str) -> NewPerson {
    NewPerson {
        name: full_name(name),
        birth_on: None,
        phone: None,
        email: None,
        place: PlaceId::from(school),
        position: "uchitel".into(),
        position_text: String::new(),
        since: Some(date(2015, 9, 1)),
        subjects: vec![("matematika".into(), true)],
    }
}

pub fn add(db: &Db, new: NewPerson) -> PersonId {
    db.write(|tx| people::create(tx, &By::system(), new)).unwrap()
}

pub fn app(db: &Db) -> web::App {
    web::testing::app(db, Listeners::new(vec![people::listen]))
}

pub fn stranger(db: &Db) -> Visitor {
    Visitor::new(&app(db), people::router())
}

/// Somebody of a role, at a place, logged in.
pub fn logged_in(db: &Db, role: Role, place: &str) -> Visitor {
    let secret = db.write(|tx| {
        let new = accounts::NewAccount { name: "Смирнова Вера".into(), email: format!("{role}@example.ru"), person: None };
        let account = accounts::create(tx, &By::system(), &new)?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        sessions::open(tx, account, true, "test")
    });
    let mut visitor = stranger(db);
    visitor.set_cookie(guard::session_cookie(false), secret.unwrap().as_str());
    visitor
}

pub fn coordinator(db: &Db) -> Visitor {
    logged_in(db, Role::Coordinator, REGION)
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

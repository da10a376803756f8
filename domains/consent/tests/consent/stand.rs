//! The stage of the stories: a region, a school, Anna who teaches there, the three texts, staff who log in.

use access::{Role, accounts, grants, sessions};
use audit::By;
use consent::{Channel, ConsentId, ConsentKind, Given, PublicationItem, give, texts};
use jiff::civil::date;
use kernel::{
    Clock, Date, Db, Tx,
    id::{AccountId, PersonId, PlaceId},
    name::FullName,
    news::Listeners,
};
use serde_json::json;
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const FAMILY: &str = "Редкофамильцева";
pub const PHONE: &str = "+79145550101";
pub const EMAIL: &str = "redkofamiltseva@school.example";

/// Anna, her school, and everything that must be there before she may consent.
pub struct Stage {
    pub anna: PersonId,
    pub school: PlaceId,
}

/// All of it has been there for two months.
pub fn set_up(db: &Db) -> Stage {
    later(db, -60)
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            texts::load_initial(tx, &By::system(), &profile.operator)?;
            let new = NewSchool {
                code: None, name: "МБОУ СОШ № 6".into(), short_name: "Школа № 6".into(), type_label: "школа".into(), settlement: "г. Бикин".into(), opened_on: Some(date(1990, 9, 1))
            };
            let school = add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &new)?;
            let anna = person(tx, &school, FAMILY, Some(PHONE), Some(EMAIL));
            Ok(Stage { anna, school })
        })
        .unwrap()
}

pub fn person(tx: &mut Tx<'_>, school: &PlaceId, family: &str, phone: Option<&str>, email: Option<&str>) -> PersonId {
    let name = FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) };
    let new = people::NewPerson {
        name,
        birth_on: None,
        phone: phone.map(Into::into),
        email: email.map(Into::into),
        place: school.clone(),
        position: String::new(),
        position_text: "учитель".into(),
        since: None,
        subjects: Vec::new(),
    };
    people::create(tx, &By::system(), new).unwrap()
}

/// A consent given on the screen now.
pub fn given(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, items: &[PublicationItem], term_until: Option<Date>) -> kernel::Result<ConsentId> {
    let today = tx.today();
    let text_id = texts::current(tx, kind, today)?.id;
    let evidence = json!({"session": "abc", "address": "10.1.2.3", "agent": format!("Браузер {FAMILY}")});
    give(tx, &By::applicant(), Given { person, kind, text_id, items: items.to_vec(), conditions: String::new(), term_until, received_on: None, channel: Channel::Screen, evidence, account: None })
}

/// All three kinds, everything published.
pub fn all_given(tx: &mut Tx<'_>, person: PersonId) {
    given(tx, person, ConsentKind::Inclusion, &[], None).unwrap();
    given(tx, person, ConsentKind::Processing, &[], None).unwrap();
    given(tx, person, ConsentKind::Publication, PublicationItem::ALL, None).unwrap();
}

/// Everybody who erases in this crate's reach.
pub fn listeners() -> Listeners {
    Listeners::new(vec![people::listen, access::erasure::hear, mail::hear, consent::erasure])
}

/// The same database some days later (or earlier).
pub fn later(db: &Db, days: i64) -> Db {
    let at = db.clock().now().saturating_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
    db.with_clock(Clock::fixed(at, db.clock().zone().clone()))
}

pub fn account(tx: &mut Tx<'_>, name: &str, email: &str, role: Role, place: &str, person: Option<PersonId>) -> AccountId {
    let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email: email.into(), person }).unwrap();
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None }).unwrap();
    account
}

/// Somebody who acts as staff of the region.
pub fn by(account: AccountId, role: Role) -> By {
    By { account: Some(account), actor: role.as_str() }
}

/// A visitor logged in under an account.
pub fn visitor(db: &Db, app: &App, account: AccountId) -> Visitor {
    let secret = db.write(|tx| sessions::open(tx, account, true, "test")).unwrap();
    let mut visitor = Visitor::new(app, consent::router(vec![consent::about_me]));
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

/// Staff at the region, logged in.
pub fn staff(db: &Db, app: &App, role: Role, email: &str) -> Visitor {
    let account = db.write(|tx| Ok(account(tx, "Сотрудникова Ольга", email, role, REGION, None))).unwrap();
    visitor(db, app, account)
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

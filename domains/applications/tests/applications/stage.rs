//! The stage: a region with two schools, the three texts, staff who log in, an applicant with a whole card.

use access::{Actor, Role, accounts, grants, sessions};
use applications::{
    ApplicationId, State, apply,
    check::{self, Seen},
    field::Section,
    link::{Site, Token},
};
use audit::By;
use consent::ConsentKind;
use jiff::civil::date;
use kernel::{Db, Result, Tx, id::PlaceId, news::Listeners};
use scene::{REGION, SITE, school};
use web::{App, Client, testing::Visitor};

pub use scene::{HOME, PDF, SCHOOL, answers as posted, profile, tell};

pub const EMAIL: &str = "anna@school.example";

/// The code of a municipality without a methodical service.
pub fn without_service() -> String {
    profile().municipalities.iter().find(|place| !place.has_methodical_service).unwrap().code.clone()
}

/// The code of another municipality that has one.
pub fn elsewhere() -> String {
    profile().municipalities.iter().find(|place| place.has_methodical_service && place.code != HOME).unwrap().code.clone()
}

pub fn set_up(db: &Db) {
    db.write(|tx| {
        scene::region(tx);
        scene::texts(tx);
        school(tx, SCHOOL, HOME, "МБОУ СОШ № 6");
        school(tx, "sch-lyceum", HOME, "Лицей № 12");
        school(tx, "sch-far", &without_service(), "Школа дальнего посёлка");
        Ok(())
    })
    .unwrap();
}

pub fn listeners() -> Listeners {
    Listeners::new(vec![people::listen, mail::hear, consent::erasure, applications::listen])
}

pub fn app(db: &Db) -> App {
    web::testing::app(db, listeners())
}

pub fn site() -> Site {
    Site(SITE.into())
}

pub type Page = (&'static str, Vec<(&'static str, &'static str)>);

/// A whole card, page by page, as typed.
pub fn card() -> Vec<Page> {
    vec![
        ("name", vec![("family", "Редкофамильцева"), ("given", "Анна"), ("patronymic", "Петровна"), ("birth_on", "5 сентября 1985")]),
        ("contacts", vec![("phone", "8 (914) 123-45-67"), ("email", EMAIL)]),
        ("education", vec![("education", "higher_pedagogical"), ("category", "highest"), ("category_on", "15.04.2024"), ("category_order", "№ 210")]),
        ("work", vec![("municipality", HOME), ("school", SCHOOL), ("position", "uchitel")]),
        ("subjects", vec![("subjects", "matematika"), ("subjects", "fizika"), ("main_subject", "matematika")]),
        ("experience", vec![("position_since", "01.09.2010"), ("speciality_since", "01.09.2008"), ("teaching_since", "01.09.2008")]),
        ("courses", vec![("course-0-topic", "Функциональная грамотность"), ("course-0-hours", "72"), ("course-0-year", "2025"), ("course-0-provider", "ИРО")]),
        ("assessments", vec![]),
        ("wishes", vec![("kind", "subject_methodist"), ("wish_subject", "matematika"), ("work_directions", "d03"), ("travel", "online")]),
        ("criteria", vec![("criteria", "experienced"), ("note-experienced", "С 2024 года")]),
    ]
}

/// Fills a card but for the given changes and answers the consents.
pub fn fill(tx: &mut Tx<'_>, token: &Token, changes: &[(&str, &[(&str, &str)])]) -> Result<()> {
    for (section, fields) in card() {
        let fields = changes.iter().find(|(changed, _)| *changed == section).map_or(fields, |(_, fields)| fields.to_vec());
        apply::save(tx, token, section.parse::<Section>().unwrap(), &posted(&fields))?;
    }
    for kind in ConsentKind::OF_APPLICATION.iter().copied() {
        let text = apply::consent_page(tx, token, kind)?.text.id.to_string();
        let answer = posted(&[("text", &text), ("agree", "yes"), ("items", "full_name"), ("term", "membership")]);
        apply::answer(tx, token, kind, &answer, &Client::default())?;
    }
    Ok(())
}

/// An application as sent.
pub fn submitted(db: &Db, app: &App, changes: &[(&str, &[(&str, &str)])]) -> (ApplicationId, Token) {
    let proof = app.files.put(PDF, &[files::Kind::Pdf]).unwrap();
    db.write(|tx| {
        let contacts = changes.iter().find(|(section, _)| *section == "contacts").and_then(|(_, fields)| fields.iter().find(|(name, _)| *name == "email"));
        let token = apply::start(tx, &site(), contacts.map_or(EMAIL, |(_, email)| email), "10.0.0.1")?;
        fill(tx, &token, changes)?;
        for purpose in ["experienced/category_order", "experienced/diploma"] {
            apply::attach(tx, &token, purpose, &proof, "Диплом.pdf")?;
        }
        apply::submit(tx, &site(), &token)?;
        Ok((apply::open(tx, &token)?.id, token))
    })
    .unwrap()
}

pub fn state(db: &Db, id: ApplicationId) -> State {
    db.read(|tx| applications::agenda::state_of(tx, id)).unwrap()
}

/// An application as it stands, for an act on it.
pub fn seen(tx: &mut Tx<'_>, id: ApplicationId) -> Seen {
    let version = tx.one("SELECT version FROM application WHERE id = $1", kernel::params![id], |row| row.get(0)).unwrap();
    Seen { id, version }
}

/// Walks an application to the municipality.
pub fn checked(db: &Db, coordinator: &Actor, id: ApplicationId) {
    db.write(|tx| {
        let now = seen(tx, id);
        check::find_criterion(tx, coordinator, now, &check::FindingForm { criterion: "experienced".into(), holds: "yes".into(), ..Default::default() })?;
        check::accept(tx, coordinator, now)
    })
    .unwrap();
}

/// Somebody with an account in a role at a place.
pub fn actor(db: &Db, role: Role, place: &str, email: &str) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: format!("Сотрудник {}", email.split('@').next().unwrap()), email: email.into(), person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

pub fn coordinator(db: &Db) -> Actor {
    actor(db, Role::Coordinator, REGION, "coordinator@example.ru")
}

/// The actor's browser, logged in.
pub fn browser(db: &Db, app: &App, actor: &Actor) -> Visitor {
    scene::browser(db, app, applications::router(), actor)
}

pub fn visitor(app: &App) -> Visitor {
    Visitor::new(app, applications::router())
}

/// Starts an application in a browser; gives the address under the secret.
pub async fn begin(visitor: &mut Visitor) -> String {
    visitor.open("/apply").await;
    visitor.post("/apply", &[("email", EMAIL)]).await.path.clone()
}

/// The letters in the outbox, newest last: (address, body).
pub fn letters(db: &Db) -> Vec<(String, String)> {
    db.read(|tx| Ok(tx.query("SELECT address, body FROM letter ORDER BY made_at, id", kernel::params![], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap()
}

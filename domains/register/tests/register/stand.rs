//! The stage: a region, two schools in two municipalities, members with consents.

use audit::By;
use consent::{Channel, ConsentId, ConsentKind, Given, PublicationItem, Target, WithdrawalChannel, give, texts};
use jiff::civil::date;
use kernel::{
    Db, Result, Tx,
    id::{PersonId, PlaceId},
    name::FullName,
    news::Listeners,
    params,
};
use serde_json::json;
use structure::{
    NewSchool, add_school,
    profile::{BUNDLED, Profile},
};
use web::{App, testing::Visitor};

pub const BIKIN: &str = "mo-bikin";
pub const PAGE: &str = "/members";
pub const DATA: &str = "/api/public/members";

/// A region with one school in Bikin.
pub fn region(db: &Db) -> PlaceId {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        texts::load_initial(tx, &By::system(), &profile.operator)?;
        tx.execute("INSERT INTO act_order (id, kind, state, title, made_at) VALUES ('order', 'include', 'signed', 'О включении', '2026-01-01T00:00:00Z')", params![])?;
        school(tx, BIKIN, "Школа № 6")
    })
    .unwrap()
}

pub fn school(tx: &mut Tx<'_>, municipality: &str, name: &str) -> Result<PlaceId> {
    let new = NewSchool { code: None, name: format!("МБОУ {name}"), short_name: name.into(), type_label: "школа".into(), settlement: "г. Бикин".into(), opened_on: Some(date(1990, 9, 1)) };
    add_school(tx, &By::system(), &PlaceId::from(municipality), &new)
}

/// A member of the active since the start of 2026: `Фамилия Имя [Отчество]`, who publishes these data.
pub fn member(tx: &mut Tx<'_>, school: &PlaceId, name: &str, items: &[PublicationItem]) -> Result<PersonId> {
    let id = teacher(tx, school, name)?;
    join(tx, id, "2026-01-01", None)?;
    if !items.is_empty() {
        publish(tx, id, items)?;
    }
    Ok(id)
}

pub fn teacher(tx: &mut Tx<'_>, school: &PlaceId, name: &str) -> Result<PersonId> {
    let mut words = name.split(' ').map(ToOwned::to_owned);
    let name = FullName { family: words.next().unwrap(), given: words.next().unwrap(), patronymic: words.next() };
    let new =
        people::NewPerson {
            name, birth_on: None, phone: None, email: None, place: school.clone(), position: String::new(), position_text: "учитель".into(), since: None, subjects: vec![("matematika".into(), true)]
        };
    people::create(tx, &By::system(), new)
}

pub fn join(tx: &mut Tx<'_>, person: PersonId, from: &str, until: Option<&str>) -> Result<String> {
    let id = PersonId::fresh().to_string();
    tx.execute(
        "INSERT INTO membership (id, person_id, kind, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, 'school_manager', $3, 'order', $4, $5, $1)",
        params![id, person, BIKIN, from, until],
    )?;
    people::public_list::enter(tx, person)?;
    Ok(id)
}

pub fn publish(tx: &mut Tx<'_>, person: PersonId, items: &[PublicationItem]) -> Result<ConsentId> {
    let today = tx.today();
    let text_id = texts::current(tx, ConsentKind::Publication, today)?.id;
    give(
        tx,
        &By::applicant(),
        Given { person, kind: ConsentKind::Publication, text_id, items: items.to_vec(), conditions: String::new(), term_until: None, received_on: None, channel: Channel::Screen, evidence: json!({}), account: None },
    )
}

/// A withdrawal of the consent to publish, whole or of one datum.
pub fn withdraw(tx: &mut Tx<'_>, person: PersonId, item: Option<PublicationItem>) -> Result<()> {
    let demand = consent::Withdrawal { target: Target::Newest(person, ConsentKind::Publication), item, received_on: tx.today(), channel: WithdrawalChannel::Paper, evidence: json!({}) };
    consent::withdraw(tx, &Listeners::default(), &By::system(), demand).map(|_| ())
}

pub fn app(db: &Db) -> App {
    web::testing::app(db, Listeners::default())
}

pub fn visitor(db: &Db) -> Visitor {
    Visitor::new(&app(db), register::router())
}

/// `path?q=…` with the text encoded.
pub fn asking(path: &str, name: &str, value: &str) -> String {
    format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish())
}

/// Tells a story; databases are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

//! The stage: two municipalities with a school each, staff of every role, Anna who teaches and is a member, a framework in force.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::{Listeners, News},
    params,
};
use resources::{Attached, Draft, ResourceId};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{Answers, App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const HOME: &str = "mo-bikin";
pub const FAR_SCHOOL: &str = "sch-far";
pub const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub struct Stage {
    pub app: App,
    pub anna: PersonId,
    pub anna_herself: Actor,
    pub coordinator: Actor,
    pub methodist: Actor,
    pub municipal: Actor,
    pub colleague: Actor,
    pub school: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
}

/// Remembers the news it hears in the outbox of forms: a table that tests may write.
fn hears(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    if let News::ResourceWithdrawn { resource } = news {
        let now = tx.now();
        tx.execute("INSERT INTO form_submission (form_key, location, made_at) VALUES ($1, 'heard', $2)", params![resource.to_string(), now])?;
    }
    Ok(Vec::new())
}

pub fn set(db: &Db) -> Stage {
    let (anna, far) = db
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
            competencies::load_sample(tx, &By::system())?;
            Ok((person(tx, "Редкофамильцева", SCHOOL), far))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![hears, resources::listen, people::listen])),
        anna,
        anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        methodist: actor(db, Role::Methodist, REGION, "Методист Вера", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        colleague: actor(db, Role::Municipal, HOME, "Методист Рита", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        far_municipal: actor(db, Role::Municipal, &far, "Методист Пётр", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
    }
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
pub fn member(tx: &mut Tx<'_>, person: PersonId, until: Option<Date>) {
    let (id, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-09-01', '2026-09-01', $2)", params![id, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $1, '2026-09-01', $4, $1)";
    tx.execute(sql, params![id, person, HOME, until]).unwrap();
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

pub fn answers(pairs: &[(&str, &str)]) -> Answers {
    let base = [("kind", "programme"), ("form", "remote"), ("title", "Оценивание, которое помогает учиться"), ("hours", "36"), ("tag-0", "М3"), ("strength-0", "3")];
    let base = base.iter().filter(|(name, _)| !pairs.iter().any(|(known, _)| known == name));
    Answers::of(base.chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

pub fn draft(pairs: &[(&str, &str)]) -> Draft {
    resources::draft(&answers(pairs)).unwrap()
}

impl Stage {
    pub fn add(&self, db: &Db, who: &Actor, place: &str, pairs: &[(&str, &str)]) -> ResourceId {
        db.write(|tx| resources::add(tx, who, &PlaceId::from(place), &draft(pairs), &Attached::Kept)).unwrap()
    }

    /// Written by one, reviewed by another.
    pub fn live(&self, db: &Db, place: &str, pairs: &[(&str, &str)]) -> ResourceId {
        let id = self.add(db, &self.methodist, place, pairs);
        db.write(|tx| resources::review(tx, &self.coordinator, id, 1)).unwrap();
        id
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, resources::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

pub fn find(db: &Db, id: ResourceId) -> resources::Resource {
    db.read(|tx| resources::find(tx, &resources::Sight::program(), id)).unwrap()
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
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

//! The stage: a region with two municipalities; teachers of physics and chemistry in Bikin, methodists of physics near and far.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Date, Db, Result, Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use pairs::{RunId, runs, runs::RunForm};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const SITE: &str = "http://test.local";
pub const TODAY: Date = date(2026, 11, 23);
pub const SCHOOL: &str = "sch-six";
pub const OTHER: &str = "sch-seven";
pub const FAR: &str = "sch-far";
pub const HOME: &str = "mo-bikin";

pub struct Stage {
    pub db: Db,
    pub app: App,
    /// Teachers of physics in Bikin, Anna with an account.
    pub anna: PersonId,
    pub bella: PersonId,
    pub clara: PersonId,
    /// Teaches chemistry: nobody can help.
    pub daria: PersonId,
    /// Methodists of physics: near with two places by the run, far.
    pub near: PersonId,
    pub far: PersonId,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub member: Actor,
    pub helper: Actor,
}

/// Plays on both engines.
pub fn on_stage(play: impl Fn(&Stage)) {
    on_each_engine(|db| play(&set(db)));
}

fn set(db: &Db) -> Stage {
    let people = db.write(peopled).unwrap();
    let [anna, bella, clara, daria, near, far] = people;
    Stage {
        app: web::testing::app(db, Listeners::new(vec![pairs::listen, consent::erasure, notices::listen, people::listen])),
        db: db.clone(),
        coordinator: actor(db, Role::Coordinator, REGION, "Координаторова Ольга", None),
        municipal: actor(db, Role::Municipal, HOME, "Районная Ирина", None),
        member: actor(db, Role::Member, SCHOOL, "Аннова Анна", Some(anna)),
        helper: actor(db, Role::Member, OTHER, "Ближнева Ирина", Some(near)),
        anna,
        bella,
        clara,
        daria,
        near,
        far,
    }
}

fn peopled(tx: &mut Tx<'_>) -> Result<[PersonId; 6]> {
    let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
    structure::load_profile(tx, &By::system(), &profile)?;
    competencies::load_sample(tx, &By::system())?;
    let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
    for (code, parent, name) in [(SCHOOL, HOME, "Школа № 6"), (OTHER, HOME, "Школа № 7"), (FAR, far.as_str(), "Школа № 60")] {
        let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
        add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
    }
    let teachers = [("Аннова", "fizika"), ("Беллова", "fizika"), ("Кларова", "fizika"), ("Дарьина", "himiya")].map(|(family, subject)| person(tx, family, subject, SCHOOL));
    let near = person(tx, "Ближнева", "fizika", OTHER);
    let far_one = person(tx, "Дальнева", "fizika", FAR);
    member(tx, near, HOME);
    member(tx, far_one, &far);
    let [anna, bella, clara, daria] = teachers;
    Ok([anna, bella, clara, daria, near, far_one])
}

pub fn person(tx: &mut Tx<'_>, family: &str, subject: &str, place: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Ирина".into(), patronymic: Some("Петровна".into()) },
        birth_on: None,
        phone: Some("+79140000000".into()),
        email: Some(format!("{}@example.ru", Uuid::new_v4().simple())),
        place: place.into(),
        position: String::new(),
        position_text: "учитель".into(),
        since: Some(date(2020, 9, 1)),
        subjects: vec![(subject.into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

/// A membership as an order leaves it.
fn member(tx: &mut Tx<'_>, person: PersonId, municipality: &str) {
    let order = Uuid::now_v7().to_string();
    let now = tx.now();
    tx.execute("INSERT INTO act_order (id, kind, state, title, made_at) VALUES ($1, 'include', 'signed', 'О включении', $2)", params![order, now]).unwrap();
    tx.execute(
        "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', 'fizika', $3, $4, '2026-01-01', $1)",
        params![Uuid::now_v7().to_string(), person, municipality, order],
    )
    .unwrap();
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

/// A run for everybody of the stage by name.
pub fn form(places: &str) -> RunForm {
    let names = ["Аннова", "Беллова", "Кларова", "Дарьина"].map(|family| format!("{family} Ирина Петровна")).join("\n");
    RunForm { source: "list".into(), names, places: places.into(), ..RunForm::usual(TODAY) }
}

impl Stage {
    pub fn make(&self, actor: &Actor, form: &RunForm) -> Result<RunId> {
        let (new, question) = self.db.read(|tx| runs::start(tx, actor, form))?;
        let answer = question.answer()?;
        self.db.write(|tx| runs::make(tx, actor, &new, (&question, &answer)))
    }

    /// The version of a run now.
    pub fn version(&self, id: RunId) -> i64 {
        self.db.read(|tx| Ok(runs::find(tx, &self.coordinator, id)?.version)).unwrap()
    }

    /// The proposed methodist of a teacher.
    pub fn proposed(&self, id: RunId, teacher: PersonId) -> Option<PersonId> {
        self.db.read(|tx| tx.one("SELECT methodist_id FROM matching_teacher WHERE run_id = $1 AND person_id = $2", params![id, teacher], |row| row.get(0))).unwrap()
    }

    pub fn count(&self, sql: &str) -> u64 {
        self.db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
    }

    /// Makes a run with room for all and publishes it.
    pub fn published(&self) -> RunId {
        let id = self.make(&self.coordinator, &form("8")).unwrap();
        let version = self.version(id);
        self.db.write(|tx| runs::publish(tx, &self.coordinator, (id, version), 0, SITE)).unwrap();
        id
    }
}

/// Runs a story in a runtime of its own.
pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

impl Stage {
    /// A browser in which somebody is at work.
    pub fn browser(&self, actor: &Actor) -> Visitor {
        let secret = self.db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, pairs::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

impl Stage {
    /// A case that Anna began herself, without a methodist in its team.
    pub fn case_of_anna(&self) -> cases::CaseId {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        let direction = profile.dictionaries.of(structure::profile::TermKind::WorkDirection).next().unwrap().code.clone();
        let form = cases::OpeningForm {
            kind: "full".into(), subject: "fizika".into(), direction, reason: "Выявлены затруднения".into(), words: "Трудно давать обратную связь".into(), ..cases::OpeningForm::default()
        };
        self.db
            .write(|tx| {
                let opening = form.read(tx)?;
                cases::open(tx, &self.member, self.anna, &opening, SITE)
            })
            .unwrap()
    }
}

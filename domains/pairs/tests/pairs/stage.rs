//! The stage: a region with two municipalities; teachers of physics and chemistry in Bikin, methodists of physics near and far.

use access::{Actor, Role};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Result, Tx,
    db::testing::on_each_engine,
    id::{PersonId, Uuid},
    news::Listeners,
    params,
};
use pairs::{RunId, runs, runs::RunForm};
use people::NewPerson;
use scene::{HOME, Membership, REGION, SCHOOL, SECOND, actor};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, SITE, TODAY, tell};

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
        helper: actor(db, Role::Member, SECOND, "Ближнева Ирина", Some(near)),
        anna,
        bella,
        clara,
        daria,
        near,
        far,
    }
}

fn peopled(tx: &mut Tx<'_>) -> Result<[PersonId; 6]> {
    let far = scene::region(tx);
    competencies::load_sample(tx, &By::system())?;
    scene::schools(tx, &[(SCHOOL, HOME, "Школа № 6"), (SECOND, HOME, "Школа № 7"), (FAR_SCHOOL, &far, "Школа № 60")]);
    let teachers = [("Аннова", "fizika"), ("Беллова", "fizika"), ("Кларова", "fizika"), ("Дарьина", "himiya")].map(|(family, subject)| person(tx, family, subject, SCHOOL));
    let near = person(tx, "Ближнева", "fizika", SECOND);
    let far_one = person(tx, "Дальнева", "fizika", FAR_SCHOOL);
    member(tx, near, HOME);
    member(tx, far_one, &far);
    let [anna, bella, clara, daria] = teachers;
    Ok([anna, bella, clara, daria, near, far_one])
}

fn person(tx: &mut Tx<'_>, family: &str, subject: &str, place: &str) -> PersonId {
    let (phone, email) = (Some("+79140000000".into()), Some(format!("{}@example.ru", Uuid::new_v4().simple())));
    scene::enter(tx, NewPerson { phone, email, since: Some(date(2020, 9, 1)), subjects: vec![(subject.into(), true)], ..scene::named(family, "Ирина", place) })
}

fn member(tx: &mut Tx<'_>, person: PersonId, municipality: &str) {
    scene::ordered(tx, person, &Membership { subject: Some("fizika"), municipality, from: date(2026, 1, 1), ..Membership::default() });
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
        scene::count(&self.db, sql)
    }

    /// Makes a run with room for all and publishes it.
    pub fn published(&self) -> RunId {
        let id = self.make(&self.coordinator, &form("8")).unwrap();
        let version = self.version(id);
        self.db.write(|tx| runs::publish(tx, &self.coordinator, (id, version), 0, SITE)).unwrap();
        id
    }

    /// A browser in which somebody is at work.
    pub fn browser(&self, actor: &Actor) -> Visitor {
        scene::browser(&self.db, &self.app, pairs::router(), actor)
    }

    /// A case that Anna began herself, without a methodist in its team.
    pub fn case_of_anna(&self) -> cases::CaseId {
        let form = cases::OpeningForm {
            kind: "full".into(),
            subject: "fizika".into(),
            direction: scene::direction(),
            reason: "Выявлены затруднения".into(),
            words: "Трудно давать обратную связь".into(),
            ..cases::OpeningForm::default()
        };
        self.db
            .write(|tx| {
                let opening = form.read(tx)?;
                cases::open(tx, &self.member, self.anna, &opening, SITE)
            })
            .unwrap()
    }
}

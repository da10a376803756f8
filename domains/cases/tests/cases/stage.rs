//! The stage: a school in Bikin where Anna teaches and Irina is deputy head, methodists of the region and the municipality, Tamara of
//! the active in a far school, strangers beside them.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use cases::{CaseId, EvidenceKind, Given, OpeningForm, SourceKind, Strand, TeamRole, Word};
use consent::{Channel, ConsentKind, Given as Consented, texts};
use deficits::{DeficitId, deficit::Declared};
use jiff::civil::date;
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
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

pub const SITE: &str = "http://test.local";
pub const TODAY: Date = date(2026, 11, 23);
pub const SCHOOL: &str = "sch-six";
pub const FAR: &str = "sch-far";
const HOME: &str = "mo-bikin";

pub struct Stage {
    pub app: App,
    pub teacher: PersonId,
    pub anna: Actor,
    pub deputy: Actor,
    pub methodist: Actor,
    pub municipal: Actor,
    pub coordinator: Actor,
    /// A member of the active in a far school: may be asked as a tutor.
    pub tamara: Actor,
    pub far_deputy: Actor,
    pub far_teacher: Actor,
}

pub fn set(db: &Db) -> Stage {
    let people = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            texts::load_initial(tx, &By::system(), &profile.operator)?;
            competencies::load_sample(tx, &By::system())?;
            observation::load_sample(tx, &By::system())?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "Школа № 6"), (FAR, far.as_str(), "Школа № 60")] {
                let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
            }
            let anna = person(tx, "Редкофамильцева", "Анна", SCHOOL);
            consented(tx, anna);
            let others = [("Завучева", SCHOOL), ("Методистова", HOME), ("Районная", HOME), ("Тьюторова", FAR), ("Дальняя", FAR), ("Соседова", FAR)].map(|(family, place)| person(tx, family, "Ирина", place));
            Ok((anna, others))
        })
        .unwrap();
    let (anna, [deputy, methodist, municipal, tamara, far_deputy, far_teacher]) = people;
    let stage = Stage {
        app: web::testing::app(db, Listeners::new(vec![cases::listen, deficits::listen, observation::listen, diagnostics::listen, consent::erasure, people::listen])),
        anna: actor(db, Role::Member, SCHOOL, "Редкофамильцева Анна", Some(anna)),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Ирина", Some(deputy)),
        methodist: actor(db, Role::Methodist, REGION, "Методистова Ирина", Some(methodist)),
        municipal: actor(db, Role::Municipal, HOME, "Районная Ирина", Some(municipal)),
        coordinator: actor(db, Role::Coordinator, REGION, "Координаторова Ольга", None),
        tamara: actor(db, Role::Member, FAR, "Тьюторова Ирина", Some(tamara)),
        far_deputy: actor(db, Role::School, FAR, "Дальняя Ирина", Some(far_deputy)),
        far_teacher: actor(db, Role::Member, FAR, "Соседова Ирина", Some(far_teacher)),
        teacher: anna,
    };
    db.write(|tx| {
        membership(tx, tamara);
        Ok(())
    })
    .unwrap();
    stage
}

pub fn person(tx: &mut Tx<'_>, family: &str, given: &str, place: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: given.into(), patronymic: Some("Петровна".into()) },
        birth_on: None,
        phone: None,
        email: None,
        place: place.into(),
        position: String::new(),
        position_text: "учитель".into(),
        since: Some(date(2020, 9, 1)),
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

fn consented(tx: &mut Tx<'_>, person: PersonId) {
    let text_id = texts::current(tx, ConsentKind::Diagnostics, TODAY).unwrap().id;
    let given = Consented {
        person,
        kind: ConsentKind::Diagnostics,
        text_id,
        items: Vec::new(),
        conditions: String::new(),
        term_until: None,
        received_on: None,
        channel: Channel::Paper,
        evidence: serde_json::json!({}),
        account: None,
    };
    consent::give(tx, &By::system(), given).unwrap();
}

/// A membership as an order leaves it.
fn membership(tx: &mut Tx<'_>, person: PersonId) {
    let order = Uuid::now_v7().to_string();
    let now = tx.now();
    tx.execute("INSERT INTO act_order (id, kind, state, title, made_at) VALUES ($1, 'inclusion', 'signed', 'О включении', $2)", params![order, now]).unwrap();
    tx.execute(
        "INSERT INTO membership (id, person_id, kind, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', $3, $4, '2026-01-01', $1)",
        params![Uuid::now_v7().to_string(), person, HOME, order],
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

pub fn form() -> OpeningForm {
    OpeningForm {
        kind: "full".into(),
        subject: "matematika".into(),
        direction: direction(),
        reason: "Выявлены затруднения в формирующем оценивании".into(),
        words: "Трудно давать обратную связь".into(),
        ..OpeningForm::default()
    }
}

/// The first of the region's directions of work.
pub fn direction() -> String {
    let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
    profile.dictionaries.of(structure::profile::TermKind::WorkDirection).next().unwrap().code.clone()
}

impl Stage {
    pub fn proposed(&self, db: &Db, by: &Actor) -> CaseId {
        db.write(|tx| {
            let opening = form().read(tx)?;
            cases::open(tx, by, self.teacher, &opening, SITE)
        })
        .unwrap()
    }

    /// Proposed by the deputy head and agreed to by Anna.
    pub fn opened(&self, db: &Db) -> CaseId {
        let id = self.proposed(db, &self.deputy);
        db.write(|tx| cases::answer(tx, &self.anna, id, (Word::Agree, 1), SITE)).unwrap();
        id
    }

    /// Somebody is asked into the team and says yes.
    pub fn joined(&self, db: &Db, id: CaseId, who: &Actor, role: TeamRole) {
        let form = cases::Invitation { person: who.person.unwrap().to_string(), role: role.as_str().into() };
        let seat = db.write(|tx| cases::invite(tx, &self.anna, id, &form, SITE)).unwrap();
        db.write(|tx| cases::answer_invitation(tx, who, seat, (true, "", 1), SITE)).unwrap();
    }

    /// Anna, the deputy head and the regional methodist at work.
    pub fn at_work(&self, db: &Db) -> CaseId {
        let id = self.opened(db);
        self.joined(db, id, &self.methodist, TeamRole::RegionalMethodist);
        id
    }

    /// A difficulty that Anna names.
    pub fn declared(&self, db: &Db, at: usize) -> DeficitId {
        db.write(|tx| {
            let (framework, _) = competencies::load_sample(tx, &By::system())?;
            let code: String = tx.one("SELECT code FROM competency WHERE framework_id = $1 AND parent_id IS NOT NULL ORDER BY code LIMIT 1 OFFSET $2", params![framework, at], |row| row.get(0))?;
            let competency = competencies::by_code(tx, framework, &code)?.unwrap().id;
            deficits::deficit::declare(tx, &self.anna, &Declared { competency: competency.to_string(), words: "Не успеваю разобрать ошибки".into() })
        })
        .unwrap()
    }

    /// A deficit taken into the case.
    pub fn taken(&self, db: &Db, id: CaseId, at: usize) -> DeficitId {
        let deficit = self.declared(db, at);
        db.write(|tx| cases::take_in(tx, &self.app.listeners, &self.anna, id, deficit)).unwrap();
        deficit
    }

    /// What the domains above and the measurements leave: evidence of the teacher's rungs from one to another.
    pub fn climbed(&self, db: &Db, id: CaseId, rungs: std::ops::RangeInclusive<i64>) {
        db.write(|tx| {
            for rung in rungs {
                cases::give(tx, &By::system(), id, climb(rung))?;
            }
            Ok(())
        })
        .unwrap();
    }

    pub fn case(&self, db: &Db, id: CaseId) -> cases::Case {
        db.read(|tx| cases::find(tx, id)).unwrap()
    }

    pub fn deficits(&self, db: &Db, id: CaseId) -> Vec<cases::TakenDeficit> {
        db.read(|tx| {
            let case = cases::find(tx, id)?;
            cases::deficits(tx, &case)
        })
        .unwrap()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let token = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, cases::router(Vec::new()));
        visitor.set_cookie(guard::session_cookie(false), token.as_str());
        visitor
    }
}

/// Evidence of a rung on the teacher's strand, as its own source gives it.
pub fn climb(rung: i64) -> Given {
    let (kind, source) = match rung {
        2 => (EvidenceKind::Result, SourceKind::Attempt),
        3 => (EvidenceKind::Resources, SourceKind::Pathway),
        4 => (EvidenceKind::Agreement, SourceKind::Pathway),
        5 => (EvidenceKind::Walk, SourceKind::Pathway),
        6 => (EvidenceKind::Repeat, SourceKind::Attempt),
        _ => (EvidenceKind::Signal, SourceKind::Words),
    };
    Given::new((rung, Strand::Teacher, kind), source, format!("{rung}"))
}

pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

/// The sentence of a refusal.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done {
        Err(Error::Refusal(sentence)) => sentence,
        other => panic!("not a refusal: {other:?}"),
    }
}

/// The message at a field.
#[track_caller]
pub fn at_field<T: std::fmt::Debug>(done: Result<T>, field: &str) -> String {
    match done {
        Err(Error::Fields(errors)) => errors.of(field).unwrap_or_else(|| panic!("no error at {field}: {errors}")).to_owned(),
        other => panic!("not errors of fields: {other:?}"),
    }
}

#[track_caller]
pub fn absent<T: std::fmt::Debug>(done: Result<T>) {
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
}

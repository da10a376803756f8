//! The stage: a school in Bikin where Anna teaches and Irina is deputy head, methodists of the region and the municipality, Tamara of
//! the active in a far school, strangers beside them.

use access::{Actor, Role};
use audit::By;
use cases::{CaseId, EvidenceKind, Given, OpeningForm, SourceKind, Strand, TeamRole, Word};
use consent::ConsentKind;
use deficits::{DeficitId, deficit::Declared};
use jiff::civil::date;
use kernel::{Db, Tx, id::PersonId, news::Listeners, params};
use scene::{HOME, Membership, REGION};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, SCHOOL, SITE, TODAY, absent, actor, count, direction, refused, tell, wrong};

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
            let far = scene::region(tx);
            scene::texts(tx);
            competencies::load_sample(tx, &By::system())?;
            observation::load_sample(tx, &By::system())?;
            scene::schools(tx, &[(SCHOOL, HOME, "Школа № 6"), (FAR_SCHOOL, &far, "Школа № 60")]);
            let anna = person(tx, "Редкофамильцева", "Анна", SCHOOL);
            scene::consented(tx, anna, ConsentKind::Diagnostics);
            let others =
                [("Завучева", SCHOOL), ("Методистова", HOME), ("Районная", HOME), ("Тьюторова", FAR_SCHOOL), ("Дальняя", FAR_SCHOOL), ("Соседова", FAR_SCHOOL)].map(|(family, place)| person(tx, family, "Ирина", place));
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
        tamara: actor(db, Role::Member, FAR_SCHOOL, "Тьюторова Ирина", Some(tamara)),
        far_deputy: actor(db, Role::School, FAR_SCHOOL, "Дальняя Ирина", Some(far_deputy)),
        far_teacher: actor(db, Role::Member, FAR_SCHOOL, "Соседова Ирина", Some(far_teacher)),
        teacher: anna,
    };
    db.write(|tx| {
        scene::ordered(tx, tamara, &Membership { from: date(2026, 1, 1), ..Membership::default() });
        Ok(())
    })
    .unwrap();
    stage
}

pub fn person(tx: &mut Tx<'_>, family: &str, given: &str, place: &str) -> PersonId {
    scene::enter(tx, people::NewPerson { since: Some(date(2020, 9, 1)), ..scene::named(family, given, place) })
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
        scene::browser(db, &self.app, cases::router(Vec::new()), actor)
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

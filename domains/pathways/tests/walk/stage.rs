//! The stage: Anna who teaches, a methodist, a tutor and a deputy head, a stranger; a case with one difficulty and a signed pathway of
//! three steps.

use access::{Actor, Role};
use audit::By;
use cases::{CaseId, EvidenceKind, First, Given, Head, Invitation, Opening, SourceKind, Strand, TeamRole};
use consent::ConsentKind;
use deficits::DeficitId;
use jiff::{SignedDuration, civil::date};
use kernel::{
    Db, Result, Tx,
    id::{PersonId, PlaceId},
    news::Listeners,
};
use pathways::{
    Component, PathwayId, StepId, agreement,
    agreement::Signing,
    building::{self, Frame},
    fields,
    steps::{self, LineForm},
    store, walk,
    walk::Draft,
    writing::{self, Writing},
};
use scene::{HOME, REGION, SCHOOL, actor};
use web::{App, testing::Visitor};

pub use scene::{SITE, TODAY, refused};

pub const WORDS: &str = "Ученики стали сами оценивать свою работу по признакам, 8 из 10 уроков";

pub struct Stage {
    pub app: App,
    pub anna: Actor,
    pub methodist: Actor,
    pub tutor: Actor,
    pub deputy: Actor,
    pub municipal: Actor,
    pub stranger: Actor,
    pub coordinator: Actor,
    pub teacher: PersonId,
    pub resource: resources::ResourceId,
}

/// A case with its pathway.
#[derive(Clone, Copy)]
pub struct Made {
    pub case: CaseId,
    pub pathway: PathwayId,
    pub deficit: DeficitId,
}

fn person(tx: &mut Tx<'_>, family: &str, mail: &str) -> PersonId {
    scene::enter(tx, people::NewPerson { email: Some(mail.into()), ..scene::teacher(family, SCHOOL) })
}

pub fn set(db: &Db) -> Stage {
    let people = db
        .write(|tx| {
            scene::region(tx);
            scene::texts(tx);
            scene::school(tx, SCHOOL, HOME, "Школа № 6");
            competencies::load_sample(tx, &By::system())?;
            let anna = person(tx, "Редкофамильцева", "anna@school.example");
            scene::consented(tx, anna, ConsentKind::Diagnostics);
            let mut other = |family, mail| person(tx, family, mail);
            Ok([anna, other("Методистова", "m@iro.example"), other("Тьюторова", "t@school.example"), other("Завучева", "z@school.example"), other("Чужакова", "s@school.example")])
        })
        .unwrap();
    let [anna, methodist, tutor, deputy, stranger] = people;
    let methodist = actor(db, Role::Methodist, REGION, "Методистова Анна", Some(methodist));
    let coordinator = actor(db, Role::Coordinator, REGION, "Координатова Елена", None);
    let listeners = Listeners::new(vec![
        pathways::walk::listen,
        pathways::listen,
        cases::listen,
        resources::listen,
        deficits::listen,
        observation::listen,
        diagnostics::listen,
        consent::erasure,
        mail::hear,
        access::erasure::hear,
        people::listen,
    ]);
    Stage {
        app: web::testing::app(db, listeners),
        anna: actor(db, Role::Member, SCHOOL, "Редкофамильцева Анна", Some(anna)),
        tutor: actor(db, Role::Member, SCHOOL, "Тьюторова Анна", Some(tutor)),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Анна", Some(deputy)),
        municipal: actor(db, Role::Municipal, HOME, "Районова Ольга", None),
        stranger: actor(db, Role::Member, SCHOOL, "Чужакова Анна", Some(stranger)),
        teacher: anna,
        resource: db.write(|tx| Ok(resource(tx, &methodist, &coordinator))).unwrap(),
        methodist,
        coordinator,
    }
}

fn resource(tx: &mut Tx<'_>, by: &Actor, reviewer: &Actor) -> resources::ResourceId {
    let draft = resources::Draft {
        kind: resources::Kind::Programme,
        title: "Оценивание на уроке".into(),
        summary: String::new(),
        provider: "Институт".into(),
        subject: String::new(),
        form: resources::Form::Remote,
        technology: String::new(),
        hours: 16,
        starts_on: None,
        ends_on: None,
        apply_by: None,
        seats: None,
        link: String::new(),
        valid_to: None,
        tags: vec![resources::Tag { code: "М2".into(), strength: 3 }],
    };
    let id = resources::add(tx, by, &PlaceId::from(REGION), &draft, &resources::Attached::Kept).unwrap();
    resources::review(tx, reviewer, id, 1).unwrap();
    id
}

impl Stage {
    /// Anna's demand to stop diagnostics.
    pub fn withdrawal(&self, tx: &mut Tx<'_>) -> Result<consent::Withdrawal> {
        Ok(consent::Withdrawal {
            target: consent::Target::Newest(self.teacher, ConsentKind::Diagnostics),
            item: None,
            received_on: tx.today(),
            channel: consent::WithdrawalChannel::Cabinet,
            evidence: serde_json::json!({}),
        })
    }

    /// A case of Anna's own with a methodist and a tutor, at rung 3 with one named difficulty.
    pub fn case(&self, db: &Db) -> (CaseId, DeficitId) {
        db.write(|tx| {
            let head = Head { kind: cases::Kind::NewTeacher, subject: String::new(), direction: "diagnostics".into(), reason: "Хочу лучше оценивать".into(), channel: None, review_days: 30 };
            let case = cases::open(tx, &self.anna, self.teacher, &Opening { head, first: vec![First::Words("Трудно оценивать на уроке".into())] }, SITE)?;
            for (who, role) in [(&self.methodist, TeamRole::RegionalMethodist), (&self.tutor, TeamRole::Tutor)] {
                let seat = cases::invite(tx, &self.anna, case, &Invitation { person: who.person.unwrap().to_string(), role: role.as_str().into() }, SITE)?;
                cases::answer_invitation(tx, who, seat, (true, "", 1), SITE)?;
            }
            let competency: String = tx.one("SELECT id FROM competency WHERE code = 'М2'", kernel::params![], |row| row.get(0))?;
            let deficit = deficits::deficit::declare(tx, &self.anna, &deficits::deficit::Declared { competency, words: "Трудно давать обратную связь".into() })?;
            cases::take_in(tx, &self.app.listeners, &self.anna, case, deficit)?;
            cases::give(tx, &By::system(), case, Given::new((2, Strand::Teacher, EvidenceKind::Result), SourceKind::Assessment, "outside"))?;
            Ok((case, deficit))
        })
        .unwrap()
    }

    /// A pathway of three steps, complete and not yet sent.
    pub fn drafted(&self, db: &Db) -> Made {
        let (case, deficit) = self.case(db);
        let pathway = db.write(|tx| building::begin(tx, &self.methodist, case, Frame { starts_on: Some(TODAY), ends_on: Some(date(2027, 4, 30)), hours_limit: Some(36) })).unwrap();
        db.write(|tx| {
            for component in Component::ALL {
                let texts = fields(*component).iter().map(|field| (field.name.to_owned(), WORDS.to_owned())).collect();
                writing::save(tx, &self.anna, pathway, *component, &Writing { base: 0, texts, words: String::new() }, SITE)?;
            }
            for (title, due, resource) in [("Пройти курс", "05.12.2026", Some(self.resource)), ("Провести три урока", "20.01.2027", None), ("Показать коллегам", "01.03.2027", None)]
            {
                let form = LineForm {
                    title: title.into(),
                    task: "Сделать и записать, что вышло".into(),
                    hours: "8".into(),
                    due_on: due.into(),
                    result_form: "lessons".into(),
                    deficits: vec![deficit.to_string()],
                    ..LineForm::default()
                };
                steps::add(tx, &self.methodist, pathway, (&form, resource), SITE)?;
            }
            Ok(())
        })
        .unwrap();
        Made { case, pathway, deficit }
    }

    /// Signed by everybody: walked from today.
    pub fn walked(&self, db: &Db) -> Made {
        let made = self.drafted(db);
        db.write(|tx| {
            let version = store::load(tx, &self.anna, made.pathway)?.pathway.version;
            agreement::send(tx, &self.anna, made.pathway, version, SITE)?;
            for who in [&self.methodist, &self.tutor] {
                self.sign_all(tx, who, made.pathway)?;
            }
            self.sign_whole(tx, made.pathway)
        })
        .unwrap();
        made
    }

    pub fn sign_all(&self, tx: &mut Tx<'_>, who: &Actor, pathway: PathwayId) -> Result<()> {
        let loaded = store::load(tx, who, pathway)?;
        let (_, sheet) = agreement::read(tx, &loaded)?;
        let sections = Component::ALL.iter().map(|component| (*component, sheet.digests.of(Some(*component)).unwrap().as_str().to_owned())).collect();
        agreement::sign(tx, who, pathway, &Signing { sections, words: String::new() }, SITE)
    }

    pub fn sign_whole(&self, tx: &mut Tx<'_>, pathway: PathwayId) -> Result<()> {
        let loaded = store::load(tx, &self.anna, pathway)?;
        let (_, sheet) = agreement::read(tx, &loaded)?;
        let seen = sheet.digests.whole.as_str().to_owned();
        agreement::sign_whole(tx, &self.anna, pathway, &seen, "", SITE)
    }

    pub fn steps(&self, db: &Db, pathway: PathwayId) -> Vec<pathways::Step> {
        db.read(|tx| store::steps(tx, pathway)).unwrap().into_iter().filter(pathways::Step::is_in).collect()
    }

    pub fn reports(&self, db: &Db, step: StepId) -> Vec<walk::Report> {
        db.read(|tx| walk::reports(tx, step)).unwrap()
    }

    /// What a teacher hands in.
    pub fn draft() -> Draft {
        Draft { reflection: WORDS.into(), link: "https://example.ru/urok".into(), ..Draft::default() }
    }

    pub fn hand_in(&self, db: &Db, made: Made, step: StepId) -> Result<()> {
        let version = self.reports(db, step).first().filter(|report| report.state == walk::ReportState::Draft).map_or(0, |report| report.version);
        db.write(|tx| walk::send(tx, &self.anna, (made.pathway, step), version, &Self::draft(), SITE))
    }

    pub fn answer(&self, db: &Db, who: &Actor, made: Made, step: StepId, said: &walk::Answer) -> Result<()> {
        let report = self.reports(db, step).into_iter().next().unwrap();
        db.write(|tx| walk::answer(tx, who, (made.pathway, step), (report.id, report.version), said, SITE))
    }

    pub fn accept(&self, db: &Db, made: Made, step: StepId) -> Result<()> {
        self.answer(db, &self.tutor, made, step, &walk::Answer::Accept { words: String::new() })
    }

    /// Every step handed in and accepted, a day apart.
    pub fn walk_all(&self, db: &Db, made: Made) {
        for step in self.steps(db, made.pathway) {
            self.hand_in(db, made, step.id).unwrap();
            self.accept(db, made, step.id).unwrap();
            db.clock().advance(SignedDuration::from_hours(24));
        }
    }

    /// Presented, with the repeat's evidence given.
    pub fn presented(&self, db: &Db) -> Made {
        let made = self.walked(db);
        self.walk_all(db, made);
        db.write(|tx| {
            let day = kernel::date::short(tx.today());
            let plan = pathways::presentation::Plan { way: "event".into(), planned_on: day.clone(), place: "Школа".into(), audience: "Объединение".into() };
            pathways::presentation::plan(tx, &self.anna, made.pathway, 0, &plan)?;
            pathways::presentation::hold(tx, &self.methodist, made.pathway, 1, &pathways::presentation::Minutes { held_on: day, minutes: "Были коллеги, обсудили".into() })?;
            cases::give(tx, &By::system(), made.case, Given::new((6, Strand::Teacher, EvidenceKind::Repeat), SourceKind::Assessment, "again"))
        })
        .unwrap();
        made
    }

    pub fn rung(&self, db: &Db, case: CaseId) -> i64 {
        db.read(|tx| Ok(cases::find(tx, case)?.rung)).unwrap()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, pathways::router(), actor)
    }
}

/// A test with pages.
pub fn in_browser(story: impl AsyncFn(&Db)) {
    for test in kernel::db::testing::databases() {
        scene::tell(story(&test.db));
    }
}

//! The stage: a region with quotas, a coordinator, a commission of three, applicants whom the municipality has endorsed.

use access::{Actor, Role};
use applications::{
    ApplicationId, State, apply,
    check::{self, Seen},
    endorse,
    field::Section,
    link::Site,
};
use commission::{AttendanceForm, Ballot, Closing, DecisionForm, ItemId, MeetingId, PlanForm, Sitting};
use consent::ConsentKind;
use kernel::{Db, Result, Tx, news::Listeners, params};
use scene::{PDF, REGION, SITE, answers};
use web::{Answers, App, Client, testing::Visitor};

pub use scene::{HOME, SCHOOL, actor, count, refused, tell, wrong};

/// Everybody on the stage. Igor chairs.
pub struct Stage {
    pub app: App,
    pub coordinator: Actor,
    pub igor: Actor,
    pub anna: Actor,
    pub pyotr: Actor,
    pub municipal: Actor,
}

pub fn set(db: &Db) -> Stage {
    db.write(|tx| {
        scene::region(tx);
        scene::texts(tx);
        membership::load_from_profile(tx, scene::profile())?;
        scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), ("sch-lyceum", HOME, "Лицей № 12")]);
        Ok(())
    })
    .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![people::listen, consent::erasure, applications::listen, membership::listen, commission::listen])),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Вера", None),
        igor: actor(db, Role::Commission, REGION, "Председателев Игорь", None),
        anna: actor(db, Role::Commission, REGION, "Голосова Анна", None),
        pyotr: actor(db, Role::Commission, REGION, "Судейкин Пётр", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
    }
}

impl Stage {
    /// An application that waits for the commission: a mathematician of school № 6, unless the school is another.
    pub fn endorsed(&self, db: &Db, family: &str, school: &str) -> ApplicationId {
        let proof = self.app.files.put(PDF, &[files::Kind::Pdf]).unwrap();
        let email = format!("{}@school.example", kernel::id::Uuid::new_v4().simple());
        db.write(|tx| {
            let site = Site(SITE.into());
            let token = apply::start(tx, &site, &email, &email)?;
            for (section, fields) in card(family, &email, school) {
                apply::save(tx, &token, section.parse::<Section>().unwrap(), &posted_owned(&fields))?;
            }
            for kind in ConsentKind::OF_APPLICATION.iter().copied() {
                let text = apply::consent_page(tx, &token, kind)?.text.id.to_string();
                apply::answer(tx, &token, kind, &answers(&[("text", &text), ("agree", "yes"), ("items", "full_name"), ("term", "membership")]), &Client::default())?;
            }
            for purpose in ["experienced/category_order", "experienced/diploma"] {
                apply::attach(tx, &token, purpose, &proof, "Диплом.pdf")?;
            }
            apply::submit(tx, &site, &token)?;
            let id = apply::open(tx, &token)?.id;
            let now = seen(tx, id)?;
            check::find_criterion(tx, &self.coordinator, now, &check::FindingForm { criterion: "experienced".into(), holds: "yes".into(), ..Default::default() })?;
            check::accept(tx, &self.coordinator, now)?;
            let now = seen(tx, id)?;
            endorse::endorse(tx, &self.municipal, now, "")?;
            Ok(id)
        })
        .unwrap()
    }

    /// A meeting of today with these applications on its agenda.
    pub fn planned(&self, db: &Db, applications: &[ApplicationId]) -> MeetingId {
        db.write(|tx| {
            let form = PlanForm { held_on: "23.11.2026".into(), chair: self.igor.account.to_string(), secretary: self.coordinator.account.to_string(), version: 0 };
            let id = commission::plan(tx, &self.coordinator, &form)?;
            if !applications.is_empty() {
                commission::add(tx, &self.coordinator, id, applications)?;
            }
            Ok(id)
        })
        .unwrap()
    }

    /// The same, opened with those present.
    pub fn opened(&self, db: &Db, applications: &[ApplicationId], present: &[&Actor]) -> (MeetingId, Vec<ItemId>) {
        let id = self.planned(db, applications);
        let form = AttendanceForm { present: present.iter().map(|actor| actor.account).collect(), chair: present.first().map(|actor| actor.account), version: 1 };
        db.write(|tx| commission::open(tx, &self.coordinator, id, &form)).unwrap();
        (id, self.sitting(db, id).items.iter().map(|item| item.id).collect())
    }

    pub fn sitting(&self, db: &Db, id: MeetingId) -> Sitting {
        db.read(|tx| commission::sitting(tx, &self.coordinator, id)).unwrap()
    }

    /// Decides with the page's form as the wish fills it.
    pub fn decide(&self, db: &Db, meeting: MeetingId, item: ItemId, outcome: &str, note: &str) -> Result<commission::Decided> {
        let version = self.sitting(db, meeting).item(item).unwrap().version;
        let form = DecisionForm {
            outcome: outcome.into(),
            kind: "subject_methodist".into(),
            subject: "matematika".into(),
            municipality: HOME.into(),
            reason: "evidence_insufficient".into(),
            note: note.into(),
            version,
            ..DecisionForm::default()
        };
        db.write(|tx| commission::decide(tx, &self.coordinator, meeting, item, &form))
    }

    /// Closes as the screen does: prints, stores, closes.
    pub fn close(&self, db: &Db, meeting: MeetingId) -> Result<Closing> {
        let minutes = db.read(|tx| commission::prepare(tx, &self.coordinator, meeting))?;
        let pdf = self.app.documents.print(&minutes, db.clock().now()).unwrap();
        let stored = self.app.files.put_own(&pdf.bytes, files::Kind::Pdf)?;
        db.write(|tx| commission::close(tx, &self.coordinator, meeting, &minutes, &stored))
    }

    /// The actor's browser, logged in.
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, routes(), actor)
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.app, routes())
    }
}

fn routes() -> axum::Router<App> {
    commission::router().merge(membership::router())
}

fn card(family: &str, email: &str, school: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let own = |fields: &[(&'static str, &str)]| fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>();
    vec![
        ("name", own(&[("family", family), ("given", "Анна"), ("patronymic", "Петровна"), ("birth_on", "5 сентября 1985")])),
        ("contacts", own(&[("phone", "8 (914) 123-45-67"), ("email", email)])),
        ("education", own(&[("education", "higher_pedagogical"), ("category", "highest"), ("category_on", "15.04.2024"), ("category_order", "№ 210")])),
        ("work", own(&[("municipality", HOME), ("school", school), ("position", "uchitel")])),
        ("subjects", own(&[("subjects", "matematika"), ("main_subject", "matematika")])),
        ("experience", own(&[("position_since", "01.09.2010"), ("speciality_since", "01.09.2008"), ("teaching_since", "01.09.2008")])),
        ("courses", own(&[("course-0-topic", "Функциональная грамотность"), ("course-0-hours", "72"), ("course-0-year", "2025"), ("course-0-provider", "ИРО")])),
        ("assessments", own(&[])),
        ("wishes", own(&[("kind", "subject_methodist"), ("wish_subject", "matematika"), ("work_directions", "d03"), ("travel", "online")])),
        ("criteria", own(&[("criteria", "experienced"), ("note-experienced", "С 2024 года")])),
    ]
}

fn posted_owned(fields: &[(&'static str, String)]) -> Answers {
    Answers::of(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())))
}

fn seen(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Seen> {
    let version = tx.one("SELECT version FROM application WHERE id = $1", params![id], |row| row.get(0))?;
    Ok(Seen { id, version })
}

pub fn state(db: &Db, id: ApplicationId) -> State {
    db.read(|tx| applications::agenda::state_of(tx, id)).unwrap()
}

/// A ballot with the same voice on every item.
pub fn ballot(items: &[ItemId], voice: &str) -> Ballot {
    Ballot::of(&Answers::of(items.iter().map(|item| (format!("voice-{item}"), voice.to_owned()))))
}

pub fn cast(db: &Db, voter: &Actor, meeting: MeetingId, items: &[ItemId], voice: &str) -> Result<usize> {
    db.write(|tx| commission::cast(tx, voter, meeting, &ballot(items, voice)))
}

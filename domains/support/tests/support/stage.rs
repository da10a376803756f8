//! The stage: a municipality with a school and another far away, staff of every role, Anna who teaches, Vera who is a member.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::{ToSpan, civil::date};
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::{Listeners, News},
    params,
};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use support::{
    courses::{self, CourseId, GraduateId, TaskId},
    schools::{self, LowSchoolId},
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
    /// A member of the active, of the same municipality.
    pub vera: PersonId,
    pub vera_herself: Actor,
    /// Teaches far away.
    pub zoya: PersonId,
    pub coordinator: Actor,
    pub methodist: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
    pub expert: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (anna, vera, zoya, far) = db
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
            let vera = person(tx, "Участникова", SCHOOL);
            member(tx, vera);
            Ok((person(tx, "Учительницына", SCHOOL), vera, person(tx, "Дальняя", FAR_SCHOOL), far))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![support::listen, ledger::listen, notices::listen, people::listen])),
        anna,
        anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        vera,
        vera_herself: actor(db, Role::Member, SCHOOL, "Вера", Some(vera)),
        zoya,
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        methodist: actor(db, Role::Methodist, REGION, "Методист Олег", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        far_municipal: actor(db, Role::Municipal, &far, "Методист Пётр", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
        expert: actor(db, Role::Expert, REGION, "Эксперт", None),
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
pub fn member(tx: &mut Tx<'_>, person: PersonId) {
    let (id, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-09-01', '2026-09-01', $2)", params![id, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $1, '2026-09-01', $1)";
    tx.execute(sql, params![id, person, HOME]).unwrap();
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
    Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// A course that ended so many months ago.
pub fn course_answers(db: &Db, months: i64, change: &[(&str, &str)]) -> Answers {
    let ends = db.clock().today().saturating_sub(months.months());
    let (starts, ends) = (short(ends.saturating_sub(30.days())), short(ends));
    let base = [("kind", "course"), ("level", "regional"), ("title", "Оценивание, которое помогает учиться"), ("hours", "36"), ("starts_on", starts.as_str()), ("ends_on", ends.as_str()), ("direction", "d01")];
    let base = base.iter().filter(|(name, _)| !change.iter().any(|(known, _)| known == name));
    Answers::of(base.chain(change).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

pub fn short(day: Date) -> String {
    kernel::date::short(day)
}

impl Stage {
    pub fn course(&self, db: &Db, months: i64, change: &[(&str, &str)]) -> CourseId {
        let typed = course_answers(db, months, change);
        db.write(|tx| courses::add(tx, &self.coordinator, &PlaceId::from(REGION), &courses::draft(&typed)?)).unwrap()
    }

    /// A course of a month ago with Anna as its graduate, asked, and Vera who supports.
    pub fn asked(&self, db: &Db) -> (CourseId, GraduateId, TaskId) {
        let course = self.course(db, 1, &[]);
        let graduate = db
            .write(|tx| {
                courses::assign(tx, &self.coordinator, course, "", self.vera)?;
                courses::enrol(tx, &self.coordinator, course, self.anna)
            })
            .unwrap();
        (course, graduate, self.task(db))
    }

    /// The first task there is.
    pub fn task(&self, db: &Db) -> TaskId {
        db.read(|tx| tx.one("SELECT id FROM course_task ORDER BY id LIMIT 1", &[], |row| row.get(0))).unwrap()
    }

    /// A card of the school with one factor.
    pub fn low(&self, db: &Db) -> LowSchoolId {
        db.write(|tx| {
            let id = schools::open(tx, &self.municipal, &answers(&[("place", SCHOOL), ("year", "2026"), ("basis", "Письмо № 1"), ("recheck_on", "01.11.2026")]))?;
            schools::add_factor(tx, &self.municipal, id, &answers(&[("factor", "rf05"), ("level", "high"), ("grounds", "Анкеты"), ("version", "1")]))?;
            Ok(id)
        })
        .unwrap()
    }

    /// Vera has said yes to help there.
    pub fn helped(&self, db: &Db) -> LowSchoolId {
        let id = self.low(db);
        db.write(|tx| {
            let helper = schools::ask(tx, &self.municipal, id, "rf05", self.vera)?;
            schools::answer(tx, &self.vera_herself, helper, true)
        })
        .unwrap();
        id
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, support::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }

    pub fn tell(&self, db: &Db, news: News) -> Vec<String> {
        db.write(|tx| self.app.listeners.tell(tx, news)).unwrap()
    }
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

#[track_caller]
pub fn wrong<T: std::fmt::Debug>(done: Result<T>, field: &str) {
    assert!(matches!(&done, Err(Error::Fields(errors)) if errors.of(field).is_some()), "{done:?}");
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

//! The stage: a municipality with a school and another far away, staff of every role, Anna who teaches, Vera who is a member.

use access::{Actor, Role};
use jiff::ToSpan;
use kernel::{
    Date, Db,
    id::{PersonId, PlaceId},
    news::{Listeners, News},
};
use scene::{FAR_SCHOOL, REGION, actor, member, person};
use support::{
    courses::{self, CourseId, GraduateId, TaskId},
    schools::{self, LowSchoolId},
};
use web::{Answers, App, testing::Visitor};

pub use scene::{HOME, PDF, SCHOOL, absent, answers, count, refused, tell, wrong};

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
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
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

/// A course that ended so many months ago.
pub fn course_answers(db: &Db, months: i64, change: &[(&str, &str)]) -> Answers {
    let ends = db.clock().today().saturating_sub(months.months());
    let (starts, ends) = (short(ends.saturating_sub(30.days())), short(ends));
    let base = [("kind", "course"), ("level", "regional"), ("title", "Оценивание, которое помогает учиться"), ("hours", "36"), ("starts_on", starts.as_str()), ("ends_on", ends.as_str()), ("direction", "d01")];
    scene::changed(&base, change)
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
        scene::browser(db, &self.app, support::router(), actor)
    }

    pub fn tell(&self, db: &Db, news: News) -> Vec<String> {
        db.write(|tx| self.app.listeners.tell(tx, news)).unwrap()
    }
}

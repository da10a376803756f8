//! The stage: a school in Bikin with two new teachers, Anna and Boris, their deputy head, Tamara of the active who mentors, and strangers
//! in a far school.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{Date, Db, Result, Tx, id::PersonId, news::Listeners, params};
use pairs::mentoring::{self, MentoringId, ProposalForm};
use scene::{HOME, Membership, REGION, actor};
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, SCHOOL, absent, count, refused, tell, wrong};

pub struct Stage {
    pub app: App,
    pub anna: Actor,
    pub boris: Actor,
    pub tamara: Actor,
    pub sergey: Actor,
    pub deputy: Actor,
    pub municipal: Actor,
    pub coordinator: Actor,
    pub far_deputy: Actor,
    pub far_teacher: Actor,
}

pub fn set(db: &Db) -> Stage {
    let people = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "Школа № 6"), (FAR_SCHOOL, &far, "Школа № 60")]);
            let new = [("Новикова", "Анна"), ("Новиков", "Борис")].map(|(family, given)| person(tx, (family, given), SCHOOL, Some(date(2025, 9, 1))));
            let old = [("Опытнова", "Тамара"), ("Опытнов", "Сергей"), ("Завучева", "Ирина")].map(|(family, given)| person(tx, (family, given), SCHOOL, Some(date(2005, 9, 1))));
            let strangers = [("Дальняя", "Ирина"), ("Соседова", "Ольга")].map(|(family, given)| person(tx, (family, given), FAR_SCHOOL, Some(date(2005, 9, 1))));
            member(tx, old[0]);
            Ok((new, old, strangers))
        })
        .unwrap();
    let ([anna, boris], [tamara, sergey, deputy], [far_deputy, far_teacher]) = people;
    Stage {
        app: web::testing::app(db, Listeners::new(vec![pairs::listen, ledger::listen, notices::listen, access::erasure::hear, people::listen])),
        anna: actor(db, Role::Member, SCHOOL, "Новикова Анна", Some(anna)),
        boris: actor(db, Role::Member, SCHOOL, "Новиков Борис", Some(boris)),
        tamara: actor(db, Role::Member, SCHOOL, "Опытнова Тамара", Some(tamara)),
        sergey: actor(db, Role::Member, SCHOOL, "Опытнов Сергей", Some(sergey)),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Ирина", Some(deputy)),
        municipal: actor(db, Role::Municipal, HOME, "Районная Ирина", None),
        coordinator: actor(db, Role::Coordinator, REGION, "Координаторова Ольга", None),
        far_deputy: actor(db, Role::School, FAR_SCHOOL, "Дальняя Ирина", Some(far_deputy)),
        far_teacher: actor(db, Role::Member, FAR_SCHOOL, "Соседова Ольга", Some(far_teacher)),
    }
}

pub fn person(tx: &mut Tx<'_>, (family, given): (&str, &str), place: &str, since: Option<Date>) -> PersonId {
    scene::enter(tx, people::NewPerson { since, ..scene::named(family, given, place) })
}

pub fn member(tx: &mut Tx<'_>, person: PersonId) {
    scene::ordered(tx, person, &Membership { from: date(2026, 1, 1), ..Membership::default() });
}

pub fn form(mentor: &Actor, mentees: &[&Actor]) -> ProposalForm {
    ProposalForm {
        mentees: mentees.iter().map(|one| one.person.unwrap().to_string()).collect(),
        mentor: mentor.person.unwrap().to_string(),
        form: "teacher".into(),
        starts_on: "23.11.2026".into(),
        ends_on: "31.05.2027".into(),
        curator: String::new(),
    }
}

impl Stage {
    pub fn proposed(&self, db: &Db, mentees: &[&Actor]) -> MentoringId {
        db.write(|tx| mentoring::propose(tx, &self.deputy, &form(&self.tamara, mentees))).unwrap()
    }

    /// Proposed by the deputy head and agreed to by everybody.
    pub fn begun(&self, db: &Db, mentees: &[&Actor]) -> MentoringId {
        let id = self.proposed(db, mentees);
        for one in std::iter::once(&&self.tamara).chain(mentees) {
            db.write(|tx| mentoring::answer(tx, one, id, true)).unwrap();
        }
        id
    }

    pub fn met(&self, db: &Db, id: MentoringId) -> Result<()> {
        let form = mentoring::MeetingForm { held_on: "23.11.2026".into(), minutes: "45".into(), theme: "lesson".into(), is_lesson: "yes".into(), next: "Попробовать критерии".into() };
        db.write(|tx| mentoring::write_meeting(tx, &self.tamara, id, &form).map(|_| ()))
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, pairs::router(), actor)
    }
}

pub fn state(db: &Db, id: MentoringId) -> String {
    db.read(|tx| tx.one("SELECT state FROM mentoring WHERE id = $1", params![id], |row| row.get(0))).unwrap()
}

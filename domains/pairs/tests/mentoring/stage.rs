//! The stage: a school in Bikin with two new teachers, Anna and Boris, their deputy head, Tamara of the active who mentors, and strangers
//! in a far school.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use pairs::mentoring::{self, MentoringId, ProposalForm};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const FAR: &str = "sch-far";
const HOME: &str = "mo-bikin";

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
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "Школа № 6"), (FAR, far.as_str(), "Школа № 60")] {
                let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
            }
            let new = [("Новикова", "Анна"), ("Новиков", "Борис")].map(|(family, given)| person(tx, (family, given), SCHOOL, Some(date(2025, 9, 1))));
            let old = [("Опытнова", "Тамара"), ("Опытнов", "Сергей"), ("Завучева", "Ирина")].map(|(family, given)| person(tx, (family, given), SCHOOL, Some(date(2005, 9, 1))));
            let strangers = [("Дальняя", "Ирина"), ("Соседова", "Ольга")].map(|(family, given)| person(tx, (family, given), FAR, Some(date(2005, 9, 1))));
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
        far_deputy: actor(db, Role::School, FAR, "Дальняя Ирина", Some(far_deputy)),
        far_teacher: actor(db, Role::Member, FAR, "Соседова Ольга", Some(far_teacher)),
    }
}

pub fn person(tx: &mut Tx<'_>, (family, given): (&str, &str), place: &str, since: Option<Date>) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: given.into(), patronymic: Some("Петровна".into()) },
        birth_on: None,
        phone: None,
        email: None,
        place: place.into(),
        position: String::new(),
        position_text: "учитель".into(),
        since,
        subjects: vec![("matematika".into(), true)],
    };
    people::create(tx, &By::system(), new).unwrap()
}

/// A membership as an order leaves it.
pub fn member(tx: &mut Tx<'_>, person: PersonId) {
    let (order, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, made_at) VALUES ($1, 'inclusion', 'signed', 'О включении', $2)", params![order, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, municipality_id, order_id, valid_from, certificate_code) VALUES ($1, $2, 'subject_methodist', $3, $4, '2026-01-01', $1)";
    tx.execute(sql, params![Uuid::now_v7().to_string(), person, HOME, order]).unwrap();
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
        let token = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, pairs::router());
        visitor.set_cookie(guard::session_cookie(false), token.as_str());
        visitor
    }
}

pub fn state(db: &Db, id: MentoringId) -> String {
    db.read(|tx| tx.one("SELECT state FROM mentoring WHERE id = $1", params![id], |row| row.get(0))).unwrap()
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

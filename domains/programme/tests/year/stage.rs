//! The stage: Tamara of the active in a school of Bikin with deeds in the ledger, the municipality's methodist, the coordinator, a far
//! municipality's methodist and a member there.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{
    Date, Db, Tx,
    id::{PersonId, Uuid},
    news::Listeners,
};
use ledger::{Deed, DeedKind};
use programme::year::{LineForm, Year};
use scene::{FAR_SCHOOL, HOME, Membership, REGION, actor};
use web::{App, testing::Visitor};

pub use scene::{SCHOOL, TODAY, absent, count, refused, tell};

pub struct Stage {
    pub app: App,
    pub tamara: Actor,
    pub person: PersonId,
    pub municipal: Actor,
    pub coordinator: Actor,
    pub far_municipal: Actor,
    pub far_member: Actor,
    pub deputy: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (person, far_person, far) = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "Школа № 6"), (FAR_SCHOOL, &far, "Школа № 60")]);
            let (tamara, other) = (member(tx, "Опытнова", SCHOOL), member(tx, "Дальняя", FAR_SCHOOL));
            Ok((tamara, other, far))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![programme::listen, consent::erasure, ledger::listen, notices::listen, access::erasure::hear, people::listen])),
        tamara: actor(db, Role::Member, SCHOOL, "Опытнова Тамара", Some(person)),
        person,
        municipal: actor(db, Role::Municipal, HOME, "Районная Ирина", None),
        coordinator: actor(db, Role::Coordinator, REGION, "Координаторова Ольга", None),
        far_municipal: actor(db, Role::Municipal, &far, "Иная Ирина", None),
        far_member: actor(db, Role::Member, FAR_SCHOOL, "Дальняя Тамара", Some(far_person)),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Ирина", None),
    }
}

pub fn member(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    let email = Some(format!("{}@example.ru", Uuid::new_v4().simple()));
    let person = scene::enter(tx, people::NewPerson { email, since: Some(date(2005, 9, 1)), ..scene::named(family, "Тамара", place) });
    scene::ordered(tx, person, &Membership { from: date(2026, 1, 1), ..Membership::default() });
    person
}

/// A deed as another domain writes it.
pub fn deed(db: &Db, person: PersonId, (on, direction, kind, minutes): (Date, &str, DeedKind, i64)) {
    let deed = Deed { person, kind, source: Uuid::now_v7().to_string(), direction: direction.into(), on, minutes, part: "host", title: "Мастер-класс".into(), url: "/activities".into(), reached: 10 };
    db.write(|tx| ledger::write(tx, &deed)).unwrap();
}

pub fn line(month: &str, what: &str) -> LineForm {
    LineForm {
        month: month.into(), what: what.into(), direction: "d12".into(), kind: "activity".into(), audience: "учителя района".into(), expected: "разработки уроков".into(), count: "2".into(), hours: "3".into()
    }
}

impl Stage {
    pub fn year(&self) -> Year {
        Year::of(TODAY)
    }

    /// A plan of one line, not yet sent.
    pub fn planned(&self, db: &Db) {
        db.write(|tx| programme::year::put_line(tx, &self.tamara, (self.person, self.year()), None, (&line("11", "Мастер-классы"), 0)).map(|_| ())).unwrap();
    }

    pub fn version(&self, db: &Db) -> i64 {
        db.read(|tx| programme::year::plan_of(tx, self.person, self.year())).unwrap().unwrap().version
    }

    pub fn state(&self, db: &Db) -> String {
        db.read(|tx| programme::year::plan_of(tx, self.person, self.year())).unwrap().unwrap().state.to_string()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, programme::year::router(), actor)
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.app, programme::year::router())
    }
}

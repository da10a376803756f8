//! The stage: a region, the sample framework, two methodists, a teacher.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use competencies::FrameworkId;
use items::{Draft, ItemId, ItemKind};
use jiff::civil::date;
use kernel::{Db, id::PlaceId, news::Listeners};
use structure::{
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{Answers, App, guard, testing::Visitor};

pub struct Stage {
    pub app: App,
    pub framework: FrameworkId,
    pub anna: Actor,
    pub boris: Actor,
}

pub fn set(db: &Db) -> Stage {
    let framework = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            Ok(competencies::load_sample(tx, &By::system())?.0)
        })
        .unwrap();
    Stage { app: web::testing::app(db, Listeners::new(vec![items::listen])), framework, anna: actor(db, Role::Methodist, "Анна"), boris: actor(db, Role::Methodist, "Борис") }
}

pub fn actor(db: &Db, role: Role, name: &str) -> Actor {
    db.write(|tx| {
        let email = format!("{}@example.ru", kernel::id::Uuid::new_v4().simple());
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email, person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(if role == Role::Municipal { "mo-bikin" } else { REGION }), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

impl Stage {
    pub fn competency(&self, db: &Db, code: &str) -> String {
        db.read(|tx| competencies::by_code(tx, self.framework, code)).unwrap().unwrap().id.to_string()
    }

    /// A draft with one right answer, the second.
    pub fn draft(&self, db: &Db, code: &str) -> Draft {
        let main = self.competency(db, "М1");
        let pairs = [("code", code), ("stem", "Какая цель проверяема?"), ("main", &main), ("expected", "-1"), ("choice-0", "Понять"), ("choice-1", "Решить"), ("right", "1")];
        items::draft(ItemKind::Single, &Answers::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))), Vec::new()).unwrap()
    }

    /// An item of Anna's.
    pub fn item(&self, db: &Db, code: &str) -> ItemId {
        let draft = self.draft(db, code);
        db.write(|tx| items::add(tx, &self.anna.by(), &draft)).unwrap()
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, items::router().merge(competencies::router()));
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

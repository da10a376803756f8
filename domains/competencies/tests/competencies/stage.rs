//! The stage: a region and a methodist with a browser.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{Db, id::PlaceId, news::Listeners};
use structure::{
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{guard, testing::Visitor};

pub fn region(db: &Db) {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)
    })
    .unwrap();
}

pub fn actor(db: &Db, role: Role) -> Actor {
    db.write(|tx| {
        let email = format!("{}@example.ru", kernel::id::Uuid::new_v4().simple());
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Анна".into(), email, person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(if role == Role::Municipal { "mo-bikin" } else { REGION }), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

pub fn browser(db: &Db, role: Role) -> Visitor {
    let actor = actor(db, role);
    let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
    let app = web::testing::app(db, Listeners::default());
    let mut visitor = Visitor::new(&app, competencies::router());
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

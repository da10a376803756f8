//! Who acts, by which means, and when.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use axum::Router;
use jiff::{SignedDuration, civil::date};
use kernel::{
    Clock, Date, Db,
    id::{PersonId, PlaceId, Uuid},
};
use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::Thread,
};
use web::{Answers, App, guard, testing::Visitor};

/// The day of all tests.
pub const TODAY: Date = date(2026, 11, 23);
/// The address under which the application believes itself to be.
pub const SITE: &str = "http://test.local";
/// The smallest file that is a PDF.
pub const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Somebody with an account and a role at a place since this January, logged in.
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

/// An [`actor`] without a card, called by the role and the place.
pub fn staff(db: &Db, role: Role, place: &str) -> Actor {
    actor(db, role, place, &format!("{role} {place}"), None)
}

/// A browser in which the actor is logged in. It walks over these routes only.
#[must_use]
pub fn browser(db: &Db, app: &App, routes: Router<App>, actor: &Actor) -> Visitor {
    let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
    let mut visitor = Visitor::new(app, routes);
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

/// The same database so many hours later.
#[must_use]
pub fn later(db: &Db, hours: i64) -> Db {
    let clock = db.clock();
    db.with_clock(Clock::fixed(clock.now() + SignedDuration::from_hours(hours), clock.zone().clone()))
}

/// A form as typed.
#[must_use]
pub fn answers(typed: &[(&str, &str)]) -> Answers {
    changed(&[], typed)
}

/// A form filled as usual but for these fields.
#[must_use]
pub fn changed(usual: &[(&str, &str)], typed: &[(&str, &str)]) -> Answers {
    let kept = usual.iter().filter(|(name, _)| !typed.iter().any(|(other, _)| other == name));
    Answers::of(kept.chain(typed).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// Tells a story with pages. It runs beside the runtime, not in it, so that it may ask the database directly too: PostgreSQL's client has a
/// runtime of its own, which refuses to stand on a thread of another.
pub fn tell<T>(story: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let _beside = runtime.enter();
    let mut story = pin!(story);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match story.as_mut().poll(&mut context) {
            Poll::Ready(told) => return told,
            Poll::Pending => std::thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

//! The people of these stories and the place they work at.

use access::{
    GrantId, NewAccount, NewGrant, Password, Role, accounts,
    codes::{self, Purpose},
    grants,
    login::own,
    passwords, second_factor, sessions,
};
use audit::By;
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Db, db::testing::databases, id::AccountId, news::Listeners, params};
use web::{
    App, Posted, Shell, Staff,
    testing::{self, Visitor},
};

pub const GOOD: &str = "три тетради и линейка";

/// A database, the application over it, and somebody to run async work.
pub struct House {
    pub db: Db,
    pub app: App,
    pub runtime: tokio::runtime::Runtime,
    routes: Router<App>,
}

/// Tells a story on each engine, with a small tree of places.
pub fn on_each_engine(story: impl Fn(&House)) {
    with_routes(false, ::accounts::router, story);
}

pub fn in_demo(story: impl Fn(&House)) {
    with_routes(true, ::accounts::router, story);
}

pub fn with_routes(demo: bool, routes: impl Fn() -> Router<App>, story: impl Fn(&House)) {
    for test in databases() {
        eprintln!("engine: {}", test.name);
        tree(&test.db);
        let app = testing::app_with(&test.db, Listeners::default(), |settings| settings.demo = demo);
        let routes = routes().route("/desk", get(desk)).route("/work", post(work));
        story(&House { db: test.db.clone(), app, runtime: tokio::runtime::Runtime::new().unwrap(), routes });
    }
}

async fn desk(Staff { actor, shell }: Staff) -> maud::Markup {
    shell.page(ui::page::Page::new(format!("Стол: {} / {}", actor.role.label(), actor.place_name)))
}

async fn work(Staff { shell, .. }: Staff, posted: Posted) -> maud::Markup {
    let _: &Shell = &shell;
    shell.page(ui::page::Page::new(format!("Сделано: {}", posted.answers.get("reason"))))
}

fn tree(db: &Db) {
    db.write(|tx| {
        for (id, kind, parent, path, name) in [
            ("region", "region", None, "region/", "Край"),
            ("mo-bikin", "municipality", Some("region"), "region/mo-bikin/", "Бикинский округ"),
            ("sch-1", "school", Some("mo-bikin"), "region/mo-bikin/sch-1/", "Школа № 1"),
        ] {
            tx.execute("INSERT INTO place (id, kind, parent_id, path) VALUES ($1, $2, $3, $4)", params![id, kind, parent, path])?;
            tx.execute("INSERT INTO place_name (place_id, valid_from, name, short_name, sort_key) VALUES ($1, '2020-01-01', $2, $2, $2)", params![id, name])?;
        }
        Ok(())
    })
    .unwrap();
}

impl House {
    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.app, self.routes.clone())
    }

    pub fn open(&self, visitor: &mut Visitor, path: &str) -> testing::Page {
        self.runtime.block_on(visitor.open(path)).clone()
    }

    pub fn post(&self, visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> testing::Page {
        self.runtime.block_on(visitor.post(path, fields)).clone()
    }

    pub fn account(&self, name: &str, email: &str, role: Role, place: &str) -> AccountId {
        let new = NewAccount { name: name.into(), email: email.into(), person: None };
        let id = self.db.write(|tx| accounts::create(tx, &By::cli(), &new)).unwrap();
        self.role(id, role, place);
        id
    }

    pub fn role(&self, account: AccountId, role: Role, place: &str) -> GrantId {
        let new = NewGrant { account, role, place: place.into(), from: self.db.clock().today(), to: None };
        self.db.write(|tx| grants::grant(tx, &By::cli(), &new)).unwrap()
    }

    /// Anna, a deputy head at a school, with the password [`GOOD`] and no second step.
    pub fn anna(&self) -> AccountId {
        let anna = self.account("Иванова Анна Петровна", "anna@school.ru", Role::School, "sch-1");
        let hash = passwords::hash_blocking(&Password::typed(GOOD)).unwrap();
        self.db.write(|tx| accounts::set_password(tx, &By::cli(), anna, &hash, None)).unwrap();
        anna
    }

    pub fn slip(&self, account: AccountId) -> String {
        self.db.write(|tx| codes::issue(tx, &By::cli(), account, Purpose::FirstLogin)).unwrap().plain
    }

    pub fn totp(&self, account: AccountId) -> String {
        let now = self.db.clock().now();
        self.db.read(|tx| second_factor::code_at(tx, &web::testing::vault(), account, now)).unwrap()
    }

    /// The second step set up, as a phone would.
    pub fn enrol(&self, account: AccountId) {
        self.db.write(|tx| second_factor::begin(tx, &web::testing::vault(), account)).unwrap();
        let code = self.totp(account);
        self.db.write(|tx| second_factor::confirm(tx, &web::testing::vault(), &own(account), account, &code)).unwrap();
        self.wait(30);
    }

    pub fn wait(&self, seconds: i64) {
        self.db.clock().advance(jiff::SignedDuration::from_secs(seconds));
    }

    /// Somebody already at work.
    pub fn at_work(&self, account: AccountId) -> Visitor {
        let secret = self.db.write(|tx| sessions::open(tx, account, true, "Firefox")).unwrap();
        let mut visitor = self.visitor();
        visitor.set_cookie("session", secret.as_str());
        visitor
    }

    pub fn log_in(&self, visitor: &mut Visitor, password: &str) -> testing::Page {
        self.open(visitor, "/login");
        self.post(visitor, "/login", &[("email", "anna@school.ru"), ("password", password)])
    }

    /// Where a page of ours sends the browser outside.
    pub fn away(&self, visitor: &mut Visitor, path: &str) -> String {
        let away = self.open(visitor, path).path;
        assert!(away.starts_with("http://127.0.0.1:"), "{away}");
        away
    }

    pub fn journal(&self, account: AccountId) -> Vec<String> {
        self.db.read(|tx| Ok(tx.query("SELECT action FROM audit_event WHERE object_id = $1 ORDER BY seq", params![account], |row| row.get(0))?)).unwrap()
    }
}

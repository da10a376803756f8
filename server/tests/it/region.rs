//! The demo region behind everything that a server puts around its pages: built once, copied for each test.

use access::{Role, sessions};
use axum::{Router, body::Body};
use http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use kernel::{
    Db, FormKey,
    db::{FromColumn, Location, MIGRATIONS, testing, testing::TestDb},
    id::AccountId,
    params,
};
use server::{assemble, http::surround};
use std::{
    collections::BTreeMap,
    fs,
    future::Future,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::UNIX_EPOCH,
};
use tempfile::TempDir;
use tower::ServiceExt;
use web::App;

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub const OURS: (&str, &str) = ("origin", "http://test.local");
/// An id of nothing.
pub const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// Runs a story.
pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

/// A copy of the region, for one test.
pub struct Region {
    pub app: App,
    router: Router,
    _home: Home,
}

/// What goes with the region when a test ends.
enum Home {
    Folder(#[expect(dead_code, reason = "dropping it is its use")] TempDir),
    Database(#[expect(dead_code, reason = "dropping it is its use")] TestDb),
}

/// Where what is built once waits for the tests of this very program: each of them is a process of its own.
fn kept() -> &'static Path {
    static KEPT: OnceLock<PathBuf> = OnceLock::new();
    KEPT.get_or_init(|| {
        let of = std::env::current_exe().unwrap().metadata().unwrap();
        let changed = of.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("regions");
        let own = all.join(format!("{:x}{:x}", of.len(), changed.as_nanos()));
        fs::create_dir_all(&own).unwrap();
        for other in fs::read_dir(&all).unwrap().map(|entry| entry.unwrap().path()).filter(|other| *other != own) {
            let _ = fs::remove_dir_all(other);
        }
        own
    })
}

/// The name of this program's builds, for a database.
fn key() -> String {
    format!("region{}", kept().file_name().unwrap().to_str().unwrap())
}

/// Builds the region over a database and keeps its files.
fn build(db: &Db, files: &Path) {
    let app = web::testing::app(db, assemble::listeners());
    demo::build(&app, demo::Size::Small).unwrap();
    fs::create_dir_all(files).unwrap();
    for digest in app.files.all().unwrap() {
        fs::write(files.join(digest.to_string()), app.files.get(&digest).unwrap()).unwrap();
    }
}

/// The file of the region, built by the first test that needs it while the others wait.
fn built() -> PathBuf {
    let ready = kept().join("region.sqlite");
    let lock = fs::File::create(kept().join("lock")).unwrap();
    lock.lock().unwrap();
    if !ready.exists() {
        let base = testing::sqlite();
        build(&base.db, &kept().join("files-sqlite"));
        let whole = kept().join("whole.sqlite");
        base.db.copy_sqlite(&whole).unwrap();
        fs::rename(whole, &ready).unwrap();
    }
    ready
}

impl Region {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("region.sqlite");
        fs::copy(built(), &path).unwrap();
        let db = Db::open(&Location::Sqlite(path), testing::clock()).unwrap();
        Self::over(&db, Home::Folder(folder)).with_files("files-sqlite")
    }

    fn with_files(self, folder: &str) -> Self {
        for file in fs::read_dir(kept().join(folder)).unwrap() {
            self.app.files.put_own(&fs::read(file.unwrap().path()).unwrap(), files::Kind::Pdf).map(drop).unwrap();
        }
        self
    }

    fn over(db: &Db, home: Home) -> Self {
        // Each request says that it comes from another address: brakes are tested elsewhere.
        let app = web::testing::app_with(db, assemble::listeners(), |settings| settings.trusted_proxy = true);
        let router = surround(&app, assemble::pages(None));
        Self { app, router, _home: home }
    }

    /// The region on every engine at hand: what is typed may harm one and not the other.
    pub fn on_each_engine(story: impl Fn(&Self)) {
        story(&Self::new());
        if let Some(test) = testing::postgres_once(&key(), &|db| {
            db.migrate(MIGRATIONS).unwrap();
            build(db, &kept().join("files-postgres"));
        }) {
            let db = test.db.clone();
            story(&Self::over(&db, Home::Database(test)).with_files("files-postgres"));
        }
    }

    pub fn db(&self) -> &Db {
        &self.app.db
    }

    /// On a thread of its own: stories are async, and PostgreSQL's client must not be waited for there.
    fn apart<T: Send>(&self, work: impl FnOnce(&Db) -> kernel::Result<T> + Send) -> T {
        std::thread::scope(|threads| threads.spawn(|| work(self.db())).join().unwrap()).unwrap()
    }

    /// The first column of the first row.
    pub fn maybe<T: FromColumn + Send>(&self, sql: &str) -> Option<T> {
        self.apart(|db| db.read(|tx| Ok(tx.maybe(sql, params![], |row| row.get(0))?)))
    }

    pub fn one<T: FromColumn + Send>(&self, sql: &str) -> T {
        self.maybe(sql).unwrap_or_else(|| panic!("nothing: {sql}"))
    }

    pub fn all<T: FromColumn + Send>(&self, sql: &str) -> Vec<T> {
        self.apart(|db| db.read(|tx| Ok(tx.query(sql, params![], |row| row.get(0))?)))
    }

    pub fn count(&self, sql: &str) -> u64 {
        self.apart(|db| db.read(|tx| Ok(tx.count(sql, params![])?)))
    }

    pub fn persona(&self, role: Role) -> demo::Persona {
        self.apart(|db| db.read(demo::personas)).into_iter().find(|persona| persona.role == role).unwrap()
    }

    pub fn stranger(&self) -> Browser<'_> {
        Browser { region: self, account: None, token: None }
    }

    /// The first persona of a role, at work.
    pub fn at_work(&self, role: Role) -> Browser<'_> {
        self.browser_of(self.persona(role).account)
    }

    pub fn browser_of(&self, account: AccountId) -> Browser<'_> {
        let mut browser = Browser { region: self, account: Some(account), token: None };
        browser.log_in();
        browser
    }

    /// Somebody whose password was right and whose second step isn't done.
    pub fn halfway(&self, account: AccountId) -> Browser<'_> {
        let secret = self.apart(|db| db.write(|tx| sessions::open(tx, account, false, "проверка")));
        Browser { region: self, account: None, token: Some(secret.as_str().to_owned()) }
    }

    /// A framework of competencies and a scale: the sample ones, loaded unless they are there.
    pub fn framework(&self) -> (String, String) {
        let (framework, scale) = self.apart(|db| db.write(|tx| competencies::load_sample(tx, &audit::By::system())));
        (framework.to_string(), scale.to_string())
    }

    /// The page of the meeting that is going on: all are present, nobody has voted.
    pub fn meeting(&self) -> String {
        format!("/meetings/{}", self.one::<String>("SELECT id FROM meeting WHERE state = 'open'"))
    }

    /// The first item on its agenda.
    pub fn item(&self) -> String {
        self.one("SELECT i.id FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id WHERE m.state = 'open' ORDER BY i.position LIMIT 1")
    }
}

/// Somebody of each role, logged in once: for visits that end no session.
pub struct Crowd<'r> {
    region: &'r Region,
    people: BTreeMap<Option<Role>, Browser<'r>>,
}

impl<'r> Crowd<'r> {
    pub fn of(region: &'r Region) -> Self {
        Self { region, people: BTreeMap::new() }
    }

    /// The first persona of a role; nobody's role is a stranger.
    pub fn one(&mut self, role: Option<Role>) -> &mut Browser<'r> {
        self.people.entry(role).or_insert_with(|| role.map_or_else(|| self.region.stranger(), |role| self.region.at_work(role)))
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The words of the page itself, for a test that fails.
    pub fn said(&self) -> String {
        let text = self.text();
        let main = text.split("<main").nth(1).unwrap_or(&text);
        let words: String = main.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| format!("{words} ")).collect();
        format!("{} {}: {}", self.status, self.location, words.chars().take(600).collect::<String>())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn is_russian(&self) -> bool {
        self.text().chars().any(|c| ('а'..='я').contains(&c))
    }

    pub fn is_fault(&self) -> bool {
        self.status >= 500
    }

    /// A refusal that a person can read.
    pub fn is_refusal_in_words(&self) -> bool {
        (400..500).contains(&self.status) && self.is_russian()
    }
}

/// Somebody with a browser: a session's cookie, no redirects followed.
pub struct Browser<'r> {
    region: &'r Region,
    account: Option<AccountId>,
    token: Option<String>,
}

impl Browser<'_> {
    /// A fresh session; an act may have ended the one before.
    pub fn log_in(&mut self) {
        let account = self.account.unwrap();
        let secret = self.region.apart(|db| db.write(|tx| sessions::open(tx, account, true, "проверка")));
        self.token = Some(secret.as_str().to_owned());
    }

    pub async fn open(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Posts fields, with a fresh key unless one is given.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fresh = FormKey::fresh();
        let key = (!fields.iter().any(|(name, _)| *name == "_key")).then_some(("_key", fresh.as_str()));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(key.iter().chain(fields)).finish();
        self.send(Method::POST, path, &[FORM, OURS], body.into_bytes()).await
    }

    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        static VISITS: AtomicU32 = AtomicU32::new(0);
        let visit = VISITS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test.local").header("x-forwarded-for", format!("10.{}.{}.{}", visit[1], visit[2], visit[3]));
        if let Some(token) = &self.token {
            request = request.header(header::COOKIE, format!("session={token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.region.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        let cookies = headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).filter_map(|line| line.strip_prefix("session="));
        if let Some(token) = cookies.filter_map(|line| line.split(';').next()).next_back() {
            self.token = Some(token.to_owned()).filter(|token| !token.is_empty());
        }
        let location = headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        Answer { status, location, headers, bytes }
    }
}

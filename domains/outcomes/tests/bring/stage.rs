//! Schools of the city and of the district beside it, called alike; staff of each level.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Row, Tx,
    db::{DbError, Engine},
    id::{PlaceId, Uuid},
    news::Listeners,
    params,
};
use outcomes::Class;
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const SECOND: &str = "sch-seven";
pub const CITY: &str = "sch-city";
pub const AROUND: &str = "sch-around";

pub struct Stage {
    pub app: App,
    pub school: Actor,
    pub second: Actor,
    pub coordinator: Actor,
    pub ministry: Actor,
    pub member: Actor,
}

/// «Хабаровск» and «Хабаровский …»: the ids of the city and of the district around it, and how they are called.
pub fn khabarovsks(tx: &mut Tx<'_>) -> ((String, String), (String, String)) {
    let all = structure::places::municipalities(tx, date(2026, 11, 23)).unwrap();
    let named = |part: &str| all.iter().find(|place| place.name.contains(part)).map(|place| (place.id.to_string(), place.name.clone())).unwrap();
    let city = all.iter().find(|place| place.name.contains("Хабаровск") && !place.name.contains("Хабаровский")).map(|place| (place.id.to_string(), place.name.clone())).unwrap();
    (city, named("Хабаровский"))
}

pub fn set(db: &Db) -> Stage {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        let ((city, _), (around, _)) = khabarovsks(tx);
        for (code, parent, name) in [(SCHOOL, "mo-bikin", "МБОУ СОШ № 6"), (SECOND, "mo-bikin", "МБОУ СОШ № 7"), (CITY, city.as_str(), "МБОУ СОШ № 60"), (AROUND, around.as_str(), "МБОУ СОШ № 60")]
        {
            let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
            add_school(tx, &By::system(), &PlaceId::from(parent), &new)?;
        }
        Ok(())
    })
    .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![outcomes::listen])),
        school: actor(db, Role::School, SCHOOL),
        second: actor(db, Role::School, SECOND),
        coordinator: actor(db, Role::Coordinator, REGION),
        ministry: actor(db, Role::Ministry, REGION),
        member: actor(db, Role::Member, SCHOOL),
    }
}

fn actor(db: &Db, role: Role, place: &str) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: format!("{role} {place}"), email: format!("{}@example.ru", Uuid::new_v4().simple()), person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, outcomes::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

pub const QUARTER: [(&str, &str); 2] = [("source", "marks"), ("period", "2026:quarter:1")];

/// Chooses a file; the page that follows is in `visitor.page`.
pub async fn bring(visitor: &mut Visitor, fields: &[(&str, &str)], file: &[u8]) {
    visitor.open("/outcomes/bring").await;
    visitor.upload("/outcomes/bring", fields, &[("file", "Кукушкин Пётр Ильич.xlsx", file)]).await;
}

pub fn version(html: &str) -> String {
    html.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Loads what was just read.
pub async fn load(visitor: &mut Visitor, replaces: bool) {
    let (url, at) = (visitor.page.path.split('?').next().unwrap().to_owned(), version(&visitor.page.html));
    let yes = if replaces { "yes" } else { "" };
    visitor.post(&format!("{url}/loading"), &[("version", &at), ("replace", yes)]).await;
}

/// «7 А matematika 2 8 9 5» for what holds in a school.
pub fn held(db: &Db, school: &str) -> Vec<String> {
    let sql = "SELECT grade, letter, subject, twos, threes, fours, fives FROM outcome WHERE place_id = $1 AND withdrawn_at IS NULL ORDER BY grade, letter, subject";
    let shape = |row: &Row<'_>| -> Result<String, DbError> {
        let class = Class { grade: row.get(0)?, letter: row.get(1)? };
        let mark = |at: usize| row.get::<Option<i64>>(at).map(|count| count.map_or("–".to_owned(), |count| count.to_string()));
        Ok(format!("{} {} {} {} {} {}", class.label(), row.get::<String>(2)?, mark(3)?, mark(4)?, mark(5)?, mark(6)?))
    };
    db.read(|tx| Ok(tx.query(sql, params![school], shape)?)).unwrap()
}

pub fn count(db: &Db, sql: &str) -> i64 {
    db.read(|tx| Ok(tx.one(sql, params![], |row| row.get(0))?)).unwrap()
}

/// The bytes of the database's own files, what was deleted in them included; nothing where a server keeps them.
pub fn raw(db: &Db) -> Vec<u8> {
    let path: Option<String> = match db.engine() {
        Engine::Sqlite => db.read(|tx| Ok(tx.maybe("SELECT file FROM pragma_database_list WHERE name = 'main'", params![], |row| row.get(0))?)).unwrap(),
        Engine::Postgres => None,
    };
    let path = path.unwrap_or_default();
    ["", "-wal"].iter().flat_map(|end| std::fs::read(format!("{path}{end}")).unwrap_or_default()).collect()
}

/// All that stands in the database, as text.
pub fn everything(db: &Db) -> String {
    let texts = |tx: &mut Tx<'_>, sql: &str| tx.query(sql, params![], |row| row.get::<Option<String>>(0)).unwrap().into_iter().flatten().collect::<Vec<String>>();
    db.read(|tx| {
        let columns = match db.engine() {
            Engine::Sqlite => "SELECT m.name || ' ' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
            Engine::Postgres => "SELECT table_name || ' ' || column_name FROM information_schema.columns WHERE table_schema = CURRENT_SCHEMA()",
        };
        let columns = texts(tx, columns);
        assert!(columns.iter().any(|column| column == "outcome_batch body"));
        let mut all = String::new();
        for (table, column) in columns.iter().filter_map(|column| column.split_once(' ')) {
            all.push_str(&texts(tx, &format!("SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\"")).join("\n"));
        }
        Ok(all)
    })
    .unwrap()
}

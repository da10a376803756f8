//! Schools of the city and of the district beside it, called alike; staff of each level.

use access::{Actor, Role};
use kernel::{
    Db, Row, Tx,
    db::{DbError, Engine},
    news::Listeners,
    params,
};
use outcomes::Class;
use scene::{HOME, REGION, SECOND, staff};
use web::{App, testing::Visitor};

pub use scene::{SCHOOL, tell};

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
    let all = structure::places::municipalities(tx, scene::TODAY).unwrap();
    let named = |part: &str| all.iter().find(|place| place.name.contains(part)).map(|place| (place.id.to_string(), place.name.clone())).unwrap();
    let city = all.iter().find(|place| place.name.contains("Хабаровск") && !place.name.contains("Хабаровский")).map(|place| (place.id.to_string(), place.name.clone())).unwrap();
    (city, named("Хабаровский"))
}

pub fn set(db: &Db) -> Stage {
    db.write(|tx| {
        scene::region(tx);
        let ((city, _), (around, _)) = khabarovsks(tx);
        scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ СОШ № 7"), (CITY, &city, "МБОУ СОШ № 60"), (AROUND, &around, "МБОУ СОШ № 60")]);
        Ok(())
    })
    .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![outcomes::listen])),
        school: staff(db, Role::School, SCHOOL),
        second: staff(db, Role::School, SECOND),
        coordinator: staff(db, Role::Coordinator, REGION),
        ministry: staff(db, Role::Ministry, REGION),
        member: staff(db, Role::Member, SCHOOL),
    }
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, outcomes::router(), actor)
    }
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

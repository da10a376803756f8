//! The stage: two municipalities with schools of different sizes, staff of every level, rows of other domains as they leave them.

use access::{Actor, Role};
use kernel::{Db, Tx, Value, news::Listeners, params};
use picture::{Card, Code, Desk};
use scene::{REGION, profile, school, staff};
use ui::url::Query;
use web::{App, testing::Visitor};

pub use scene::{
    FAR_SCHOOL, HOME,
    rows::{fresh, put, text, whole},
    tell,
};

/// Schools of the home municipality, and how many teachers each has; the last is of another municipality.
pub const SCHOOLS: [(&str, usize); 5] = [("sch-one", 40), ("sch-two", 12), ("sch-three", 6), ("sch-four", 3), ("sch-far", 30)];

pub struct Stage {
    pub app: App,
    pub far: String,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub methodist: Actor,
    pub ministry: Actor,
    pub member: Actor,
    pub administrator: Actor,
}

pub fn set(db: &Db) -> Stage {
    let far = db
        .write(|tx| {
            let far = scene::region(tx);
            membership::load_from_profile(tx, profile())?;
            for (code, teachers) in SCHOOLS {
                school(tx, code, if code == FAR_SCHOOL { &far } else { HOME }, &format!("Школа {code}"));
                (0..teachers).for_each(|at| person(tx, code, at));
            }
            Ok(far)
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(Vec::new())),
        coordinator: staff(db, Role::Coordinator, REGION),
        municipal: staff(db, Role::Municipal, HOME),
        school: staff(db, Role::School, "sch-one"),
        methodist: staff(db, Role::Methodist, REGION),
        ministry: staff(db, Role::Ministry, REGION),
        member: staff(db, Role::Member, "sch-one"),
        administrator: staff(db, Role::Administrator, REGION),
        far,
    }
}

/// The id of a teacher of the stage.
pub fn teacher(place: &str, at: usize) -> String {
    let at = at + 1_000 * SCHOOLS.iter().position(|(code, _)| *code == place).unwrap();
    format!("0190a000-0000-7000-8000-{at:012}")
}

fn person(tx: &mut Tx<'_>, place: &str, at: usize) {
    let row = [("id", text(teacher(place, at))), ("family", text("Тайнова")), ("given", text("Анна")), ("sort_key", text("тайнова")), ("place_id", text(place)), ("made_at", text("2026-01-01T00:00:00.000000Z"))];
    put(tx, "person", &row);
}

/// An open case of a teacher on a rung.
pub fn case(tx: &mut Tx<'_>, place: &str, at: usize, (rung, since): (i64, &str)) -> String {
    let id = fresh();
    let row = [
        ("id", text(id.clone())),
        ("number", text(format!("С-{id}"))),
        ("kind", text("full")),
        ("person_id", text(teacher(place, at))),
        ("place_id", text(place)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("")),
        ("state", text("open")),
        ("rung", whole(rung)),
        ("rung_since", text(since)),
        ("opened_on", text("2026-09-01")),
        ("answered_at", text("2026-09-01T01:00:00.000000Z")),
    ];
    put(tx, "case_file", &row);
    came(tx, &id, rung, since);
    id
}

/// A line of a case's timeline: it came to a rung.
pub fn came(tx: &mut Tx<'_>, case: &str, rung: i64, on: &str) {
    let words = format!("{rung}. {}", cases::stage::title(rung));
    let row = [("id", text(fresh())), ("case_id", text(case)), ("kind", text("rung_reached")), ("words", text(words)), ("happened_at", text(format!("{on}T02:00:00.000000Z")))];
    put(tx, "case_event", &row);
}

/// A case of a teacher that was opened a year before and ended this spring.
pub fn old_case(tx: &mut Tx<'_>, place: &str, at: usize, (rung, since): (i64, &str)) -> String {
    let id = case(tx, place, at, (rung, since));
    let sql = "UPDATE case_file SET state = 'closed', opened_on = '2025-09-01', answered_at = '2025-09-01T01:00:00.000000Z', closed_on = '2026-06-01', rung = 8 WHERE id = $1";
    tx.execute(sql, params![id]).unwrap();
    id
}

/// Two competencies, for results of teachers.
pub const COMPETENCIES: [&str; 2] = ["0190c000-0000-7000-8000-000000000001", "0190c000-0000-7000-8000-000000000002"];
const FRAMEWORK: &str = "0190c000-0000-7000-8000-000000000009";

/// A framework with an instrument, so that results may stand.
pub fn framework(tx: &mut Tx<'_>) {
    let made = || ("made_at", text("2025-01-01T00:00:00.000000Z"));
    put(tx, "framework", &[("id", text(FRAMEWORK)), ("code", text("рамка")), ("number", whole(1)), ("title", text("Рамка учителя")), ("state", text("live")), made()]);
    for (at, id) in COMPETENCIES.iter().enumerate() {
        let row = [("id", text(*id)), ("framework_id", text(FRAMEWORK)), ("code", text(format!("М{at}"))), ("title", text(format!("Компетенция {at}"))), ("position", whole(i64::try_from(at).unwrap()))];
        put(tx, "competency", &row);
    }
    put(tx, "scale", &[("id", text(FRAMEWORK)), ("code", text("шкала")), ("number", whole(1)), ("title", text("Шкала")), ("valid_from", text("2020-01-01"))]);
    let row = [("id", text(FRAMEWORK)), ("code", text("и")), ("title", text("Диагностика")), ("framework_id", text(FRAMEWORK)), ("scale_id", text(FRAMEWORK)), ("mode", text("fixed")), ("state", text("open")), made()];
    put(tx, "instrument", &row);
}

/// A teacher's result in both competencies, as diagnostics leave it.
pub fn result(tx: &mut Tx<'_>, place: &str, at: usize, (on, p_below): (&str, f64)) {
    let (id, person, day) = (fresh(), teacher(place, at), format!("{on}T03:00:00.000000Z"));
    let same = || [("instrument_id", text(FRAMEWORK)), ("person_id", text(person.clone())), ("place_id", text(place)), ("id", text(id.clone()))];
    let assignment = [("opens_at", text(day.clone())), ("closes_at", text(day.clone())), ("state", text("finished")), ("made_at", text(day.clone()))];
    put(tx, "assignment", &same().into_iter().chain(assignment).collect::<Vec<_>>());
    let attempt = [("assignment_id", text(id.clone())), ("number", whole(1)), ("state", text("scored")), ("started_at", text(day.clone())), ("ends_at", text(day.clone())), ("submitted_at", text(day.clone()))];
    put(tx, "attempt", &same().into_iter().chain(attempt).collect::<Vec<_>>());
    let year = i64::from(on[..4].parse::<i16>().unwrap()) - i64::from(&on[5..7] < "09");
    for competency in COMPETENCIES {
        let row = [
            ("attempt_id", text(id.clone())),
            ("competency_id", text(competency)),
            ("person_id", text(person.clone())),
            ("place_id", text(place)),
            ("items", whole(10)),
            ("points", whole(5)),
            ("most_points", whole(10)),
            ("percent", Value::Real(50.0)),
            ("percent_low", Value::Real(40.0)),
            ("percent_high", Value::Real(60.0)),
            ("theta", Value::Real(0.0)),
            ("sd", Value::Real(0.3)),
            ("cut", Value::Real(0.0)),
            ("p_below", Value::Real(p_below)),
            ("zone", text("none")),
            ("level", text("middle")),
            ("target_percent", Value::Real(60.0)),
            ("taken_on", text(on)),
            ("study_year", whole(year)),
            ("made_at", text(day.clone())),
        ];
        put(tx, "result", &row);
    }
}

/// Who teaches a class.
pub fn teaches(tx: &mut Tx<'_>, place: &str, at: usize, (year, grade): (i64, i64)) {
    let row = [
        ("place_id", text(place)),
        ("school_year", whole(year)),
        ("subject", text("matematika")),
        ("grade", whole(grade)),
        ("letter", text(format!("{at}"))),
        ("person_id", text(teacher(place, at))),
        ("made_at", text("2026-09-01T00:00:00.000000Z")),
    ];
    put(tx, "class_teacher", &row);
}

/// An activity that was held.
pub fn held(tx: &mut Tx<'_>, place: &str, at: &str) {
    let (id, direction): (String, String) = (fresh(), tx.one("SELECT code FROM term WHERE kind = 'work_direction' ORDER BY position LIMIT 1", &[], |row| row.get(0)).unwrap());
    let row = [
        ("id", text(id.clone())),
        ("number", text(id)),
        ("kind", text("workshop")),
        ("title", text("Семинар")),
        ("search_key", text("семинар")),
        ("direction", text(direction)),
        ("level", text("municipal")),
        ("place_id", text(place)),
        ("reach_path", text("region/")),
        ("starts_at", text(at)),
        ("ends_at", text(at)),
        ("audience", text("everybody")),
        ("minutes", whole(60)),
        ("state", text("held")),
        ("door_secret", text("")),
        ("made_at", text(at)),
    ];
    put(tx, "activity", &row);
}

pub fn pathway(tx: &mut Tx<'_>, case: &str, state: &str) {
    let agreed = if state == "draft" { Value::Null } else { text("2026-10-01T00:00:00.000000Z") };
    put(tx, "pathway", &[("id", text(fresh())), ("case_id", text(case)), ("number", whole(1)), ("state", text(state)), ("agreed_at", agreed), ("made_at", text("2026-09-01T00:00:00.000000Z"))]);
}

/// A request for help, answered on a day or not.
pub fn help(tx: &mut Tx<'_>, place: &str, asked: &str, answered: Option<(&str, i64)>) {
    let id = fresh();
    let row = [
        ("id", text(id.clone())),
        ("number", text(id)),
        ("asker_account", text(fresh())),
        ("place_id", text(place)),
        ("is_place", whole(0)),
        ("direction", text("d05")),
        ("words", text("")),
        ("how_soon", text("usual")),
        ("form", text("any")),
        ("seen_by", text("helpers")),
        ("state", text(if answered.is_some() { "answered" } else { "new" })),
        ("asked_at", text(format!("{asked}T00:00:00.000000Z"))),
        ("asked_on", text(asked)),
        ("due_on", text("2026-10-20")),
        ("answered_at", answered.map_or(Value::Null, |(day, _)| text(format!("{day}T00:00:00.000000Z")))),
        ("response_days", answered.map_or(Value::Null, |(_, days)| whole(days))),
    ];
    put(tx, "help_request", &row);
}

/// A school's sum of results of the first quarter's marks, as `outcomes` keeps it.
pub fn results(tx: &mut Tx<'_>, place: &str, (year, subject, source): (i64, &str, &str), (pupils, under, teachers): (i64, i64, i64)) {
    let row = [
        ("place_id", text(place)),
        ("school_year", whole(year)),
        ("source", text(source)),
        ("subject", text(subject)),
        ("period_kind", text("quarter")),
        ("period_number", whole(1)),
        ("grade", whole(0)),
        ("classes", whole(teachers)),
        ("teachers", whole(teachers)),
        ("untaught", whole(0)),
        ("pupils", whole(pupils)),
        ("heads", whole(pupils)),
        ("under", whole(under)),
        ("twos", whole(0)),
        ("threes", whole(0)),
        ("fours", whole(0)),
        ("fives", whole(0)),
        ("mean_pupils", whole(0)),
        ("mean_part", Value::Real(0.0)),
    ];
    put(tx, "outcome_sum", &row);
}

/// One card as somebody sees it.
pub fn card(db: &Db, actor: &Actor, (place, code): (&str, Code), query: &str) -> Card {
    db.read(|tx| {
        let mut desk = Desk::open(tx, actor, place, &Query::parse(query))?;
        desk.card(tx, actor, code)
    })
    .unwrap()
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, picture::router(), actor)
    }
}

/// Cases, pathways, requests and results of the stage.
pub fn work(tx: &mut Tx<'_>) {
    for (place, rung, cases) in [("sch-one", 2, 9), ("sch-one", 4, 3), ("sch-two", 4, 6), ("sch-three", 4, 2), ("sch-far", 2, 7), ("sch-far", 4, 8)] {
        for at in 0..cases {
            // Nobody of a school has two.
            let at = if rung == 2 { at + 10 } else { at };
            let id = case(tx, place, at, (rung, "2026-10-01"));
            if rung == 4 {
                pathway(tx, &id, if at % 3 == 0 { "draft" } else { "active" });
            }
        }
    }
    for at in 0..12 {
        help(tx, "sch-one", "2026-10-12", Some((if at < 9 { "2026-10-14" } else { "2026-10-28" }, 2 + at)));
        help(tx, "sch-one", "2025-10-13", Some(("2025-10-14", 1)));
    }
    help(tx, "sch-four", "2026-10-12", None);
    for (place, year, subject, counts) in [
        ("sch-one", 2026, "matematika", (120, 30, 4)),
        ("sch-two", 2026, "matematika", (90, 9, 3)),
        ("sch-three", 2026, "matematika", (8, 4, 1)),
        ("sch-far", 2026, "matematika", (150, 60, 5)),
        ("sch-one", 2026, "fizika", (80, 8, 3)),
        ("sch-far", 2026, "fizika", (70, 10, 3)),
        ("sch-one", 2025, "matematika", (110, 40, 4)),
        ("sch-far", 2025, "matematika", (140, 60, 5)),
    ] {
        results(tx, place, (year, subject, "marks"), counts);
    }
    for (year, subject, counts) in [(2026, "matematika", (368, 103, 13)), (2026, "fizika", (150, 18, 6)), (2025, "matematika", (250, 100, 9))] {
        results(tx, REGION, (year, subject, "marks"), counts);
    }
}

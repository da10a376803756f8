//! The stage: municipalities with schools, staff of every level, rows of other domains as they leave them, and a region with a known truth.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{Db, Tx, id::PersonId, news::Listeners, params};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use scene::{REGION, school, staff, teacher};
use web::{App, testing::Visitor};

pub use scene::{
    HOME, SCHOOL, SECOND, absent, actor, refused,
    rows::{fresh, put, real, text, whole},
    tell, wrong,
};

pub struct Stage {
    pub app: App,
    pub far: String,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub far_municipal: Actor,
    pub school: Actor,
    pub methodist: Actor,
    pub ministry: Actor,
}

pub fn set(db: &Db) -> Stage {
    let far = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::texts(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (SECOND, HOME, "МБОУ СОШ № 7")]);
            Ok(far)
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![insight::listen, notices::listen, people::listen])),
        coordinator: staff(db, Role::Coordinator, REGION),
        municipal: staff(db, Role::Municipal, HOME),
        far_municipal: staff(db, Role::Municipal, &far),
        school: staff(db, Role::School, SCHOOL),
        methodist: staff(db, Role::Methodist, REGION),
        ministry: staff(db, Role::Ministry, REGION),
        far,
    }
}

pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    scene::enter(tx, people::NewPerson { since: Some(date(2015, 9, 1)), ..teacher(family, place) })
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, insight::router(), actor)
    }
}

const AT: &str = "2026-08-20T01:00:00.000000Z";

/// Framework, scale and instrument that attempts stand on, and a competency.
pub struct Measuring {
    pub instrument: String,
    pub competency: String,
}

pub fn measuring(tx: &mut Tx<'_>) -> Measuring {
    let (framework, scale, instrument, block, competency) = (fresh(), fresh(), fresh(), fresh(), fresh());
    put(tx, "framework", &[("id", text(framework.clone())), ("code", text("f")), ("number", whole(1)), ("title", text("Рамка")), ("state", text("live")), ("made_at", text(AT))]);
    put(tx, "competency", &[("id", text(block.clone())), ("framework_id", text(framework.clone())), ("code", text("М")), ("title", text("Методика")), ("position", whole(1))]);
    put(tx, "competency", &[("id", text(competency.clone())), ("framework_id", text(framework.clone())), ("parent_id", text(block)), ("code", text("М3")), ("title", text("Оценивание")), ("position", whole(2))]);
    put(tx, "scale", &[("id", text(scale.clone())), ("code", text("s")), ("number", whole(1)), ("title", text("Шкала")), ("valid_from", text("2026-01-01"))]);
    let row = [
        ("id", text(instrument.clone())),
        ("code", text("i")),
        ("title", text("Диагностика")),
        ("framework_id", text(framework)),
        ("scale_id", text(scale)),
        ("mode", text("fixed")),
        ("state", text("open")),
        ("made_at", text(AT)),
    ];
    put(tx, "instrument", &row);
    Measuring { instrument, competency }
}

/// An entry attempt with its result.
pub fn result(tx: &mut Tx<'_>, on: &Measuring, person: &str, place: &str, (theta, p_below, day): (f64, f64, &str)) {
    let (assignment, attempt) = (fresh(), fresh());
    let at = format!("{day}T01:00:00.000000Z");
    let row = [
        ("id", text(assignment.clone())),
        ("instrument_id", text(on.instrument.clone())),
        ("person_id", text(person)),
        ("place_id", text(place)),
        ("opens_at", text(at.clone())),
        ("closes_at", text(at.clone())),
        ("state", text("finished")),
        ("made_at", text(at.clone())),
    ];
    put(tx, "assignment", &row);
    let row = [
        ("id", text(attempt.clone())),
        ("assignment_id", text(assignment)),
        ("instrument_id", text(on.instrument.clone())),
        ("person_id", text(person)),
        ("place_id", text(place)),
        ("number", whole(1)),
        ("state", text("scored")),
        ("started_at", text(at.clone())),
        ("ends_at", text(at.clone())),
        ("submitted_at", text(at.clone())),
    ];
    put(tx, "attempt", &row);
    let row = [
        ("attempt_id", text(attempt)),
        ("competency_id", text(on.competency.clone())),
        ("person_id", text(person)),
        ("place_id", text(place)),
        ("items", whole(12)),
        ("points", whole(6)),
        ("most_points", whole(12)),
        ("percent", real(50.0)),
        ("percent_low", real(40.0)),
        ("percent_high", real(60.0)),
        ("theta", real(theta)),
        ("sd", real(0.4)),
        ("cut", real(-0.5)),
        ("p_below", real(p_below)),
        ("zone", text("undetermined")),
        ("level", text("")),
        ("target_percent", real(50.0)),
        ("taken_on", text(day)),
        ("study_year", whole(2026)),
        ("made_at", text(at)),
    ];
    put(tx, "result", &row);
}

/// A measured difficulty, sure enough, opened to staff of the institute and the municipality.
pub fn difficulty(tx: &mut Tx<'_>, on: &Measuring, person: PersonId, place: &str, p_below: f64) -> String {
    let id = fresh();
    let row = [
        ("id", text(id.clone())),
        ("person_id", text(person.to_string())),
        ("place_id", text(place)),
        ("competency_id", text(on.competency.clone())),
        ("competency_code", text("М3")),
        ("source", text("measured")),
        ("status", text("found")),
        ("p_below", real(p_below)),
        ("found_on", text("2026-10-01")),
    ];
    put(tx, "deficit", &row);
    for audience in ["methodist", "municipality"] {
        put(tx, "sharing", &[("id", text(fresh())), ("person_id", text(person.to_string())), ("audience", text(audience)), ("about", text("all")), ("given_at", text(AT))]);
    }
    id
}

/// A result of a class with its teacher.
pub struct Class<'a> {
    pub school: &'a str,
    pub teacher: &'a str,
    pub year: i64,
    pub source: &'a str,
    pub letter: &'a str,
    pub pupils: i64,
    pub under: i64,
}

pub fn class(tx: &mut Tx<'_>, class: &Class<'_>) {
    let (from, until) = (format!("{}-09-01", class.year), format!("{}-10-28", class.year));
    let row = [
        ("id", text(fresh())),
        ("place_id", text(class.school)),
        ("grade", whole(7)),
        ("letter", text(class.letter)),
        ("subject", text("matematika")),
        ("source", text(class.source)),
        ("school_year", whole(class.year)),
        ("period_kind", text("quarter")),
        ("period_number", whole(1)),
        ("from_on", text(from)),
        ("until_on", text(until)),
        ("pupils", whole(class.pupils)),
        ("under", whole(class.under)),
        ("scale", real(5.0)),
        ("origin", text("typed")),
        ("entered_at", text(AT)),
    ];
    put(tx, "outcome", &row);
    let known = tx.count("SELECT COUNT(*) FROM class_teacher WHERE place_id = $1 AND school_year = $2 AND grade = 7 AND letter = $3", params![class.school, class.year, class.letter]).unwrap();
    if known == 0 {
        let row = [
            ("place_id", text(class.school)),
            ("school_year", whole(class.year)),
            ("subject", text("matematika")),
            ("grade", whole(7)),
            ("letter", text(class.letter)),
            ("person_id", text(class.teacher)),
            ("made_at", text(AT)),
        ];
        put(tx, "class_teacher", &row);
    }
}

/// What is true of an invented region.
#[derive(Clone, Copy)]
pub struct Truth {
    /// Of the share under the minimum per step of competence.
    pub slope: f64,
    /// Of the pathway on the share.
    pub effect: f64,
    /// Whether a lot decided who begins.
    pub by_lot: bool,
    pub schools: usize,
    pub teachers: usize,
}

pub struct Region {
    pub on: Measuring,
    pub teachers: Vec<(String, String)>,
}

fn bell(chance: &mut impl Rng) -> f64 {
    (0..12).map(|_| chance.random::<f64>()).sum::<f64>() - 6.0
}

fn below(chance: &mut impl Rng, pupils: i64, share: f64) -> i64 {
    (0..pupils).filter(|_| chance.random::<f64>() < share.clamp(0.02, 0.95)).count() as i64
}

/// A region of two municipalities with the given truth: two waves of a school test, half of those who can be helped on a pathway between them.
pub fn region(db: &Db, far: &str, truth: Truth, seed: u64) -> Region {
    let mut chance = StdRng::seed_from_u64(seed);
    db.write(|tx| {
        let on = measuring(tx);
        let (mut teachers, mut turn) = (Vec::new(), 0_usize);
        let lot = truth.by_lot.then(|| drawn_lot(tx));
        for at in 0..truth.schools {
            let (code, parent) = (format!("sim-{at:03}"), if at % 2 == 0 { HOME } else { far });
            school(tx, &code, parent, &format!("СОШ № {}", at + 100));
            let of_school = 0.05 * bell(&mut chance);
            for number in 0..truth.teachers {
                let person = fresh();
                put(
                    tx,
                    "person",
                    &[
                        ("id", text(person.clone())),
                        ("family", text(format!("Модельная{number}"))),
                        ("given", text("Анна")),
                        ("sort_key", text(format!("м{number}"))),
                        ("place_id", text(code.clone())),
                        ("made_at", text(AT)),
                    ],
                );
                let theta = bell(&mut chance);
                let base = 0.3 + truth.slope * theta + of_school + 0.05 * bell(&mut chance);
                let is_sure = theta < -0.2;
                result(tx, &on, &person, &code, (theta, if is_sure { 0.9 } else { 0.3 }, "2025-09-20"));
                let begins = is_sure && {
                    turn += 1;
                    turn.is_multiple_of(2)
                };
                if begins {
                    pathway(tx, &person, &code);
                }
                if let Some(lot) = lot.as_deref().filter(|_| is_sure) {
                    line(tx, lot, &person, if begins { "2026-01-01" } else { "2026-12-01" });
                }
                let after = base + if begins { truth.effect } else { 0.0 };
                let letter = char::from(b'a' + u8::try_from(number % 26).unwrap()).to_string();
                for (year, share) in [(2025, base), (2026, after)] {
                    let under = below(&mut chance, 50, share);
                    class(tx, &Class { school: &code, teacher: &person, year, source: "school_test", letter: &letter, pupils: 50, under });
                }
                teachers.push((person, code.clone()));
            }
        }
        Ok(Region { on, teachers })
    })
    .unwrap()
}

/// A case with a pathway agreed between the waves.
fn pathway(tx: &mut Tx<'_>, person: &str, place: &str) {
    let (case, path) = (fresh(), fresh());
    let row = [
        ("id", text(case.clone())),
        ("number", text(format!("С-{case}"))),
        ("kind", text("full")),
        ("person_id", text(person)),
        ("place_id", text(place)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("Разобрать оценивание")),
        ("state", text("open")),
        ("rung_since", text("2026-01-10")),
        ("opened_on", text("2026-01-10")),
    ];
    put(tx, "case_file", &row);
    let row = [("id", text(path)), ("case_id", text(case)), ("number", whole(1)), ("state", text("active")), ("agreed_at", text("2026-02-01T01:00:00.000000Z")), ("made_at", text("2026-01-15T01:00:00.000000Z"))];
    put(tx, "pathway", &row);
}

fn drawn_lot(tx: &mut Tx<'_>) -> String {
    let id = fresh();
    let row = [
        ("id", text(id.clone())),
        ("number", text("Ж-2025-001")),
        ("place_id", text(REGION)),
        ("capacity", whole(10)),
        ("first_month", text("2026-01-01")),
        ("draws_on", text("2025-12-10")),
        ("state", text("drawn")),
        ("list_digest", text("")),
        ("secret", text("")),
        ("commitment", text("")),
        ("public_source", text("")),
        ("announced_at", text("2025-12-01T01:00:00.000000Z")),
        ("drawn_at", text("2025-12-10T01:00:00.000000Z")),
    ];
    put(tx, "insight_lot", &row);
    id
}

fn line(tx: &mut Tx<'_>, lot: &str, person: &str, starts_on: &str) {
    put(tx, "insight_lot_entry", &[("lot_id", text(lot)), ("number", whole(1)), ("ref", text(fresh())), ("person_id", text(person)), ("position", whole(1)), ("starts_on", text(starts_on))]);
}

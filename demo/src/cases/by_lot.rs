//! A school year of accompaniment by lot: teachers of the subjects whose results are kept were measured, a lot drawn a year ago said who
//! begins in which month, and who began has come as far as the time since then lets. So what helps can be told: by the pupils' results of
//! both years and by what became of the difficulties.
//!
//! Measuring a hundred teachers act by act would make the first start slow: their attempts are copies of those that were told elsewhere,
//! answers and results and all, written in one transaction.

use super::{Fate, Ground, Story};
use crate::{class_results, members, personas};
use access::{Actor, Role, accounts, grants};
use audit::By;
use consent::ConsentKind;
use deficits::DeficitId;
use diagnostics::{AssignmentId, AttemptId};
use insight::{
    LotId,
    lots::{self, LotForm},
};
use jiff::{SignedDuration, Span, civil::date};
use kernel::{
    Clock, Date, Db, Result, ToValue, Tx,
    db::Bulk,
    id::{PersonId, PlaceId, Uuid},
    params,
};
use rand::{Rng, RngExt};
use std::collections::HashSet;

/// Of the measured, one in so many opened the results only after the lot and waits for the next one.
const LATE: usize = 8;
/// Months over which the drawn queue stretches: nine begin before the next results, the others wait.
const MONTHS: usize = 16;

/// Makes it; nothing where results of two years aren't there yet or nobody's attempt can be copied.
pub(super) fn build(ground: &Ground<'_>, chance: &mut impl Rng, leaders: &[Actor], most: usize) -> Result<()> {
    let app = ground.app;
    let Some((before, _)) = class_results::waves(app.clock().today()) else { return Ok(()) };
    let day = before.until.checked_add(Span::new().days(20)).unwrap_or(before.until);
    let zone = app.clock().zone().clone();
    let clock = Clock::fixed(zone.to_timestamp(day.at(10, 0, 0, 0)).map_err(anyhow::Error::new)?, zone);
    let db = app.db.with_clock(clock.clone());
    let (templates, teachers) = app.db.read(|tx| Ok((templates(tx)?, teachers(tx, most)?)))?;
    if templates.is_empty() || teachers.len() < MONTHS {
        return Ok(());
    }
    db.write(|tx| {
        tx.expect_much()?;
        measure(tx, chance, &templates, &teachers)
    })?;
    let (late, first): (Vec<_>, Vec<_>) = teachers.iter().enumerate().partition(|(at, _)| at % LATE == LATE - 1);
    db.write(|tx| share(tx, first.iter().map(|(_, one)| *one)))?;
    if let Some(lot) = drawn(&db, &clock, ground, chance.random())? {
        walk(ground, leaders, lot)?;
        app.db.write(lots::follow)?;
    }
    app.db.write(|tx| share(tx, late.iter().map(|(_, one)| *one)))
}

struct Teacher {
    person: PersonId,
    place: PlaceId,
}

/// Those whose pupils' results are kept and whose diagnostics and cases aren't told elsewhere: all of a school or none, for colleagues are
/// compared with each other.
fn teachers(tx: &mut Tx<'_>, most: usize) -> Result<Vec<Teacher>> {
    let sql = "SELECT p.id, p.place_id FROM person p JOIN person_subject s ON s.person_id = p.id AND s.is_main = 1 JOIN place pl ON pl.id = p.place_id AND pl.kind = 'school'
        LEFT JOIN account a ON a.person_id = p.id WHERE a.id IS NULL AND s.subject IN ($1, $2) AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.place_id, p.id";
    let [one, other] = class_results::SUBJECTS;
    let all = tx.query(sql, params![one, other], |row| Ok(Teacher { person: row.get(0)?, place: row.get(1)? }))?;
    let is_taken = |school: &usize| (school + 1) * most / all.len() > school * most / all.len();
    let taken: HashSet<PersonId> = all.chunk_by(|one, other| one.place == other.place).enumerate().filter(|(school, _)| is_taken(school)).flat_map(|(_, people)| people).map(|one| one.person).collect();
    Ok(all.into_iter().filter(|one| taken.contains(&one.person)).collect())
}

/// A scored first attempt, and whether it shows a difficulty surely enough for the queue.
struct Template {
    attempt: AttemptId,
    is_sure: bool,
}

fn templates(tx: &mut Tx<'_>) -> Result<Vec<Template>> {
    let sql = "SELECT t.id, MAX(r.p_below) FROM attempt t JOIN assignment a ON a.id = t.assignment_id JOIN result r ON r.attempt_id = t.id WHERE a.repeat_of IS NULL AND t.state = 'scored' GROUP BY t.id ORDER BY t.id LIMIT 200";
    Ok(tx.query(sql, params![], |row| Ok(Template { attempt: row.get(0)?, is_sure: row.get::<f64>(1)? >= lots::SURE }))?)
}

/// Three of four are measured because there was a reason to.
fn measure(tx: &mut Tx<'_>, chance: &mut impl Rng, templates: &[Template], teachers: &[Teacher]) -> Result<()> {
    let (sure, others): (Vec<&Template>, Vec<&Template>) = templates.iter().partition(|one| one.is_sure);
    let mut found = Found::new();
    for (at, teacher) in teachers.iter().enumerate() {
        let from = if (at % 4 != 3 && !sure.is_empty()) || others.is_empty() { &sure } else { &others };
        members::paper(tx, teacher.person, ConsentKind::Diagnostics, Vec::new(), "")?;
        let attempt = copied(tx, from[chance.random_range(0..from.len())].attempt, teacher)?;
        found.difficulties(tx, attempt, teacher)?;
    }
    found.flush(tx)
}

/// An attempt as somebody else took it, with its answers and results.
fn copied(tx: &mut Tx<'_>, template: AttemptId, teacher: &Teacher) -> Result<AttemptId> {
    let (assignment, attempt, now, today) = (AssignmentId::fresh(), AttemptId::fresh(), tx.now(), tx.today());
    let (person, place, year) = (teacher.person, &teacher.place, outcomes::school_year_of(today));
    tx.execute(
        "INSERT INTO assignment (id, instrument_id, form_id, person_id, place_id, reason, opens_at, closes_at, state, assigned_by, made_at, answered_at)
         SELECT CAST($1 AS TEXT), a.instrument_id, a.form_id, CAST($2 AS TEXT), CAST($3 AS TEXT), a.reason, CAST($4 AS TEXT), CAST($4 AS TEXT), a.state, a.assigned_by, CAST($4 AS TEXT), CAST($4 AS TEXT) FROM assignment a JOIN attempt t ON t.assignment_id = a.id WHERE t.id = $5",
        params![assignment, person, place, now, template],
    )?;
    tx.execute(
        "INSERT INTO attempt (id, assignment_id, instrument_id, form_id, calibration_id, person_id, place_id, number, state, started_at, ends_at, submitted_at, scored_at, shown_at)
         SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), t.instrument_id, t.form_id, t.calibration_id, CAST($3 AS TEXT), CAST($4 AS TEXT), 1, t.state, CAST($5 AS TEXT), CAST($5 AS TEXT), CAST($5 AS TEXT), CAST($5 AS TEXT), CAST($5 AS TEXT) FROM attempt t WHERE t.id = $6",
        params![attempt, assignment, person, place, now, template],
    )?;
    tx.execute(
        "INSERT INTO attempt_item (attempt_id, position, item_id, revision, competency_id, max_score, parameters, score, scored_by)
         SELECT CAST($1 AS TEXT), position, item_id, revision, competency_id, max_score, parameters, score, scored_by FROM attempt_item WHERE attempt_id = $2",
        params![attempt, template],
    )?;
    tx.execute(
        "INSERT INTO answer (attempt_id, position, seq, body, page, saved_at) SELECT CAST($1 AS TEXT), position, seq, body, page, CAST($2 AS TEXT) FROM answer WHERE attempt_id = $3",
        params![attempt, now, template],
    )?;
    tx.execute(
        "INSERT INTO result (attempt_id, competency_id, person_id, place_id, items, points, most_points, percent, percent_low, percent_high, theta, sd, cut, p_below, zone, more_items, level, target_level, target_percent, is_preliminary, calibration_id, taken_on, study_year, made_at)
         SELECT CAST($1 AS TEXT), competency_id, CAST($2 AS TEXT), CAST($3 AS TEXT), items, points, most_points, percent, percent_low, percent_high, theta, sd, cut, p_below, zone, more_items, level, target_level, target_percent, is_preliminary, calibration_id, CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS TEXT)
         FROM result WHERE attempt_id = $7",
        params![attempt, person, place, today, year, now, template],
    )?;
    Ok(attempt)
}

/// Difficulties that attempts showed, on their way into the tables.
struct Found {
    deficits: Bulk,
    steps: Bulk,
}

impl Found {
    fn new() -> Self {
        Self {
            deficits: Bulk::into("deficit", &["id", "person_id", "place_id", "competency_id", "competency_code", "source", "status", "level", "p_below", "found_on"]),
            steps: Bulk::into("deficit_step", &["id", "deficit_id", "status", "evidence_kind", "evidence_id", "happened_at"]),
        }
    }

    fn difficulties(&mut self, tx: &mut Tx<'_>, attempt: AttemptId, teacher: &Teacher) -> Result<()> {
        let (now, today) = (tx.now(), tx.today());
        let sql = "SELECT r.competency_id, k.code, r.level, r.p_below FROM result r JOIN competency k ON k.id = r.competency_id WHERE r.attempt_id = $1 AND r.zone = 'deficit' ORDER BY k.code";
        let shown: Vec<(String, String, String, f64)> = tx.query(sql, params![attempt], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        for (competency, code, level, p_below) in shown {
            let (id, step) = (DeficitId::fresh(), Uuid::now_v7().to_string());
            self.deficits.push([
                id.to_value(),
                teacher.person.to_value(),
                teacher.place.to_value(),
                competency.to_value(),
                code.to_value(),
                "measured".to_value(),
                "found".to_value(),
                level.to_value(),
                p_below.to_value(),
                today.to_value(),
            ]);
            self.steps.push([step.to_value(), id.to_value(), "found".to_value(), "attempt".to_value(), attempt.to_value(), now.to_value()]);
        }
        Ok(())
    }

    fn flush(mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.deficits.flush(tx)?;
        Ok(self.steps.flush(tx)?)
    }
}

/// Opens results to methodists and to the municipality.
fn share<'a>(tx: &mut Tx<'_>, teachers: impl Iterator<Item = &'a Teacher>) -> Result<()> {
    let now = tx.now();
    let mut rows = Bulk::into("sharing", &["id", "person_id", "audience", "about", "given_at"]);
    for teacher in teachers {
        for audience in ["methodist", "municipality"] {
            rows.push([Uuid::now_v7().to_string().to_value(), teacher.person.to_value(), audience.to_value(), "all".to_value(), now.to_value()]);
        }
    }
    Ok(rows.flush(tx)?)
}

/// Announced, and drawn a week later.
fn drawn(db: &Db, clock: &Clock, ground: &Ground<'_>, chance: [u8; 32]) -> Result<Option<LotId>> {
    let coordinator = personas::coordinator(ground.app)?;
    let vault = &ground.app.vault;
    let lot = db.write(|tx| {
        let list = lots::waiting(tx, &coordinator, "")?;
        if list.len() < MONTHS {
            return Ok(None);
        }
        let form =
            LotForm {
                capacity: (list.len() / MONTHS).to_string(), public_source: "Число, которое назовут на заседании объединения в день жребия".into(), seen: lots::seen_digest(&list), ..LotForm::usual(tx.today())
            };
        lots::announce(tx, vault, &coordinator, &form, chance).map(Some)
    })?;
    clock.advance(SignedDuration::from_hours(24 * 7));
    if let Some(lot) = lot {
        db.write(|tx| lots::draw(tx, vault, &coordinator, lot, (1, "417")))?;
    }
    Ok(lot)
}

/// Whoever's month has come began in it, and has come as far as the time lets.
fn walk(ground: &Ground<'_>, leaders: &[Actor], lot: LotId) -> Result<()> {
    let app = ground.app;
    let today = app.clock().today();
    let begun: Vec<(PersonId, Date)> = app.db.read(|tx| {
        let sql = "SELECT person_id, starts_on FROM insight_lot_entry WHERE lot_id = $1 AND person_id IS NOT NULL AND starts_on <= $2 ORDER BY position";
        Ok(tx.query(sql, params![lot, today], |row| Ok((row.get(0)?, row.get(1)?)))?)
    })?;
    // Two difficulties only, so that enough teachers stand behind each.
    let competencies = ground.competencies.iter().take(2).cloned().collect();
    let ground = Ground { app, site: ground.site.clone(), competencies, directions: ground.directions.clone() };
    for (at, (person, starts_on)) in begun.into_iter().enumerate() {
        let Some(teacher) = app.db.write(|tx| with_account(tx, person, at))? else { continue };
        let Some(leader) = leaders.iter().find(|leader| teacher.place_path.starts_with(&leader.place_path)) else { continue };
        let days = cases::days_between(starts_on, today) - 3;
        Story { ground: &ground, teacher: &teacher, leader, at, round: 0, days }.tell_of(fate(days), days.max(3))?;
    }
    Ok(())
}

fn fate(days: i64) -> Fate {
    match days {
        172.. => Fate::Closed,
        122.. => Fate::Presented,
        78.. => Fate::Walking,
        32.. => Fate::Signing,
        _ => Fate::Opened,
    }
}

/// A teacher who is accompanied has a cabinet.
fn with_account(tx: &mut Tx<'_>, person: PersonId, at: usize) -> Result<Option<Actor>> {
    let (name, place): (String, PlaceId) = tx.one("SELECT family || ' ' || given, place_id FROM person WHERE id = $1", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name, email: format!("uchitel-{}@shkola.example", at + 1), person: Some(person) })?;
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role: Role::Member, place, from: date(2024, 1, 1), to: None })?;
    personas::teacher(tx, person)
}

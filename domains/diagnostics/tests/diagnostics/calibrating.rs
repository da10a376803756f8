//! From answers in attempts to parameters: what a calibration reads here, and a whole run of it, on both engines.

use crate::stage::{Stage, set_up};
use audit::By;
use items::{
    Answer, CalibrationState, ItemId, Model,
    calibration::{request, run_waiting},
};
use jiff::civil::date;
use kernel::{Db, Tx, db::testing::on_each_engine, id::PlaceId, params};
use structure::{NewSchool, add_school};

const PEOPLE: usize = 220;
const ITEMS: usize = 5;
const AT: &str = "2026-10-01T00:00:00.000000Z";

/// An attempt of each, by turns of the town's school and of a village's: five items, the easier the sooner.
fn answered(db: &Db, stage: &Stage) -> Vec<ItemId> {
    db.write(|tx| {
        let new = NewSchool {
            code: None, name: "МБОУ СОШ с. Лончаково".into(), short_name: "Школа Лончаково".into(), type_label: "школа".into(), settlement: "с. Лончаково".into(), opened_on: Some(date(1990, 9, 1))
        };
        let village = add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &new)?;
        tx.execute("INSERT INTO instrument (id, code, title, framework_id, scale_id, mode, state, made_at) VALUES ('i', 'Д-1', 'Оценивание', $1, $2, 'fixed', 'open', $3)", params![stage.framework, stage.scale, AT])?;
        tx.execute("INSERT INTO assignment (id, instrument_id, person_id, place_id, opens_at, closes_at, state, made_at) VALUES ('s', 'i', $1, $2, $3, $3, 'finished', $3)", params![stage.anna, stage.school, AT])?;
        let items: Vec<ItemId> = tx.query("SELECT id FROM item WHERE kind = 'single' ORDER BY code LIMIT 5", params![], |row| row.get(0))?;
        for person in 0..PEOPLE {
            attempt(tx, stage, if person % 2 == 0 { &stage.school } else { &village }, person, &items)?;
        }
        Ok(items)
    })
    .unwrap()
}

/// A person of one of eleven levels; what is far below the level is right, the rest by turns.
fn attempt(tx: &mut Tx<'_>, stage: &Stage, place: &PlaceId, person: usize, items: &[ItemId]) -> kernel::Result<()> {
    let id = kernel::id::Uuid::now_v7().to_string();
    let sql = "INSERT INTO attempt (id, assignment_id, instrument_id, person_id, place_id, number, state, started_at, ends_at, submitted_at, scored_at) VALUES ($1, 's', 'i', $2, $3, $4, 'scored', $5, $5, $5, $5)";
    tx.execute(sql, params![id, stage.anna, place, person as i64 + 1, AT])?;
    for (at, item) in items.iter().enumerate() {
        let is_right = (person / 2 % 11) + person / 22 % 4 > 2 * at + 1;
        let body = |choice: &str| serde_json::to_string(&Answer::Single { choice: choice.into() }).unwrap_or_default();
        tx.execute(
            "INSERT INTO attempt_item (attempt_id, position, item_id, revision, competency_id, max_score, parameters, score, scored_by) VALUES ($1, $2, $3, 1, $4, 1, '{}', $5, 'key')",
            params![id, at as i64 + 1, item, stage.competencies[0], i64::from(is_right)],
        )?;
        // The first thought was another one: only the newest answer counts.
        for (seq, choice) in [(1_i64, "c2"), (2, if is_right { "c0" } else { "c1" })] {
            tx.execute("INSERT INTO answer (attempt_id, position, seq, body, saved_at) VALUES ($1, $2, $3, $4, $5)", params![id, at as i64 + 1, seq, body(choice), AT])?;
        }
    }
    Ok(())
}

#[test]
fn a_calibration_reads_the_newest_answers_of_scored_attempts_and_names_nobody() {
    on_each_engine(|db| {
        let stage = set_up(db);
        answered(db, &stage);
        db.write(|tx| Ok(tx.execute("UPDATE attempt SET state = 'void' WHERE number = 1", params![])?)).unwrap();
        let read = db.read(|tx| diagnostics::responses(tx, stage.framework)).unwrap();
        assert_eq!(read.people.len(), PEOPLE - 1, "what doesn't count isn't read");
        assert!(read.people.iter().all(|person| person.answers.len() == ITEMS));
        assert_eq!(read.people.iter().filter(|person| person.is_rural == Some(true)).count(), PEOPLE / 2);
        for scored in read.people.iter().flat_map(|person| &person.answers) {
            let chosen = if scored.score == 1 { "c0" } else { "c1" };
            assert_eq!(scored.answer, Some(Answer::Single { choice: chosen.into() }), "the newest answer, not the first");
        }
        let nothing = db.read(|tx| diagnostics::responses(tx, competencies::FrameworkId::fresh())).unwrap();
        assert!(nothing.people.is_empty());
    });
}

#[test]
fn a_whole_run_makes_parameters_and_statistics_out_of_attempts() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let items = answered(db, &stage);
        let wanted = request::Wanted { framework: stage.framework, model: Model::Rasch, title: "Осень".into(), min_answers: 100 };
        let id = db.write(|tx| request::ask(tx, &By::system(), &wanted)).unwrap();
        assert_eq!(run_waiting(&stage.app, diagnostics::responses).unwrap(), 1);
        let done = db.read(|tx| items::calibration(tx, id)).unwrap();
        assert_eq!((done.state, done.facts.items, done.facts.people), (CalibrationState::Done, ITEMS as u64, PEOPLE as u64), "{} {:?}", done.message, done.facts);
        let found = db.read(|tx| items::parameters(tx, id)).unwrap();
        let difficulties: Vec<f64> = items.iter().map(|item| found[&(*item, 1)].difficulty()).collect();
        assert!(difficulties.windows(2).all(|pair| pair[0] < pair[1]), "the easier ones were answered more often: {difficulties:?}");
        assert_eq!(run_waiting(&stage.app, diagnostics::responses).unwrap(), 0, "nothing waits any more");
    });
}

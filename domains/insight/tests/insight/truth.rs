//! Answers over an invented region whose truth is known.

use crate::stage::{Class, HOME, SCHOOL, Truth, class, measuring, person, region, result, set};
use insight::{ChangeAnswer, EffectAnswer, LinkAnswer, Question};
use kernel::{Db, db::testing::on_each_engine, id::PlaceId};
use serde::de::DeserializeOwned;
use structure::places::REGION;

const NOTHING: Truth = Truth { slope: 0.0, effect: 0.0, by_lot: false, schools: 24, teachers: 8 };

fn answer<T: DeserializeOwned>(db: &Db, question: Question, place: &str) -> T {
    let run = db.read(|tx| insight::latest(tx, question, &PlaceId::from(place))).unwrap().unwrap();
    serde_json::from_str(&run.result).unwrap()
}

fn asked<T: DeserializeOwned>(db: &Db, question: Question) -> T {
    insight::compute(db, question, None).unwrap();
    answer(db, question, REGION)
}

#[test]
fn a_link_that_is_there_is_found_and_one_that_is_not_is_not_claimed() {
    on_each_engine(|db| {
        let stage = set(db);
        region(db, &stage.far, Truth { slope: -0.06, ..NOTHING }, 1);
        let found: LinkAnswer = asked(db, Question::Link);
        let slope = found.slope.unwrap();
        assert!((found.teachers, found.schools) == (192, 24) && slope.low < -0.06 + 0.02 && slope.high < 0.0 && (slope.value + 0.06).abs() < 0.025, "{found:?}");
        let contrast = found.shown().unwrap();
        assert!(contrast.low > 0.0 && (contrast.value - 0.099).abs() < 0.04, "{contrast:?}");
        // Twelve schools are few: only what permutations leave no doubt of is shown.
        let own: LinkAnswer = answer(db, Question::Link, HOME);
        assert!(own.schools == 12 && own.p.is_some() && (own.shown().is_some() == own.contrast.unwrap().is_sure()), "{own:?}");
    });
    let db = kernel::db::testing::sqlite();
    let stage = set(&db.db);
    region(&db.db, &stage.far, NOTHING, 2);
    let found: LinkAnswer = asked(&db.db, Question::Link);
    assert!(!found.shown().unwrap().is_sure(), "{found:?}");
}

#[test]
fn an_effect_is_proved_only_by_lot_and_the_return_to_the_mean_is_taken_off() {
    on_each_engine(|db| {
        let stage = set(db);
        region(db, &stage.far, Truth { slope: -0.05, effect: -0.12, by_lot: true, schools: 24, teachers: 12 }, 3);
        let found: EffectAnswer = asked(db, Question::Effect);
        let lot = found.by_lot.unwrap();
        assert!(lot.label() == "доказано" && (lot.effect.value + 0.12).abs() < 0.05 && lot.effect.high < 0.0, "{lot:?}");
        assert!(found.compared.is_none(), "chance said of all of them when they begin");
        assert!(lot.by_itself < 0.0 && lot.naive < lot.effect.value, "those with a low share rise by themselves: {lot:?}");
        assert!(found.in_lots == found.eligible && lot.begun + lot.waited == found.eligible, "{found:?}", found = (found.in_lots, found.eligible, lot.begun, lot.waited));
    });
    let db = kernel::db::testing::sqlite();
    let stage = set(&db.db);
    region(&db.db, &stage.far, Truth { slope: -0.05, schools: 24, teachers: 12, ..NOTHING }, 4);
    let found: EffectAnswer = asked(&db.db, Question::Effect);
    assert!(found.by_lot.is_none(), "nothing was drawn");
    let alike = found.compared.unwrap();
    assert!(!alike.effect.is_sure() && alike.label() == "сравнение похожих", "no effect is no effect");
}

#[test]
fn a_change_is_said_where_it_is_larger_than_chance() {
    on_each_engine(|db| {
        let stage = set(db);
        region(db, &stage.far, NOTHING, 5);
        // In a third of the schools the share falls by sixteen points, about eight of fifty pupils of each class.
        db.write(|tx| Ok(tx.execute("UPDATE outcome SET under = CASE WHEN under > 8 THEN under - 8 ELSE 0 END WHERE place_id < 'sim-008' AND place_id >= 'sim' AND school_year = 2026", &[])?)).unwrap();
        let found: ChangeAnswer = asked(db, Question::Change);
        assert_eq!(found.schools.len(), 24);
        let (fell, others): (Vec<_>, Vec<_>) = found.schools.iter().partition(|one| one.place.as_str() < "sim-008");
        let seen = |those: &[&insight::PlaceChange]| those.iter().filter(|one| one.change.high < 0.0).count();
        assert!(seen(&fell) >= 6, "{fell:?}");
        // Drawn towards a whole that fell, some of the others seem to have fallen a little; hardly one to have risen.
        let middle = |those: &[&insight::PlaceChange]| those.iter().map(|one| one.change.value).sum::<f64>() / those.len() as f64;
        assert!(middle(&others) - middle(&fell) > 0.08 && others.iter().filter(|one| one.change.low > 0.0).count() <= 3, "{others:?}");
        assert!(fell.iter().all(|one| one.outside && one.before_pupils == 400));
    });
}

#[test]
fn vpr_is_nowhere_in_an_answer() {
    on_each_engine(|db| {
        let stage = set(db);
        region(db, &stage.far, Truth { slope: -0.06, schools: 20, teachers: 4, ..NOTHING }, 6);
        let before: (LinkAnswer, ChangeAnswer, EffectAnswer) = (asked(db, Question::Link), asked(db, Question::Change), asked(db, Question::Effect));
        db.write(|tx| {
            let rows: Vec<(String, String, i64)> =
                tx.query("SELECT ct.place_id, ct.person_id, ct.school_year FROM class_teacher ct ORDER BY ct.place_id, ct.person_id, ct.school_year", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            for (at, (school, teacher, year)) in rows.iter().enumerate() {
                let letter = format!("в{at}");
                class(tx, &Class { school, teacher, year: *year, source: "vpr", letter: &letter, pupils: 25, under: 25 });
            }
            Ok(())
        })
        .unwrap();
        let after: (LinkAnswer, ChangeAnswer, EffectAnswer) = (asked(db, Question::Link), asked(db, Question::Change), asked(db, Question::Effect));
        assert_eq!(before, after);
    });
}

#[test]
fn the_same_rows_give_the_same_answer_and_the_job_does_not_work_for_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = region(db, &stage.far, Truth { slope: -0.06, schools: 10, teachers: 4, ..NOTHING }, 7);
        assert_eq!(insight::refresh(db).unwrap(), 4, "never answered");
        let run = |db: &Db| db.read(|tx| insight::latest(tx, Question::Link, &PlaceId::from(HOME))).unwrap().unwrap();
        let first = run(db);
        assert_eq!(insight::refresh(db).unwrap(), 0, "by day nothing is done again");
        insight::compute(db, Question::Link, None).unwrap();
        let again = run(db);
        assert_eq!((&first.result, &first.data_version, &first.seed), (&again.result, &again.data_version, &again.seed));
        db.write(|tx| {
            result(tx, &made.on, &made.teachers[0].0, &made.teachers[0].1, (2.0, 0.01, "2026-10-01"));
            Ok(())
        })
        .unwrap();
        insight::compute(db, Question::Link, None).unwrap();
        assert_ne!(first.data_version, run(db).data_version);
    });
}

#[test]
fn a_class_that_two_teachers_share_and_a_withdrawn_result_are_left_out() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            let on = measuring(tx);
            let (anna, vera) = (person(tx, "Аннина", SCHOOL), person(tx, "Верина", SCHOOL));
            for one in [anna, vera] {
                result(tx, &on, &one.to_string(), SCHOOL, (0.0, 0.3, "2025-09-20"));
            }
            class(tx, &Class { school: SCHOOL, teacher: &anna.to_string(), year: 2026, source: "marks", letter: "А", pupils: 25, under: 5 });
            class(tx, &Class { school: SCHOOL, teacher: &anna.to_string(), year: 2026, source: "marks", letter: "Б", pupils: 25, under: 5 });
            tx.execute(
                "INSERT INTO class_teacher (place_id, school_year, subject, grade, letter, person_id, made_at) SELECT place_id, school_year, subject, grade, letter, $1, made_at FROM class_teacher WHERE letter = 'Б'",
                kernel::params![vera],
            )?;
            class(tx, &Class { school: SCHOOL, teacher: &vera.to_string(), year: 2026, source: "marks", letter: "В", pupils: 25, under: 5 });
            tx.execute("UPDATE outcome SET withdrawn_at = entered_at WHERE letter = 'В'", &[])?;
            Ok(())
        })
        .unwrap();
        let found: LinkAnswer = asked(db, Question::Link);
        assert_eq!((found.teachers, found.classes, found.pupils), (1, 1, 25));
        assert!(found.shown().is_none());
    });
}

//! Growth: by the joint posterior of two measurements on one scale, never as a difference.

use crate::stage::{Taking, count, set};
use deficits::{Growth, Sight, Verdict};
use kernel::{Db, db::testing::on_each_engine};

fn growth(db: &Db, person: kernel::id::PersonId, attempt: diagnostics::AttemptId) -> Vec<Growth> {
    db.read(|tx| deficits::growth_of(tx, &Sight::own(person), attempt)).unwrap()
}

#[test]
fn a_small_gain_after_a_low_result_is_within_error_and_a_large_one_is_growth() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.taken(db, &Taking::of(stage.anna, &[("М3", 4, 20), ("М4", 3, 30)]));
        let second = stage.taken(db, &Taking { repeat_of: Some(first), ..Taking::of(stage.anna, &[("М3", 6, 20), ("М4", 29, 30), ("К2", 3, 6)]) });
        let found = growth(db, stage.anna, second);
        let of = |code: &str| found.iter().find(|one| one.code == code).unwrap();
        assert_eq!(of("М3").verdict, Verdict::WithinError);
        assert!(of("М3").low.unwrap() < 0.0 && of("М3").high.unwrap() > 0.0);
        assert!(matches!(of("М4").verdict, Verdict::Grew | Verdict::LikelyGrew), "{:?}", of("М4"));
        assert_eq!((of("К2").verdict, of("К2").change), (Verdict::NotComparable, None), "it was not measured before");
        assert!(of("К2").reason.contains("не измеряли"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM growth WHERE prior LIKE '%mean%' AND prior LIKE '%pairs%'"), 3, "the prior used is kept with each");
    });
}

#[test]
fn forms_of_other_scales_and_guessed_parameters_are_not_compared() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.taken(db, &Taking::of(stage.anna, &[("М3", 4, 20)]));
        let other = stage.taken(db, &Taking { repeat_of: Some(first), calibration: Some("00000000-0000-7000-8000-00000000000b"), ..Taking::of(stage.anna, &[("М3", 19, 20)]) });
        let guessed = stage.taken(db, &Taking { repeat_of: Some(first), calibration: None, ..Taking::of(stage.anna, &[("М3", 19, 20)]) });
        for (attempt, why) in [(other, "общей шкалой"), (guessed, "предварительные")] {
            let found = growth(db, stage.anna, attempt);
            assert_eq!((found[0].verdict, found[0].change), (Verdict::NotComparable, None));
            assert!(found[0].reason.contains(why), "{}", found[0].reason);
        }
    });
}

#[test]
fn calibrations_chained_by_anchors_are_one_scale() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.taken(db, &Taking::of(stage.anna, &[("М3", 4, 20)]));
        let later = "00000000-0000-7000-8000-00000000000c";
        stage.taken(db, &Taking { calibration: Some(later), ..Taking::of(stage.boris, &[("М3", 4, 20)]) });
        db.write(|tx| Ok(tx.execute("UPDATE calibration SET linked_to = '00000000-0000-7000-8000-00000000000a' WHERE id = '00000000-0000-7000-8000-00000000000c'", &[])?)).unwrap();
        let second = stage.taken(db, &Taking { repeat_of: Some(first), calibration: Some(later), ..Taking::of(stage.anna, &[("М3", 5, 20)]) });
        assert_ne!(growth(db, stage.anna, second)[0].verdict, Verdict::NotComparable);
    });
}

#[test]
fn an_attempt_of_somebody_else_is_no_first_measurement() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.taken(db, &Taking::of(stage.boris, &[("М3", 4, 20)]));
        let second = stage.taken(db, &Taking { repeat_of: Some(first), ..Taking::of(stage.anna, &[("М3", 19, 20)]) });
        assert!(growth(db, stage.anna, second).is_empty());
    });
}

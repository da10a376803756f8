//! A scored attempt becomes results and deficits by the rule of three zones.

use crate::stage::{Taking, count, set};
use deficits::{Sight, Source, Status, Zone};
use kernel::db::testing::on_each_engine;

#[test]
fn one_attempt_tells_of_each_competency_what_its_answers_prove() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20), ("М4", 19, 20), ("К2", 3, 4)]));
        let lines = db.read(|tx| deficits::lines_of(tx, &Sight::own(stage.anna), attempt)).unwrap();
        let zone = |code: &str| lines.iter().find(|line| line.code == code).unwrap().zone;
        assert_eq!((zone("М3"), zone("М4"), zone("К2")), (Zone::Deficit, Zone::None, Zone::Undetermined));
        for line in &lines {
            assert!(line.low <= line.percent && line.percent <= line.high && !line.is_preliminary);
        }
        let undecided = lines.iter().find(|line| line.code == "К2").unwrap();
        assert!(undecided.more_items.unwrap() > 0, "how many more items would decide");
        assert_eq!((undecided.target_percent, undecided.target_level.as_str()), (60.0, "средний"));
    });
}

#[test]
fn the_same_news_twice_computes_once() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)]));
        db.write(|tx| deficits::compute(tx, attempt)).unwrap();
        assert_eq!((count(db, "SELECT COUNT(*) FROM result"), count(db, "SELECT COUNT(*) FROM deficit"), count(db, "SELECT COUNT(*) FROM deficit_step")), (1, 1, 1));
    });
}

#[test]
fn a_deficit_is_opened_by_probability_and_never_twice_for_one_competency() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20), ("М4", 19, 20), ("К2", 3, 4)]));
        stage.seen(db, first);
        let open = |at: usize| db.read(|tx| deficits::deficits_of(tx, &Sight::own(stage.anna), stage.anna)).unwrap().get(at).cloned();
        let found = open(0).unwrap();
        assert_eq!((found.code.as_str(), found.source, found.status), ("М3", Source::Measured, Status::Found));
        assert!(open(1).is_none(), "undetermined is no deficit");
        let second = stage.taken(db, &Taking::of(stage.anna, &[("М3", 4, 20)]));
        stage.seen(db, second);
        assert_eq!(open(0).unwrap().status, Status::Confirmed);
        let third = stage.taken(db, &Taking::of(stage.anna, &[("М3", 19, 20)]));
        stage.seen(db, third);
        assert_eq!(open(0).unwrap().status, Status::Removed);
        assert_eq!((count(db, "SELECT COUNT(*) FROM deficit"), count(db, "SELECT COUNT(*) FROM deficit_step")), (1, 3));
    });
}

#[test]
fn guessed_parameters_are_said_to_be_preliminary_and_remove_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.taken(db, &Taking::of(stage.anna, &[("М3", 2, 20)]));
        let attempt = stage.taken(db, &Taking { calibration: None, ..Taking::of(stage.anna, &[("М3", 20, 20)]) });
        let lines = db.read(|tx| deficits::lines_of(tx, &Sight::own(stage.anna), attempt)).unwrap();
        assert!(lines[0].is_preliminary && lines[0].zone == Zone::None);
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit WHERE status = 'found' AND closed_on IS NULL"), 1);
    });
}

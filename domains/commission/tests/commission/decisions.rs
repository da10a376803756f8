//! Decisions: majority, tie, quotas of the moment, two at once, many at once.

use crate::stage::{self, HOME, cast, refused, wrong};
use commission::{DecisionForm, Outcome};
use kernel::{Db, db::testing::on_each_engine, params};

fn places(db: &Db, subject: &str, places: i64) {
    db.write(|tx| tx.execute("UPDATE quota SET places = $1 WHERE subject = $2", params![places, subject]).map_err(Into::into)).unwrap();
}

#[test]
fn a_decision_follows_the_votes() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let all = ["Аистова", "Белкина", "Воронова"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let (meeting, items) = stage.opened(db, &all, &[&stage.igor, &stage.anna]);
        assert!(refused(stage.decide(db, meeting, items[0], "include", "")).contains("Сначала проголосуйте"));
        cast(db, &stage.igor, meeting, &items[..1], "for").unwrap();
        assert!(refused(stage.decide(db, meeting, items[0], "refuse", "слова")).contains("вопреки голосованию"));
        cast(db, &stage.igor, meeting, &items[1..2], "against").unwrap();
        assert!(refused(stage.decide(db, meeting, items[1], "include", "")).contains("большинства за включение нет"));
        assert!(wrong(stage.decide(db, meeting, items[1], "refuse", " "), "note").contains("Поясните"));
        assert!(wrong(stage.decide(db, meeting, items[1], "", ""), "outcome").contains("Выберите"));
        // A tie: Igor in the chair is for it.
        cast(db, &stage.igor, meeting, &items[2..], "for").unwrap();
        cast(db, &stage.anna, meeting, &items[2..], "against").unwrap();
        assert_eq!(stage.decide(db, meeting, items[2], "include", "").unwrap().outcome, Outcome::Include);
    });
}

#[test]
fn the_form_names_all_that_is_missing_for_a_seat() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        let form =
            DecisionForm { outcome: "include".into(), kind: "direction_methodist".into(), direction: "no-such".into(), municipality: "sch-lyceum".into(), version: 1, note: "я".repeat(1_001), ..DecisionForm::default() };
        let done = || db.write(|tx| commission::decide(tx, &stage.coordinator, meeting, items[0], &form));
        assert!(wrong(done(), "direction").contains("Выберите направление"));
        assert!(wrong(done(), "municipality").contains("Выберите муниципалитет"));
        assert!(wrong(done(), "note").contains("1001 знаков"));
    });
}

#[test]
fn going_over_a_quota_needs_a_reason() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        places(db, "matematika", 1);
        let all = ["Аистова", "Белкина"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let (meeting, items) = stage.opened(db, &all, &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        assert!(!stage.decide(db, meeting, items[0], "include", "").unwrap().over_quota);
        let seat = stage.sitting(db, meeting).items[0].seat.clone().unwrap();
        assert_eq!(seat.municipality.as_str(), HOME);
        let room = db.read(|tx| commission::room_for(tx, &seat, items[1])).unwrap();
        assert!(room.iter().any(|line| line.places == 1 && line.planned == 1 && line.free() == 0), "{room:?}");
        assert!(wrong(stage.decide(db, meeting, items[1], "include", ""), "note").contains("сверх квоты"));
        assert!(stage.decide(db, meeting, items[1], "include", "В районе больше никто не ведёт олимпиадный кружок").unwrap().over_quota);
        stage.close(db, meeting).unwrap();
        let note: String = db.read(|tx| tx.one("SELECT note FROM order_line WHERE note <> ''", params![], |row| row.get(0))).unwrap();
        assert!(note.contains("олимпиадный кружок"));
    });
}

#[test]
fn two_who_decide_at_once_are_told_what_the_other_decided() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        let form = |outcome: &str| DecisionForm { outcome: outcome.into(), kind: "subject_methodist".into(), subject: "matematika".into(), municipality: HOME.into(), version: 1, ..DecisionForm::default() };
        let decide = |actor, outcome| db.write(|tx| commission::decide(tx, actor, meeting, items[0], &form(outcome)));
        decide(&stage.coordinator, "include").unwrap();
        let sentence = refused(decide(&stage.igor, "reserve"));
        assert!(sentence.contains("изменил кто-то другой") && sentence.contains("уже решено «включить»") && sentence.contains("не записано"), "{sentence}");
        assert_eq!(stage.sitting(db, meeting).items[0].outcome, Outcome::Include);
        assert!(matches!(decide(&stage.anna, "reserve"), Err(kernel::Error::NotFound)), "a member who doesn't chair decides nothing");
    });
}

#[test]
fn all_with_a_majority_are_included_at_once_as_far_as_places_go() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        places(db, "matematika", 2);
        let all = ["Аистова", "Белкина", "Воронова", "Галкина"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let (meeting, items) = stage.opened(db, &all, &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items[..3], "for").unwrap();
        let early = refused(db.write(|tx| commission::include_all(tx, &stage.igor, meeting, &items[..1])));
        assert!(early.contains("проголосовали не все"), "{early}");
        cast(db, &stage.anna, meeting, &items[..3], "for").unwrap();
        cast(db, &stage.igor, meeting, &items[3..], "against").unwrap();
        let (_, proposals) = db.read(|tx| commission::proposals(tx, &stage.igor, meeting)).unwrap();
        assert_eq!(proposals.iter().map(|one| one.obstacle().is_some()).collect::<Vec<_>>(), [false, false, true]);
        let include = |chosen: &[_]| db.write(|tx| commission::include_all(tx, &stage.igor, meeting, chosen));
        assert!(wrong(include(&[]), "item").contains("Отметьте"));
        assert!(refused(include(&items[..3])).contains("Никто не включён"));
        assert!(refused(include(&items[3..])).contains("большинства больше нет"));
        assert_eq!(stage.sitting(db, meeting).unsettled(), 4, "all or nobody");
        assert_eq!(include(&items[..2]).unwrap(), 2);
        assert_eq!(stage.sitting(db, meeting).unsettled(), 2);
    });
}

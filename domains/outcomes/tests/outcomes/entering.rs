//! One result: entered, confirmed, replaced, withdrawn, and by whom.

use crate::stage::{FAR_SCHOOL, SCHOOL, SECOND, absent, count, marks, quarter, set, sure, wrong};
use jiff::civil::date;
use kernel::{Error, db::testing::on_each_engine};
use outcomes::{Figures, NewOutcome, PeriodKind, SumFilter, Typed};

#[test]
fn a_school_enters_its_classes_and_nobody_elses() {
    on_each_engine(|db| {
        let stage = set(db);
        let enter = |who, new| db.write(|tx| outcomes::enter(tx, who, &Typed::of(new)));
        let id = enter(&stage.school, marks(SCHOOL, "7б", [3, 10, 8, 3])).unwrap();
        let kept = db.read(|tx| outcomes::load(tx, &stage.school, id)).unwrap();
        assert_eq!((kept.label(), kept.figures.pupils, kept.version), ("7 Б, 1 четверть 2026/27".into(), 24, 1));
        absent(enter(&stage.school, marks(SECOND, "7б", [3, 10, 8, 3])));
        absent(enter(&stage.member, marks(SCHOOL, "7б", [3, 10, 8, 3])));
        absent(enter(&stage.municipal, marks(FAR_SCHOOL, "7б", [3, 10, 8, 3])));
        for other in [&stage.second, &stage.municipal, &stage.coordinator, &stage.methodist, &stage.member, &stage.ministry] {
            absent(db.read(|tx| outcomes::load(tx, other, id)));
        }
        let brought = enter(&stage.municipal, marks(SCHOOL, "9", [1, 9, 9, 2])).unwrap();
        assert!(db.read(|tx| outcomes::load(tx, &stage.municipal, brought)).is_ok(), "one reads what one entered");
        assert!(db.read(|tx| outcomes::load(tx, &stage.school, brought)).is_ok());
    });
}

#[test]
fn what_may_be_right_all_the_same_asks_for_a_yes() {
    on_each_engine(|db| {
        let stage = set(db);
        let enter = |typed: &Typed| db.write(|tx| outcomes::enter(tx, &stage.school, typed));
        let id = enter(&Typed::of(marks(SCHOOL, "7б", [3, 10, 8, 3]))).unwrap();
        assert!(wrong(enter(&Typed::of(marks(SCHOOL, "7к", [3, 10, 8, 3]))), "known").contains("ещё не было"));
        enter(&sure(marks(SCHOOL, "7к", [3, 10, 8, 3]))).unwrap();
        assert!(enter(&Typed::of(marks(SCHOOL, "8а", [3, 10, 8, 3]))).is_ok(), "the first class of its year");
        assert_eq!(enter(&Typed::of(marks(SCHOOL, "7б", [3, 10, 8, 3]))).unwrap(), id, "the same once more is the same");
        let better = marks(SCHOOL, "7б", [1, 10, 10, 3]);
        assert!(wrong(enter(&Typed::of(better.clone())), "replace").contains("Подтвердите замену"));
        assert_eq!(enter(&sure(better)).unwrap(), id);
        let past = db.read(|tx| outcomes::past(tx, id)).unwrap();
        assert_eq!((past.len(), past[0].version, past[0].body.figures.under), (1, 1, 3));
    });
}

#[test]
fn what_is_wrong_stands_at_its_field() {
    on_each_engine(|db| {
        let stage = set(db);
        let enter = |who, new| db.write(|tx| outcomes::enter(tx, who, &Typed::of(new)));
        assert!(wrong(enter(&stage.second, marks(SECOND, "10", [3, 10, 8, 3])), "grade").contains("до 9 класса"));
        wrong(enter(&stage.school, NewOutcome { figures: Figures::of(10, 11), ..marks(SCHOOL, "7б", [0; 4]) }), "under");
        enter(&stage.school, marks(SCHOOL, "7б", [3, 10, 8, 3])).unwrap();
        let overlapping = NewOutcome { period: quarter(2).on(date(2026, 10, 1), date(2026, 11, 20)), ..marks(SCHOOL, "7б", [3, 10, 8, 3]) };
        assert!(wrong(enter(&stage.school, overlapping), "period").contains("перекрываются"));
        let trimester = NewOutcome { period: outcomes::Period::usual(PeriodKind::Trimester, 2026, 1).unwrap(), ..marks(SCHOOL, "7б", [3, 10, 8, 3]) };
        wrong(enter(&stage.school, trimester), "period");
        let half = NewOutcome { period: outcomes::Period::usual(PeriodKind::Half, 2026, 1).unwrap(), ..marks(SCHOOL, "7б", [3, 10, 8, 3]) };
        enter(&stage.school, half).unwrap();
    });
}

#[test]
fn a_mistake_is_replaced_or_withdrawn_and_sums_follow() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| outcomes::enter(tx, &stage.school, &Typed::of(marks(SCHOOL, "7б", [3, 10, 8, 3])))).unwrap();
        let under = || db.read(|tx| outcomes::sums(tx, "region/", &SumFilter { kind: Some(PeriodKind::Quarter), ..SumFilter::default() })).unwrap().iter().map(|sum| sum.under).sum::<i64>();
        assert_eq!(under(), 3);
        let new = Typed::of(marks(SCHOOL, "7б", [5, 10, 8, 1]));
        db.write(|tx| outcomes::replace(tx, &stage.school, id, (&new, 1))).unwrap();
        assert_eq!(under(), 5);
        assert!(matches!(db.write(|tx| outcomes::replace(tx, &stage.school, id, (&new, 1))), Err(Error::Refusal(_))), "another was first");
        wrong(db.write(|tx| outcomes::replace(tx, &stage.school, id, (&Typed::of(marks(SCHOOL, "7а", [5, 10, 8, 1])), 2))), "class");
        absent(db.write(|tx| outcomes::replace(tx, &stage.second, id, (&new, 2))));
        wrong(db.write(|tx| outcomes::withdraw(tx, &stage.school, id, (" ", 2))), "why");
        db.write(|tx| outcomes::withdraw(tx, &stage.school, id, ("Не тот класс", 2))).unwrap();
        assert_eq!((under(), count(db, "SELECT COUNT(*) FROM outcome_sum")), (0, 0));
        assert_eq!(db.read(|tx| outcomes::find(tx, id)).unwrap().withdrawn_why, "Не тот класс");
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action LIKE 'outcome%'"), 3);
        let again = db.write(|tx| outcomes::enter(tx, &stage.school, &Typed::of(marks(SCHOOL, "7б", [3, 10, 8, 3])))).unwrap();
        assert_ne!(again, id, "what was withdrawn stands in nobody's way");
    });
}

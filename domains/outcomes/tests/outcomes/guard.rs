//! The guard: no question of sums returns ВПР; outside of the school nothing of a few is told, nor may it be computed.

use crate::stage::{FAR_SCHOOL, SCHOOL, SECOND, count, marks, set};
use audit::By;
use coupling::suppress::Shown;
use kernel::db::testing::on_each_engine;
use outcomes::{Choice, Grades, NewOutcome, PeriodKind, Published, Source, SumFilter, Use, Way};

#[test]
fn no_question_of_sums_returns_vpr() {
    on_each_engine(|db| {
        let stage = set(db);
        let vpr = |class: &str| NewOutcome { source: Source::Vpr, ..marks(SCHOOL, class, [3, 10, 8, 3]) };
        db.write(|tx| outcomes::put_many(tx, &By::system(), vec![vpr("7а"), vpr("7б"), vpr("8а"), marks(SCHOOL, "7а", [3, 10, 8, 3])], &Way::typed())).unwrap();
        db.write(|tx| outcomes::assign(tx, &stage.school, &crate::teaching::lesson("7а"), stage.staff[0])).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_sum WHERE source = 'vpr'"), 0);
        assert!(count(db, "SELECT COUNT(*) FROM outcome_sum") > 0);
        let purposes = std::iter::once(None).chain(Use::ALL.map(Some));
        for purpose in purposes {
            for grades in [Grades::Together, Grades::Each, Grades::Only(7)] {
                for source in [None, Some(Source::Vpr)] {
                    let filter = SumFilter { source, grades, purpose, ..SumFilter::default() };
                    for path in ["region/", "region/mo-bikin/", "region/mo-bikin/sch-six/"] {
                        let found = db.read(|tx| Ok((outcomes::sums(tx, path, &filter)?, outcomes::sums_below(tx, path, &filter)?))).unwrap();
                        assert!(found.0.iter().chain(&found.1).all(|sum| sum.key.source != Source::Vpr), "{path} {filter:?}");
                    }
                }
            }
        }
        for purpose in Use::ALL {
            assert!(db.read(|tx| outcomes::choices(tx, purpose)).unwrap().iter().all(|choice| choice.source != Source::Vpr));
        }
        let choice = Choice { school_year: 2026, source: Source::Vpr, kind: PeriodKind::Quarter, number: 1 };
        assert_eq!(db.read(|tx| Published::read(tx, choice)).unwrap().shown(&SCHOOL.into(), "matematika"), Shown::Empty);
    });
}

#[test]
fn outside_of_the_school_few_are_hidden_and_differences_tell_nothing() {
    on_each_engine(|db| {
        let _ = set(db);
        let mut news: Vec<NewOutcome> = ["5а", "6а", "7а", "8а"].map(|class| marks(SCHOOL, class, [5, 9, 9, 4])).to_vec();
        news.extend(["5", "6", "7", "8"].map(|class| marks(FAR_SCHOOL, class, [4, 9, 9, 4])));
        news.push(marks(SECOND, "7", [2, 3, 1, 0]));
        db.write(|tx| outcomes::put_many(tx, &By::system(), news, &Way::typed())).unwrap();
        let choice = Choice { school_year: 2026, source: Source::Marks, kind: PeriodKind::Quarter, number: 1 };
        let published = db.read(|tx| Published::read(tx, choice)).unwrap();
        let shown = |place: &str| published.shown(&place.into(), "matematika");
        assert_eq!(shown(SECOND), Shown::Hidden);
        let municipality = matches!(shown("mo-bikin"), Shown::Value(_));
        let other = matches!(shown(SCHOOL), Shown::Value(_));
        assert!(!(municipality && other), "the municipality less the other school would be the small one");
    });
}

//! Many at once: all or nothing, what clashes, sums as one would count them by hand.

use crate::stage::{FAR_SCHOOL, SCHOOL, SECOND, count, marks, quarter, set};
use audit::By;
use kernel::{Error, db::testing::on_each_engine};
use outcomes::{Clash, Grades, NewOutcome, Origin, Source, SumFilter, Way};

fn way(replaces: bool) -> Way {
    Way { origin: Origin::File, batch: "b1".into(), replaces }
}

#[test]
fn a_list_is_kept_whole_or_not_at_all() {
    on_each_engine(|db| {
        let _ = set(db);
        let put = |news: Vec<NewOutcome>, replaces: bool| db.write(|tx| outcomes::put_many(tx, &By::system(), news, &way(replaces)));
        let good = vec![marks(SCHOOL, "7а", [1, 9, 9, 2]), marks(SCHOOL, "7б", [3, 10, 8, 3])];
        for (bad, says) in [
            (marks("sch-none", "7в", [1, 9, 9, 2]), "такой школы нет"),
            (NewOutcome { subject: "magiya".into(), ..marks(SCHOOL, "7в", [1, 9, 9, 2]) }, "такого предмета нет"),
            (marks(SCHOOL, "7а", [2, 8, 9, 2]), "повторяет строку 1"),
            (NewOutcome { period: quarter(2).on(quarter(1).from, quarter(2).until), ..marks(SCHOOL, "7а", [2, 8, 9, 2]) }, "повторяет строку 1"),
        ] {
            let refused = put(good.iter().cloned().chain([bad]).collect(), true);
            assert!(matches!(&refused, Err(Error::Refusal(said)) if said.contains("Строка 3") && said.contains(says)), "{refused:?}");
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome"), 0);
        let done = put(good.clone(), false).unwrap();
        assert_eq!((done.added, done.replaced, done.same), (2, 0, 0));
        let again = put(good.clone(), false).unwrap();
        assert_eq!((again.added, again.same, again.ids), (0, 2, done.ids.clone()));
        let changed = vec![marks(SCHOOL, "7а", [2, 8, 9, 2]), good[1].clone()];
        assert!(matches!(put(changed.clone(), false), Err(Error::Refusal(said)) if said.contains("Подтвердите замену")));
        let met = db.read(|tx| outcomes::clashes(tx, &changed)).unwrap();
        assert!(matches!(&met[..], [Clash::Replaces(old), Clash::Same(same)] if old.id == done.ids[0] && *same == done.ids[1]));
        assert_eq!(put(changed, true).unwrap().replaced, 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_past"), 1);
    });
}

#[test]
fn sums_are_what_one_would_count_by_hand_at_every_level() {
    on_each_engine(|db| {
        let _ = set(db);
        let news = vec![
            marks(SCHOOL, "7а", [1, 9, 9, 2]),
            marks(SCHOOL, "8а", [3, 10, 8, 3]),
            marks(SECOND, "7", [2, 3, 1, 0]),
            marks(FAR_SCHOOL, "7а", [0, 9, 9, 2]),
            NewOutcome { source: Source::Other, ..marks(FAR_SCHOOL, "7а", [0, 9, 9, 2]) },
        ];
        db.write(|tx| outcomes::put_many(tx, &By::system(), news, &way(false))).unwrap();
        let of = |path: &str, filter: SumFilter| db.read(|tx| outcomes::sums(tx, path, &filter)).unwrap();
        let all = SumFilter { source: Some(Source::Marks), ..SumFilter::default() };
        let region = of("region/", all.clone());
        assert_eq!(region.len(), 1);
        assert_eq!((region[0].classes, region[0].pupils, region[0].under, region[0].marks, region[0].behind()), (4, 71, 6, [6, 31, 27, 7], 4));
        let seventh = of("region/mo-bikin/", SumFilter { grades: Grades::Only(7), ..all.clone() });
        assert_eq!((seventh[0].classes, seventh[0].pupils, seventh[0].under), (2, 27, 3));
        assert_eq!(of("region/", SumFilter { source: Some(Source::Other), ..SumFilter::default() }), [], "what isn't for the region doesn't go there");
        let below = db.read(|tx| outcomes::sums_below(tx, "region/mo-bikin/", &all)).unwrap();
        assert_eq!(below.iter().map(|sum| (sum.place.as_str(), sum.under)).collect::<Vec<_>>(), [(SECOND, 2), (SCHOOL, 4)]);
        let each = of("region/", SumFilter { grades: Grades::Each, ..all });
        assert_eq!(each.iter().map(|sum| (sum.grade, sum.classes)).collect::<Vec<_>>(), [(7, 3), (8, 1)]);
    });
}

#[test]
fn classes_of_a_subject_teach_what_such_classes_are_like() {
    on_each_engine(|db| {
        let _ = set(db);
        let letters = ["а", "б", "в"];
        let news = (1..=9).flat_map(|grade| letters.map(|letter| marks(SCHOOL, &format!("{grade}{letter}"), [1 + grade % 3, 9, 9, 2]))).collect();
        db.write(|tx| outcomes::put_many(tx, &By::system(), news, &way(false))).unwrap();
        let population = db.read(|tx| outcomes::population(tx, "matematika", Source::Marks, None)).unwrap().unwrap();
        assert!(population.share() > 0.05 && population.share() < 0.15);
        assert_eq!(db.read(|tx| outcomes::population(tx, "matematika", Source::Vpr, None)).unwrap(), None);
        assert_eq!(db.read(|tx| outcomes::population(tx, "matematika", Source::Marks, Some(7))).unwrap(), None, "three classes say nothing");
    });
}

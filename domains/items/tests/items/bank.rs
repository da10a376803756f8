//! Items from draft to retirement, imports, the sample.

use crate::stage::{self, Stage};
use audit::By;
use items::{Filter, ItemState, Sort, Verdict, import};
use kernel::{Db, Error, Slice, db::testing::on_each_engine};

fn state(db: &Db, id: items::ItemId) -> (ItemState, i64, i64) {
    let item = db.read(|tx| items::find(tx, id)).unwrap();
    (item.state, item.revision, item.version)
}

#[test]
fn an_item_is_approved_by_another_person_and_an_edit_of_a_live_one_makes_a_revision() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.item(db, "М1-01");
        let own = db.write(|tx| items::review(tx, &stage.anna, id, 1, Verdict::Fit, ""));
        assert!(matches!(own, Err(Error::Refusal(_))), "the author can't approve");
        assert!(db.write(|tx| items::review(tx, &stage.boris, id, 1, Verdict::Return, "")).is_err(), "a return says what to mend");
        db.write(|tx| items::review(tx, &stage.boris, id, 1, Verdict::Return, "Второй вариант длиннее")).unwrap();
        assert_eq!(state(db, id).0, ItemState::Draft);
        db.write(|tx| items::review(tx, &stage.boris, id, 1, Verdict::Fit, "")).unwrap();
        assert_eq!(state(db, id), (ItemState::Reviewed, 1, 2));
        for (at, next) in [(2, ItemState::Trial), (3, ItemState::Live)] {
            db.write(|tx| items::put(tx, &stage.boris.by(), id, at, next)).unwrap();
        }
        let bank = db.read(|tx| items::bank(tx, stage.framework)).unwrap();
        assert_eq!(bank.iter().map(|item| (item.id, item.revision, item.max_score)).collect::<Vec<_>>(), [(id, 1, 1)]);
        let mut draft = stage.draft(db, "М1-01");
        draft.body.stem = "Какую цель можно проверить?".into();
        assert!(matches!(db.write(|tx| items::edit(tx, &stage.boris.by(), id, 1, &draft)), Err(Error::Refusal(_))), "somebody was first");
        db.write(|tx| items::edit(tx, &stage.boris.by(), id, 4, &draft)).unwrap();
        assert_eq!(state(db, id), (ItemState::Draft, 2, 5));
        assert_eq!(db.read(|tx| items::revision(tx, id, 1)).unwrap().body.stem, "Какая цель проверяема?", "what was shown stays");
        assert!(db.write(|tx| items::review(tx, &stage.boris, id, 5, Verdict::Fit, "")).is_err(), "whoever wrote the revision can't approve it");
        assert!(db.read(|tx| items::bank(tx, stage.framework)).unwrap().is_empty());
    });
}

#[test]
fn the_list_is_filtered_by_what_is_looked_for() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let first = stage.item(db, "М1-01");
        stage.item(db, "М1-02");
        let found = |filter: Filter| db.read(|tx| items::list(tx, &filter, (Sort::Code, false), Slice::first())).unwrap().rows.into_iter().map(|row| row.item.code).collect::<Vec<_>>();
        assert_eq!(found(Filter::default()), ["М1-01", "М1-02"]);
        assert_eq!(found(Filter { text: "цель ПРОВЕРЯЕМА".into(), ..Filter::default() }).len(), 2);
        assert_eq!(found(Filter { text: "м1-02".into(), ..Filter::default() }), ["М1-02"]);
        assert_eq!(found(Filter { state: Some(ItemState::Live), ..Filter::default() }).len(), 0);
        let competency = db.read(|tx| items::mapping(tx, first, stage.framework)).unwrap().main;
        assert_eq!(found(Filter { competency, ..Filter::default() }).len(), 2);
        assert_eq!(found(Filter { text: "100% '\\_".into(), ..Filter::default() }).len(), 0);
        assert!(matches!(db.write(|tx| items::add(tx, &By::system(), &stage.draft(db, "М1-01"))), Err(Error::Fields(_))), "codes don't repeat");
    });
}

#[test]
fn drafts_wait_for_those_who_did_not_write_them_and_not_while_the_author_mends_them() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (first, second) = (stage.item(db, "М1-01"), stage.item(db, "М1-02"));
        let waiting = |who: &access::Actor| db.read(|tx| items::list(tx, &Filter::drafts_for(who.account), (Sort::Code, false), Slice::first())).unwrap().rows.into_iter().map(|row| row.item.id).collect::<Vec<_>>();
        assert_eq!((waiting(&stage.anna), waiting(&stage.boris)), (vec![], vec![first, second]));
        let said = |item, verdict, note: &str| items::Opinion { item, version: 1, verdict, note: note.into() };
        let failed = db.write(|tx| items::review_many(tx, &stage.boris, &[said(first, Verdict::Fit, ""), said(second, Verdict::Return, "")]));
        assert!(matches!(failed, Err(Error::Fields(_))));
        assert_eq!(state(db, first).0, ItemState::Draft, "all of it or nothing");
        db.write(|tx| items::review_many(tx, &stage.boris, &[said(first, Verdict::Fit, ""), said(second, Verdict::Return, "Уточните")])).unwrap();
        assert_eq!((state(db, first).0, state(db, second).0), (ItemState::Reviewed, ItemState::Draft));
        assert!(waiting(&stage.boris).is_empty(), "what was returned waits for its author");
        let later = db.with_clock(kernel::Clock::fixed(db.clock().now().saturating_add(jiff::SignedDuration::from_secs(60)).unwrap(), db.clock().zone().clone()));
        later.write(|tx| items::edit(tx, &stage.anna.by(), second, 1, &stage.draft(db, "М1-02"))).unwrap();
        assert_eq!(waiting(&stage.boris), [second], "mended, it waits again");
        let one_of = Filter { state: Some(ItemState::Reviewed), ..Filter::default() };
        assert!(db.write(|tx| items::put_many(tx, &stage.boris.by(), &one_of, ItemState::Live, 1)).is_err(), "no step is left out");
        assert_eq!(db.write(|tx| items::put_many(tx, &stage.boris.by(), &one_of, ItemState::Trial, 1)).unwrap(), 1);
        let made = db.read(|tx| items::find(tx, first)).unwrap().made_at;
        let of_batch = Filter { batch: Some(made), ..Filter::default() };
        assert!(db.read(|tx| items::list(tx, &of_batch, (Sort::Code, false), Slice::first())).unwrap().total >= 1);
    });
}

#[test]
fn items_follow_their_framework_to_its_next_version() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.item(db, "М1-01");
        let next = db.write(|tx| competencies::copy(tx, &By::system(), stage.framework)).unwrap();
        db.write(|tx| competencies::make_live(tx, &By::system(), next, 1)).unwrap();
        assert_eq!(db.read(|tx| items::mapping(tx, id, next)).unwrap().main, None);
        assert_eq!(db.write(|tx| items::carry_over(tx, &By::system(), next)).unwrap(), 1);
        assert!(db.read(|tx| items::mapping(tx, id, next)).unwrap().main.is_some());
        assert!(db.read(|tx| items::mapping(tx, id, stage.framework)).unwrap().main.is_some(), "the older version keeps it");
        assert_eq!(db.write(|tx| items::carry_over(tx, &By::system(), next)).unwrap(), 0, "once is enough");
    });
}

fn brought(stage: &Stage, db: &Db, code: &str, calibration: &str, slope: f64) -> import::Brought {
    import::Brought { at: format!("Строка {code}"), draft: stage.draft(db, code), known: Some(import::Known { calibration: calibration.into(), slope, intercepts: vec![0.5] }) }
}

#[test]
fn an_import_is_all_or_nothing_and_brings_a_calibration() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let load = |items: Vec<import::Brought>| db.write(|tx| import::load(tx, &stage.anna.by(), stage.framework, &items));
        let refused = load(vec![brought(&stage, db, "A", "Весна", 1.0), brought(&stage, db, "B", "Весна", -1.0)]);
        assert!(matches!(refused, Err(Error::Refusal(sentence)) if sentence.contains("Строка B")));
        let twice = load(vec![brought(&stage, db, "A", "Весна", 1.0), brought(&stage, db, "A", "Весна", 1.0)]);
        assert!(matches!(twice, Err(Error::Refusal(_))));
        let list = |db: &Db| db.read(|tx| items::list(tx, &Filter::default(), (Sort::Code, false), Slice::first())).unwrap().total;
        assert_eq!(list(db), 0);
        let ids = load(vec![brought(&stage, db, "A", "Весна", 1.2), brought(&stage, db, "B", "Осень", 0.9)]).unwrap();
        let calibrations = db.read(items::calibrations).unwrap();
        assert_eq!(calibrations.len(), 2);
        assert_eq!(calibrations.iter().filter(|calibration| calibration.is_current).count(), 1);
        let spring = calibrations.iter().find(|calibration| calibration.title == "Весна").unwrap();
        let autumn = calibrations.iter().find(|calibration| calibration.title == "Осень").unwrap();
        let found = db.read(|tx| items::parameters_of(tx, Some(spring.id), &[(ids[0], 1), (ids[1], 1)])).unwrap();
        assert_eq!((found[0].slope, found[0].preliminary), (1.2, false));
        assert_eq!((found[1].slope, found[1].preliminary), (1.0, true), "what the calibration lacks is guessed, and says so");
        assert!(!db.read(|tx| items::are_linked(tx, spring.id, autumn.id)).unwrap());
        assert!(db.read(|tx| items::are_linked(tx, spring.id, spring.id)).unwrap());
    });
}

#[test]
fn the_sample_bank_is_live_and_lies_on_one_scale() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let sample = db.write(|tx| items::sample::sample(tx, &By::system(), &stage.boris)).unwrap();
        assert!(sample.items.len() >= 100, "{}", sample.items.len());
        let bank = db.read(|tx| items::bank(tx, sample.framework)).unwrap();
        assert_eq!(bank.len(), sample.items.len() + sample.open.len());
        let per_competency = bank.iter().fold(std::collections::BTreeMap::new(), |mut counts, item| {
            *counts.entry(item.competency).or_insert(0) += 1;
            counts
        });
        assert!(per_competency.len() == 5 && per_competency.values().all(|count| *count >= 20), "{per_competency:?}");
        let known = db.read(|tx| items::parameters(tx, sample.calibration)).unwrap();
        assert_eq!(known.len(), sample.items.len());
        assert!(known.values().all(|one| one.item().check().is_ok() && one.difficulty().abs() <= 2.6));
    });
}

//! The year plan.

use crate::stage::{absent, refused, set, today, wrong};
use kernel::db::testing::on_each_engine;
use ledger::{Deed, DeedKind};
use std::collections::BTreeSet;
use unions::{LineDraft, school_year};

fn line(owner: Option<kernel::id::PersonId>) -> LineDraft {
    LineDraft { month: 9, what: "Разобрать результаты ОГЭ".into(), direction: "d06".into(), owner, expected: "Банк заданий".into() }
}

#[test]
fn a_line_is_done_by_a_meeting_or_by_an_activity_of_its_owner() {
    on_each_engine(|db| {
        let stage = set(db);
        let (union, year) = (stage.district(db), school_year(today(db)));
        let id = db.write(|tx| unions::add_line(tx, &stage.anna_herself, union, year, &line(Some(stage.boris)))).unwrap();
        absent(db.write(|tx| unions::add_line(tx, &stage.boris_himself, union, year, &line(None))));
        wrong(db.write(|tx| unions::mark_line(tx, &stage.boris_himself, id, "/somewhere", 1)), "proof");
        let held = stage.plan(db, union, today(db));
        wrong(db.write(|tx| unions::mark_line(tx, &stage.boris_himself, id, &unions::url::meeting(held), 1)), "proof");
        db.write(|tx| {
            unions::attend(tx, &stage.anna_herself, held, &unions::Ticks { here: BTreeSet::from([stage.anna, stage.boris]), were: BTreeSet::new() })?;
            unions::approve(tx, &stage.anna_herself, held, 1)?;
            ledger::write(
                tx,
                &Deed {
                    person: stage.boris,
                    kind: DeedKind::Activity,
                    source: "1".into(),
                    direction: "d06".into(),
                    on: today(db),
                    minutes: 45,
                    part: "host",
                    title: "Открытый урок".into(),
                    url: "/activities/1".into(),
                    reached: 9,
                },
            )
        })
        .unwrap();
        db.write(|tx| unions::mark_line(tx, &stage.boris_himself, id, &unions::url::meeting(held), 1)).unwrap();
        db.write(|tx| unions::mark_line(tx, &stage.anna_herself, id, "/activities/1", 2)).unwrap();
        let plan = db.read(|tx| unions::plan_of(tx, union, year)).unwrap();
        assert_eq!((plan[0].done_title.as_str(), plan[0].done_on), ("Открытый урок", Some(today(db))));
        db.write(|tx| unions::mark_line(tx, &stage.anna_herself, id, "", 3)).unwrap();
        assert_eq!(db.read(|tx| unions::plan_of(tx, union, year)).unwrap()[0].done_on, None);
    });
}

#[test]
fn last_years_lines_are_copied_into_an_empty_plan_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let (union, year) = (stage.district(db), school_year(today(db)));
        assert!(refused(db.write(|tx| unions::copy_plan(tx, &stage.anna_herself, union, year))).contains("копировать нечего"));
        db.write(|tx| {
            unions::add_line(tx, &stage.anna_herself, union, year - 1, &line(Some(stage.boris)))?;
            unions::add_line(tx, &stage.anna_herself, union, year - 1, &LineDraft { month: 3, ..line(Some(stage.vera)) })?;
            unions::leave(tx, &stage.anna_herself, union, stage.vera, today(db))
        })
        .unwrap();
        assert_eq!(db.write(|tx| unions::copy_plan(tx, &stage.anna_herself, union, year)).unwrap(), 2);
        let owners: Vec<_> = db.read(|tx| unions::plan_of(tx, union, year)).unwrap().into_iter().map(|line| line.owner).collect();
        assert_eq!(owners, [Some(stage.boris), None], "who has left isn't asked, and the year begins in September");
        assert!(refused(db.write(|tx| unions::copy_plan(tx, &stage.anna_herself, union, year))).contains("уже есть строки"));
    });
}

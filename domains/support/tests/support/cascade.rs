//! The cascade: from the top down, people counted once.

use crate::stage::{course_answers, set, wrong};
use kernel::db::testing::on_each_engine;
use support::courses::{self, cascade};

#[test]
fn people_are_counted_once_down_the_tree() {
    on_each_engine(|db| {
        let stage = set(db);
        let top = stage.course(db, 6, &[("level", "federal"), ("title", "Федеральные тренеры")]);
        let middle = stage.course(db, 3, &[("level", "regional"), ("title", "Регион"), ("parent", &top.to_string())]);
        let low = stage.course(db, 1, &[("level", "municipal"), ("kind", "activity"), ("title", "Бикин"), ("parent", &middle.to_string())]);
        db.write(|tx| {
            for (course, person) in [(top, stage.vera), (middle, stage.vera), (middle, stage.anna), (low, stage.anna), (low, stage.zoya)] {
                courses::enrol(tx, &stage.coordinator, course, person)?;
            }
            courses::add_trainer(tx, &stage.coordinator, low, Some(stage.vera), &crate::stage::answers(&[("minutes", "90")]))
        })
        .unwrap();
        let steps = db
            .read(|tx| {
                let root = courses::find(tx, &stage.coordinator, top)?;
                cascade::under(tx, &stage.coordinator, &root)
            })
            .unwrap();
        assert_eq!(steps.iter().map(|step| (step.depth, step.here, step.reached, step.trainers)).collect::<Vec<_>>(), [(0, 1, 3, 0), (1, 2, 3, 0), (2, 2, 2, 1)]);
        assert_eq!(db.read(|tx| cascade::tops(tx, &stage.coordinator)).unwrap().len(), 1);
        assert_eq!(crate::stage::count(db, "SELECT CAST(SUM(minutes) AS BIGINT) FROM deed WHERE direction = 'd02' AND part = 'trainer'"), 90);
    });
}

#[test]
fn a_cascade_goes_down_and_never_round() {
    on_each_engine(|db| {
        let stage = set(db);
        let top = stage.course(db, 6, &[("title", "Верх")]);
        let low = stage.course(db, 3, &[("title", "Низ"), ("parent", &top.to_string())]);
        let edit = |parent: &str, level: &str| {
            let typed = course_answers(db, 6, &[("title", "Верх"), ("parent", parent), ("level", level)]);
            db.write(|tx| courses::edit(tx, &stage.coordinator, top, &courses::draft(&typed)?, 1))
        };
        wrong(edit(&low.to_string(), "regional"), "parent");
        wrong(edit(&top.to_string(), "regional"), "parent");
        wrong(edit(&low.to_string(), "federal"), "parent");
        wrong(edit("0190d0a0-0000-7000-8000-000000000000", "regional"), "parent");
    });
}

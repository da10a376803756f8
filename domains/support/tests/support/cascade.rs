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
fn a_step_held_as_an_activity_is_counted_by_its_attendance_once_it_is_closed() {
    on_each_engine(|db| {
        let stage = set(db);
        let day = db.clock().today().tomorrow().unwrap();
        let typed = crate::stage::answers(&[
            ("kind", "workshop"),
            ("title", "Каскад в Бикине"),
            ("direction", "d02"),
            ("level", "municipal"),
            ("audience", "everybody"),
            ("day-0", &crate::stage::short(day)),
            ("from-0", "11:00"),
            ("to-0", "12:30"),
            ("where_text", "Кабинет 24"),
        ]);
        let draft = activities::draft(&typed, db.clock().zone()).unwrap();
        let activity = db
            .write(|tx| {
                let id = activities::planning::plan(tx, &stage.vera_herself, &crate::stage::SCHOOL.into(), &draft, activities::planning::HeldBy::Me)?;
                activities::planning::announce(tx, &stage.vera_herself, id, 1)?;
                activities::signing::sign_up(tx, &stage.anna_herself, id)?;
                Ok(id)
            })
            .unwrap();
        let number: String = db.read(|tx| tx.one("SELECT number FROM activity", kernel::params![], |row| row.get(0))).unwrap();
        let top = stage.course(db, 3, &[("level", "regional"), ("title", "Регион")]);
        db.write(|tx| courses::enrol(tx, &stage.coordinator, top, stage.anna)).unwrap();
        let strange = course_answers(db, 1, &[("kind", "activity"), ("activity", "М-2020-9999")]);
        wrong(db.write(|tx| courses::add(tx, &stage.coordinator, &crate::stage::HOME.into(), &courses::draft(&strange)?)), "activity");
        let low = stage.course(db, 1, &[("level", "municipal"), ("kind", "activity"), ("title", "Бикин"), ("parent", &top.to_string()), ("activity", &number)]);
        let steps = || {
            let counted = |tx: &mut kernel::Tx<'_>| {
                let root = courses::find(tx, &stage.coordinator, top)?;
                cascade::under(tx, &stage.coordinator, &root)
            };
            db.read(counted).unwrap().iter().map(|step| (step.here, step.reached, step.guests_below, step.trainers)).collect::<Vec<_>>()
        };
        assert_eq!(steps(), [(1, 1, 0, 0), (0, 0, 0, 0)], "nobody was there yet");
        crate::stage::refused(db.write(|tx| courses::add_trainer(tx, &stage.coordinator, low, Some(stage.vera), &crate::stage::answers(&[("minutes", "90")]))));
        let clock = kernel::Clock::fixed(db.clock().now() + jiff::SignedDuration::from_hours(72), db.clock().zone().clone());
        let closed = |tx: &mut kernel::Tx<'_>| {
            let (session, version) = (activities::store::sessions(tx, activity)?.remove(0), activities::store::find(tx, &activities::Sight::program(), activity)?.version);
            let ticks = activities::presence::Ticks { here: [stage.anna].into(), guests: 4, ..Default::default() };
            activities::presence::write(tx, &stage.vera_herself, activity, session.id, version, &ticks)?;
            activities::closing::close(tx, &stage.vera_herself, activity, version + 1)
        };
        db.with_clock(clock).write(closed).unwrap();
        assert_eq!(steps(), [(1, 1, 4, 0), (1, 1, 4, 1)], "Anna once, guests as a number, the host taught");
        // The step is edited and keeps its link.
        let typed = course_answers(db, 1, &[("level", "municipal"), ("kind", "activity"), ("title", "Бикин, второй день"), ("parent", &top.to_string()), ("activity", &number)]);
        db.write(|tx| courses::edit(tx, &stage.coordinator, low, &courses::draft(&typed)?, 1)).unwrap();
        assert_eq!(db.read(|tx| courses::find(tx, &stage.coordinator, low)).unwrap().activity, Some(activity));
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

//! Tracks: a contest, an attestation. Chosen helpers say yes or no.

use crate::stage::{HOME, absent, answers, count, refused, set, wrong};
use jiff::civil::date;
use kernel::{db::testing::on_each_engine, id::PlaceId};
use support::{
    attestation,
    contests::{self, TrackState},
};

#[test]
fn a_teacher_prepares_for_a_contest_and_taking_part_counts() {
    on_each_engine(|db| {
        let stage = set(db);
        let contest = db.write(|tx| contests::add(tx, &stage.municipal, &PlaceId::from(HOME), &answers(&[("title", "Учитель года"), ("level", "municipal")]))).unwrap();
        absent(db.write(|tx| contests::add(tx, &stage.municipal, &PlaceId::from("region"), &answers(&[("title", "x"), ("level", "regional")]))));
        wrong(db.write(|tx| contests::add_stage(tx, &stage.municipal, contest, &answers(&[("stage", "Заочный"), ("starts_on", "10.02.2027"), ("ends_on", "01.02.2027")]))), "ends_on");
        let round = db.write(|tx| contests::add_stage(tx, &stage.municipal, contest, &answers(&[("stage", "Заочный"), ("starts_on", "01.02.2027"), ("ends_on", "10.02.2027")]))).unwrap();
        assert!(db.read(|tx| contests::list(tx, &stage.far_municipal)).unwrap().is_empty(), "another municipality's calendar");
        let track = db.write(|tx| contests::begin(tx, &stage.anna_herself, contest, None)).unwrap();
        assert!(refused(db.write(|tx| contests::begin(tx, &stage.municipal, contest, Some(stage.anna)))).contains("уже начата"));
        absent(db.read(|tx| contests::track(tx, &stage.vera_herself, track)));
        db.write(|tx| contests::ask_helper(tx, &stage.municipal, track, stage.vera, 1)).unwrap();
        db.write(|tx| contests::answer_helper(tx, &stage.vera_herself, track, true, 2)).unwrap();
        let line = db.write(|tx| contests::add_line(tx, &stage.vera_herself, track, &answers(&[("what", "Сценарий урока"), ("due_on", "20.01.2027")]))).unwrap();
        db.write(|tx| contests::finish_line(tx, &stage.vera_herself, track, line, &answers(&[("minutes", "60")]))).unwrap();
        assert_eq!(count(db, "SELECT CAST(SUM(minutes) AS BIGINT) FROM deed WHERE direction = 'd07'"), 60);
        assert!(refused(db.write(|tx| contests::finish_line(tx, &stage.vera_herself, track, line, &answers(&[])))).contains("уже отмечена"));
        absent(db.write(|tx| contests::conclude(tx, &stage.vera_herself, track, &answers(&[("state", "left"), ("version", "3")]))));
        wrong(db.write(|tx| contests::conclude(tx, &stage.anna_herself, track, &answers(&[("version", "3")]))), "state");
        db.write(|tx| contests::conclude(tx, &stage.anna_herself, track, &answers(&[("state", "took_part"), ("stage", &round.to_string()), ("version", "3")]))).unwrap();
        assert_eq!(db.read(|tx| contests::track(tx, &stage.anna_herself, track)).unwrap().state, TrackState::TookPart);
        assert!(refused(db.write(|tx| contests::remove_stage(tx, &stage.municipal, contest, round))).contains("дошёл"));
    });
}

#[test]
fn stages_of_contests_stand_in_the_month_of_those_for_whom_they_are() {
    on_each_engine(|db| {
        let stage = set(db);
        let contest = db.write(|tx| contests::add(tx, &stage.municipal, &PlaceId::from(HOME), &answers(&[("title", "Учитель года"), ("level", "municipal")]))).unwrap();
        for (title, starts, ends) in [("Заочный", "25.01.2027", "10.02.2027"), ("Урок", "28.02.2027", "28.02.2027"), ("Финал", "01.03.2027", "02.03.2027")] {
            db.write(|tx| contests::add_stage(tx, &stage.municipal, contest, &answers(&[("stage", title), ("starts_on", starts), ("ends_on", ends)]))).unwrap();
        }
        let february = activities::calendar::Asked { from: date(2027, 2, 1), until: date(2027, 3, 1), direction: "", under: "", is_mine: false };
        let days = |actor: &access::Actor, asked: activities::calendar::Asked<'_>| db.read(|tx| contests::days(tx, actor, &asked)).unwrap().into_iter().map(|day| (day.on, day.title)).collect::<Vec<_>>();
        let both = vec![(date(2027, 2, 10), "Последний день конкурса «Учитель года»: Заочный".to_owned()), (date(2027, 2, 28), "Конкурс «Учитель года»: Урок".to_owned())];
        for actor in [&stage.coordinator, &stage.municipal, &stage.school, &stage.anna_herself] {
            assert_eq!(days(actor, february), both, "{}", actor.name);
        }
        for stranger in [&stage.far_municipal, &stage.expert] {
            assert!(days(stranger, february).is_empty(), "{}", stranger.name);
        }
        assert!(days(&stage.municipal, activities::calendar::Asked { direction: "d08", ..february }).is_empty());
        let mine = activities::calendar::Asked { is_mine: true, direction: "d07", ..february };
        assert!(days(&stage.anna_herself, mine).is_empty());
        db.write(|tx| contests::begin(tx, &stage.anna_herself, contest, None)).unwrap();
        assert_eq!(days(&stage.anna_herself, mine).len(), 2);
    });
}

#[test]
fn attestation_is_the_teachers_and_the_chosen_helpers_business_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let typed = [("category", "high"), ("target_on", "15.03.2027"), ("note", "Волнуюсь")];
        let category: String = db.read(|tx| tx.one("SELECT code FROM term WHERE kind = 'category' ORDER BY position LIMIT 1", &[], |row| row.get(0))).unwrap();
        wrong(db.write(|tx| attestation::begin(tx, &stage.anna_herself, &answers(&[("category", "x"), ("target_on", "15.03.2027")]))), "category");
        let typed: Vec<(&str, &str)> = typed.into_iter().map(|(name, value)| (name, if name == "category" { category.as_str() } else { value })).collect();
        absent(db.write(|tx| attestation::begin(tx, &stage.municipal, &answers(&typed))));
        let id = db.write(|tx| attestation::begin(tx, &stage.anna_herself, &answers(&typed))).unwrap();
        assert!(refused(db.write(|tx| attestation::begin(tx, &stage.anna_herself, &answers(&typed)))).contains("уже идёт"));
        for actor in [&stage.coordinator, &stage.municipal, &stage.school, &stage.vera_herself, &stage.methodist] {
            absent(db.read(|tx| attestation::find(tx, actor, id)));
        }
        assert!(refused(db.write(|tx| attestation::ask_helper(tx, &stage.anna_herself, id, stage.vera, 1))).contains("разрешил публиковать"), "a teacher chooses among published names");
        // As a consent to publish would have it; consents are told in their own tests.
        db.write(|tx| Ok(tx.execute("UPDATE attestation_track SET helper_id = $1, helper_state = 'asked'", kernel::params![stage.vera])?)).unwrap();
        db.write(|tx| attestation::answer_helper(tx, &stage.vera_herself, id, true, 1)).unwrap();
        assert!(db.read(|tx| attestation::find(tx, &stage.vera_herself, id)).is_ok());
        let mut ticked = typed.clone();
        ticked.extend([("done", "portfolio"), ("done", "nonsense"), ("version", "2")]);
        db.write(|tx| attestation::edit(tx, &stage.anna_herself, id, &answers(&ticked))).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM attestation_done"), 1);
        absent(db.write(|tx| attestation::edit(tx, &stage.vera_herself, id, &answers(&ticked))));
        db.write(|tx| attestation::release_helper(tx, &stage.anna_herself, id, 3)).unwrap();
        absent(db.read(|tx| attestation::find(tx, &stage.vera_herself, id)));
        db.write(|tx| attestation::close(tx, &stage.anna_herself, id, 4)).unwrap();
    });
}

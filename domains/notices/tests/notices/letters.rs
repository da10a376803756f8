//! Letters of notices. The clock of the tests stands at ten in the morning in Khabarovsk.

use crate::stage::{SITE, count, later, letters, move_zone, notice, person, set, tell_one};
use kernel::{Db, db::testing::on_each_engine};
use notices::{Topic, Way, preferences};

fn send(db: &Db) -> u64 {
    notices::send_due(db, SITE).unwrap()
}

fn wish(db: &Db, stage: &crate::stage::Stage, topic: Topic, way: Way) {
    db.write(|tx| {
        let mut wished = preferences::read(tx, stage.anna)?;
        wished.ways.insert(topic.as_str(), way);
        preferences::save(tx, &stage.anna_herself, &wished)
    })
    .unwrap();
}

#[test]
fn the_same_thing_is_told_once_and_makes_one_letter_however_often_the_job_runs() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "proposed");
        tell_one(db, stage.anna, Topic::Cases, "proposed");
        assert_eq!((send(db), send(db), send(&later(db, 5))), (1, 0, 0));
        let made = letters(db);
        assert_eq!(made.len(), 1);
        assert!(made[0].0 == "Новость «proposed»" && made[0].1.contains(&format!("{SITE}/notices/")) && made[0].1.contains("/notices/preferences"), "{made:?}");
    });
}

#[test]
fn a_notice_undone_with_its_act_is_told_to_nobody() {
    on_each_engine(|db| {
        let stage = set(db);
        let undone: kernel::Result<()> = db.write(|tx| {
            notices::tell(tx, &notice(stage.anna, Topic::Cases, "undone"))?;
            Err(kernel::Error::NotFound)
        });
        assert!(undone.is_err());
        assert_eq!((send(db), count(db, "SELECT COUNT(*) FROM notice")), (0, 0));
    });
}

#[test]
fn no_letter_is_made_at_night_where_the_reader_lives() {
    on_each_engine(|db| {
        let stage = set(db);
        // Ten in the morning there is three at night in Moscow.
        move_zone(db, "Europe/Moscow");
        tell_one(db, stage.anna, Topic::Security, "night");
        assert_eq!(send(db), 0);
        assert_eq!(send(&later(db, 4)), 0, "seven in the morning is night still");
        assert_eq!(send(&later(db, 5)), 1);
    });
}

#[test]
fn what_was_told_by_day_and_is_found_at_night_waits_for_the_morning() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "late");
        assert_eq!(send(&later(db, 12)), 0, "the server was off until ten in the evening");
        assert_eq!(send(&later(db, 22)), 1);
    });
}

#[test]
fn a_digest_is_one_letter_a_day_with_everything_since_the_last() {
    on_each_engine(|db| {
        let stage = set(db);
        for key in ["one", "two"] {
            tell_one(db, stage.anna, Topic::Unions, key);
        }
        tell_one(db, stage.anna, Topic::Reports, "three");
        assert_eq!(send(db), 0, "four in the afternoon is the usual hour");
        let afternoon = later(db, 6);
        assert_eq!(send(&afternoon), 1);
        let made = letters(db);
        assert!(made.len() == 1 && made[0].0.contains("3 уведомления") && made[0].1.contains("Объединения\n— Новость «one»\n— Новость «two»") && made[0].1.contains("Показатели и отчёты\n— Новость «three»"), "{made:?}");
        tell_one(&afternoon, stage.anna, Topic::Unions, "four");
        assert_eq!(send(&later(db, 9)), 0, "one a day");
        assert_eq!(send(&later(db, 30)), 1);
        assert!(letters(db)[1].1.contains("four"));
        assert!(!letters(db)[1].1.contains("Новость «one»"));
    });
}

#[test]
fn the_reader_chooses_by_topic_and_security_can_not_be_silenced() {
    on_each_engine(|db| {
        let stage = set(db);
        wish(db, &stage, Topic::Cases, Way::Cabinet);
        wish(db, &stage, Topic::Unions, Way::AtOnce);
        wish(db, &stage, Topic::Security, Way::Cabinet);
        for topic in [Topic::Cases, Topic::Unions, Topic::Security] {
            tell_one(db, stage.anna, topic, topic.as_str());
        }
        assert_eq!(send(db), 2);
        assert!(letters(db).iter().all(|(subject, _)| !subject.contains("cases")));
        assert_eq!(send(&later(db, 48)), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE read_at IS NULL"), 3, "the cabinet has them all");
    });
}

#[test]
fn letters_that_wait_follow_a_new_wish_and_a_stale_page_saves_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Unions, "meeting");
        wish(db, &stage, Topic::Unions, Way::AtOnce);
        assert_eq!(send(db), 1);
        let stale = db.write(|tx| {
            let mut wished = preferences::read(tx, stage.anna)?;
            wished.version -= 1;
            preferences::save(tx, &stage.anna_herself, &wished)
        });
        assert!(matches!(stale, Err(kernel::Error::Refusal(_))), "{stale:?}");
    });
}

#[test]
fn what_was_read_before_needs_no_letter_and_who_has_no_address_gets_none() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "read");
        db.write(|tx| notices::read_all(tx, stage.anna, None)).unwrap();
        let unreachable = db.write(|tx| Ok(person(tx, "Безадресная"))).unwrap();
        tell_one(db, unreachable, Topic::Cases, "nowhere");
        tell_one(db, unreachable, Topic::Unions, "nowhere-digest");
        assert_eq!(send(db), 0);
        assert_eq!(send(&later(db, 6)), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE due_at IS NOT NULL"), 0, "nobody tries forever");
    });
}

#[test]
fn hundreds_are_written_to_in_one_run() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for number in 0..250 {
                let one = person(tx, "Многочисленная");
                tx.execute("UPDATE person SET email = $1 WHERE id = $2", kernel::params![format!("t{number}@example.ru"), one])?;
                notices::tell(tx, &notice(one, Topic::Cases, "many"))?;
                notices::tell(tx, &notice(one, Topic::Programme, "many-daily"))?;
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(send(db), 250);
        assert_eq!(send(&later(db, 6)), 250);
        assert_eq!(send(&later(db, 7)), 0);
    });
}

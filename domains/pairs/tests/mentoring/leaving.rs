//! What becomes of mentoring when somebody leaves.

use crate::stage::{self, state};
use kernel::{db::testing::on_each_engine, news::News};
use pairs::mentoring::{self, ProgrammeForm};

#[test]
fn a_withdrawn_consent_ends_a_pair_and_leaves_a_group_to_the_others() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let group = stage.begun(db, &[&stage.anna, &stage.boris]);
        db.write(|tx| stage.app.listeners.tell(tx, News::ProcessingWithdrawn { person: stage.anna.person.unwrap() })).unwrap();
        assert_eq!(state(db, group), "active");
        db.write(|tx| stage.app.listeners.tell(tx, News::ProcessingWithdrawn { person: stage.tamara.person.unwrap() })).unwrap();
        assert_eq!(state(db, group), "ended");
    });
}

#[test]
fn erasure_leaves_no_word_of_a_pair_and_no_name() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        stage.met(db, id).unwrap();
        let version: i64 = db.read(|tx| tx.one("SELECT version FROM mentoring WHERE id = $1", kernel::params![id], |row| row.get(0))).unwrap();
        let form = ProgrammeForm { goals: "Вести урок увереннее".into(), ..ProgrammeForm::default() };
        db.write(|tx| mentoring::save_programme(tx, &stage.anna, id, (&form, version))).unwrap();
        let about = db.read(|tx| mentoring::about_me(tx, stage.anna.person.unwrap())).unwrap();
        assert!(format!("{about:?}").contains("Попробовать критерии"));
        let person = stage.anna.person.unwrap();
        let done = db.write(|tx| stage.app.listeners.tell(tx, News::Erase { person })).unwrap();
        assert!(done.iter().any(|line| line.starts_with("Наставничество")), "{done:?}");
        for sql in ["SELECT COUNT(*) FROM mentoring WHERE goals <> '' OR expected <> ''", "SELECT COUNT(*) FROM mentoring_meeting WHERE next <> ''", "SELECT COUNT(*) FROM mentoring_line"] {
            assert_eq!(stage::count(db, sql), 0, "{sql}");
        }
        assert_eq!(stage::count(db, &format!("SELECT COUNT(*) FROM mentoring_side WHERE person_id = '{person}'")), 0);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM mentoring_meeting"), 1, "that they met stays counted");
    });
}

#[test]
fn a_merge_carries_sides_over() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let twin = db.write(|tx| Ok(stage::person(tx, ("Новикова", "Анна"), stage::SCHOOL, None))).unwrap();
        db.write(|tx| pairs::listen(tx, News::Merged { gone: stage.anna.person.unwrap(), kept: twin })).unwrap();
        assert_eq!(stage::count(db, &format!("SELECT COUNT(*) FROM mentoring_side WHERE mentoring_id = '{id}' AND person_id = '{twin}'")), 1);
    });
}

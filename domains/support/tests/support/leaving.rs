//! What becomes of support when people leave, are erased or merged.

use crate::stage::{PDF, answers, count, set};
use kernel::{db::testing::on_each_engine, news::News};
use support::courses;

#[test]
fn a_member_who_leaves_supports_and_helps_nobody() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.asked(db);
        stage.helped(db);
        stage.tell(db, News::MembershipEnded { person: stage.vera });
        assert_eq!(
            (
                count(db, "SELECT COUNT(*) FROM course_graduate WHERE supporter_id IS NOT NULL"),
                count(db, "SELECT COUNT(*) FROM course_supporter"),
                count(db, "SELECT COUNT(*) FROM low_school_methodist WHERE state = 'yes'")
            ),
            (0, 0, 0)
        );
        let waits = db.read(|tx| support::waits(tx, &stage.coordinator)).unwrap();
        assert!(waits.iter().any(|wait| wait.what.contains("никто не поддерживает") && wait.count == 1), "{waits:?}");
    });
}

#[test]
fn erasure_takes_words_files_and_names_and_leaves_counts() {
    on_each_engine(|db| {
        let stage = set(db);
        let (course, _, task) = stage.asked(db);
        let stored = stage.app.files.put(PDF, files::Kind::ALL).unwrap();
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&[("uses", "yes"), ("words", "Мой рассказ"), ("version", "1")]), Some((stored, "урок.pdf".into())))).unwrap();
        db.write(|tx| courses::answer(tx, &stage.vera_herself, task, &answers(&[("word", "accept"), ("version", "2")]))).unwrap();
        assert!(!db.read(|tx| support::about_me(tx, stage.anna)).unwrap().is_empty(), "the person is told what is kept");
        assert_eq!(count(db, "SELECT COUNT(*) FROM file"), 1);
        let done = stage.tell(db, News::Erase { person: stage.anna });
        assert!(done.iter().any(|line| line.contains("Поддержка после курсов")), "{done:?}");
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_task WHERE words <> '' OR digest IS NOT NULL OR file_name <> ''"), 0);
        assert_eq!((count(db, "SELECT COUNT(*) FROM file"), count(db, "SELECT COUNT(*) FROM course_graduate WHERE person_id IS NOT NULL")), (0, 0));
        let outcome = db.read(|tx| courses::results::of(tx, &courses::results::Whose::All, course)).unwrap();
        assert_eq!((outcome.graduates, outcome.terms[0].uses), (1, 1), "figures of past years stay true");
        assert!(db.read(|tx| support::about_me(tx, stage.anna)).unwrap().is_empty());
    });
}

#[test]
fn erasure_of_a_helper_leaves_visits_without_a_name() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        db.write(|tx| support::schools::log_visit(tx, &stage.vera_herself, id, &answers(&[("minutes", "30"), ("done", "Разобрали работы")]))).unwrap();
        stage.tell(db, News::Erase { person: stage.vera });
        assert_eq!(
            (
                count(db, "SELECT COUNT(*) FROM low_school_visit"),
                count(db, "SELECT COUNT(*) FROM low_school_visit WHERE person_id IS NOT NULL"),
                count(db, "SELECT COUNT(*) FROM low_school_methodist WHERE person_id IS NOT NULL")
            ),
            (1, 0, 0)
        );
    });
}

#[test]
fn two_cards_become_one_graduate_and_what_was_told_stays() {
    on_each_engine(|db| {
        let stage = set(db);
        let (course, _, task) = stage.asked(db);
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&[("uses", "yes"), ("words", "Мой рассказ"), ("version", "1")]), None)).unwrap();
        db.write(|tx| courses::enrol(tx, &stage.coordinator, course, stage.zoya)).unwrap();
        db.write(|tx| Ok(tx.execute("DELETE FROM course_task WHERE words = ''", &[])?)).unwrap();
        stage.tell(db, News::Merged { gone: stage.anna, kept: stage.zoya });
        assert_eq!((count(db, "SELECT COUNT(*) FROM course_graduate"), count(db, "SELECT COUNT(*) FROM course_task WHERE words = 'Мой рассказ'")), (1, 1));
    });
}

#[test]
fn a_withdrawn_consent_stops_all_questions() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.asked(db);
        stage.tell(db, News::ProcessingWithdrawn { person: stage.anna });
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_graduate WHERE state = 'declined'"), 1);
        assert_eq!(db.write(courses::remind).unwrap(), 0);
    });
}

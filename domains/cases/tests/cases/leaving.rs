//! What goes when a consent is withdrawn or a person erased, and what follows when two cards become one.

use crate::stage::{self, count};
use audit::By;
use cases::{State, TeamRole};
use kernel::{db::testing::on_each_engine, news::News};

#[test]
fn a_withdrawn_consent_to_diagnostics_takes_what_was_measured_and_the_case_goes_back() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        stage.taken(db, id, 0);
        stage.climbed(db, id, 2..=2);
        assert_eq!(stage.case(db, id).rung, 3);
        let listeners = stage.app.listeners.clone();
        let told = db.write(|tx| listeners.tell(tx, News::DiagnosticsWithdrawn { person: stage.teacher })).unwrap();
        assert!(told.iter().any(|line| line.contains("сопровождения")), "{told:?}");
        assert_eq!((stage.case(db, id).rung, stage.case(db, id).state), (2, State::Open));
        assert_eq!(count(db, "SELECT COUNT(*) FROM case_deficit") + count(db, "SELECT COUNT(*) FROM deficit"), 0);
    });
}

#[test]
fn erasure_takes_the_cases_of_a_teacher_and_the_words_of_a_member() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        stage.joined(db, id, &stage.tamara, TeamRole::Tutor);
        db.write(|tx| cases::note(tx, &stage.tamara, id, "Слова тьютора")).unwrap();
        db.write(|tx| cases::note(tx, &stage.anna, id, "Слова Анны")).unwrap();
        stage.taken(db, id, 0);
        let listeners = stage.app.listeners.clone();
        let erase = |person| db.write(|tx| listeners.tell(tx, News::Erase { person })).unwrap();
        erase(stage.tamara.person.unwrap());
        assert_eq!(count(db, "SELECT COUNT(*) FROM case_note"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM case_seat WHERE state = 'joined'"), 3);
        let told = erase(stage.teacher);
        assert!(told.iter().any(|line| line.contains("сопровождение с командой")), "{told:?}");
        for table in ["case_file", "case_seat", "case_evidence", "case_deficit", "case_note", "case_event"] {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
    });
}

#[test]
fn a_withdrawn_consent_to_processing_stops_the_case() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let listeners = stage.app.listeners.clone();
        db.write(|tx| listeners.tell(tx, News::ProcessingWithdrawn { person: stage.teacher })).unwrap();
        assert_eq!(stage.case(db, id).state, State::Stopped);
    });
}

#[test]
fn two_cards_of_one_teacher_keep_their_cases_and_one_of_two_alike_deficits() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        stage.taken(db, id, 0);
        let twin = db.write(|tx| Ok(stage::person(tx, "Редкофамильцева", "Аня", stage::SCHOOL))).unwrap();
        db.write(|tx| people::merge(tx, &stage.app.listeners, &By::system(), stage.teacher, twin)).unwrap();
        assert_eq!(stage.case(db, id).person, twin);
        assert_eq!(stage.deficits(db, id).len(), 1);
        assert!(db.read(|tx| cases::about_me(tx, twin)).unwrap().iter().any(|section| section.title.contains("сопровождение")));
    });
}

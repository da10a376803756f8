//! An author withdraws the consent, is erased, turns out to be two cards.

use crate::stage::{NAMED, PDF, SCHOOL, count, person, set, state};
use kernel::{db::testing::on_each_engine, news::News};
use practices::{State, UseDraft};

#[test]
fn without_the_consent_to_processing_nothing_of_the_author_is_published() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        let under_review = stage.sent(db, "Вторая", NAMED);
        db.write(|tx| practices::take(tx, &stage.dina, under_review)).unwrap();
        let done = db.write(|tx| practices::listen(tx, News::ProcessingWithdrawn { person: stage.anna.person.unwrap() })).unwrap();
        assert_eq!((done.len(), state(db, id), state(db, under_review)), (1, State::Withdrawn, State::Withdrawn));
        assert!(db.read(|tx| practices::waits(tx, &stage.dina)).unwrap().is_empty(), "nobody reads it any more");
    });
}

#[test]
fn erasure_takes_practices_whole_and_leaves_others_words_without_a_person() {
    on_each_engine(|db| {
        let stage = set(db);
        let (anna, dina) = (stage.anna.person.unwrap(), stage.dina.person.unwrap());
        let id = stage.published(db, "Задача без вопроса", NAMED);
        let stored = stage.app.files.put(PDF, files::Kind::ALL).unwrap();
        db.write(|tx| {
            files::record(tx, &stored)?;
            tx.execute("INSERT INTO practice_file (practice_id, number, digest, name) VALUES ($1, 1, $2, 'План.pdf')", kernel::params![id, stored.digest])?;
            practices::tell_use(tx, &stage.dina, id, &UseDraft { used_on: tx.today(), place_words: "7 класс".into(), outcome: "Вышло".into() })
        })
        .unwrap();
        assert_eq!(db.read(|tx| practices::about_me(tx, anna)).unwrap().len(), 1);
        assert_eq!(db.read(|tx| practices::about_me(tx, dina)).unwrap().len(), 2, "a use and a review");
        db.write(|tx| practices::listen(tx, News::Erase { person: dina })).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM practice_use WHERE person_id IS NULL AND outcome = ''"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM practice_review WHERE reviewer IS NULL"), 1);
        let done = db.write(|tx| practices::listen(tx, News::Erase { person: anna })).unwrap();
        assert!(done.iter().any(|line| line.starts_with("Практики")), "{done:?}");
        for table in ["practice", "practice_version", "practice_file", "practice_review", "practice_use", "file"] {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
    });
}

#[test]
fn of_two_cards_of_one_person_the_kept_one_is_the_author() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        let kept = db.write(|tx| Ok(person(tx, "Алмазова", SCHOOL))).unwrap();
        db.write(|tx| practices::listen(tx, News::Merged { gone: stage.anna.person.unwrap(), kept })).unwrap();
        assert_eq!(db.read(|tx| practices::find(tx, id)).unwrap().author, Some(kept));
    });
}

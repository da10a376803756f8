//! A person who is erased, merged, moved, or withdraws the consent; what one is told is kept.

use crate::stage::{FAR_SCHOOL, NEXT_SCHOOL, count, find, set, told};
use activities::{SeatState, signing};
use kernel::{db::testing::on_each_engine, news::News};

#[test]
fn an_erased_person_leaves_figures_and_no_name_or_words() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let after = stage.closed(db, id, &[&stage.boris]);
        let boris = stage.boris.person.unwrap();
        after.write(|tx| activities::feedback::give(tx, &stage.boris, id, &activities::feedback::Feedback { scales: [5, 5, 5], words: "Мои слова".into() })).unwrap();
        assert!(after.read(|tx| activities::about_me(tx, boris)).unwrap().len() >= 3);
        let done = after.write(|tx| activities::listen(tx, News::Erase { person: boris })).unwrap();
        assert!(done[0].contains("Участие в мероприятиях"), "{done:?}");
        for table in ["activity_seat", "activity_presence", "activity_host", "activity_answer", "activity_certificate", "activity_feedback"] {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table} WHERE person_id = '{boris}'")), 0, "{table}");
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_feedback WHERE words = '' AND useful = 5"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_certificate WHERE part = 'participant'"), 1, "the code goes on saying that it was issued");
        assert_eq!(find(db, id).guests, 1, "that so many came stays");
        assert!(after.read(|tx| activities::about_me(tx, boris)).unwrap().is_empty());
    });
}

#[test]
fn two_cards_of_one_person_become_one_even_where_both_took_part() {
    on_each_engine(|db| {
        let stage = set(db);
        let (both, one) = (stage.announced(db, &[]), stage.announced(db, &[("title", "Другой урок"), ("from-0", "14:00"), ("to-0", "15:00")]));
        stage.sign_up(db, &stage.boris, both);
        stage.sign_up(db, &stage.vera, both);
        stage.sign_up(db, &stage.boris, one);
        let (gone, kept) = (stage.boris.person.unwrap(), stage.vera.person.unwrap());
        db.write(|tx| activities::listen(tx, News::Merged { gone, kept })).unwrap();
        assert_eq!(count(db, &format!("SELECT COUNT(*) FROM activity_seat WHERE person_id = '{kept}'")), 2);
        assert_eq!(count(db, &format!("SELECT COUNT(*) FROM activity_seat WHERE person_id = '{gone}'")), 0);
    });
}

#[test]
fn who_withdraws_the_consent_frees_the_place_and_holds_nothing_any_more() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("seats", "1")]);
        stage.sign_up(db, &stage.boris, id);
        stage.sign_up(db, &stage.vera, id);
        db.write(|tx| activities::listen(tx, News::ProcessingWithdrawn { person: stage.boris.person.unwrap() })).unwrap();
        assert_eq!(db.read(|tx| signing::seat(tx, id, stage.vera.person.unwrap())).unwrap(), Some(SeatState::Signed));
        assert_eq!(told(db, &stage.vera, "Для вас есть место"), 1);
        let done = db.write(|tx| activities::listen(tx, News::ProcessingWithdrawn { person: stage.anna.person.unwrap() })).unwrap();
        assert!(!done.is_empty() && count(db, "SELECT COUNT(*) FROM activity_host") == 0);
    });
}

#[test]
fn who_moved_to_another_school_keeps_the_seat_and_is_in_the_new_scope() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let boris = stage.boris.person.unwrap();
        let there = people::Move { place: FAR_SCHOOL.into(), position: "uchitel".into(), position_text: String::new(), on: jiff::civil::date(2026, 11, 23) };
        db.write(|tx| {
            let version = people::find(tx, &access::Scope::program("a test"), boris)?.version;
            people::move_to(tx, &stage.coordinator.by(), boris, &there, version)
        })
        .unwrap();
        assert_eq!(db.read(|tx| signing::seat(tx, id, boris)).unwrap(), Some(SeatState::Signed));
        let seen = |who: &access::Actor| db.read(|tx| activities::store::people::of(tx, &who.scope(), id)).unwrap().len();
        assert_eq!((seen(&stage.school), seen(&stage.far_school)), (0, 1));
        assert!(db.read(|tx| activities::store::seen(tx, &stage.boris, id)).is_ok(), "one's own stays one's own");
        assert_ne!(NEXT_SCHOOL, FAR_SCHOOL);
    });
}

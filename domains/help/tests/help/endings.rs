//! People leave, are erased, turn out to be two cards; activities are called off.

use crate::stage::{find, set, told};
use help::State;
use kernel::{db::testing::on_each_engine, id::Uuid, news::News, params};

#[test]
fn a_helper_who_leaves_the_active_gives_back_and_the_asker_hears_of_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        let boris = stage.boris.person.unwrap();
        db.write(|tx| help::assign(tx, &stage.olga, id, (boris, ""), 1)).unwrap();
        db.write(|tx| help::listen(tx, News::MembershipEnded { person: boris })).unwrap();
        let found = find(db, id);
        assert!(found.state == State::New && found.helper.is_nobody());
        assert!(told(db, &stage.anna).last().unwrap().contains("ищут другого помощника"));
        db.write(|tx| help::take(tx, &stage.vera, id, found.version)).unwrap();
        db.write(|tx| help::listen(tx, News::MembershipEnded { person: stage.vera.person.unwrap() })).unwrap();
        assert_eq!(find(db, id).state, State::Taken, "a methodist answers by office");
    });
}

#[test]
fn an_erased_asker_leaves_a_fact_for_figures_and_no_word() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.answered(db);
        db.write(|tx| help::write(tx, &stage.anna, id, "Анна благодарит")).unwrap();
        let about = db.read(|tx| help::about_me(tx, stage.anna.person.unwrap())).unwrap();
        assert_eq!(about.len(), 2, "the request and the talk");
        let done = db.write(|tx| help::listen(tx, News::Erase { person: stage.anna.person.unwrap() })).unwrap();
        assert!(done[0].contains("обращения за помощью"), "{done:?}");
        let found = find(db, id);
        assert!(found.words.is_empty() && found.asker.is_nobody() && found.direction == "d03" && found.response_days == Some(0));
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM help_message"), 0);
        assert_eq!(db.read(|tx| help::figures(tx, &stage.nina, 2026)).unwrap().all.asked, 1);
        let mut vera = stage.browser(db, &stage.vera);
        crate::stage::tell(async {
            assert!(vera.open(&help::url(id)).await.says("Данные удалены"));
        });
    });
}

#[test]
fn an_erased_helper_is_no_longer_named_and_what_they_wrote_is_gone() {
    on_each_engine(|db| {
        let stage = set(db);
        let (answered, held) = (stage.answered(db), stage.taken(db));
        db.write(|tx| help::listen(tx, News::Erase { person: stage.vera.person.unwrap() })).unwrap();
        assert!(find(db, answered).helper.is_nobody() && find(db, held).state == State::New);
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM help_message WHERE author = 'helper'"), 0);
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM help_turn WHERE to_person IS NOT NULL OR by_person IS NOT NULL"), 0);
    });
}

#[test]
fn of_two_cards_of_one_person_the_kept_one_asks_and_answers_but_never_itself() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        let (boris, anna) = (stage.boris.person.unwrap(), stage.anna.person.unwrap());
        db.write(|tx| help::assign(tx, &stage.olga, id, (boris, ""), 1)).unwrap();
        db.write(|tx| help::listen(tx, News::Merged { gone: anna, kept: boris })).unwrap();
        let found = find(db, id);
        assert!(found.asker.person == Some(boris) && found.helper.is_nobody() && found.state == State::New);
    });
}

#[test]
fn who_withdraws_the_consent_to_processing_asks_no_more() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        let done = db.write(|tx| help::listen(tx, News::ProcessingWithdrawn { person: stage.anna.person.unwrap() })).unwrap();
        assert_eq!(done.len(), 1);
        assert_eq!(find(db, id).state, State::Withdrawn);
    });
}

#[test]
fn a_cancelled_activity_answers_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        let (id, activity) = (stage.taken(db), Uuid::now_v7());
        db.write(|tx| Ok(tx.execute("UPDATE help_request SET activity_id = $1 WHERE id = $2", params![activity.to_string(), id])?)).unwrap();
        assert!(find(db, id).activity.is_some());
        db.write(|tx| help::listen(tx, News::ActivityCancelled { activity })).unwrap();
        assert!(find(db, id).activity.is_none());
    });
}

#[test]
fn a_request_reopened_after_its_helper_left_the_active_goes_to_the_queue() {
    on_each_engine(|db| {
        let stage = set(db);
        let boris = stage.boris.person.unwrap();
        let (stays, id) = (stage.ask(db), stage.ask(db));
        for one in [stays, id] {
            db.write(|tx| help::assign(tx, &stage.olga, one, (boris, ""), 1)).unwrap();
            db.write(|tx| help::answer(tx, &stage.boris, one, ("Начните с критериев", 30), 2)).unwrap();
        }
        db.write(|tx| help::reopen(tx, &stage.anna, stays, "А в группе?", 3)).unwrap();
        assert!(find(db, stays).state == State::Taken && find(db, stays).helper.person == Some(boris), "a present member goes on");
        db.write(|tx| Ok(tx.execute("UPDATE membership SET ended_on = '2026-11-20' WHERE person_id = $1", params![boris])?)).unwrap();
        db.write(|tx| help::listen(tx, News::MembershipEnded { person: boris })).unwrap();
        db.write(|tx| help::reopen(tx, &stage.anna, id, "А в группе?", 3)).unwrap();
        let found = find(db, id);
        assert!(found.state == State::New && found.helper.is_nobody());
        assert!(told(db, &stage.anna).last().unwrap().contains("ищут другого помощника"));
    });
}

//! The talk, the answer, the end and what comes after it.

use crate::stage::{absent, find, later, refused, set, told, wrong};
use help::State;
use kernel::{Date, db::testing::on_each_engine};
use ledger::DeedKind;

#[test]
fn the_two_sides_write_and_nobody_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        db.write(|tx| help::write(tx, &stage.anna, id, "У меня 7 класс")).unwrap();
        db.write(|tx| help::write(tx, &stage.vera, id, "Спасибо, отвечу завтра")).unwrap();
        absent(db.write(|tx| help::write(tx, &stage.olga, id, "И я")));
        wrong(db.write(|tx| help::write(tx, &stage.anna, id, "  ")), "words");
        assert!(told(db, &stage.vera).iter().any(|subject| subject.contains("Новое сообщение")));
    });
}

#[test]
fn an_answer_counts_working_days_and_is_one_deed_however_often_it_goes_on() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        // Over a week-end: Monday's question answered on the next Monday.
        let week = later(db, 7);
        week.write(|tx| help::answer(tx, &stage.vera, id, ("Начните с критериев", 30), 2)).unwrap();
        let found = find(db, id);
        assert_eq!((found.state, found.response_days, found.minutes), (State::Answered, Some(5), 30));
        week.write(|tx| help::reopen(tx, &stage.anna, id, "А как быть с группой?", 3)).unwrap();
        assert!(told(db, &stage.vera).iter().any(|subject| subject.contains("продолжается")));
        week.write(|tx| help::answer(tx, &stage.vera, id, ("Вот пример", 20), 4)).unwrap();
        let found = find(db, id);
        assert_eq!((found.response_days, found.minutes), (Some(5), 50), "the first answer is what counts");
        let deeds = db.read(|tx| ledger::of_person(tx, stage.vera.person.unwrap(), Date::MIN, Date::MAX)).unwrap();
        assert_eq!(deeds.len(), 1);
        assert!(deeds[0].kind == DeedKind::Help && deeds[0].minutes == 50 && deeds[0].direction == "d03" && !deeds[0].title.contains("Редкофамильцева"));
    });
}

#[test]
fn only_the_asker_closes_and_says_whether_it_helped() {
    on_each_engine(|db| {
        let stage = set(db);
        let waiting = stage.taken(db);
        assert!(refused(db.write(|tx| help::close(tx, &stage.anna, waiting, ("helped", ""), 2))).contains("когда есть ответ"));
        let id = stage.answered(db);
        absent(db.write(|tx| help::close(tx, &stage.vera, id, ("helped", ""), 3)));
        wrong(db.write(|tx| help::close(tx, &stage.anna, id, ("", ""), 3)), "outcome");
        db.write(|tx| help::close(tx, &stage.anna, id, ("partly", "Спасибо"), 3)).unwrap();
        let found = find(db, id);
        assert!(found.state == State::Closed && found.outcome == Some(help::Outcome::Partly) && found.outcome_words == "Спасибо");
        assert!(refused(later(db, 40).write(|tx| help::reopen(tx, &stage.anna, id, "Ещё", found.version))).contains("больше месяца"));
        db.write(|tx| help::reopen(tx, &stage.anna, id, "Ещё", found.version)).unwrap();
        let found = find(db, id);
        assert!(found.state == State::Taken && found.outcome.is_none() && found.helper.person == stage.vera.person);
    });
}

#[test]
fn a_silent_request_is_closed_by_itself_without_a_word_on_the_outcome() {
    on_each_engine(|db| {
        let stage = set(db);
        let (id, talking) = (stage.answered(db), stage.answered(db));
        later(db, 10).write(|tx| help::write(tx, &stage.anna, talking, "Пробую")).unwrap();
        assert_eq!(later(db, 13).write(help::tidy).unwrap(), 0);
        assert_eq!(later(db, 15).write(help::tidy).unwrap(), 1);
        let found = find(db, id);
        assert!(found.state == State::Closed && found.outcome.is_none());
        assert_eq!(find(db, talking).state, State::Answered);
    });
}

#[test]
fn an_asker_takes_it_back_while_nobody_answered() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        absent(db.write(|tx| help::withdraw(tx, &stage.vera, id, 2)));
        db.write(|tx| help::withdraw(tx, &stage.anna, id, 2)).unwrap();
        assert_eq!(find(db, id).state, State::Withdrawn);
        assert!(told(db, &stage.vera).iter().any(|subject| subject.contains("сняли")));
        assert!(refused(db.write(|tx| help::write(tx, &stage.anna, id, "Передумала"))).contains("начните новое"));
    });
}

#[test]
fn what_people_are_told_holds_nothing_of_what_was_written() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.answered(db);
        db.write(|tx| help::write(tx, &stage.anna, id, "Секретное слово")).unwrap();
        let leaks = "SELECT COUNT(*) FROM notice WHERE subject LIKE '%роект%' OR body LIKE '%роект%' OR body LIKE '%ритери%' OR body LIKE '%екретн%' OR subject LIKE '%едкофам%' OR body LIKE '%едкофам%'";
        assert_eq!(crate::stage::count(db, leaks), 0);
        let audit = "SELECT COUNT(*) FROM audit_payload WHERE body LIKE '%роект%' OR body LIKE '%екретн%'";
        assert_eq!(crate::stage::count(db, audit), 0);
    });
}

//! Written, read by two without a name, decided; versions.

use crate::stage::{NAMED, NAMELESS, absent, count, draft, refused, says, set, state, version};
use kernel::db::testing::on_each_engine;
use practices::{State, Verdict, VersionState};

#[test]
fn two_who_accept_publish_it_and_the_hours_are_written() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.sent(db, "Задача без вопроса", NAMED);
        assert_eq!(state(db, id), State::Review);
        stage.review(db, &stage.dina, id, Verdict::Accept);
        assert_eq!(state(db, id), State::Review, "one word isn't a decision");
        stage.review(db, &stage.methodist, id, Verdict::Accept);
        assert_eq!(state(db, id), State::Published);
        let found = db.read(|tx| practices::find(tx, id)).unwrap();
        assert!(found.with_name && !found.certificate_code.is_empty() && found.published_on.is_some());
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE kind = 'practice' AND direction = 'd12'"), 2, "Dina's review and Anna's publication; a methodist without a card has no ledger");
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE subject = 'Ваша практика опубликована'"), 1);
        let given = |who: &access::Actor, year| db.read(|tx| practices::reviews_given(tx, &[who.person.unwrap()], (jiff::civil::date(year, 1, 1), jiff::civil::date(year + 1, 1, 1)))).unwrap().len();
        assert_eq!((given(&stage.dina, 2026), given(&stage.dina, 2025), given(&stage.anna, 2026)), (1, 0, 0));
    });
}

#[test]
fn nobody_reads_for_review_what_is_their_own_or_of_their_school() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.sent(db, "Задача без вопроса", NAMELESS);
        for one in [&stage.anna, &stage.boris, &stage.ministry, &stage.far_school] {
            absent(db.write(|tx| practices::take(tx, one, id)));
        }
        db.write(|tx| practices::take(tx, &stage.expert, id)).unwrap();
        assert!(refused(db.write(|tx| practices::take(tx, &stage.expert, id))).contains("уже взяли"));
        db.write(|tx| practices::take(tx, &stage.dina, id)).unwrap();
        assert!(refused(db.write(|tx| practices::take(tx, &stage.egor, id))).contains("уже читают"));
        db.write(|tx| practices::give_back(tx, &stage.dina, id)).unwrap();
        db.write(|tx| practices::take(tx, &stage.egor, id)).unwrap();
        absent(db.write(|tx| practices::give(tx, &stage.dina, id, &says(Verdict::Accept))));
    });
}

#[test]
fn a_third_is_asked_when_two_differ() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.sent(db, "Задача без вопроса", NAMELESS);
        stage.review(db, &stage.dina, id, Verdict::Accept);
        stage.review(db, &stage.egor, id, Verdict::Decline);
        assert_eq!(state(db, id), State::Review);
        stage.review(db, &stage.coordinator, id, Verdict::Decline);
        assert_eq!(state(db, id), State::Declined);
        assert!(
            refused(db.write(|tx| practices::take(tx, &stage.methodist, id)).map_err(|error| match error {
                kernel::Error::NotFound => kernel::Error::refusal("absent"),
                other => other,
            }))
            .contains("absent"),
            "nothing is left to read"
        );
    });
}

#[test]
fn what_is_returned_is_written_as_the_next_version() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.sent(db, "Задача без вопроса", NAMELESS);
        assert!(refused(db.write(|tx| practices::edit(tx, &stage.anna, id, &draft("Иначе"), version(db, id)))).contains("рецензенты"));
        stage.review(db, &stage.dina, id, Verdict::Return);
        assert!(refused(db.write(|tx| practices::recall(tx, &stage.anna, id, version(db, id)))).contains("уже ответил"));
        stage.review(db, &stage.egor, id, Verdict::Return);
        assert_eq!(state(db, id), State::Returned);
        assert!(db.read(|tx| practices::waits(tx, &stage.anna)).unwrap().iter().any(|wait| wait.url == "/practices/mine"));
        db.write(|tx| practices::edit(tx, &stage.anna, id, &draft("Задача с вопросами класса"), version(db, id))).unwrap();
        let newest = db.read(|tx| practices::newest(tx, id)).unwrap();
        assert_eq!((newest.number, newest.state, state(db, id)), (2, VersionState::Draft, State::Draft));
        db.write(|tx| practices::submit(tx, &stage.anna, id, NAMED, version(db, id))).unwrap();
        stage.review(db, &stage.dina, id, Verdict::Accept);
        stage.review(db, &stage.egor, id, Verdict::Accept);
        assert_eq!(state(db, id), State::Published);
    });
}

#[test]
fn what_is_published_stays_while_its_next_version_is_read() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        db.write(|tx| practices::edit(tx, &stage.anna, id, &draft("Задача без вопроса, вторая"), version(db, id))).unwrap();
        absent(db.write(|tx| practices::take(tx, &stage.expert, id)));
        db.write(|tx| practices::submit(tx, &stage.anna, id, NAMED, version(db, id))).unwrap();
        let found = db.read(|tx| practices::find(tx, id)).unwrap();
        assert_eq!((found.state, found.published_number), (State::Published, 1));
        stage.review(db, &stage.dina, id, Verdict::Decline);
        stage.review(db, &stage.egor, id, Verdict::Decline);
        assert_eq!((state(db, id), db.read(|tx| practices::find(tx, id)).unwrap().published_number), (State::Published, 1), "a declined version takes nothing away");
    });
}

#[test]
fn a_draft_that_lacks_something_says_what() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut short = draft("Набросок");
        short.evidence.clear();
        let id = db.write(|tx| practices::begin(tx, &stage.anna, &short, None)).unwrap();
        assert!(refused(db.write(|tx| practices::submit(tx, &stage.anna, id, NAMED, 1))).contains("чем это подтверждено"));
        absent(db.write(|tx| practices::submit(tx, &stage.boris, id, NAMED, 1)));
        absent(db.write(|tx| practices::begin(tx, &stage.methodist, &short, None)));
    });
}

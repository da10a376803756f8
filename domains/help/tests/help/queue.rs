//! Who sees a request, who takes it, by when an answer is due.

use crate::stage::{absent, asked, find, later, one_more_member, refused, set, told, wrong};
use help::{Filter, HowSoon, SeenBy, State};
use jiff::civil::date;
use kernel::{Slice, db::testing::on_each_engine};
use std::collections::BTreeSet;

#[test]
fn a_request_is_seen_by_its_asker_and_the_keepers_of_its_place_and_by_nobody_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        for sees in [&stage.anna, &stage.olga, &stage.vera, &stage.nina] {
            assert!(db.read(|tx| help::load(tx, sees, id)).is_ok(), "{}", sees.name);
        }
        for stranger in [&stage.boris, &stage.pyotr, &stage.irina] {
            absent(db.read(|tx| help::load(tx, stranger, id)));
        }
        let opened = db.write(|tx| help::ask(tx, &stage.anna, &help::Asked { seen_by: SeenBy::School, ..asked() })).unwrap();
        let standing = db.read(|tx| help::load(tx, &stage.irina, opened)).unwrap();
        assert!(!standing.is_keeper && !standing.is_helper && !standing.is_asker, "the school reads and does nothing");
        absent(db.write(|tx| help::take(tx, &stage.irina, opened, 1)));
    });
}

#[test]
fn keepers_with_a_card_hear_once_of_a_new_request_in_their_digest() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        let number = find(db, id).number;
        for keeper in [&stage.olga, &stage.vera] {
            assert_eq!(told(db, keeper), [format!("Новое обращение {number}")], "{}", keeper.name);
        }
        let way = db.read(|tx| tx.one("SELECT COUNT(*) FROM notice WHERE topic = 'help_queue' AND way = 'digest'", &[], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(way, 2, "the coordinator has no card, Pyotr keeps another queue");
    });
}

#[test]
fn an_answer_is_due_in_working_days_and_late_ones_stand_first() {
    on_each_engine(|db| {
        let stage = set(db);
        // Monday.
        let usual = stage.ask(db);
        let urgent = db.write(|tx| help::ask(tx, &stage.anna, &help::Asked { how_soon: HowSoon::Urgent, ..asked() })).unwrap();
        assert_eq!((find(db, usual).due_on, find(db, urgent).due_on), (date(2026, 11, 26), date(2026, 11, 24)));
        let queue = |db: &kernel::Db, late| db.read(|tx| help::queue(tx, &stage.nina, &Filter { is_late: late, ..Filter::default() }, None, Slice::first())).unwrap().rows;
        assert_eq!(queue(db, false).iter().map(|one| one.id).collect::<Vec<_>>(), [urgent, usual]);
        let wednesday = later(db, 2);
        assert_eq!(queue(&wednesday, true).iter().map(|one| one.id).collect::<Vec<_>>(), [urgent]);
        let waits = wednesday.read(|tx| help::waits(tx, &stage.olga)).unwrap();
        assert!(waits.iter().any(|wait| wait.count == 2 && wait.is_late && wait.url.contains("state=new")), "{waits:?}");
        wednesday.write(|tx| help::take(tx, &stage.vera, urgent, 1)).unwrap();
        let waits = wednesday.read(|tx| help::waits(tx, &stage.olga)).unwrap();
        assert!(waits.iter().any(|wait| wait.count == 1 && wait.is_late && wait.url.contains("state=taken&late=yes&whose=keeper")), "late in somebody's hands: {waits:?}");
        let waits = wednesday.read(|tx| help::waits(tx, &stage.vera)).unwrap();
        assert!(!waits.iter().any(|wait| wait.url.contains("state=taken")), "in one's own hands it waits once, as a question to answer: {waits:?}");
        assert!(db.read(|tx| help::queue(tx, &stage.pyotr, &Filter::default(), None, Slice::first())).unwrap().rows.is_empty());
    });
}

#[test]
fn the_link_of_a_keeper_shows_what_waits_for_this_keeper_and_never_the_own_request() {
    on_each_engine(|db| {
        let stage = set(db);
        let strange = stage.ask(db);
        // Vera, who keeps the region's queue, asks too: from her office, and from a cabinet of the same card.
        let cabinet = crate::stage::actor(db, access::Role::Member, crate::stage::SCHOOL, "Вера в кабинете", stage.vera.person);
        let own = db.write(|tx| help::ask(tx, &cabinet, &asked())).unwrap();
        let keeper = Filter { state: "new".into(), whose: "keeper".into(), ..Filter::default() };
        for (who, ids) in [(&stage.vera, BTreeSet::from([strange])), (&stage.nina, BTreeSet::from([strange, own]))] {
            let seen: BTreeSet<_> = db.read(|tx| help::queue(tx, who, &keeper, None, Slice::first())).unwrap().rows.iter().map(|one| one.id).collect();
            let wait = db.read(|tx| help::waits(tx, who)).unwrap().into_iter().find(|wait| wait.url == "/help-requests?state=new&whose=keeper").unwrap();
            assert_eq!((seen.len() as u64, seen), (wait.count, ids), "{}", who.name);
        }
    });
}

#[test]
fn a_keeper_takes_and_the_second_is_told_that_somebody_was_first() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        db.write(|tx| help::take(tx, &stage.vera, id, 1)).unwrap();
        assert!(refused(db.write(|tx| help::take(tx, &stage.olga, id, 1))).contains("в работе"));
        assert_eq!(find(db, id).helper.person, stage.vera.person);
        assert!(told(db, &stage.anna)[0].contains("взяли в работу"));
        absent(db.write(|tx| help::take(tx, &stage.boris, id, 2)));
    });
}

#[test]
fn a_coordinator_without_a_card_may_answer_and_no_deed_is_invented() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        db.write(|tx| help::take(tx, &stage.nina, id, 1)).unwrap();
        db.write(|tx| help::answer(tx, &stage.nina, id, ("Позвоните мне", 10), 2)).unwrap();
        assert_eq!(find(db, id).state, State::Answered);
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM deed"), 0);
    });
}

#[test]
fn a_member_is_asked_to_answer_sees_it_then_and_may_give_it_back_with_a_reason() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        let boris = stage.boris.person.unwrap();
        absent(db.read(|tx| help::load(tx, &stage.boris, id)));
        db.write(|tx| help::assign(tx, &stage.olga, id, (boris, ""), 1)).unwrap();
        assert!(db.read(|tx| help::load(tx, &stage.boris, id)).unwrap().is_helper);
        assert!(told(db, &stage.boris)[0].contains("просят ответить"));
        let waits = db.read(|tx| help::waits(tx, &stage.boris)).unwrap();
        assert!(waits.iter().any(|wait| wait.count == 1 && wait.url == help::url(id)), "{waits:?}");
        wrong(db.write(|tx| help::give_back(tx, &stage.boris, id, " ", 2)), "reason");
        db.write(|tx| help::give_back(tx, &stage.boris, id, "Уезжаю на курсы", 2)).unwrap();
        absent(db.read(|tx| help::load(tx, &stage.boris, id)));
        assert_eq!(find(db, id).state, State::New);
    });
}

#[test]
fn handing_over_needs_a_reason_and_a_present_member_within_reach() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        let (boris, anna, olga) = (stage.boris.person.unwrap(), stage.anna.person.unwrap(), stage.olga.person.unwrap());
        wrong(db.write(|tx| help::assign(tx, &stage.olga, id, (boris, ""), 2)), "reason");
        assert!(refused(db.write(|tx| help::assign(tx, &stage.olga, id, (anna, "Вы сами"), 2))).contains("просит"));
        assert!(refused(db.write(|tx| help::assign(tx, &stage.olga, id, (olga, "Ей ближе"), 2))).contains("действующий участник"));
        db.write(|tx| help::assign(tx, &stage.olga, id, (boris, "Вера в отпуске"), 2)).unwrap();
        assert_eq!(find(db, id).helper.person, Some(boris));
        let gone = one_more_member(db, "Бывший");
        db.write(|tx| Ok(tx.execute("UPDATE membership SET ended_on = '2026-11-01' WHERE person_id = $1", kernel::params![gone.person])?)).unwrap();
        assert!(refused(db.write(|tx| help::assign(tx, &stage.olga, id, (gone.person.unwrap(), "Ближе"), 3))).contains("действующий участник"));
    });
}

#[test]
fn a_school_asks_for_itself_and_knows_of_its_teachers_only_how_many() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.ask(db);
        let own = db.write(|tx| help::ask(tx, &stage.irina, &asked())).unwrap();
        let found = find(db, own);
        assert!(found.is_place && found.asker.person.is_none() && found.place.as_str() == crate::stage::SCHOOL);
        assert!(db.read(|tx| help::load(tx, &stage.irina, own)).unwrap().is_asker);
        let mut irina = stage.browser(db, &stage.irina);
        crate::stage::tell(async {
            let page = irina.open("/help-requests").await;
            assert!(page.says("меньше 5") && page.says(&found.number) && !page.says("Редкофамильцева"), "{}", page.html);
        });
    });
}

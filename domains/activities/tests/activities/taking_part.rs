//! Signing up, the waiting list, who came.

use crate::stage::{absent, count, find, find_in, later, refused, set, told, wrong};
use activities::{
    SeatState, State, hosts,
    presence::{self, Ticks, code},
    signing, store,
};
use kernel::db::testing::on_each_engine;

#[test]
fn a_full_event_has_a_waiting_list_that_moves_up_in_order() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("seats", "1")]);
        assert_eq!(stage.sign_up(db, &stage.boris, id), SeatState::Signed);
        assert_eq!(stage.sign_up(db, &stage.boris, id), SeatState::Signed, "pressed twice");
        assert_eq!(stage.sign_up(db, &stage.gleb, id), SeatState::Waiting);
        db.clock().advance(jiff::SignedDuration::from_secs(60));
        assert_eq!(stage.sign_up(db, &stage.vera, id), SeatState::Waiting);
        db.write(|tx| signing::leave(tx, &stage.boris, id)).unwrap();
        let seat = |who: &access::Actor| db.read(|tx| signing::seat(tx, id, who.person.unwrap())).unwrap();
        assert_eq!((seat(&stage.gleb), seat(&stage.vera), seat(&stage.boris)), (Some(SeatState::Signed), Some(SeatState::Waiting), Some(SeatState::Left)));
        assert_eq!((told(db, &stage.gleb, "Для вас есть место"), told(db, &stage.vera, "Для вас есть место")), (1, 0));
        assert!(refused(db.write(|tx| signing::leave(tx, &stage.boris, id))).contains("не записаны"));
        assert_eq!(stage.sign_up(db, &stage.boris, id), SeatState::Waiting, "who left stands at the end");
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_seat"), 3);
    });
}

#[test]
fn who_is_not_in_the_audience_or_comes_too_late_is_refused_in_words() {
    on_each_engine(|db| {
        let stage = set(db);
        let lesson = stage.announced(db, &[]);
        absent(db.write(|tx| signing::sign_up(tx, &stage.far, lesson)));
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.anna, lesson))).contains("Вы ведёте"));
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.school, lesson))).contains("нет карточки"));
        let invited = stage.announced(db, &[("audience", "invited"), ("title", "Для своих")]);
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.boris, invited))).contains("только приглашённые"));
        db.write(|tx| signing::invite(tx, &stage.school, invited, stage.boris.person.unwrap())).unwrap();
        assert_eq!(told(db, &stage.boris, "Приглашение"), 1);
        assert_eq!(stage.sign_up(db, &stage.boris, invited), SeatState::Signed);
        let physics = stage.announced(db, &[("audience", "subject"), ("subject", "fizika"), ("title", "Для физиков")]);
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.boris, physics))).contains("учителя предмета"));
        let shut = stage.announced(db, &[("apply_by", "22.11.2026"), ("title", "Запись закрыта")]);
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.boris, shut))).contains("Запись закончилась"));
        let past = later(db, 30);
        assert!(refused(past.write(|tx| signing::sign_up(tx, &stage.boris, lesson))).contains("уже прошло"));
        let hidden = stage.planned(db, &[("title", "Черновик")]);
        absent(db.write(|tx| signing::sign_up(tx, &stage.boris, hidden)));
    });
}

#[test]
fn a_deputy_head_signs_up_own_teachers_who_hear_of_it_and_may_leave() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        let (boris, gleb) = (stage.boris.person.unwrap(), stage.gleb.person.unwrap());
        db.write(|tx| signing::enrol(tx, &stage.school, id, boris)).unwrap();
        assert_eq!(told(db, &stage.boris, "Вас записали"), 1);
        assert!(refused(db.write(|tx| signing::enrol(tx, &stage.school, id, boris))).contains("уже записан"));
        absent(db.write(|tx| signing::enrol(tx, &stage.school, id, gleb)));
        absent(db.write(|tx| signing::enrol(tx, &stage.boris, id, gleb)));
        db.write(|tx| signing::leave(tx, &stage.boris, id)).unwrap();
        let stranger = db.write(|tx| Ok(crate::stage::person(tx, "Безвходова", crate::stage::SCHOOL))).unwrap();
        assert!(refused(db.write(|tx| signing::enrol(tx, &stage.school, id, stranger))).contains("нет входа"));
    });
}

#[test]
fn whoever_holds_it_asks_colleagues_to_hold_it_too_and_to_come_and_each_answers() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        let (boris, gleb, far) = (stage.boris.person.unwrap(), stage.gleb.person.unwrap(), stage.far.person.unwrap());
        // Boris works at Anna's school; the two others neither do nor are members of the active.
        db.write(|tx| hosts::name(tx, &stage.anna, id, boris, activities::Part::Host)).unwrap();
        for stranger in [gleb, far] {
            absent(db.write(|tx| hosts::name(tx, &stage.anna, id, stranger, activities::Part::Cohost)));
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_host WHERE part = 'cohost' AND state = 'invited'"), 1, "together, never instead, and not without a yes");
        assert_eq!(told(db, &stage.boris, "Вас просят провести"), 1);
        absent(db.write(|tx| hosts::name(tx, &stage.boris, id, stage.vera.person.unwrap(), activities::Part::Cohost)));
        db.write(|tx| hosts::answer(tx, &stage.boris, id, activities::HostState::Joined)).unwrap();
        absent(db.write(|tx| hosts::remove(tx, &stage.anna, id, boris)));
        let vera = stage.vera.person.unwrap();
        db.write(|tx| hosts::name(tx, &stage.boris, id, vera, activities::Part::Cohost)).unwrap();
        db.write(|tx| hosts::remove(tx, &stage.anna, id, vera)).unwrap();
        absent(db.write(|tx| signing::invite(tx, &stage.anna, id, far)));
        absent(db.write(|tx| signing::invite(tx, &stage.vera, id, boris)));
        db.write(|tx| signing::invite(tx, &stage.anna, id, vera)).unwrap();
        assert_eq!(told(db, &stage.vera, "Приглашение"), 1);
        let mut anna = stage.browser(db, &stage.anna);
        crate::stage::tell(async {
            let page = anna.open(&format!("{}/hosts?q=Верина", activities::url(id))).await;
            assert!(page.says("Назвать соведущим") && !page.says("Назвать ведущим"), "{}", page.html);
            let page = anna.open(&format!("{}/people?q=Верина", activities::url(id))).await;
            assert!(page.says("Пригласить") && !page.says(">Записать"), "{}", page.html);
            assert!(anna.open(&format!("{}/people?q=Дальняя", activities::url(id))).await.says("Никого не нашли"));
        });
    });
}

#[test]
fn a_code_at_the_door_marks_once_and_an_old_one_marks_nobody() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let door = later(db, 25);
        let one = find(db, id);
        let session = db.read(|tx| store::sessions(tx, id)).unwrap().remove(0);
        let shown = code(&one.door_secret, session.id, door.clock().now());
        assert!(refused(db.write(|tx| presence::come(tx, &stage.boris, id, session.id, &code(&one.door_secret, session.id, tx.now())))).contains("за час до встречи"));
        door.write(|tx| presence::come(tx, &stage.boris, id, session.id, &shown)).unwrap();
        door.write(|tx| presence::come(tx, &stage.boris, id, session.id, &shown)).unwrap();
        // Who wasn't signed up but stands at the door is let in, even from another municipality.
        door.write(|tx| presence::come(tx, &stage.far, id, session.id, &shown)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_presence WHERE way = 'door'"), 2);
        for wrong in ["", "0000000000000000"] {
            assert!(refused(door.write(|tx| presence::come(tx, &stage.vera, id, session.id, wrong))).contains("сменился"));
        }
        let hour = later(&door, 1);
        assert!(refused(hour.write(|tx| presence::come(tx, &stage.vera, id, session.id, &shown))).contains("сменился"));
        assert!(refused(door.write(|tx| presence::come(tx, &stage.anna, id, session.id, &shown))).contains("Вы ведёте"));
        assert!(refused(door.write(|tx| presence::come(tx, &stage.school, id, session.id, &shown))).contains("нет карточки"));
    });
}

#[test]
fn the_list_writes_only_what_the_host_changed_and_two_hosts_are_told_of_each_other() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        for who in [&stage.boris, &stage.vera, &stage.gleb] {
            stage.sign_up(db, who, id);
        }
        let session = db.read(|tx| store::sessions(tx, id)).unwrap().remove(0).id;
        let (boris, vera) = (stage.boris.person.unwrap(), stage.vera.person.unwrap());
        let ticks = |here: &[kernel::id::PersonId], were: &[kernel::id::PersonId]| Ticks { here: here.iter().copied().collect(), were: were.iter().copied().collect(), guests: 2 };
        let version = find(db, id).version;
        assert!(refused(db.write(|tx| presence::write(tx, &stage.anna, id, session, version, &ticks(&[boris], &[])))).contains("ещё не началась"));
        let door = later(db, 25);
        let shown = code(&find(db, id).door_secret, session, door.clock().now());
        door.write(|tx| presence::come(tx, &stage.gleb, id, session, &shown)).unwrap();
        door.write(|tx| presence::write(tx, &stage.anna, id, session, version, &ticks(&[boris, vera], &[]))).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_presence"), 3, "who came by the code meanwhile stays");
        assert!(refused(door.write(|tx| presence::write(tx, &stage.school, id, session, version, &ticks(&[], &[boris])))).contains("изменил кто-то другой"));
        door.write(|tx| presence::write(tx, &stage.school, id, session, version + 1, &ticks(&[vera], &[boris, vera]))).unwrap();
        assert_eq!((count(db, "SELECT COUNT(*) FROM activity_presence"), find(db, id).guests), (2, 2));
        absent(door.write(|tx| presence::write(tx, &stage.boris, id, session, version + 2, &ticks(&[], &[]))));
    });
}

#[test]
fn it_is_held_when_its_last_meeting_has_begun() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("day-1", "01.12.2026"), ("from-1", "11:00"), ("to-1", "11:45")]);
        let version = find(db, id).version;
        let after_first = later(db, 30);
        assert!(refused(after_first.write(|tx| presence::hold(tx, &stage.anna, id, version))).contains("ещё впереди"));
        let after = later(db, 24 * 9);
        after.write(|tx| presence::hold(tx, &stage.anna, id, version)).unwrap();
        assert_eq!(find(db, id).state, State::Held);
        assert!(refused(after.write(|tx| signing::sign_up(tx, &stage.boris, id))).contains("уже прошло"));
    });
}

#[test]
fn minutes_of_a_host_are_checked() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.planned(db, &[]);
        let anna = stage.anna.person.unwrap();
        wrong(db.write(|tx| hosts::set_minutes(tx, &stage.anna, id, anna, "много")), "minutes");
        db.write(|tx| hosts::set_minutes(tx, &stage.anna, id, anna, "90")).unwrap();
        absent(db.write(|tx| hosts::set_minutes(tx, &stage.boris, id, anna, "90")));
        assert_eq!(db.read(|tx| store::hosts::of(tx, id)).unwrap()[0].minutes, Some(90));
        assert!(db.read(|tx| find_in(tx, id)).unwrap().minutes == 45);
    });
}

#[test]
fn who_is_asked_or_invited_or_signed_up_anew_is_told_anew_and_each_answer_too() {
    on_each_engine(|db| {
        let stage = set(db);
        let draft = crate::stage::draft(db, &[]);
        let id = db.write(|tx| activities::planning::plan(tx, &stage.anna, &crate::stage::SCHOOL.into(), &draft, activities::planning::HeldBy::Me)).unwrap();
        let version = find(db, id).version;
        db.write(|tx| activities::planning::announce(tx, &stage.anna, id, version)).unwrap();
        let (boris, vera) = (stage.boris.person.unwrap(), stage.vera.person.unwrap());
        let next = || db.clock().advance(jiff::SignedDuration::from_secs(60));
        for who in [&stage.boris, &stage.vera, &stage.boris] {
            db.write(|tx| hosts::name(tx, &stage.anna, id, who.person.unwrap(), activities::Part::Cohost)).unwrap();
            db.write(|tx| hosts::answer(tx, who, id, activities::HostState::Declined)).unwrap();
            next();
        }
        assert_eq!((told(db, &stage.anna, "Ведущий отказался"), told(db, &stage.boris, "Вас просят провести")), (3, 2));
        // Who said no to holding it may still be asked to come, twice too.
        for _ in 0..2 {
            db.write(|tx| signing::invite(tx, &stage.anna, id, boris)).unwrap();
            db.write(|tx| signing::leave(tx, &stage.boris, id)).unwrap();
            db.write(|tx| signing::enrol(tx, &stage.school, id, vera)).unwrap();
            db.write(|tx| signing::leave(tx, &stage.vera, id)).unwrap();
            next();
        }
        assert_eq!((told(db, &stage.boris, "Приглашение"), told(db, &stage.vera, "Вас записали")), (2, 2));
    });
}

#[test]
fn who_said_no_to_holding_it_is_noted_at_the_door() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        db.write(|tx| hosts::name(tx, &stage.anna, id, stage.boris.person.unwrap(), activities::Part::Cohost)).unwrap();
        db.write(|tx| hosts::answer(tx, &stage.boris, id, activities::HostState::Declined)).unwrap();
        let (door, session) = (later(db, 25), db.read(|tx| store::sessions(tx, id)).unwrap().remove(0).id);
        let shown = code(&find(db, id).door_secret, session, door.clock().now());
        door.write(|tx| presence::come(tx, &stage.boris, id, session, &shown)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_presence"), 1);
    });
}

#[test]
fn nobody_moves_up_when_it_is_over() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("seats", "1")]);
        for who in [&stage.boris, &stage.gleb] {
            stage.sign_up(db, who, id);
        }
        later(db, 30).write(|tx| signing::leave(tx, &stage.boris, id)).unwrap();
        assert_eq!(db.read(|tx| signing::seat(tx, id, stage.gleb.person.unwrap())).unwrap(), Some(SeatState::Waiting));
        assert_eq!(told(db, &stage.gleb, "Для вас есть место"), 0);
    });
}

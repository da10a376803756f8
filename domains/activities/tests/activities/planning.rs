//! Planning: who may, what is refused, moving, cancelling, two who write at once.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, absent, count, draft, find, refused, set, told, wrong};
use activities::{HostState, Part, SeatState, State, hosts, overlap, planning, planning::HeldBy, signing, store};
use kernel::{db::testing::on_each_engine, news::Listeners};

#[test]
fn a_member_plans_at_the_own_school_municipality_and_region_and_nowhere_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let lesson = draft(db, &[]);
        for place in [SCHOOL, HOME, structure::places::REGION] {
            db.write(|tx| planning::plan(tx, &stage.anna, &place.into(), &lesson, HeldBy::Me)).unwrap();
        }
        wrong(db.write(|tx| planning::plan(tx, &stage.anna, &FAR_SCHOOL.into(), &lesson, HeldBy::Me)), "place");
        wrong(db.write(|tx| planning::plan(tx, &stage.boris, &SCHOOL.into(), &lesson, HeldBy::Me)), "place");
        wrong(db.write(|tx| planning::plan(tx, &stage.school, &HOME.into(), &lesson, HeldBy::NotYet)), "place");
        absent(db.write(|tx| planning::plan(tx, &stage.school, &SCHOOL.into(), &lesson, HeldBy::Another(stage.far.person.unwrap()))));
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity"), 3);
    });
}

#[test]
fn nothing_is_announced_before_somebody_said_yes_to_holding_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let lesson = draft(db, &[]);
        let anna = stage.anna.person.unwrap();
        let id = db.write(|tx| planning::plan(tx, &stage.school, &SCHOOL.into(), &lesson, HeldBy::NotYet)).unwrap();
        assert!(refused(db.write(|tx| planning::announce(tx, &stage.school, id, 1))).contains("никто не согласился"));
        db.write(|tx| hosts::name(tx, &stage.school, id, anna, Part::Host)).unwrap();
        assert_eq!(told(db, &stage.anna, "Вас просят провести"), 1);
        assert!(refused(db.write(|tx| hosts::name(tx, &stage.school, id, anna, Part::Host))).contains("уже назван"));
        assert!(refused(db.write(|tx| planning::announce(tx, &stage.school, id, 1))).contains("никто не согласился"));
        absent(db.write(|tx| hosts::answer(tx, &stage.boris, id, HostState::Joined)));
        db.write(|tx| hosts::answer(tx, &stage.anna, id, HostState::Joined)).unwrap();
        assert!(refused(db.write(|tx| hosts::answer(tx, &stage.anna, id, HostState::Declined))).contains("уже ответили"));
        db.write(|tx| planning::announce(tx, &stage.school, id, 1)).unwrap();
        assert!(refused(db.write(|tx| hosts::remove(tx, &stage.school, id, anna))).contains("единственный ведущий"));
        absent(db.write(|tx| hosts::name(tx, &stage.anna, id, stage.gleb.person.unwrap(), Part::Cohost)));
    });
}

#[test]
fn two_who_change_at_once_are_told_and_nothing_of_the_first_is_lost() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.planned(db, &[]);
        let (first, second) = (draft(db, &[("title", "Дроби и проценты")]), draft(db, &[("title", "Совсем другое")]));
        db.write(|tx| planning::edit(tx, &stage.anna, id, 1, &first)).unwrap();
        assert!(refused(db.write(|tx| planning::edit(tx, &stage.school, id, 1, &second))).contains("изменил кто-то другой"));
        assert_eq!(find(db, id).title, "Дроби и проценты");
        absent(db.write(|tx| planning::edit(tx, &stage.boris, id, 2, &second)));
    });
}

#[test]
fn a_moved_date_is_told_to_those_signed_up_and_seats_never_throw_anybody_out() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("seats", "2")]);
        for who in [&stage.boris, &stage.vera, &stage.gleb] {
            stage.sign_up(db, who, id);
        }
        let version = find(db, id).version;
        assert!(wrong(db.write(|tx| planning::edit(tx, &stage.anna, id, version, &draft(db, &[("seats", "1")]))), "seats").contains("Уже записались: 2"));
        db.write(|tx| planning::edit(tx, &stage.anna, id, version, &draft(db, &[("seats", "2"), ("day-0", "25.11.2026")]))).unwrap();
        assert_eq!((told(db, &stage.boris, "Перенесено"), told(db, &stage.gleb, "Перенесено"), told(db, &stage.anna, "Перенесено")), (1, 1, 0));
        db.write(|tx| planning::edit(tx, &stage.anna, id, version + 1, &draft(db, &[("seats", "3"), ("day-0", "25.11.2026")]))).unwrap();
        assert_eq!(told(db, &stage.boris, "Перенесено"), 1, "the time is the same");
        assert_eq!(db.read(|tx| signing::seat(tx, id, stage.gleb.person.unwrap())).unwrap(), Some(SeatState::Signed), "a new place goes to the waiting list");
    });
}

#[test]
fn a_cancelled_one_tells_everybody_and_loses_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let listeners = Listeners::new(vec![activities::listen]);
        let version = find(db, id).version;
        wrong(db.write(|tx| planning::cancel(tx, &listeners, &stage.anna, id, version, " ")), "reason");
        absent(db.write(|tx| planning::cancel(tx, &listeners, &stage.boris, id, version, "Так хочу")));
        db.write(|tx| planning::cancel(tx, &listeners, &stage.anna, id, version, "Заболел ведущий")).unwrap();
        assert_eq!((told(db, &stage.boris, "Отменено"), told(db, &stage.anna, "Отменено")), (1, 0));
        let one = find(db, id);
        assert_eq!((one.state, one.cancel_why.as_str()), (State::Cancelled, "Заболел ведущий"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_seat WHERE state = 'signed'"), 1, "who had signed up is still known");
        assert!(refused(db.write(|tx| signing::sign_up(tx, &stage.vera, id))).contains("отменено"));
        assert!(refused(db.write(|tx| planning::cancel(tx, &listeners, &stage.anna, id, version + 1, "Ещё раз"))).contains("отменено"));
        assert!(refused(db.write(|tx| planning::edit(tx, &stage.anna, id, version + 1, &draft(db, &[])))).contains("отменено"));
        let feed = db.read(|tx| activities::timed(tx, stage.boris.person.unwrap())).unwrap();
        assert!(feed.len() == 1 && feed[0].is_cancelled, "the calendar strikes it through");
    });
}

#[test]
fn what_was_offered_in_the_catalogue_leaves_it_with_the_activity() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        let version = find(db, id).version;
        absent(db.write(|tx| planning::offer(tx, &stage.anna, id, version)));
        let resource = db.write(|tx| planning::offer(tx, &stage.municipal, id, version)).unwrap();
        assert!(refused(db.write(|tx| planning::offer(tx, &stage.municipal, id, version + 1))).contains("уже есть в каталоге"));
        let listeners = Listeners::new(vec![]);
        db.write(|tx| planning::cancel(tx, &listeners, &stage.anna, id, version + 1, "Перенесём")).unwrap();
        let found = db.read(|tx| resources::find(tx, &resources::Sight::program(), resource)).unwrap();
        assert_eq!((found.state, found.withdrawn_why.as_str()), (resources::State::Withdrawn, "Мероприятие отменено"));
    });
}

#[test]
fn what_overlaps_is_named_and_bars_nothing() {
    on_each_engine(|db| {
        let stage = set(db);
        let (first, second) = (stage.announced(db, &[("title", "Дроби")]), stage.announced(db, &[("title", "Проценты"), ("from-0", "11:30"), ("to-0", "12:15")]));
        let later = stage.announced(db, &[("title", "Потом"), ("from-0", "11:45"), ("to-0", "12:30")]);
        stage.sign_up(db, &stage.boris, first);
        let clashes = |id| {
            db.read(|tx| {
                let (sight, sessions) = (activities::Sight::of(tx, &stage.boris)?, store::sessions(tx, id)?);
                overlap::of(tx, &sight, stage.boris.person.unwrap(), Some(id), &sessions)
            })
            .unwrap()
        };
        assert_eq!(clashes(second).iter().map(|clash| clash.title.as_str()).collect::<Vec<_>>(), ["открытый урок «Дроби»"]);
        assert!(clashes(later).is_empty(), "one ends when the other begins");
        assert_eq!(stage.sign_up(db, &stage.boris, second), SeatState::Signed);
    });
}

#[test]
fn another_place_or_link_is_told_and_reminded_of_with_the_new_one_named() {
    on_each_engine(|db| {
        let stage = set(db);
        let hours = [("from-0", "09:00"), ("to-0", "10:00")];
        let id = stage.announced(db, &hours);
        stage.sign_up(db, &stage.boris, id);
        db.write(activities::remind_due).unwrap();
        let version = find(db, id).version;
        db.write(|tx| planning::edit(tx, &stage.anna, id, version, &draft(db, &[hours[0], hours[1], ("where_text", "Актовый зал")]))).unwrap();
        assert_eq!((told(db, &stage.boris, "Другое место"), told(db, &stage.boris, "Перенесено")), (1, 0));
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE subject LIKE 'Другое место%' AND body LIKE '%новое место — Актовый зал%'"), 1);
        db.write(activities::remind_due).unwrap();
        assert_eq!(told(db, &stage.boris, "Скоро"), 2, "reminded of the new place");
        let linked = draft(db, &[hours[0], hours[1], ("where_text", "Актовый зал"), ("link", "https://example.ru/zal")]);
        db.write(|tx| planning::edit(tx, &stage.anna, id, version + 1, &linked)).unwrap();
        assert_eq!(told(db, &stage.boris, "Другое место"), 2);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE body LIKE '%example.ru/zal%'"), 0, "the link stands on the page only");
        db.write(|tx| planning::edit(tx, &stage.anna, id, version + 2, &linked)).unwrap();
        assert_eq!(told(db, &stage.boris, "Другое место"), 2, "nothing changed");
    });
}

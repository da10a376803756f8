//! Closing: the ledger, certificates, corrections; feedback; the flipped session.

use crate::stage::{absent, count, find, later, refused, set, told, wrong};
use activities::{
    Phase,
    closing::{self, Again},
    feedback::{self, Feedback},
    followup, hosts, packet,
    presence::{self, Ticks},
    store,
};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;
use web::Answers;

#[test]
fn closing_writes_the_work_and_issues_certificates_to_those_who_were_there() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        db.write(|tx| hosts::name(tx, &stage.school, id, stage.vera.person.unwrap(), activities::Part::Cohost)).unwrap();
        db.write(|tx| hosts::answer(tx, &stage.vera, id, activities::HostState::Joined)).unwrap();
        for who in [&stage.boris, &stage.gleb] {
            stage.sign_up(db, who, id);
        }
        let version = find(db, id).version;
        assert!(refused(db.write(|tx| closing::close(tx, &stage.anna, id, version))).contains("ещё впереди"));
        assert!(refused(later(db, 26).write(|tx| closing::close(tx, &stage.anna, id, version))).contains("Никто не отмечен"));
        let after = stage.closed(db, id, &[&stage.boris]);
        let deeds = after.read(|tx| ledger::of_person(tx, stage.anna.person.unwrap(), date(2026, 1, 1), date(2027, 1, 1))).unwrap();
        assert_eq!(deeds.len(), 1);
        assert_eq!((deeds[0].minutes, deeds[0].reached, deeds[0].part.as_str(), deeds[0].direction.as_str(), deeds[0].on), (45, 1, "host", "d12", date(2026, 11, 24)));
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE part = 'cohost'"), 1);
        let papers = after.read(|tx| closing::of_activity(tx, id)).unwrap();
        assert_eq!(papers.iter().map(|paper| paper.part.as_str()).collect::<Vec<_>>(), ["host", "cohost", "participant"]);
        assert_eq!((told(db, &stage.boris, "Сертификат"), told(db, &stage.gleb, "Сертификат")), (1, 0));
        let version = find(db, id).version;
        assert!(refused(after.write(|tx| closing::close(tx, &stage.anna, id, version))).contains("Итоги мероприятия подведены"));
    });
}

#[test]
fn a_wrong_certificate_is_annulled_and_another_issued_and_who_was_forgotten_gets_one() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        for who in [&stage.boris, &stage.gleb] {
            stage.sign_up(db, who, id);
        }
        let after = stage.closed(db, id, &[&stage.boris]);
        let paper = after.read(|tx| closing::of_person(tx, stage.boris.person.unwrap())).unwrap().remove(0);
        wrong(after.write(|tx| closing::annul(tx, &stage.anna, paper.id, "", Again::No)), "reason");
        absent(after.write(|tx| closing::annul(tx, &stage.boris, paper.id, "Мало минут", Again::No)));
        after.write(|tx| closing::annul(tx, &stage.anna, paper.id, "Был две встречи", Again::WithMinutes(90))).unwrap();
        let papers = after.read(|tx| closing::of_person(tx, stage.boris.person.unwrap())).unwrap();
        let (new, old) = (papers.iter().find(|one| one.annulled_on.is_none()).unwrap(), papers.iter().find(|one| one.id == paper.id).unwrap());
        assert_eq!((new.minutes, old.is_replaced), (90, true));
        assert!(refused(after.write(|tx| closing::annul(tx, &stage.anna, paper.id, "Ещё раз", Again::No))).contains("уже аннулирован"));
        after.write(|tx| closing::issue_late(tx, &stage.anna, id, stage.gleb.person.unwrap())).unwrap();
        assert!(refused(after.write(|tx| closing::issue_late(tx, &stage.anna, id, stage.gleb.person.unwrap()))).contains("уже есть сертификат"));
        absent(after.write(|tx| closing::issue_late(tx, &stage.anna, id, stage.vera.person.unwrap())));
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE reached = 2"), 1, "the ledger follows");
        after.write(|tx| closing::annul(tx, &stage.anna, new.id, "Его не было", Again::No)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE reached = 1"), 1);
    });
}

#[test]
fn an_expert_who_is_a_member_has_the_work_in_the_ledger_and_other_participants_do_not() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            crate::stage::member(tx, stage.boris.person.unwrap());
            Ok(())
        })
        .unwrap();
        let id = stage.announced(db, &[("kind", "expert_work"), ("procedure", "Проверка ОГЭ"), ("works", "40")]);
        stage.sign_up(db, &stage.boris, id);
        stage.sign_up(db, &stage.vera, id);
        stage.closed(db, id, &[&stage.boris, &stage.vera]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE kind = 'expert' AND part = 'expert'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE kind = 'expert' AND part = 'host'"), 1);
    });
}

#[test]
fn what_was_done_as_an_expert_is_told_of_members_and_others_by_what_was_held() {
    on_each_engine(|db| {
        let stage = set(db);
        let done = |viewer: &access::Actor, who: &access::Actor, year: i16| db.read(|tx| activities::expertise(tx, viewer, who.person.unwrap(), (date(year, 1, 1), date(year + 1, 1, 1)))).unwrap();
        let works = stage.announced(db, &[("kind", "expert_work"), ("procedure", "Проверка ОГЭ"), ("works", "40")]);
        let jury = stage.announced(db, &[("kind", "contest"), ("procedure", "Учитель года")]);
        let lesson = stage.announced(db, &[("kind", "open_lesson")]);
        for id in [works, jury, lesson] {
            stage.sign_up(db, &stage.boris, id);
        }
        assert!(done(&stage.municipal, &stage.boris, 2026).is_empty(), "nothing is held yet");
        for id in [works, jury, lesson] {
            stage.closed(db, id, &[&stage.boris]);
        }
        let boris = done(&stage.municipal, &stage.boris, 2026);
        assert_eq!(boris.iter().map(|one| (one.work, one.minutes, one.works)).collect::<Vec<_>>(), [(activities::Work::Expert, 45, Some(40))], "who takes part in a contest or sees a lesson is no expert");
        assert_eq!(boris[0].url.as_deref(), Some(activities::url(works).as_str()));
        let anna: std::collections::BTreeSet<_> = done(&stage.municipal, &stage.anna, 2026).iter().map(|one| one.work.as_str()).collect();
        assert_eq!(anna, ["expert", "jury"].into());
        assert!(done(&stage.municipal, &stage.boris, 2025).is_empty() && done(&stage.anna, &stage.vera, 2026).is_empty());
    });
}

#[test]
fn means_and_words_are_hidden_under_five_answers_and_carry_no_names() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("level", "regional")]);
        let people = [&stage.boris, &stage.vera, &stage.gleb, &stage.dasha, &stage.far];
        for who in people {
            stage.sign_up(db, who, id);
        }
        let said = |words: &str| Feedback { scales: [5, 4, 3], words: words.into() };
        assert!(refused(db.write(|tx| feedback::give(tx, &stage.boris, id, &said("")))).contains("кто был"));
        let after = stage.closed(db, id, &people);
        for (at, who) in people.iter().enumerate() {
            let returned = after.read(|tx| feedback::returned(tx, id)).unwrap();
            assert!(returned.means.is_none() && returned.words.is_empty(), "{at}");
            after.write(|tx| feedback::give(tx, who, id, &said(&format!("Слова {at}")))).unwrap();
        }
        after.write(|tx| feedback::give(tx, &stage.boris, id, &said("Слова 0"))).unwrap();
        let returned = after.read(|tx| feedback::returned(tx, id)).unwrap();
        assert_eq!((returned.count, returned.means, returned.words.len()), (5, Some([5.0, 4.0, 3.0]), 5), "said twice it counts once");
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'activity.feedback_given' AND person_id IS NOT NULL"), 0);
        after.write(|tx| feedback::about_group(tx, &stage.anna, id, "Трудно с дробями", "Ещё встреча")).unwrap();
        assert!(refused(after.write(|tx| feedback::about_group(tx, &anna_from_above(&stage, db), id, "х", ""))).contains("те, кто её ведёт"));
    });
}

/// A deputy head with a card oversees the place but doesn't hold the activity.
fn anna_from_above(stage: &crate::stage::Stage, _db: &kernel::Db) -> access::Actor {
    access::Actor { person: stage.vera.person, ..stage.school.clone() }
}

fn typed(pairs: &[(&str, &str)]) -> Answers {
    Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn a_flipped_session_is_read_before_met_and_answered_after() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("kind", "group_session")]);
        stage.sign_up(db, &stage.boris, id);
        stage.sign_up(db, &stage.vera, id);
        let article = packet::material(&typed(&[("phase", "before"), ("title", "Статья"), ("link", "https://example.ru/a")]), false).unwrap();
        assert!(refused(db.write(|tx| packet::remind(tx, &stage.anna, id))).contains("Читать пока нечего"));
        absent(db.write(|tx| packet::add_material(tx, &stage.boris, id, &article, None)));
        db.write(|tx| packet::add_material(tx, &stage.anna, id, &article, None)).unwrap();
        let check = packet::check(&typed(&[("words-0", "О чём статья?"), ("option-0-0", "О дробях"), ("option-0-1", "О погоде"), ("answer-0", "0")])).unwrap();
        db.write(|tx| packet::set_check(tx, &stage.anna, id, &check)).unwrap();
        assert!(db.write(|tx| packet::open(tx, id, stage.boris.person.unwrap())).unwrap());
        assert!(!db.write(|tx| packet::open(tx, id, stage.boris.person.unwrap())).unwrap());
        assert!(wrong(db.write(|tx| packet::read(tx, &stage.boris, id, &typed(&[("q-0", "1")]))), "q-0").contains("попробуйте ещё раз"));
        db.write(|tx| packet::read(tx, &stage.boris, id, &typed(&[("q-0", "0")]))).unwrap();
        absent(db.write(|tx| packet::read(tx, &stage.gleb, id, &typed(&[("q-0", "0")]))));
        assert_eq!(db.write(|tx| packet::remind(tx, &stage.anna, id)).unwrap(), 1);
        assert_eq!(db.write(|tx| packet::remind(tx, &stage.anna, id)).unwrap(), 0, "each is reminded once");
        assert_eq!((told(db, &stage.vera, "Прочтите до встречи"), told(db, &stage.boris, "Прочтите до встречи")), (1, 0));
        let task = followup::task(&typed(&[("words", "Дайте листок самооценки"), ("due_on", "01.12.2026")])).unwrap();
        wrong(db.write(|tx| followup::set(tx, &stage.anna, id, &followup::Task { due_on: date(2026, 11, 1), ..task.clone() })), "due_on");
        assert!(refused(db.write(|tx| followup::answer(tx, &stage.boris, id, "Попробовал"))).contains("Задания пока нет"));
        db.write(|tx| followup::set(tx, &stage.anna, id, &task)).unwrap();
        wrong(db.write(|tx| followup::answer(tx, &stage.boris, id, " ")), "answer");
        db.write(|tx| followup::answer(tx, &stage.boris, id, "Дети спорили")).unwrap();
        absent(db.write(|tx| followup::reply(tx, &stage.boris, id, stage.boris.person.unwrap(), "Сам себе")));
        db.write(|tx| followup::reply(tx, &stage.anna, id, stage.boris.person.unwrap(), "Отлично")).unwrap();
        assert_eq!(db.read(|tx| followup::own(tx, id, stage.boris.person.unwrap())).unwrap().unwrap().reply, "Отлично");
        assert!(Phase::ALL.len() == 3 && db.read(|tx| packet::materials(tx, id)).unwrap().len() == 1);
    });
}

#[test]
fn the_program_reminds_once_of_what_is_near() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("from-0", "09:00"), ("to-0", "10:00")]);
        stage.sign_up(db, &stage.boris, id);
        assert_eq!(db.write(activities::remind_due).unwrap(), 2, "who comes and who holds it");
        assert_eq!(db.write(activities::remind_due).unwrap(), 0);
        assert_eq!(told(db, &stage.boris, "Скоро"), 1);
    });
}

#[test]
fn certificates_count_the_minutes_of_the_meetings_one_was_at() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("day-1", "25.11.2026"), ("from-1", "11:00"), ("to-1", "12:00")]);
        stage.sign_up(db, &stage.boris, id);
        let after = later(db, 24 * 3);
        let sessions = db.read(|tx| store::sessions(tx, id)).unwrap();
        for session in &sessions {
            let version = find(db, id).version;
            let ticks = Ticks { here: [stage.boris.person.unwrap()].into(), ..Ticks::default() };
            after.write(|tx| presence::write(tx, &stage.anna, id, session.id, version, &ticks)).unwrap();
        }
        let version = find(db, id).version;
        after.write(|tx| closing::close(tx, &stage.anna, id, version)).unwrap();
        assert_eq!(after.read(|tx| closing::of_person(tx, stage.boris.person.unwrap())).unwrap()[0].minutes, 105);
    });
}

#[test]
fn a_corrected_certificate_corrects_the_work_of_the_expert() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            crate::stage::member(tx, stage.boris.person.unwrap());
            Ok(())
        })
        .unwrap();
        let id = stage.announced(db, &[("kind", "expert_work"), ("procedure", "Проверка ОГЭ")]);
        stage.sign_up(db, &stage.boris, id);
        let after = stage.closed(db, id, &[&stage.boris]);
        let paper = after.read(|tx| closing::of_person(tx, stage.boris.person.unwrap())).unwrap().remove(0);
        after.write(|tx| closing::annul(tx, &stage.anna, paper.id, "Работал два часа", Again::WithMinutes(120))).unwrap();
        assert_eq!(count(db, "SELECT minutes FROM deed WHERE part = 'expert'"), 120);
    });
}

#[test]
fn who_holds_it_and_was_noted_too_has_one_certificate_and_is_not_counted_among_those_reached() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let (door, session) = (later(db, 25), db.read(|tx| store::sessions(tx, id)).unwrap().remove(0).id);
        let shown = presence::code(&find(db, id).door_secret, session, door.clock().now());
        door.write(|tx| presence::come(tx, &stage.vera, id, session, &shown)).unwrap();
        door.write(|tx| hosts::name(tx, &stage.school, id, stage.vera.person.unwrap(), activities::Part::Cohost)).unwrap();
        door.write(|tx| hosts::answer(tx, &stage.vera, id, activities::HostState::Joined)).unwrap();
        let after = stage.closed(db, id, &[&stage.boris]);
        let papers = after.read(|tx| closing::of_person(tx, stage.vera.person.unwrap())).unwrap();
        assert_eq!(papers.iter().map(|paper| paper.part.as_str()).collect::<Vec<_>>(), ["cohost"]);
        let one = find(db, id);
        assert_eq!(after.read(|tx| closing::reached(tx, &one)).unwrap(), 1);
        let listed = |tx: &mut kernel::Tx<'_>| {
            let sight = activities::Sight::of(tx, &stage.municipal)?;
            let rows = store::list::list(tx, &sight, &store::list::Filter::default(), (store::list::Sort::Starts, true), kernel::Slice::first())?.rows;
            Ok((rows[0].present, store::people::counts(tx, id)?.present, activities::waits(tx, &stage.vera)?.len()))
        };
        assert_eq!(after.read(listed).unwrap(), (1, 1, 0), "neither counted as a guest nor asked for an opinion as one");
        let said = Feedback { scales: [5, 5, 5], words: String::new() };
        assert!(refused(after.write(|tx| feedback::give(tx, &stage.vera, id, &said))).contains("кто был"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM deed WHERE reached = 1"), 2);
    });
}

#[test]
fn as_many_wait_for_their_end_as_the_list_at_the_link_shows() {
    on_each_engine(|db| {
        let stage = set(db);
        let (held, forgotten, fresh) = (stage.announced(db, &[("title", "Проведено")]), stage.announced(db, &[("title", "Забыто")]), stage.announced(db, &[("title", "Недавно"), ("day-0", "28.11.2026")]));
        let after = later(db, 24 * 9);
        after.write(|tx| presence::hold(tx, &stage.anna, held, 2)).unwrap();
        let wait = after.read(|tx| activities::waits(tx, &stage.municipal)).unwrap().into_iter().find(|wait| wait.what.contains("итогов нет")).unwrap();
        assert_eq!((wait.count, wait.url.as_str()), (2, "/activities?when=unfinished"));
        let filter = store::list::Filter { unfinished: Some(stage.municipal.place_path.clone()), ..Default::default() };
        let shown = after
            .read(|tx| {
                let sight = activities::Sight::of(tx, &stage.municipal)?;
                store::list::list(tx, &sight, &filter, (store::list::Sort::Starts, true), kernel::Slice::first())
            })
            .unwrap();
        let ids: Vec<_> = shown.rows.iter().map(|row| row.activity.id).collect();
        assert!(shown.total == 2 && ids.contains(&held) && ids.contains(&forgotten) && !ids.contains(&fresh), "{ids:?}");
    });
}

//! Planning, agenda, attendance, quorum, closing, what the news do.

use crate::stage::{self, actor, cast, count, refused, state, wrong};
use access::{Role, grants};
use applications::State;
use commission::{AttendanceForm, MeetingState, Outcome, PlanForm};
use kernel::{db::testing::on_each_engine, news::News, params};
use structure::places::REGION;

#[test]
fn seats_are_those_who_hold_the_role_on_the_day() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let late = actor(db, Role::Commission, REGION, "Бывший Член", None);
        db.write(|tx| tx.execute("UPDATE role_grant SET valid_to = '2026-11-20' WHERE account_id = $1", params![late.account]).map_err(Into::into)).unwrap();
        let meeting = stage.planned(db, &[]);
        let sitting = stage.sitting(db, meeting);
        assert_eq!(sitting.meeting.seats, 3);
        assert_eq!(sitting.attendees.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Голосова Анна", "Председателев Игорь", "Судейкин Пётр"]);
        let form = |held_on: &str, chair: String| PlanForm { held_on: held_on.into(), chair, secretary: stage.coordinator.account.to_string(), version: 0 };
        let plan = |form: PlanForm| db.write(|tx| commission::plan(tx, &stage.coordinator, &form));
        assert_eq!(wrong(plan(form("31.02.2027", stage.igor.account.to_string())), "held_on"), kernel::date::NOT_A_DATE);
        assert!(wrong(plan(form("23.11.2036", stage.igor.account.to_string())), "held_on").contains("Проверьте год"));
        assert!(wrong(plan(form("25.11.2026", late.account.to_string())), "chair").contains("председателя"));
        assert!(wrong(plan(form("25.12.2025", stage.igor.account.to_string())), "held_on").contains("нет ни одного члена"), "the role began in 2026");
        let second = plan(form("25.11.2026", stage.igor.account.to_string())).unwrap();
        assert_eq!(stage.sitting(db, second).meeting.number, 2);
    });
}

#[test]
fn a_candidate_is_on_one_agenda_at_a_time_and_the_agenda_is_put_in_order() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let all = ["Аистова", "Белкина", "Воронова"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let meeting = stage.planned(db, &all);
        let other = stage.planned(db, &[]);
        assert!(refused(db.write(|tx| commission::add(tx, &stage.coordinator, other, &all[..1]))).contains("уже в повестке"));
        let names = || stage.sitting(db, meeting).items.iter().map(|item| item.words.name.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
        let items: Vec<_> = stage.sitting(db, meeting).items.iter().map(|item| item.id).collect();
        let shift = |at: usize, to: &str| db.write(|tx| commission::shift(tx, &stage.coordinator, meeting, items[at], to.parse()?)).unwrap();
        shift(2, "up");
        assert_eq!(names(), ["Аистова", "Воронова", "Белкина"]);
        shift(0, "last");
        assert_eq!(names(), ["Воронова", "Белкина", "Аистова"]);
        db.write(|tx| commission::remove(tx, &stage.coordinator, meeting, items[1])).unwrap();
        assert_eq!(names(), ["Воронова", "Аистова"]);
        db.write(|tx| commission::add(tx, &stage.coordinator, other, &all[1..2])).unwrap();
        db.write(|tx| commission::cancel(tx, &stage.coordinator, other)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM meeting"), 1);
        assert_eq!(state(db, all[1]), State::Endorsed);
    });
}

#[test]
fn without_a_quorum_nothing_is_decided_but_everything_can_be_put_off() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor]);
        assert!(stage.sitting(db, meeting).quorum.sentence().contains("Присутствует 1 из 3"));
        assert!(refused(cast(db, &stage.igor, meeting, &items, "for")).contains("кворума нет"));
        assert!(refused(stage.decide(db, meeting, items[0], "include", "")).contains("Без кворума"));
        assert!(refused(stage.decide(db, meeting, items[0], "reserve", "")).contains("Без кворума"));
        assert!(refused(stage.close(db, meeting)).contains("Аистова"));
        stage.decide(db, meeting, items[0], "postponed", "кворума нет").unwrap();
        assert_eq!(stage.close(db, meeting).unwrap().order, None);
        assert_eq!(state(db, application), State::Endorsed);
        let next = stage.planned(db, &[application]);
        assert_eq!(stage.sitting(db, next).items.len(), 1, "a postponed candidate waits for the next meeting");
    });
}

#[test]
fn a_member_who_comes_late_makes_the_quorum() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor]);
        let come = |present: Vec<_>, chair| db.write(|tx| commission::attendance(tx, &stage.coordinator, meeting, &AttendanceForm { present, chair, version: 0 }));
        assert!(wrong(come(vec![stage.igor.account, stage.anna.account], Some(stage.pyotr.account)), "chair").contains("из отмеченных"));
        assert!(wrong(come(vec![stage.coordinator.account], None), "present").contains("нет в составе"));
        come(vec![stage.igor.account, stage.anna.account], Some(stage.anna.account)).unwrap();
        assert_eq!(stage.sitting(db, meeting).chair_name(), "Голосова Анна");
        assert!(refused(cast(db, &stage.pyotr, meeting, &items, "for")).contains("не отмечены присутствующим"));
        assert_eq!(cast(db, &stage.igor, meeting, &items, "for").unwrap(), 1);
        assert!(wrong(come(vec![stage.anna.account], Some(stage.anna.account)), "present").contains("Председателев Игорь: голос"));
    });
}

#[test]
fn closing_moves_applications_drafts_the_order_and_changes_nothing_after() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let all = ["Аистова", "Белкина", "Воронова", "Галкина"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let (meeting, items) = stage.opened(db, &all, &[&stage.igor, &stage.anna, &stage.pyotr]);
        for voter in [&stage.igor, &stage.anna] {
            cast(db, voter, meeting, &items[..2], "for").unwrap();
            cast(db, voter, meeting, &items[2..3], "against").unwrap();
        }
        stage.decide(db, meeting, items[0], "include", "").unwrap();
        stage.decide(db, meeting, items[1], "reserve", "").unwrap();
        stage.decide(db, meeting, items[2], "refuse", "Не приложен приказ о категории").unwrap();
        assert!(refused(stage.close(db, meeting)).contains("Галкина"));
        stage.decide(db, meeting, items[3], "postponed", "").unwrap();
        let order = stage.close(db, meeting).unwrap().order.unwrap();
        assert_eq!(all.map(|id| state(db, id)), [State::Decided, State::Reserve, State::Refused, State::Endorsed]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM order_line WHERE kind = 'subject_methodist' AND subject = 'matematika'"), 1);
        assert_eq!(db.read(|tx| commission::planned_seats(tx)).unwrap(), [], "the draft order holds the seat now: {order}");
        let letters: Vec<String> = db.read(|tx| Ok(tx.query("SELECT body FROM letter", params![], |row| row.get(0))?)).unwrap();
        assert!(letters.iter().any(|body| body.contains("Не приложен приказ о категории") && body.contains("Если вы не согласны") && body.contains("Новую заявку")), "{letters:?}");
        let closed = stage.sitting(db, meeting);
        assert_eq!(closed.meeting.state, MeetingState::Closed);
        assert!(closed.meeting.minutes.is_some());
        let late = [
            refused(cast(db, &stage.pyotr, meeting, &items, "for")),
            refused(stage.decide(db, meeting, items[3], "include", "")),
            refused(db.write(|tx| commission::reconsider(tx, &stage.coordinator, meeting, items[0], 2))),
            refused(db.write(|tx| commission::add(tx, &stage.coordinator, meeting, &all[3..]))),
            refused(db.write(|tx| commission::remove(tx, &stage.coordinator, meeting, items[0]))),
            refused(db.write(|tx| commission::cancel(tx, &stage.coordinator, meeting))),
            refused(stage.close(db, meeting).map(|_| ())),
        ];
        assert!(late.iter().all(|sentence| sentence.contains("Заседание закрыто")), "{late:?}");
    });
}

#[test]
fn what_was_printed_is_what_is_closed() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        stage.decide(db, meeting, items[0], "include", "").unwrap();
        let printed = db.read(|tx| commission::prepare(tx, &stage.coordinator, meeting)).unwrap();
        let stored = stage.app.files.put_own(b"minutes", files::Kind::Pdf).unwrap();
        let version = stage.sitting(db, meeting).items[0].version;
        db.write(|tx| commission::reconsider(tx, &stage.igor, meeting, items[0], version)).unwrap();
        stage.decide(db, meeting, items[0], "reserve", "").unwrap();
        assert!(refused(db.write(|tx| commission::close(tx, &stage.coordinator, meeting, &printed, &stored))).contains("изменил кто-то другой"));
        assert_eq!(state(db, application), State::Endorsed);
    });
}

#[test]
fn a_withdrawn_application_needs_no_decision() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        stage.decide(db, meeting, items[0], "include", "").unwrap();
        assert_eq!(db.read(|tx| commission::planned_seats(tx)).unwrap().len(), 1);
        let person = stage.sitting(db, meeting).items[0].person;
        db.write(|tx| stage.app.listeners.tell(tx, News::InclusionWithdrawn { person })).unwrap();
        assert_eq!(db.read(|tx| commission::planned_seats(tx)).unwrap(), []);
        assert_eq!(stage.close(db, meeting).unwrap().order, None);
        assert_eq!(stage.sitting(db, meeting).items[0].outcome, Outcome::Withdrawn);
        assert_eq!(state(db, application), State::Withdrawn);
    });
}

#[test]
fn erasure_takes_the_words_and_a_merge_moves_the_items() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let all = ["Аистова", "Белкина"].map(|family| stage.endorsed(db, family, "sch-lyceum"));
        let (meeting, items) = stage.opened(db, &all, &[&stage.igor, &stage.anna]);
        cast(db, &stage.igor, meeting, &items, "against").unwrap();
        stage.decide(db, meeting, items[0], "refuse", "Слова об Аистовой").unwrap();
        let people: Vec<_> = stage.sitting(db, meeting).items.iter().map(|item| item.person).collect();
        db.write(|tx| commission::listen(tx, News::Merged { gone: people[1], kept: people[0] })).unwrap();
        assert!(stage.sitting(db, meeting).items.iter().all(|item| item.person == people[0]));
        let done = db.write(|tx| commission::listen(tx, News::Erase { person: people[0] })).unwrap();
        assert!(done[0].contains("Повестки комиссии"));
        let sitting = stage.sitting(db, meeting);
        assert!(sitting.items.iter().all(|item| item.words.shown_name() == "данные удалены" && item.note.is_empty()));
        assert_eq!((sitting.items[0].outcome, sitting.attendees[1].name.as_str()), (Outcome::Refuse, "Председателев Игорь"), "the decision and the seats stay");
    });
}

#[test]
fn only_the_coordinator_runs_a_meeting_and_only_its_day_opens_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let meeting = stage.planned(db, &[]);
        let form = AttendanceForm { present: vec![stage.igor.account], chair: Some(stage.igor.account), version: 1 };
        assert!(refused(db.write(|tx| commission::open(tx, &stage.coordinator, meeting, &form))).contains("Повестка пуста"));
        db.write(|tx| commission::add(tx, &stage.coordinator, meeting, &[application])).unwrap();
        assert!(matches!(db.write(|tx| commission::open(tx, &stage.igor, meeting, &form)), Err(kernel::Error::NotFound)));
        assert!(matches!(db.read(|tx| commission::sitting(tx, &stage.municipal, meeting)), Err(kernel::Error::NotFound)));
        assert!(refused(db.write(|tx| commission::open(tx, &stage.coordinator, meeting, &AttendanceForm { version: 7, ..form.clone() }))).contains("изменил кто-то другой"));
        db.write(|tx| tx.execute("UPDATE meeting SET held_on = '2026-11-24'", params![]).map_err(Into::into)).unwrap();
        assert!(refused(db.write(|tx| commission::open(tx, &stage.coordinator, meeting, &form))).contains("назначено на 24.11.2026"));
        assert_eq!(db.read(|tx| grants::holders_on(tx, Role::Commission, jiff::civil::date(2025, 12, 31))).unwrap(), []);
    });
}

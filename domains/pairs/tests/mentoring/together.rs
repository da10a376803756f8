//! The log, the programme, the end, the handover, the survey.

use crate::stage::{self, absent, form, refused, state};
use jiff::{SignedDuration, civil::date};
use kernel::db::testing::on_each_engine;
use ledger::DeedKind;
use pairs::mentoring::{self, MeetingForm, ProgrammeForm, SurveyForm};

#[test]
fn a_meeting_becomes_a_deed_of_the_mentor_and_goes_with_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna, &stage.boris]);
        stage.met(db, id).unwrap();
        let mentor = stage.tamara.person.unwrap();
        let deeds = db.read(|tx| ledger::of_person(tx, mentor, date(2026, 9, 1), date(2027, 9, 1))).unwrap();
        assert_eq!((deeds[0].kind, deeds[0].direction.as_str(), deeds[0].minutes, deeds[0].reached), (DeedKind::Mentoring, "d05", 45, 2));
        assert!(!deeds[0].title.contains("Новиков"), "{}", deeds[0].title);
        let meeting = deeds[0].source.parse().unwrap();
        assert!(refused(db.write(|tx| mentoring::strike(tx, &stage.anna, id, meeting))).contains("кто её сделал"));
        assert!(stage.met(db, id).is_err(), "the same day is written once");
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM deed"), 1);
        db.write(|tx| Ok(tx.execute("UPDATE mentoring_meeting SET written_by = $1", kernel::params![stage.anna.person])?)).unwrap();
        db.write(|tx| mentoring::strike(tx, &stage.tamara, id, meeting)).unwrap();
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM deed"), 0);
        absent(db.write(|tx| mentoring::write_meeting(tx, &stage.deputy, id, &MeetingForm::default())));
        absent(db.write(|tx| mentoring::write_meeting(tx, &stage.far_teacher, id, &MeetingForm::default())));
    });
}

#[test]
fn two_who_write_the_programme_at_once_do_not_write_over_each_other() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let version: i64 = db.read(|tx| tx.one("SELECT version FROM mentoring WHERE id = $1", kernel::params![id], |row| row.get(0))).unwrap();
        let form = ProgrammeForm { goals: "Вести урок увереннее".into(), ..ProgrammeForm::default() };
        db.write(|tx| mentoring::save_programme(tx, &stage.anna, id, (&form, version))).unwrap();
        assert!(refused(db.write(|tx| mentoring::save_programme(tx, &stage.tamara, id, (&form, version)))).contains("изменил кто-то другой"));
        absent(db.write(|tx| mentoring::save_programme(tx, &stage.deputy, id, (&form, version + 1))));
    });
}

#[test]
fn the_end_asks_both_for_a_word_and_figures_need_five() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let survey = SurveyForm {
            goal: "5".into(), rhythm: "4".into(), useful: "5".into(), to_other: "Спасибо за терпение".into(), to_curator: "Не хватает общего окна в расписании".into()
        };
        assert!(refused(db.write(|tx| mentoring::answer_survey(tx, &stage.anna, id, &survey))).contains("когда наставничество завершено"));
        db.write(|tx| mentoring::end(tx, &stage.tamara, id, "done")).unwrap();
        assert!(refused(stage.met(db, id)).contains("завершено"));
        db.write(|tx| mentoring::answer_survey(tx, &stage.anna, id, &survey)).unwrap();
        db.write(|tx| mentoring::answer_survey(tx, &stage.anna, id, &survey)).unwrap();
        let figures = db.read(|tx| mentoring::figures(tx, &stage.coordinator)).unwrap();
        assert!(figures.len() == 1 && figures[0].count == 1 && figures[0].means.is_none(), "one answer is nobody's to read: {figures:?}");
    });
}

#[test]
fn a_proposal_is_taken_back_without_a_reason_and_never_was_a_mentoring() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &[&stage.anna]);
        assert!(refused(db.write(|tx| mentoring::end(tx, &stage.anna, id, ""))).contains("ответьте на предложение"));
        db.write(|tx| mentoring::end(tx, &stage.deputy, id, "")).unwrap();
        assert_eq!(state(db, id), "declined");
        assert!(refused(db.write(|tx| mentoring::end(tx, &stage.deputy, id, ""))).contains("не состоялось"));
    });
}

#[test]
fn a_mentee_leaves_a_group_that_goes_on() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna, &stage.boris]);
        db.write(|tx| mentoring::end(tx, &stage.anna, id, "own_wish")).unwrap();
        assert_eq!(state(db, id), "active");
        assert!(refused(db.write(|tx| mentoring::end(tx, &stage.anna, id, "own_wish"))).contains("уже вышли"));
        db.write(|tx| mentoring::end(tx, &stage.boris, id, "own_wish")).unwrap();
        assert_eq!(state(db, id), "ended", "the last mentee's wish ends it");
    });
}

#[test]
fn a_handover_waits_for_everybody_and_the_former_mentor_goes_on_till_then() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let to = form(&stage.sergey, &[]);
        absent(db.write(|tx| mentoring::hand_over(tx, &stage.anna, id, &to)));
        let new = db.write(|tx| mentoring::hand_over(tx, &stage.deputy, id, &to)).unwrap();
        assert_eq!((state(db, id), state(db, new)), ("active".into(), "proposed".into()));
        assert!(refused(db.write(|tx| mentoring::hand_over(tx, &stage.deputy, id, &to))).contains("уже предложена"));
        stage.met(db, id).unwrap();
        db.write(|tx| mentoring::answer(tx, &stage.sergey, new, true)).unwrap();
        db.write(|tx| mentoring::answer(tx, &stage.anna, new, true)).unwrap();
        assert_eq!((state(db, id), state(db, new)), ("ended".into(), "active".into()));
    });
}

#[test]
fn reminders_are_told_once_and_the_term_ends_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let waiting = stage.proposed(db, &[&stage.boris]);
        let going = stage.begun(db, &[&stage.anna]);
        let later = kernel::Clock::fixed(db.clock().now(), db.clock().zone().clone());
        later.advance(SignedDuration::from_hours(24 * 45));
        let then = db.with_clock(later.clone());
        assert!(then.write(mentoring::remind).unwrap() >= 3, "two answers and a quiet month");
        assert_eq!(then.write(mentoring::remind).unwrap(), 0, "nothing is told twice");
        later.advance(SignedDuration::from_hours(24 * 200));
        then.write(mentoring::remind).unwrap();
        assert_eq!((state(db, waiting), state(db, going)), ("declined".into(), "ended".into()), "what never began did not come about");
    });
}

//! Handing in, answering, taking back, dropping.

use crate::stage::{SITE, Stage, WORDS, refused, set};
use kernel::{Error, db::testing::on_each_engine, params};
use pathways::{
    StepState,
    walk::{self, Answer, Draft, ReportState, Snapshot},
};

fn state_of(stage: &Stage, db: &kernel::Db, made: crate::stage::Made, at: usize) -> StepState {
    stage.steps(db, made.pathway)[at].state
}

#[test]
fn a_step_is_marked_by_the_teacher_alone_and_by_quarters() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].clone();
        let at = (made.pathway, step.id);
        db.write(|tx| walk::mark(tx, &stage.anna, at, step.version, 50)).unwrap();
        assert_eq!(state_of(&stage, db, made, 0), StepState::InWork);
        assert!(matches!(db.write(|tx| walk::mark(tx, &stage.anna, at, step.version + 1, 33)), Err(Error::Fields(_))));
        assert!(matches!(db.write(|tx| walk::mark(tx, &stage.tutor, at, step.version + 1, 75)), Err(Error::NotFound)));
        refused(db.write(|tx| walk::mark(tx, &stage.anna, at, step.version, 75)));
    });
}

#[test]
fn a_report_needs_a_reflection_and_something_to_look_at() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let at = (made.pathway, stage.steps(db, made.pathway)[0].id);
        let sent = db.write(|tx| walk::send(tx, &stage.anna, at, 0, &Draft { reflection: "да".into(), link: "javascript:alert(1)".into(), ..Draft::default() }, SITE));
        let Err(Error::Fields(errors)) = sent else { panic!("it was sent") };
        assert!(errors.of("reflection").is_some() && errors.of("link").is_some());
        let bare = db.write(|tx| walk::send(tx, &stage.anna, at, 0, &Draft { reflection: WORDS.into(), ..Draft::default() }, SITE));
        assert!(matches!(bare, Err(Error::Fields(errors)) if errors.of("work").is_some()));
        stage.hand_in(db, made, at.1).unwrap();
        assert_eq!(state_of(&stage, db, made, 0), StepState::Submitted);
        refused(db.write(|tx| walk::mark(tx, &stage.anna, at, 2, 50)));
    });
}

#[test]
fn a_returned_report_stays_and_the_next_one_is_a_row_of_its_own() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        stage.hand_in(db, made, step).unwrap();
        assert!(matches!(stage.answer(db, &stage.tutor, made, step, &Answer::Return { reason: " ".into() }), Err(Error::Fields(_))));
        stage.answer(db, &stage.tutor, made, step, &Answer::Return { reason: "Добавьте план урока".into() }).unwrap();
        assert_eq!(state_of(&stage, db, made, 0), StepState::Returned);
        stage.hand_in(db, made, step).unwrap();
        stage.accept(db, made, step).unwrap();
        let reports = stage.reports(db, step);
        assert_eq!(reports.iter().map(|report| (report.number, report.state)).collect::<Vec<_>>(), [(2, ReportState::Accepted), (1, ReportState::Returned)]);
        assert_eq!(reports[1].answer_words, "Добавьте план урока");
    });
}

#[test]
fn nobody_answers_a_report_of_ones_own_and_only_who_is_next_answers() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        stage.hand_in(db, made, step).unwrap();
        let yes = Answer::Accept { words: String::new() };
        assert!(refused(stage.answer(db, &stage.anna, made, step, &yes)).contains("Свой отчёт"));
        assert!(refused(stage.answer(db, &stage.methodist, made, step, &yes)).contains("тьютор"));
        for outsider in [&stage.stranger, &stage.deputy, &stage.municipal, &stage.coordinator] {
            assert!(matches!(stage.answer(db, outsider, made, step, &yes), Err(Error::NotFound)), "{}", outsider.name);
        }
        stage.answer(db, &stage.tutor, made, step, &yes).unwrap();
        refused(stage.answer(db, &stage.tutor, made, step, &Answer::Return { reason: "Передумал".into() }));
    });
}

#[test]
fn a_report_is_taken_back_until_it_is_answered() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let at = (made.pathway, stage.steps(db, made.pathway)[0].id);
        stage.hand_in(db, made, at.1).unwrap();
        let version = stage.reports(db, at.1)[0].version;
        db.write(|tx| walk::take_back(tx, &stage.anna, at, version)).unwrap();
        assert_eq!(state_of(&stage, db, made, 0), StepState::InWork);
        refused(stage.answer(db, &stage.tutor, made, at.1, &Answer::Accept { words: String::new() }));
        stage.hand_in(db, made, at.1).unwrap();
        stage.accept(db, made, at.1).unwrap();
        let version = stage.reports(db, at.1)[0].version;
        refused(db.write(|tx| walk::take_back(tx, &stage.anna, at, version)));
    });
}

#[test]
fn the_second_answer_to_what_was_taken_back_meanwhile_is_stale() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let at = (made.pathway, stage.steps(db, made.pathway)[0].id);
        stage.hand_in(db, made, at.1).unwrap();
        let seen = stage.reports(db, at.1)[0].clone();
        db.write(|tx| walk::take_back(tx, &stage.anna, at, seen.version)).unwrap();
        stage.hand_in(db, made, at.1).unwrap();
        let late = db.write(|tx| walk::answer(tx, &stage.tutor, at, (seen.id, seen.version), &Answer::Accept { words: String::new() }, SITE));
        assert!(refused(late).contains("изменил"));
    });
}

#[test]
fn what_was_accepted_never_changes_whatever_becomes_of_the_work() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        let work = crate::works::ready(&stage, db);
        db.write(|tx| walk::send(tx, &stage.anna, (made.pathway, step), 0, &Draft { reflection: WORDS.into(), work: work.to_string(), ..Draft::default() }, SITE)).unwrap();
        refused(db.write(|tx| pathways::works::remove(tx, &stage.anna, work)));
        stage.accept(db, made, step).unwrap();
        let before = stage.reports(db, step)[0].snapshot.clone();
        db.write(|tx| pathways::works::remove(tx, &stage.anna, work)).unwrap();
        let after = stage.reports(db, step)[0].clone();
        assert_eq!(after.snapshot, before);
        let kept = Snapshot::read(&after.snapshot).unwrap();
        assert_eq!((kept.reflection.as_str(), kept.files.len(), kept.work.unwrap().form), (WORDS, 1, "серия учебных занятий".to_owned()));
        let files = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM step_file t JOIN file f ON f.digest = t.digest", params![])?)).unwrap();
        assert_eq!(files, 1, "the file of the work stays with the report");
    });
}

#[test]
fn a_pathway_is_walked_when_every_step_that_is_left_is_accepted() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        assert_eq!(stage.rung(db, made.case), 5);
        let steps = stage.steps(db, made.pathway);
        for step in &steps[..2] {
            stage.hand_in(db, made, step.id).unwrap();
            stage.accept(db, made, step.id).unwrap();
        }
        assert_eq!(stage.rung(db, made.case), 5);
        let deeds = db.read(|tx| ledger::of_person(tx, stage.tutor.person.unwrap(), jiff::civil::date(2026, 1, 1), jiff::civil::date(2028, 1, 1))).unwrap();
        assert_eq!(deeds.iter().map(|deed| (deed.kind, deed.direction.as_str())).collect::<Vec<_>>(), [(ledger::DeedKind::CaseStep, "diagnostics"); 2], "answering is the tutor's work");
        let at = (made.pathway, steps[2].id);
        assert!(matches!(db.write(|tx| walk::propose_drop(tx, &stage.anna, at, " ")), Err(Error::Fields(_))));
        let drop = db.write(|tx| walk::propose_drop(tx, &stage.methodist, at, "Конференцию отменили")).unwrap();
        refused(db.write(|tx| walk::propose_drop(tx, &stage.anna, at, "Ещё раз")));
        assert!(refused(db.write(|tx| walk::answer_drop(tx, &stage.tutor, at, drop, true))).contains("педагог"));
        db.write(|tx| walk::answer_drop(tx, &stage.anna, at, drop, true)).unwrap();
        assert_eq!(stage.steps(db, made.pathway).len(), 2);
        assert_eq!(stage.rung(db, made.case), 6);
    });
}

#[test]
fn the_teacher_does_not_drop_a_step_alone_and_the_last_one_stays() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let steps = stage.steps(db, made.pathway);
        for step in &steps[..2] {
            let at = (made.pathway, step.id);
            let drop = db.write(|tx| walk::propose_drop(tx, &stage.anna, at, "Не успеваю")).unwrap();
            refused(db.write(|tx| walk::answer_drop(tx, &stage.anna, at, drop, true)));
            db.write(|tx| walk::answer_drop(tx, &stage.tutor, at, drop, true)).unwrap();
        }
        let at = (made.pathway, steps[2].id);
        let drop = db.write(|tx| walk::propose_drop(tx, &stage.anna, at, "И этот")).unwrap();
        assert!(refused(db.write(|tx| walk::answer_drop(tx, &stage.tutor, at, drop, true))).contains("последний"));
        assert_eq!(stage.rung(db, made.case), 5);
    });
}

#[test]
fn a_day_is_moved_by_both_and_what_was_signed_stays() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway).remove(0);
        let at = (made.pathway, step.id);
        let propose = |day: &str, why: &str| db.write(|tx| walk::propose_move(tx, &stage.anna, at, (day, why)));
        for (day, why) in [("01.01.2020", "Болела"), ("01.09.2027", "Болела"), ("20.12.2026", " "), ("завтра", "Болела"), ("05.12.2026", "Болела")] {
            assert!(matches!(propose(day, why), Err(Error::Fields(_))), "{day} {why}");
        }
        let asked = propose("20.12.2026", "Курс перенесли на две недели").unwrap();
        assert!(refused(db.write(|tx| walk::propose_drop(tx, &stage.methodist, at, "Не нужен"))).contains("без ответа"));
        refused(db.write(|tx| walk::answer_drop(tx, &stage.anna, at, asked, true)));
        db.write(|tx| walk::answer_drop(tx, &stage.tutor, at, asked, true)).unwrap();
        let moved = db.read(|tx| pathways::store::step(tx, made.pathway, step.id)).unwrap();
        assert_eq!((moved.due_on, moved.due()), (step.due_on, Some(jiff::civil::date(2026, 12, 20))));
        assert!(!moved.is_late(jiff::civil::date(2026, 12, 10)) && moved.is_late(jiff::civil::date(2026, 12, 21)));
        stage.hand_in(db, made, step.id).unwrap();
        refused(propose("25.12.2026", "Ещё немного"));
    });
}

#[test]
fn without_a_tutor_the_methodist_answers() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let seat = db.read(|tx| cases::team(tx, made.case)).unwrap().into_iter().find(|member| member.role == cases::TeamRole::Tutor).unwrap();
        db.write(|tx| cases::leave(tx, &stage.tutor, made.case, seat.seat, ("Ухожу в отпуск", seat.version))).unwrap();
        let step = stage.steps(db, made.pathway)[0].id;
        stage.hand_in(db, made, step).unwrap();
        assert!(matches!(stage.accept(db, made, step), Err(Error::NotFound)), "who left reads nothing");
        stage.answer(db, &stage.methodist, made, step, &Answer::Accept { words: "Хорошо".into() }).unwrap();
    });
}

#[test]
fn all_steps_on_one_day_are_hinted_at_to_the_teacher_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        for step in stage.steps(db, made.pathway) {
            stage.hand_in(db, made, step.id).unwrap();
        }
        let of = |who| db.read(|tx| pathways::store::load(tx, who, made.pathway).and_then(|loaded| pathways::hints::of(tx, &loaded))).unwrap();
        assert!(of(&stage.anna).iter().any(|hint| hint.kind == pathways::hints::HintKind::OneDay));
        assert!(of(&stage.methodist).iter().all(|hint| hint.kind != pathways::hints::HintKind::OneDay));
    });
}

#[test]
fn letters_carry_nobodys_words_and_reminders_come_once_and_by_day() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        stage.hand_in(db, made, step).unwrap();
        let count = || db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice", params![])?)).unwrap();
        let hours = jiff::SignedDuration::from_hours;
        db.clock().advance(hours(24 * 7));
        db.write(|tx| pathways::reminders::remind(tx, SITE)).unwrap();
        let once = count();
        db.write(|tx| pathways::reminders::remind(tx, SITE)).unwrap();
        assert_eq!(count(), once, "the same reminder is told once");
        let late = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE subject = 'Отчёт педагога ждёт ответа'", params![])?)).unwrap();
        assert_eq!(late, 1);
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE body LIKE '%признакам%' OR body LIKE '%Пройти курс%'", params![])?)).unwrap(), 0);
        db.clock().advance(hours(12));
        assert_eq!(db.write(|tx| pathways::reminders::remind(tx, SITE)).unwrap(), 0, "22:00 there");
    });
}

#[test]
fn tasks_say_what_is_next_and_for_whom() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let tasks = || db.read(|tx| cases::find(tx, made.case).and_then(|case| pathways::tasks(tx, &case))).unwrap();
        let team = db.read(|tx| cases::team(tx, made.case)).unwrap();
        let seat = |role| team.iter().find(|member| member.role == role).unwrap().seat;
        let first = tasks();
        assert_eq!((first.len(), first[0].whose.clone(), first[0].is_late), (1, vec![seat(cases::TeamRole::Teacher)], false));
        stage.hand_in(db, made, stage.steps(db, made.pathway)[0].id).unwrap();
        let asked = tasks();
        assert!(asked.iter().any(|task| task.whose == [seat(cases::TeamRole::Tutor)]), "{asked:?}");
    });
}

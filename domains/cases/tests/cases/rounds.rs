//! The loop: evidence moves the rung, verdicts end it or begin another, the way back takes what no longer holds.

use crate::stage::{self, climb, refused, wrong};
use audit::By;
use cases::{EvidenceKind, State, Verdict};
use kernel::db::testing::on_each_engine;

#[test]
fn a_rung_is_reached_by_its_evidence_and_by_nothing_else() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        assert_eq!(stage.case(db, id).rung, 2);
        stage.climbed(db, id, 3..=6);
        assert_eq!(stage.case(db, id).rung, 2, "what comes later doesn't stand for what is missing");
        stage.climbed(db, id, 2..=2);
        assert_eq!(stage.case(db, id).rung, 7);
        db.write(|tx| cases::withdraw(tx, &By::system(), id, EvidenceKind::Agreement, "4", "подпись отозвана")).unwrap();
        assert_eq!(stage.case(db, id).rung, 4);
        let wrong = cases::Given { rung: 5, ..climb(4) };
        assert!(db.write(|tx| cases::give(tx, &By::system(), id, wrong)).is_err(), "evidence belongs to its own rung");
        db.write(|tx| cases::give(tx, &By::system(), id, climb(4))).unwrap();
        db.write(|tx| cases::give(tx, &By::system(), id, climb(4))).unwrap();
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_evidence WHERE kind = 'agreement' AND withdrawn_at IS NULL"), 1, "once per source and round");
    });
}

#[test]
fn a_case_is_closed_with_a_verdict_for_every_deficit() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (first, second) = (stage.taken(db, id, 0), stage.taken(db, id, 1));
        let listeners = stage.app.listeners.clone();
        let close = || {
            db.write(|tx| {
                let version = cases::find(tx, id)?.version;
                cases::close(tx, &listeners, &stage.methodist, id, version)
            })
        };
        let judge = |actor: &access::Actor, deficit, verdict, words: &str| {
            db.write(|tx| {
                let standing = cases::load(tx, actor, id)?;
                let version = cases::deficits(tx, &standing.case)?.iter().find(|one| one.id == deficit).unwrap().version;
                cases::set_verdict(tx, &standing, actor, deficit, (verdict, words), version)
            })
        };
        assert!(refused(close()).contains("Завершать рано"));
        assert!(refused(judge(&stage.methodist, first, Verdict::Removed, "")).contains("после повторной"));
        stage.climbed(db, id, 2..=6);
        assert!(refused(judge(&stage.anna, first, Verdict::Removed, "")).contains("другой участник"));
        wrong(judge(&stage.methodist, first, Verdict::NotRemoved, ""), "words");
        judge(&stage.methodist, first, Verdict::Removed, "").unwrap();
        assert!(refused(close()).contains("Нет итога"));
        judge(&stage.methodist, second, Verdict::NotAssessed, "Уехала на стажировку").unwrap();
        assert_eq!(stage.case(db, id).rung, 8);
        close().unwrap();
        let case = stage.case(db, id);
        assert_eq!((case.state, case.outcome), (State::Closed, Some(Verdict::Removed)));
        assert!(refused(judge(&stage.methodist, first, Verdict::Partly, "")).contains("больше не ведётся"));
        assert!(db.write(|tx| cases::give(tx, &By::system(), id, climb(3))).is_err(), "nothing is given to what has ended");
    });
}

#[test]
fn what_is_left_begins_another_round_at_rung_three() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (done, left) = (stage.taken(db, id, 0), stage.taken(db, id, 1));
        stage.climbed(db, id, 2..=6);
        for (deficit, verdict) in [(done, Verdict::Removed), (left, Verdict::Partly)] {
            db.write(|tx| {
                let standing = cases::load(tx, &stage.methodist, id)?;
                cases::set_verdict(tx, &standing, &stage.methodist, deficit, (verdict, "Так показал повтор"), 1)
            })
            .unwrap();
        }
        let version = stage.case(db, id).version;
        assert_eq!(db.write(|tx| cases::begin_next_round(tx, &stage.anna, id, version)).unwrap(), 2);
        let case = stage.case(db, id);
        assert_eq!((case.round, case.rung), (2, 3), "the signal and the first measurement count on");
        let verdicts: Vec<_> = db.read(|tx| cases::deficits(tx, &case)).unwrap().into_iter().map(|one| (one.id, one.verdict)).collect();
        assert!(verdicts.contains(&(done, Some(Verdict::Removed))) && verdicts.contains(&(left, None)));
        assert!(refused(db.write(|tx| cases::begin_next_round(tx, &stage.anna, id, case.version))).contains("после повторной"));
    });
}

#[test]
fn going_back_is_an_act_with_a_reason() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        stage.climbed(db, id, 2..=5);
        let listeners = stage.app.listeners.clone();
        let version = stage.case(db, id).version;
        let turn = |to: i64, reason: &str| db.write(|tx| cases::turn_back(tx, &listeners, &stage.methodist, id, (to, reason, version)));
        wrong(turn(3, " "), "reason");
        wrong(turn(7, "Вперёд"), "to");
        wrong(turn(0, "Назад"), "to");
        turn(3, "Ресурс закрылся").unwrap();
        assert_eq!(stage.case(db, id).rung, 3);
        assert!(refused(turn(2, "Ещё раз")).contains("изменил кто-то другой"));
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_evidence WHERE withdrawn_at IS NOT NULL"), 3, "withdrawn, not deleted");
    });
}

#[test]
fn a_scored_attempt_is_the_result_and_after_the_agreement_the_repeat() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let deficit = stage.taken(db, id, 0);
        let code = stage.deficits(db, id).into_iter().find(|one| one.id == deficit).unwrap().code;
        measured(db, &stage, &code, "2026-11-20");
        assert_eq!(stage.case(db, id).rung, 3);
        stage.climbed(db, id, 3..=5);
        assert_eq!(stage.case(db, id).rung, 6);
        measured(db, &stage, &code, "2026-11-22");
        assert_eq!(stage.case(db, id).rung, 7);
        assert_eq!(stage.deficits(db, id).len(), 1, "a result that the teacher hasn't looked at yet hides nothing of the case");
    });
}

/// A scored attempt as diagnostics leave it, told to everybody who hears.
fn measured(db: &kernel::Db, stage: &stage::Stage, code: &str, day: &str) {
    use kernel::{id::Uuid, news::News, params};
    let attempt = Uuid::now_v7();
    let fresh = || Uuid::now_v7().to_string();
    let listeners = stage.app.listeners.clone();
    db.write(|tx| {
        let (framework, scale) = competencies::load_sample(tx, &By::system())?;
        let (instrument, assignment, now, at) = (fresh(), fresh(), tx.now(), format!("{day}T02:00:00.000000Z"));
        let competency = competencies::by_code(tx, framework, code)?.unwrap().id;
        tx.execute(
            "INSERT INTO instrument (id, code, title, framework_id, scale_id, mode, state, shows, made_at) VALUES ($1, $1, 'Диагностика', $2, $3, 'fixed', 'open', 'at_once', $4)",
            params![instrument, framework, scale, now],
        )?;
        tx.execute(
            "INSERT INTO assignment (id, instrument_id, person_id, place_id, opens_at, closes_at, state, made_at) VALUES ($1, $2, $3, $4, $5, '2026-12-31T00:00:00.000000Z', 'finished', $5)",
            params![assignment, instrument, stage.teacher, stage::SCHOOL, at],
        )?;
        tx.execute(
            "INSERT INTO attempt (id, assignment_id, instrument_id, person_id, place_id, number, state, started_at, ends_at, submitted_at, scored_at) VALUES ($1, $2, $3, $4, $5, 1, 'scored', $6, $6, $6, $6)",
            params![attempt.to_string(), assignment, instrument, stage.teacher, stage::SCHOOL, at],
        )?;
        for position in 1..=8_i64 {
            let item = fresh();
            tx.execute("INSERT INTO item (id, code, kind, state, revision, made_at, changed_at) VALUES ($1, $1, 'single', 'live', 1, $2, $2)", params![item, now])?;
            let parameters = serde_json::json!({"family": "partial_credit", "slope": 1.2, "intercepts": [0.1], "preliminary": true});
            tx.execute(
                "INSERT INTO attempt_item (attempt_id, position, item_id, revision, competency_id, max_score, parameters, score, scored_by) VALUES ($1, $2, $3, 1, $4, 1, $5, $6, 'key')",
                params![attempt.to_string(), position, item, competency, parameters.to_string(), position % 2],
            )?;
        }
        listeners.tell(tx, News::AttemptScored { attempt })?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_acknowledged_lesson_card_is_a_result_before_the_agreement_and_a_lesson_after_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let number = |rung: usize| db.read(|tx| cases::stage_of(tx, id, 1)).unwrap().rungs[rung - 1];
        seen(db, &stage, "1");
        let is_result = number(2).teacher.is_there();
        stage.climbed(db, id, 2..=4);
        seen(db, &stage, "2");
        assert!(number(4).pupils.is_there(), "seen in a lesson after the agreement");
        // The sample card speaks of competencies: low scores make it a result by themselves.
        let low = stage::count(db, "SELECT COUNT(*) FROM case_evidence WHERE kind = 'result' AND source_kind = 'observation'");
        assert_eq!(is_result, low > 0);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_evidence WHERE kind = 'lesson'"), 1);
    });
}

/// A lesson of today seen by the methodist, scored low, read by Anna.
fn seen(db: &kernel::Db, stage: &stage::Stage, lesson: &str) {
    use observation::{Line, Side, Visit, Word};
    let rubric = db.read(|tx| Ok(observation::rubrics(tx, None)?.remove(0))).unwrap();
    let visit = Visit { rubric: rubric.id, held_on: stage::TODAY, lesson: lesson.into(), grade: "7 Б".into(), subject: "matematika".into(), topic: String::new(), post: String::new() };
    let id = db.write(|tx| observation::propose(tx, &stage.methodist, stage.teacher, &visit, stage::SITE)).unwrap();
    db.write(|tx| observation::answer(tx, &stage.anna, id, 1, Word::Agree, stage::SITE)).unwrap();
    let lines: Vec<Line> = rubric.body.indicators().map(|one| Line { indicator: one.code.clone(), score: Some(0), words: "Так и было".into(), seen: Vec::new() }).collect();
    db.write(|tx| observation::write(tx, &stage.methodist, id, Side::Observer, &lines)).unwrap();
    db.write(|tx| observation::finish(tx, &stage.methodist, id, 2, stage::SITE)).unwrap();
    db.write(|tx| observation::acknowledge(tx, &stage.app.listeners, &stage.anna, id, (3, ""), stage::SITE)).unwrap();
}

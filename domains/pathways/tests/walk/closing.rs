//! Presentation, verdicts, the closing word, the close, another round, the stop.

use crate::stage::{refused, set};
use cases::Verdict;
use kernel::{Error, db::testing::on_each_engine};
use pathways::{
    State,
    closing::{self, WordForm},
    presentation::{self, Minutes, Plan},
    store,
};

fn word() -> WordForm {
    WordForm { reflection: "Стало легче".into(), team_mark: "5".into(), team_words: "Спасибо".into(), ..WordForm::default() }
}

#[test]
fn results_are_presented_when_all_steps_are_accepted_and_not_by_the_teacher_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let plan = Plan { way: "review".into(), planned_on: "01.12.2026".into(), ..Plan::default() };
        db.write(|tx| presentation::plan(tx, &stage.anna, made.pathway, 0, &plan)).unwrap();
        refused(db.write(|tx| presentation::plan(tx, &stage.anna, made.pathway, 0, &plan)));
        let held = Minutes { held_on: "23.11.2026".into(), minutes: "Посмотрели".into() };
        assert!(refused(db.write(|tx| presentation::hold(tx, &stage.anna, made.pathway, 1, &held))).contains("не сам педагог"));
        assert!(refused(db.write(|tx| presentation::hold(tx, &stage.methodist, made.pathway, 1, &held))).contains("Не все шаги"));
        stage.walk_all(db, made);
        assert!(matches!(db.write(|tx| presentation::hold(tx, &stage.methodist, made.pathway, 1, &Minutes::default())), Err(Error::Fields(_))));
        db.write(|tx| presentation::hold(tx, &stage.methodist, made.pathway, 1, &held)).unwrap();
        let loaded = db.read(|tx| store::load(tx, &stage.anna, made.pathway)).unwrap();
        assert_eq!(loaded.pathway.state, State::Presented);
    });
}

#[test]
fn a_case_closes_with_a_verdict_per_deficit_and_the_teachers_word() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.presented(db);
        let versions = || {
            db.read(|tx| {
                let loaded = store::load(tx, &stage.methodist, made.pathway)?;
                Ok((loaded.pathway.version, loaded.standing.case.version))
            })
            .unwrap()
        };
        let close = || db.write(|tx| closing::close(tx, &stage.app.listeners, &stage.methodist, made.pathway, versions()));
        assert!(refused(close()).contains("заключительное слово"));
        assert!(matches!(db.write(|tx| closing::say(tx, &stage.tutor, made.pathway, &word())), Err(Error::NotFound)));
        db.write(|tx| closing::say(tx, &stage.anna, made.pathway, &word())).unwrap();
        refused(close());
        let judge = |who, verdict| db.write(|tx| closing::judge(tx, who, made.pathway, made.deficit, (verdict, "Видно на уроках"), 1));
        assert!(refused(judge(&stage.anna, Verdict::Removed)).contains("методист"));
        judge(&stage.methodist, Verdict::Removed).unwrap();
        let seen = versions();
        assert!(matches!(db.write(|tx| closing::close(tx, &stage.app.listeners, &stage.stranger, made.pathway, seen)), Err(Error::NotFound)));
        close().unwrap();
        let case = db.read(|tx| cases::find(tx, made.case)).unwrap();
        assert_eq!((case.state, case.outcome), (cases::State::Closed, Some(Verdict::Removed)));
        let pathway = db.read(|tx| store::of_case(tx, made.case)).unwrap().remove(0);
        assert_eq!(pathway.state, State::Closed);
    });
}

#[test]
fn what_is_not_removed_begins_another_round_with_a_new_version() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.presented(db);
        db.write(|tx| closing::judge(tx, &stage.methodist, made.pathway, made.deficit, (Verdict::NotRemoved, "Пока рано"), 1)).unwrap();
        let version = db.read(|tx| cases::find(tx, made.case)).unwrap().version;
        let next = db.write(|tx| closing::next_round(tx, &stage.methodist, made.pathway, version)).unwrap();
        let all = db.read(|tx| store::of_case(tx, made.case)).unwrap();
        assert_eq!(all.iter().map(|pathway| (pathway.number, pathway.state)).collect::<Vec<_>>(), [(2, State::Draft), (1, State::Revised)]);
        assert_eq!(all[0].id, next);
        assert_eq!(db.read(|tx| cases::find(tx, made.case)).unwrap().round, 2);
    });
}

#[test]
fn a_pathway_is_stopped_with_a_reason_and_a_stopped_case_stops_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let version = db.read(|tx| store::load(tx, &stage.anna, made.pathway)).unwrap().pathway.version;
        assert!(matches!(db.write(|tx| closing::stop(tx, &stage.anna, made.pathway, version, "")), Err(Error::Fields(_))));
        refused(db.write(|tx| closing::stop(tx, &stage.tutor, made.pathway, version, "Хватит")));
        db.write(|tx| closing::stop(tx, &stage.anna, made.pathway, version, "Меняю предмет")).unwrap();
        assert!(stage.rung(db, made.case) <= 4);
        refused(stage.hand_in(db, made, stage.steps(db, made.pathway)[0].id));

        let other = db.write(|tx| pathways::building::begin(tx, &stage.anna, made.case, pathways::building::Frame::default())).unwrap();
        let version = db.read(|tx| cases::find(tx, made.case)).unwrap().version;
        db.write(|tx| cases::stop(tx, &stage.app.listeners, &stage.anna, made.case, ("Уезжаю", version))).unwrap();
        let ended = db.read(|tx| store::of_case(tx, made.case)).unwrap();
        assert!(ended.iter().any(|pathway| pathway.id == other) && ended.iter().all(|pathway| pathway.state == State::Stopped && pathway.closed_at.is_some()), "both are over, each since its day");
    });
}

#[test]
fn a_missing_repeat_is_hinted_at_after_two_months() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        stage.walk_all(db, made);
        let day = kernel::date::short(db.clock().today());
        db.write(|tx| {
            presentation::plan(tx, &stage.anna, made.pathway, 0, &Plan { way: "review".into(), planned_on: day.clone(), ..Plan::default() })?;
            presentation::hold(tx, &stage.methodist, made.pathway, 1, &Minutes { held_on: day.clone(), minutes: "Посмотрели".into() })
        })
        .unwrap();
        let look = || db.write(|tx| pathways::walk::find_missing_repeats(tx)).unwrap();
        assert_eq!(look(), 0);
        db.clock().advance(jiff::SignedDuration::from_hours(24 * 61));
        assert_eq!((look(), look()), (1, 0));
    });
}

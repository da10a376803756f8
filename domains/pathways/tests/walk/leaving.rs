//! What becomes of the walk and the works when a person is erased or merged.

use crate::stage::set;
use kernel::{Db, db::testing::on_each_engine, news::News, params};

fn rows(db: &Db, table: &str) -> u64 {
    db.read(|tx| Ok(tx.count(&format!("SELECT COUNT(*) FROM {table}"), params![])?)).unwrap()
}

#[test]
fn erasure_takes_works_reports_words_and_the_calendar_with_their_files() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.presented(db);
        crate::works::ready(&stage, db);
        db.write(|tx| pathways::closing::say(tx, &stage.anna, made.pathway, &pathways::closing::WordForm { reflection: "Стало легче".into(), ..Default::default() })).unwrap();
        db.write(|tx| pathways::ics::make(tx, &stage.anna, &access::Secret::fresh())).unwrap();
        let told = db.read(|tx| pathways::walk::about_me(tx, stage.teacher)).unwrap();
        let titles: Vec<&str> = told.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Ваши работы", "Отчёты о шагах маршрута", "Заключительные слова", "Календарь со сроками"]);
        db.write(|tx| pathways::walk::listen(tx, News::Erase { person: stage.teacher })).unwrap();
        for table in ["work", "work_file", "step_report", "step_file", "step_drop", "presentation", "closing_word", "calendar_feed", "file"] {
            assert_eq!(rows(db, table), 0, "{table}");
        }
    });
}

#[test]
fn an_erased_tutor_leaves_the_answer_without_a_name() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        stage.hand_in(db, made, step).unwrap();
        stage.accept(db, made, step).unwrap();
        db.write(|tx| pathways::walk::listen(tx, News::Erase { person: stage.tutor.person.unwrap() })).unwrap();
        let report = stage.reports(db, step).remove(0);
        assert!(report.answered_by.is_none() && !report.snapshot.is_empty());
    });
}

#[test]
fn a_merge_moves_works() {
    on_each_engine(|db| {
        let stage = set(db);
        crate::works::ready(&stage, db);
        let kept = stage.stranger.person.unwrap();
        db.write(|tx| pathways::walk::listen(tx, News::Merged { gone: stage.teacher, kept })).unwrap();
        assert_eq!(db.read(|tx| pathways::works::list(tx, kept)).unwrap().len(), 1);
    });
}

//! What becomes of it all: a consent withdrawn, a person erased, two cards merged; what the person is told.

use crate::stage::{SCHOOL, Taking, agreed, count, person, set};
use deficits::{
    ALL, Audience,
    assess::{self, Form},
    deficit::{self, Declared},
    import::{self, Uploaded},
};
use kernel::{Db, db::testing::on_each_engine, news::News};
use people::import::{Table, TableRow};

const TABLES: [&str; 6] = ["result", "growth", "sharing", "deficit", "deficit_step", "external_assessment"];

/// Anna with everything that this domain can hold.
fn full(db: &Db, stage: &crate::stage::Stage) {
    let first = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)]));
    stage.seen(db, first);
    let second = stage.taken(db, &Taking { repeat_of: Some(first), ..Taking::of(stage.anna, &[("М3", 6, 20)]) });
    stage.seen(db, second);
    stage.shared(db, ALL, &[Audience::Methodist]);
    db.write(|tx| {
        let competency = stage.competency(tx, "М2").to_string();
        deficit::declare(tx, &stage.anna_herself, &Declared { competency, words: "Трудно даётся оценивание".into() })?;
        let form = Form { source: "ФОКО".into(), title: "Методические".into(), taken_on: "01.10.2026".into(), score: "17".into(), ..Form::default() };
        assess::record(tx, &stage.municipal, stage.anna, &form, None)?;
        let table = Table {
            sheet: String::new(),
            titles: vec!["ФИО".into(), "Балл".into()],
            rows: vec![TableRow { line: 2, cells: vec!["Редкофамильцева Анна Петровна".into(), "5".into()] }, TableRow { line: 3, cells: vec!["Дальний Анна Петровна".into(), "5".into()] }],
        };
        import::read_in(tx, &stage.municipal, &Uploaded { source: "ФОКО".into(), title: "Ещё".into(), taken_on: "02.10.2026".into(), file_name: "x.xlsx".into(), table })
    })
    .unwrap();
}

#[test]
fn after_withdrawal_and_after_erasure_nothing_of_the_person_is_left() {
    for news in [|person| News::DiagnosticsWithdrawn { person }, |person| News::Erase { person }] {
        on_each_engine(|db| {
            let stage = set(db);
            full(db, &stage);
            let done = db.write(|tx| deficits::listen(tx, news(stage.anna))).unwrap();
            assert!(done.iter().any(|what| what.contains("Результаты")) && done.len() == 5, "{done:?}");
            for table in TABLES {
                assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
            }
            assert_eq!(count(db, "SELECT COUNT(*) FROM assessment_import_row WHERE cells LIKE '%Редкофамильцева%' OR found LIKE '%Редкофамильцева%'"), 0);
            assert_eq!(count(db, "SELECT COUNT(*) FROM assessment_import_row"), 1, "another's row stays");
        });
    }
}

#[test]
fn merged_cards_keep_one_history_and_open_no_more_than_both_had_opened() {
    on_each_engine(|db| {
        let stage = set(db);
        full(db, &stage);
        let twin = db
            .write(|tx| {
                let twin = person(tx, "Редкофамильцева", SCHOOL);
                agreed(tx, twin);
                Ok(twin)
            })
            .unwrap();
        stage.taken(db, &Taking::of(twin, &[("М3", 2, 20)]));
        db.write(|tx| deficits::listen(tx, News::Merged { gone: twin, kept: stage.anna })).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit WHERE competency_code = 'М3' AND closed_on IS NULL"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM result r JOIN person p ON p.id = r.person_id WHERE p.given = 'Анна'"), 3);
        assert_eq!(count(db, "SELECT COUNT(*) FROM sharing WHERE ended_at IS NULL"), 0, "the other card's results were never opened");
    });
}

#[test]
fn the_person_is_told_all_of_it_except_what_is_to_be_looked_at_first() {
    on_each_engine(|db| {
        let stage = set(db);
        full(db, &stage);
        stage.taken(db, &Taking::of(stage.anna, &[("К2", 18, 20)]));
        let sections = db.read(|tx| deficits::about_me(tx, stage.anna)).unwrap();
        let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Результаты диагностик", "Изменения между диагностиками", "Затруднения", "Внешние оценки", "Кому вы открывали результаты"]);
        let told = format!("{sections:?}");
        assert!(told.contains("ещё не просмотрен вами") && !told.contains("Ведёт диалог с классом") && told.contains("Трудно даётся оценивание"));
        assert!(db.read(|tx| deficits::about_me(tx, stage.boris)).unwrap().is_empty());
    });
}

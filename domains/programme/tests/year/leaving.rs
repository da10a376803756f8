//! What becomes of a year when its member leaves.

use crate::stage::{self, deed};
use jiff::civil::date;
use kernel::{db::testing::on_each_engine, news::News};
use ledger::DeedKind;
use programme::year;

#[test]
fn erasure_takes_plans_reports_and_papers() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        stage.planned(db);
        deed(db, stage.person, (date(2026, 11, 5), "d12", DeedKind::Activity, 90));
        db.write(|tx| year::make_paper(tx, &stage.tamara, stage.person, (date(2026, 9, 1), date(2026, 11, 24)), &stage.app.vault)).unwrap();
        db.write(|tx| year::save_report(tx, &stage.tamara, (stage.person, stage.year(), year::Part::First), (&year::Words { done: "Хорошо".into(), ..year::Words::default() }, 0))).unwrap();
        let about = format!("{:?}", db.read(|tx| year::about_me(tx, stage.person)).unwrap());
        assert!(about.contains("Мастер-классы") && about.contains("Хорошо") && about.contains("Справки о деятельности"), "{about}");
        let done = db.write(|tx| programme::listen(tx, News::Erase { person: stage.person })).unwrap();
        assert!(done.iter().any(|line| line.starts_with("Справки")), "{done:?}");
        for table in ["year_plan", "year_line", "year_report", "activity_paper"] {
            assert_eq!(stage::count(db, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
    });
}

#[test]
fn a_merge_keeps_one_plan_of_a_year() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        stage.planned(db);
        let twin = db.write(|tx| Ok(stage::member(tx, "Опытнова", stage::SCHOOL))).unwrap();
        db.write(|tx| programme::listen(tx, News::Merged { gone: stage.person, kept: twin })).unwrap();
        assert_eq!(stage::count(db, &format!("SELECT COUNT(*) FROM year_plan WHERE person_id = '{twin}'")), 1);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM year_line"), 1);
    });
}

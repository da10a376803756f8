//! A plan from its first line to the agreement, and a report that is frozen.

use crate::stage::{self, absent, deed, line, refused};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;
use ledger::DeedKind;
use programme::year::{self, Part, Snapshot, Verdict, Words};

#[test]
fn a_plan_is_written_sent_returned_and_agreed() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (person, year) = (stage.person, stage.year());
        stage.planned(db);
        assert!(refused(db.write(|tx| year::put_line(tx, &stage.tamara, (person, year), None, (&line("12", "Ещё"), 1)))).contains("изменил кто-то другой"), "an old page does not write over");
        let version = stage.version(db);
        absent(db.write(|tx| year::send_plan(tx, &stage.municipal, person, (year, version))));
        db.write(|tx| year::send_plan(tx, &stage.tamara, person, (year, version))).unwrap();
        assert!(refused(db.write(|tx| year::put_line(tx, &stage.tamara, (person, year), None, (&line("12", "Ещё"), version + 1)))).contains("на согласовании"));
        absent(db.write(|tx| year::decide_plan(tx, &stage.far_municipal, person, (year, version + 1), &Verdict::Yes)));
        absent(db.write(|tx| year::decide_plan(tx, &stage.deputy, person, (year, version + 1), &Verdict::Yes)));
        absent(db.write(|tx| year::decide_plan(tx, &stage.tamara, person, (year, version + 1), &Verdict::Yes)));
        db.write(|tx| year::decide_plan(tx, &stage.municipal, person, (year, version + 1), &Verdict::Returned("Добавьте помощь школам".into()))).unwrap();
        assert_eq!(stage.state(db), "returned");
        let version = stage.version(db);
        db.write(|tx| year::send_plan(tx, &stage.tamara, person, (year, version))).unwrap();
        db.write(|tx| year::decide_plan(tx, &stage.coordinator, person, (year, version + 1), &Verdict::Yes)).unwrap();
        assert_eq!((stage.state(db).as_str(), stage::count(db, "SELECT COUNT(*) FROM notice")), ("agreed", 2));
        let agreed =
            |db: &kernel::Db| stage::count(db, "SELECT COUNT(*) FROM hours_plan h WHERE h.minutes = (SELECT SUM(l.minutes) FROM year_line l JOIN year_plan p ON p.id = l.plan_id WHERE p.person_id = h.person_id)");
        assert_eq!(agreed(db), 1, "what is agreed is known as room");
        let version = stage.version(db);
        db.write(|tx| year::reopen(tx, &stage.tamara, person, (year, version))).unwrap();
        assert_eq!(agreed(db), 0, "until it is agreed anew");
    });
}

#[test]
fn last_years_plan_is_taken_over_into_an_empty_one_only() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (person, year) = (stage.person, stage.year());
        assert!(refused(db.write(|tx| year::copy_last(tx, &stage.tamara, person, (year, 0)))).contains("2025/26 нет"));
        for month in ["9", "3"] {
            db.write(|tx| year::put_line(tx, &stage.tamara, (person, year.before()), None, (&line(month, "Мастер-класс"), if month == "9" { 0 } else { 2 })).map(|_| ())).unwrap();
        }
        assert_eq!(db.write(|tx| year::copy_last(tx, &stage.tamara, person, (year, 0))).unwrap(), 2);
        let version = stage.version(db);
        assert!(refused(db.write(|tx| year::copy_last(tx, &stage.tamara, person, (year, version)))).contains("уже есть строки"));
    });
}

#[test]
fn a_report_needs_no_figure_typed_and_is_frozen_when_it_is_handed_in() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (person, year) = (stage.person, stage.year());
        let which = (person, year, Part::First);
        stage.planned(db);
        deed(db, person, (date(2026, 11, 5), "d12", DeedKind::Activity, 90));
        deed(db, person, (date(2026, 11, 6), "d05", DeedKind::Mentoring, 45));
        let words = Words { done: "Два мастер-класса".into(), ..Words::default() };
        absent(db.write(|tx| year::send_report(tx, &stage.municipal, which, (&words, 0))));
        assert!(refused(db.write(|tx| year::send_report(tx, &stage.tamara, (person, year, Part::Second), (&words, 0)))).contains("ещё не началось"));
        db.write(|tx| year::send_report(tx, &stage.tamara, which, (&words, 0))).unwrap();
        deed(db, person, (date(2026, 11, 20), "d12", DeedKind::Activity, 600));
        let report = db.read(|tx| year::report_of(tx, person, year, Part::First)).unwrap().unwrap();
        let kept = Snapshot::read(&report.snapshot);
        assert_eq!((kept.minutes, kept.count, kept.beside.len(), kept.rows[0].fact_count), (135, 2, 1, 1), "later deeds don't change it");
        absent(db.write(|tx| year::decide_report(tx, &stage.far_municipal, which, report.version, &Verdict::Yes)));
        db.write(|tx| year::decide_report(tx, &stage.municipal, which, report.version, &Verdict::Returned("Напишите, что было трудно".into()))).unwrap();
        let returned = db.read(|tx| year::report_of(tx, person, year, Part::First)).unwrap().unwrap();
        db.write(|tx| year::send_report(tx, &stage.tamara, which, (&words, returned.version))).unwrap();
        let again = db.read(|tx| year::report_of(tx, person, year, Part::First)).unwrap().unwrap();
        assert_eq!(Snapshot::read(&again.snapshot).minutes, 735, "handed in anew, it counts anew");
    });
}

#[test]
fn the_median_is_told_to_five_and_more_only() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let period = Part::Whole.period(stage.year());
        deed(db, stage.person, (date(2026, 11, 5), "d12", DeedKind::Activity, 120));
        assert_eq!(db.read(|tx| year::compare(tx, stage.person, period)).unwrap(), None, "two members are no group");
        db.write(|tx| {
            for at in 0..3 {
                stage::member(tx, &format!("Коллега{at}"), stage::SCHOOL);
            }
            Ok(())
        })
        .unwrap();
        let load = db.read(|tx| year::compare(tx, stage.person, period)).unwrap().unwrap();
        assert_eq!((load.own, load.median), (120, 0));
    });
}

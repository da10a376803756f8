//! Where cases and pathways stood a year ago and at the ends of quarters, and that files tell no more than pages.

use crate::stage::{HOME, SCHOOLS, Stage, came, card, case, help, old_case, pathway, put, set, text, whole, work};
use kernel::{Db, Tx, db::testing::on_each_engine, params};
use picture::{Card, Code, Told};
use structure::places::REGION;

const YEAR_AGO: &str = "Год назад, 23.11.2025";
const QUARTER: &str = "Конец 1 четверти, 27.10.2026";

/// What stands in a column of a row that begins so.
fn cell(card: &Card, row: &str, column: &str) -> Told {
    let at = card.columns.iter().position(|name| name == column).unwrap_or_else(|| panic!("no {column} in {:?}", card.columns));
    card.rows.iter().find(|line| line.name.starts_with(row)).unwrap_or_else(|| panic!("no {row}")).cells[at - 1].clone()
}

fn look(db: &Db, stage: &Stage, place: &str, code: Code) -> Card {
    card(db, &stage.coordinator, (place, code), "")
}

/// Twelve cases of a large school: eight on the second rung a year ago, later on the fifth, ended in June; four never came further than the first.
fn last_year(tx: &mut Tx<'_>) {
    for at in 0..12 {
        let id = old_case(tx, "sch-far", at, (2, if at < 8 { "2025-10-14" } else { "2026-02-01" }));
        if at < 8 {
            came(tx, &id, 5, "2026-01-20");
            let row = [
                ("id", text(crate::stage::fresh())),
                ("case_id", text(id)),
                ("number", whole(1)),
                ("state", text("closed")),
                ("starts_on", text("2025-10-25")),
                ("made_at", text("2025-10-15T00:00:00.000000Z")),
                ("agreed_at", text("2025-10-20T00:00:00.000000Z")),
                ("presented_at", text("2026-05-20T00:00:00.000000Z")),
                ("closed_at", text("2026-06-01T00:00:00.000000Z")),
            ];
            put(tx, "pathway", &row);
        }
    }
}

#[test]
fn cases_stand_beside_where_they_stood_a_year_ago_and_at_the_end_of_the_quarter() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            last_year(tx);
            Ok(())
        })
        .unwrap();
        let region = look(db, &stage, REGION, Code::Cases);
        assert_eq!(cell(&region, "2.", "Стоят сейчас"), Told::Count(16), "those of last year have ended");
        assert_eq!([cell(&region, "2.", YEAR_AGO), cell(&region, "5.", YEAR_AGO)], [Told::About(10), Told::Count(0)], "eight, to five");
        assert_eq!(cell(&region, "1.", YEAR_AGO), Told::Hidden, "four people");
        assert_eq!([cell(&region, "5.", "Конец 4 четверти, 26.05.2026"), cell(&region, "5.", QUARTER)], [Told::About(10), Told::Count(0)]);
        assert_eq!(cell(&region, "2.", QUARTER), Told::About(15), "sixteen stood there in October too");
        assert!(region.beside.iter().all(|line| !line.contains("не пересчитываются")));
        let days = look(db, &stage, REGION, Code::Stages);
        assert_eq!(cell(&days, "2.", &format!("{YEAR_AGO}: середина")), Told::Days(40.0), "since 14 October");
        assert_eq!(cell(&days, "1.", &format!("{YEAR_AGO}: середина")), Told::Hidden);
        db.write(|tx| Ok(tx.execute("UPDATE case_file SET person_id = $1 WHERE state = 'open' AND rung = 2", params![crate::stage::teacher("sch-far", 0)])?)).unwrap();
        let (region, days) = (look(db, &stage, REGION, Code::Cases), look(db, &stage, REGION, Code::Stages));
        assert_eq!([cell(&region, "2.", "Стоят сейчас"), cell(&region, "2.", QUARTER)], [Told::Hidden, Told::Hidden], "sixteen cases, but of one person");
        assert!(days.rows.is_empty() || cell(&days, "2.", "Середина") == Told::Hidden);
        assert_eq!(cell(&region, "2.", YEAR_AGO), Told::About(10), "those of last year are of eight");
        let home = look(db, &stage, HOME, Code::Cases);
        assert_eq!(cell(&home, "2.", YEAR_AGO), Told::Count(0), "they were another municipality's");
    });
}

#[test]
fn pathways_stand_beside_how_they_stood() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            last_year(tx);
            Ok(())
        })
        .unwrap();
        let region = look(db, &stage, REGION, Code::Pathways);
        assert_eq!([cell(&region, "Идут", YEAR_AGO), cell(&region, "Составляют", YEAR_AGO)], [Told::About(10), Told::Count(0)]);
        assert_eq!(cell(&region, "Результат представлен", "Конец 4 четверти, 26.05.2026"), Told::About(10));
        assert_eq!(cell(&region, "Идут", QUARTER), cell(&region, "Идут", "Маршрутов"), "those of today went on by then");
        assert_eq!(cell(&region, "Завершены", QUARTER), Told::Count(0), "they ended in the study year before");
    });
}

#[test]
fn the_middle_of_counts_is_of_places_that_have_any() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            let others: Vec<String> = tx.query("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 AND id <> $2 ORDER BY id LIMIT 4", params![HOME, stage.far], |row| row.get(0))?;
            for (number, other) in others.iter().enumerate() {
                for at in 0..7 {
                    let id = case(tx, "sch-far", 7 * number + at, (3, "2026-10-05"));
                    tx.execute("UPDATE case_file SET place_id = $1 WHERE id = $2", params![other, id])?;
                }
            }
            Ok(())
        })
        .unwrap();
        let home = look(db, &stage, HOME, Code::Cases);
        assert_eq!(cell(&home, "3.", "Середина муниципалитетов"), Told::Number(7.0), "four have seven, two have cases on other rungs only; those without any case aren't counted");
    });
}

#[test]
fn files_tell_of_cases_what_the_pages_tell() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            last_year(tx);
            (20..23).for_each(|at| drop(case(tx, "sch-two", at - 12, (6, "2026-11-01"))));
            // Six cases of two people.
            (0..6).for_each(|at| drop(case(tx, "sch-far", at / 3, (5, "2026-11-01"))));
            let taken_back = case(tx, "sch-one", 30, (1, "2026-11-01"));
            tx.execute("UPDATE case_file SET state = 'stopped', answered_at = NULL WHERE id = $1", params![taken_back])?;
            help(tx, "sch-one", "2026-11-02", None);
            Ok(())
        })
        .unwrap();
        let told = db.read(picture::cases_told).unwrap();
        for place in [HOME, stage.far.as_str()] {
            let page = look(db, &stage, place, Code::Cases);
            for rung in 1..=7_i64 {
                let shown = cell(&page, &format!("{rung}."), "Стоят сейчас");
                let taken = told.iter().find(|one| (one.place.as_str(), one.state, one.rung) == (place, cases::State::Open, rung)).map(|one| one.cases);
                let told = if let Told::Count(count) = shown { Some(count).filter(|count| *count > 0) } else { None };
                assert_eq!(taken, told, "{place} {rung}");
            }
        }
        assert!(told.iter().all(|one| one.cases >= 5 && !SCHOOLS.iter().any(|(school, _)| one.place.as_str() == *school)));
        assert!(!told.iter().any(|one| (one.state, one.rung) == (cases::State::Open, 5)), "six cases, two people");
        assert!(told.iter().any(|one| one.state == cases::State::Closed && one.cases == 12));
        assert!(!told.iter().any(|one| one.state == cases::State::Stopped), "a proposal that was taken back is nobody's to know");
    });
}

#[test]
fn a_pathway_that_was_stopped_is_counted_among_those() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            for at in 0..6 {
                let id = case(tx, "sch-one", at, (4, "2026-10-01"));
                pathway(tx, &id, "stopped");
            }
            tx.execute("UPDATE pathway SET closed_at = '2026-11-10T00:00:00.000000Z'", &[])?;
            Ok(())
        })
        .unwrap();
        let region = look(db, &stage, REGION, Code::Pathways);
        assert_eq!([cell(&region, "Остановлены", "Маршрутов"), cell(&region, "Идут", QUARTER)], [Told::About(5), Told::About(5)]);
    });
}

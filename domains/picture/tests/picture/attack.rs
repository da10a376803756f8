//! Whoever opens every page of the region and subtracts learns no group of one to four.

use crate::stage::{HOME, SCHOOLS, card, case, set, work};
use kernel::{Db, db::testing::on_each_engine};
use picture::{Code, Told};
use structure::places::REGION;

/// Whether the asked row is a sum of multiples of the known ones.
fn follows(mut known: Vec<Vec<f64>>, mut asked: Vec<f64>) -> bool {
    let mut used = 0;
    for column in 0..asked.len() {
        let Some(pivot) = (used..known.len()).find(|row| known[*row][column].abs() > 1e-9) else { continue };
        known.swap(used, pivot);
        let head = known[used].clone();
        let strike = |row: &mut Vec<f64>| {
            let times = row[column] / head[column];
            row.iter_mut().zip(&head).for_each(|(x, y)| *x -= times * y);
        };
        known.iter_mut().skip(used + 1).for_each(strike);
        strike(&mut asked);
        used += 1;
    }
    asked.iter().all(|x| x.abs() < 1e-9)
}

/// Every page's figure of a rung: the schools it is a sum of, and what is told.
fn pages(db: &Db, actor: &access::Actor, far: &str, rung: usize) -> Vec<(Vec<f64>, Told)> {
    let schools = || SCHOOLS.iter();
    let of = |place: &str, stands: &dyn Fn(&str) -> bool| {
        let shown = card(db, actor, (place, Code::Cases), "");
        let told = shown.rows.get(rung - 1).map_or(Told::Count(0), |row| row.cells[0].clone());
        (schools().map(|(code, _)| f64::from(u8::from(stands(code)))).collect(), told)
    };
    let mut found = vec![of(REGION, &|_| true), of(HOME, &|code| code != "sch-far"), of(far, &|code| code == "sch-far")];
    found.extend(schools().map(|(code, _)| of(code, &|other| other == *code)));
    found
}

#[test]
fn no_difference_of_pages_tells_a_small_group() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            // Another small group, beside a large one only.
            (4..7).for_each(|at| drop(case(tx, "sch-two", at + 4, (6, "2026-11-01"))));
            (20..29).for_each(|at| drop(case(tx, "sch-one", at, (6, "2026-11-01"))));
            // Teachers of several cases: seven of two people, ten of four, eight of eight.
            (0..7).for_each(|at| drop(case(tx, "sch-two", at % 2, (3, "2026-11-01"))));
            (0..10).for_each(|at| drop(case(tx, "sch-one", at % 4, (3, "2026-11-01"))));
            (0..8).for_each(|at| drop(case(tx, "sch-far", at, (3, "2026-11-01"))));
            Ok(())
        })
        .unwrap();
        let true_counts: Vec<(usize, Vec<(i64, i64)>)> = db
            .read(|tx| {
                let mut found = Vec::new();
                for rung in 1..=7_usize {
                    let mut row = Vec::new();
                    for (code, _) in SCHOOLS {
                        row.push(tx.one(
                            "SELECT COUNT(*), COUNT(DISTINCT person_id) FROM case_file WHERE state = 'open' AND place_id = $1 AND rung = $2",
                            kernel::params![code, i64::try_from(rung).unwrap_or(0)],
                            |row| Ok((row.get(0)?, row.get(1)?)),
                        )?);
                    }
                    found.push((rung, row));
                }
                Ok(found)
            })
            .unwrap();
        for (rung, counts) in true_counts {
            let pages = pages(db, &stage.coordinator, &stage.far, rung);
            let known: Vec<Vec<f64>> = pages.iter().filter(|(_, told)| *told != Told::Hidden).map(|(row, _)| row.clone()).collect();
            for (row, told) in &pages {
                let sum = |of: &dyn Fn(&(i64, i64)) -> i64| row.iter().zip(&counts).map(|(part, count)| if *part > 0.5 { of(count) } else { 0 }).sum::<i64>();
                let (cases, people) = (sum(&|count| count.0), sum(&|count| count.1));
                match told {
                    Told::Count(count) => assert!(*count == cases && !(1..5).contains(&people), "rung {rung}: {row:?}"),
                    other => assert_eq!(*other, Told::Hidden, "rung {rung}"),
                }
                if (1..5).contains(&people) {
                    // Schools with nobody give nothing away: their columns are known.
                    let silent = |row: &[f64]| row.iter().zip(&counts).map(|(part, count)| if count.0 == 0 { 0.0 } else { *part }).collect::<Vec<f64>>();
                    assert!(!follows(known.iter().map(|row| silent(row)).collect(), silent(row)), "rung {rung}: {row:?} follows");
                }
            }
        }
    });
}

#[test]
fn what_is_hidden_does_not_depend_on_who_looks() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            Ok(())
        })
        .unwrap();
        for code in [Code::Coverage, Code::Cases, Code::Stages, Code::Pathways, Code::Help, Code::Outcomes] {
            let seen: Vec<Vec<Vec<Told>>> = [&stage.coordinator, &stage.municipal, &stage.methodist, &stage.ministry].map(|actor| card(db, actor, (HOME, code), "").rows.into_iter().map(|row| row.cells).collect()).into();
            assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{code}");
        }
    });
}

#[test]
fn a_small_school_and_its_complement_are_not_told_of_pupils_either() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            Ok(())
        })
        .unwrap();
        let of = |place: &str| {
            let shown = card(db, &stage.coordinator, (place, Code::Outcomes), "");
            shown.rows.iter().find(|row| row.name == "Математика").map_or(Told::Nothing, |row| row.cells[1].clone())
        };
        assert_eq!(of("sch-three"), Told::Hidden, "eight pupils");
        let told: Vec<&str> = ["sch-one", "sch-two"].into_iter().filter(|place| of(place) != Told::Hidden).collect();
        assert!(of(HOME) == Told::Hidden || told.len() < 2, "the municipality less its two large schools would be the small one: {told:?}");
    });
}

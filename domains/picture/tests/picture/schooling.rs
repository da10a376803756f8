//! The map of deficits by whom teachers teach: told of the region and municipalities, never so that a few could be worked out.

use crate::stage::{HOME, SCHOOLS, Stage, card, framework, result, set, teaches, tell};
use coupling::suppress::{Cell, Quantity, Table, attack};
use kernel::{Db, Tx, db::testing::on_each_engine};
use picture::{Card, Code, Schooling, Told};
use structure::places::REGION;

/// So many of a school teach the first four years, up to nine, up to eleven; of the rest nobody said.
const TAUGHT: [(&str, [usize; 3]); 5] = [("sch-one", [9, 20, 8]), ("sch-two", [3, 7, 2]), ("sch-three", [1, 5, 0]), ("sch-four", [0, 3, 0]), ("sch-far", [12, 14, 3])];

fn measured(tx: &mut Tx<'_>) {
    framework(tx);
    for (school, taught) in TAUGHT {
        let count = SCHOOLS.iter().find(|(code, _)| *code == school).map_or(0, |(_, count)| *count);
        (0..count).for_each(|at| result(tx, school, at, ("2026-10-10", if at < taught[0] { 0.9 } else { 0.1 })));
        let mut at = 0;
        for (grade, many) in [(3, taught[0]), (7, taught[1]), (10, taught[2])] {
            for _ in 0..many {
                teaches(tx, school, at, (2026, grade));
                if grade == 10 {
                    teaches(tx, school, at, (2026, 5));
                }
                at += 1;
            }
        }
    }
}

fn look(db: &Db, stage: &Stage, place: &str, schooling: &str) -> Card {
    card(db, &stage.coordinator, (place, Code::Deficits), &format!("schooling={schooling}"))
}

#[test]
fn the_map_is_cut_by_the_classes_that_teachers_teach() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            measured(tx);
            Ok(())
        })
        .unwrap();
        let all = look(db, &stage, REGION, "");
        assert_eq!(all.rows[0].cells[0], Told::Percent(32.0), "25 of 91 with 0.9, the others with 0.1");
        let primary = look(db, &stage, REGION, "1-4");
        assert_eq!(primary.rows[0].cells[0], Told::AboutPercent(90.0), "25 people, in steps");
        assert!(primary.filter.contains("ведут только 1–4 классы"), "{}", primary.filter);
        let basic = look(db, &stage, REGION, "5-9");
        assert_eq!(basic.rows[0].cells[0], Told::Percent(10.0), "who teaches older ones too is not among them");
        let school = look(db, &stage, "sch-one", "1-4");
        assert!(school.beside.iter().any(|line| line.contains("здесь не действует")) && school.rows[0].cells[0] == look(db, &stage, "sch-one", "").rows[0].cells[0]);
        let home = look(db, &stage, HOME, "1-4");
        assert_eq!(home.columns.len(), 4, "schools aren't told so: {:?}", home.columns);
        let (mut vera, mut ministry) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.ministry));
        tell(async {
            let page = vera.open("/picture/region/deficits?schooling=10-11").await;
            assert!(page.status == 200 && page.says("Кого учит педагог") && page.says("ведут 10–11 классы"));
            assert!(vera.open("/picture/region/deficits?schooling=%27%22").await.status == 200);
            let page = ministry.open("/picture/mo-bikin/deficits?schooling=5-9").await;
            assert!(page.status == 200 && !page.says("Школа sch-"));
        });
    });
}

/// All tables of the map, with their totals, told and hidden: nobody works out a group of a few from them.
#[test]
fn no_sum_of_the_cuts_tells_a_few() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            measured(tx);
            Ok(())
        })
        .unwrap();
        let places = [(HOME, TAUGHT[..4].to_vec()), (stage.far.as_str(), TAUGHT[4..].to_vec())];
        let columns = |schools: &[(&str, [usize; 3])]| {
            let taught: Vec<usize> = (0..3).map(|at| schools.iter().map(|(_, taught)| taught[at]).sum()).collect();
            let everybody: usize = schools.iter().map(|(code, _)| SCHOOLS.iter().find(|(known, _)| known == code).unwrap().1).sum();
            [taught[0], taught[1], taught[2], everybody - taught.iter().sum::<usize>()]
        };
        let mut table = Table::new(4);
        let region = table.sum(None).unwrap();
        for (_, schools) in &places {
            table.leaf(Some(region), columns(schools).map(|count| Cell::people(i64::try_from(count).unwrap())).to_vec()).unwrap();
        }
        let mut hidden = Vec::new();
        for place in [REGION, HOME, stage.far.as_str()] {
            for schooling in Schooling::ALL {
                hidden.push(look(db, &stage, place, schooling.as_str()).rows[0].cells[0] == Told::Hidden);
            }
            // Of whom nobody said is told nowhere; whoever reads may still know all but that.
            hidden.push(true);
            hidden.push(look(db, &stage, place, "").rows[0].cells[0] == Told::Hidden);
        }
        assert_eq!(look(db, &stage, &stage.far, "10-11").rows[0].cells[0], Told::Hidden, "three people");
        let few = |at: usize| {
            let (row, column) = (at / 5, at % 5);
            let count = if row == 0 { 91 } else { columns(&places[row - 1].1).get(column).copied().unwrap_or(91) };
            (1..5).contains(&count)
        };
        let found: Vec<_> = attack(&table, &hidden).into_iter().filter(|one| one.quantity == Quantity::Pupils && one.column.is_some_and(|column| few(one.row * 5 + column))).collect();
        assert!(found.is_empty(), "{found:?}");
    });
}

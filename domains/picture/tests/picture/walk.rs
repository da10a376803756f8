//! Every picture in every form, for every role that may see it: page, print, table, sheet, drawing, dots, definition.

use crate::stage::{HOME, Stage, card, framework, held, result, set, teacher, tell, work};
use access::Actor;
use calamine::{Data, Reader, Xlsx};
use kernel::{Db, Tx, db::testing::on_each_engine, params};
use picture::{Card, Code, definition};
use std::io::Cursor;
use structure::places::REGION;
use web::testing::Visitor;

/// Something for each of the ten to show.
fn all(tx: &mut Tx<'_>) {
    work(tx);
    framework(tx);
    (0..30).for_each(|at| result(tx, "sch-one", at, ("2026-10-10", 0.4)));
    (0..12).for_each(|at| result(tx, "sch-far", at, ("2025-10-10", 0.6)));
    ["sch-one", HOME, REGION].into_iter().for_each(|place| held(tx, place, "2026-10-15T01:00:00.000000Z"));
}

/// Who looks at which place, and what they never read.
fn looks(stage: &Stage) -> Vec<(&'static str, &Actor, String, Vec<&'static str>)> {
    let nobody = "Тайнова";
    vec![
        ("coordinator", &stage.coordinator, REGION.to_owned(), vec![nobody]),
        ("coordinator below", &stage.coordinator, HOME.to_owned(), vec![nobody]),
        ("methodist", &stage.methodist, REGION.to_owned(), vec![nobody]),
        ("ministry", &stage.ministry, REGION.to_owned(), vec![nobody, "Школа sch-"]),
        ("ministry below", &stage.ministry, HOME.to_owned(), vec![nobody, "Школа sch-"]),
        ("municipal", &stage.municipal, HOME.to_owned(), vec![nobody, "sch-far"]),
        ("school", &stage.school, "sch-one".to_owned(), vec![nobody, "sch-two", "sch-far"]),
    ]
}

/// What the page says of a picture stands in its sheet too.
fn sheet(bytes: &[u8]) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut words = Vec::new();
    for name in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "a formula on {name}");
        words.extend(book.worksheet_range(&name).unwrap().used_cells().filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(text.clone()) } else { None }));
    }
    words
}

async fn walk(visitor: &mut Visitor, (who, place, code, shown): (&str, &str, Code, &Card), never: &[&str]) {
    let (url, words) = (format!("/picture/{place}/{code}"), definition(code));
    let page = visitor.open(&url).await.clone();
    assert_eq!(page.status, 200, "{who} {url}");
    assert!(page.says(&shown.says) && page.says("Как считается") && page.says(words.counted) && page.says(words.owner), "{who} {url}: its definition stands on the page");
    assert!(page.says(&format!("/picture/definitions#{code}")), "{who} {url}");
    assert!(never.iter().all(|word| !page.says(word)), "{who} {url} names what it mustn't");
    assert_eq!(page.says("/cases?state=open"), matches!(code, Code::Cases | Code::Stages) && !who.starts_with("ministry"), "{who} {url}: figures lead to records whoever may read them");
    let (table, svg, png) = (format!("{url}/table.xlsx"), format!("{url}/drawing.svg"), format!("{url}/drawing.png"));
    if !shown.empty.is_empty() {
        assert!(page.says(&shown.empty), "{who} {url} says why there is nothing");
        for path in [&table, &svg, &png] {
            assert_eq!(visitor.open(path).await.status, 404, "{who} {path}: nothing to take");
        }
        return;
    }
    assert!(page.says("<table") && page.says("Печать") && page.says("Напечатать") && !page.says("То же таблицей"), "{who} {url}: on paper nothing is folded away");
    assert!(shown.columns.iter().filter(|column| !column.is_empty()).all(|column| page.says(column.as_str())), "{who} {url}: {:?}", shown.columns);
    let file = visitor.open(&table).await;
    assert!(file.status == 200 && file.bytes.starts_with(b"PK"), "{who} {table}: {}", file.status);
    let cells = sheet(&file.bytes);
    assert!(shown.rows.iter().all(|row| cells.contains(&row.name)), "{who} {table}: a row of the page isn't in the sheet");
    assert!(cells.iter().any(|cell| cell == words.counted) && never.iter().all(|word| !cells.iter().any(|cell| cell.contains(word))), "{who} {table}");
    let is_drawn = !shown.picture.0.is_empty();
    // The schools of a municipality are a table alone: a map of them would be a ranking by eye.
    assert_eq!(is_drawn, !(code == Code::Places && place != REGION), "{who} {url}");
    for (path, begins) in [(&svg, &b"<svg"[..]), (&png, &b"\x89PNG"[..])] {
        let file = visitor.open(path).await;
        assert_eq!(file.status, if is_drawn { 200 } else { 404 }, "{who} {path}");
        assert!(!is_drawn || file.bytes.starts_with(begins), "{who} {path}");
        assert!(!is_drawn || page.says(path.as_str()), "{who} {path} is offered on the page");
    }
}

#[test]
fn every_picture_has_its_table_print_files_and_definition_for_everybody_who_may_see_it() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            all(tx);
            Ok(())
        })
        .unwrap();
        let mut shown_somewhere = Vec::new();
        for (who, actor, place, never) in looks(&stage) {
            let mut visitor = stage.browser(db, actor);
            let cards: Vec<(Code, Option<Card>)> = Code::ALL.iter().map(|code| (*code, has(db, actor, &place, *code))).collect();
            shown_somewhere.extend(cards.iter().filter(|(_, card)| card.as_ref().is_some_and(|card| card.empty.is_empty())).map(|(code, _)| *code));
            tell(async {
                let whole = visitor.open(&format!("/picture/{place}")).await.clone();
                for (code, shown) in &cards {
                    assert_eq!(whole.says(&format!("id=\"{code}\"")), shown.is_some(), "{who} {code}");
                    match shown {
                        Some(shown) => walk(&mut visitor, (who, &place, *code, shown), &never).await,
                        None => assert_eq!(visitor.open(&format!("/picture/{place}/{code}")).await.status, 404, "{who} {code}"),
                    }
                }
            });
        }
        assert!(Code::ALL.iter().all(|code| shown_somewhere.contains(code)), "each of the ten was there to be looked at: {shown_somewhere:?}");
        let named: i64 = db.read(|tx| tx.one("SELECT COUNT(*) FROM person WHERE id = $1", params![teacher("sch-one", 0)], |row| row.get(0))).unwrap();
        assert_eq!(named, 1, "there was somebody to be named");
    });
}

/// A place's picture, where places of its kind have it.
fn has(db: &Db, actor: &Actor, place: &str, code: Code) -> Option<Card> {
    let is_there = db.read(|tx| Ok(picture::Desk::open(tx, actor, place, &ui::url::Query::default())?.has(code))).unwrap();
    is_there.then(|| card(db, actor, (place, code), ""))
}

//! Lists from sheets: read, decided, loaded, reviewed as a whole, taken back.

use crate::stage::{HOME, absent, count, refused, set};
use kernel::{Error, db::testing::on_each_engine};
use people::import::{Table, TableRow};
use resources::import::{self, Column, Rest, Uploaded, Verdict};
use std::io::{Seek, Write};

fn uploaded(rows: &[&[&str]]) -> Uploaded {
    let titles = ["Вид", "Название программы", "Часы", "Форма", "Дата начала", "Компетенции", "Ссылка"].map(str::to_owned).to_vec();
    let rows = (2..).zip(rows).map(|(line, cells)| TableRow { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }).collect();
    Uploaded { place: HOME.into(), file_name: "План-график.xlsx".into(), table: Table { sheet: "Лист1".into(), titles, rows } }
}

const GOOD: &[&str] = &["курс", "Оценивание", "36", "очно", "12.01.2027", "М3: 3; К2", "https://example.ru/a"];

#[test]
fn a_list_becomes_drafts_as_a_whole_and_a_colleague_reviews_them_at_once() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.municipal;
        let sheet = uploaded(&[GOOD, &["открытый урок", "Без даты", "2", "", "", "", ""], &["курс", "", "много", "по почте", "31.02.2027", "Я9", "нет"], GOOD]);
        let id = db.write(|tx| import::read_in(tx, who, &sheet)).unwrap();
        let rows = || db.read(|tx| import::rows(tx, id)).unwrap();
        let verdicts = || rows().iter().map(|row| row.found.verdict(&row.choice)).collect::<Vec<_>>();
        assert_eq!(verdicts(), [Verdict::Fits, Verdict::Wrong, Verdict::Wrong, Verdict::Known], "the same twice in one sheet is known");
        let said = rows()[2].found.wrong.join(" ");
        for cell in ["B4", "C4", "D4", "E4", "F4", "G4"] {
            assert!(said.contains(&format!("ячейка {cell}")), "{cell}: {said}");
        }
        assert!(refused(db.write(|tx| import::load(tx, who, id, 1))).contains("Строка 3"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM resource"), 0, "all or nothing");
        absent(db.write(|tx| import::load(tx, &stage.colleague, id, 1)));
        db.write(|tx| import::choose(tx, who, id, &[(3, "skip".into())], Rest::Skip, 1)).unwrap();
        assert_eq!(db.write(|tx| import::load(tx, who, id, 2)).unwrap(), 1);
        assert_eq!((count(db, "SELECT COUNT(*) FROM resource_tag"), count(db, "SELECT COUNT(*) FROM resource_import_row")), (2, 0));
        assert!(refused(db.write(|tx| resources::review_batch(tx, who, id))).contains("Попросите коллегу"));
        assert_eq!(db.write(|tx| resources::review_batch(tx, &stage.colleague, id)).unwrap(), 1);
        assert!(refused(db.write(|tx| import::undo(tx, who, id, 3))).contains("уже в каталоге"));
    });
}

#[test]
fn a_list_nobody_has_reviewed_is_taken_back_and_the_same_is_known_the_second_time() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.municipal;
        let id = db.write(|tx| import::read_in(tx, who, &uploaded(&[GOOD]))).unwrap();
        db.write(|tx| import::load(tx, who, id, 1)).unwrap();
        let again = db.write(|tx| import::read_in(tx, who, &uploaded(&[GOOD]))).unwrap();
        assert!(refused(db.write(|tx| import::load(tx, who, again, 1))).contains("Загружать нечего"));
        db.write(|tx| import::discard(tx, who, again, 1)).unwrap();
        db.write(|tx| import::undo(tx, who, id, 2)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM resource"), 0);
        assert!(refused(db.write(|tx| import::undo(tx, who, id, 3))).contains("отменять нечего"));
    });
}

#[test]
fn columns_are_read_anew_and_a_foreign_place_is_refused() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.municipal;
        let id = db.write(|tx| import::read_in(tx, who, &uploaded(&[GOOD]))).unwrap();
        let columns = |hours: Option<Column>| vec![None, Some(Column::Title), hours, None, None, None, None];
        assert!(matches!(db.write(|tx| import::remap(tx, who, id, columns(None), 1)), Err(Error::Fields(_))));
        db.write(|tx| import::remap(tx, who, id, columns(Some(Column::Hours)), 1)).unwrap();
        let draft = db.read(|tx| import::rows(tx, id)).unwrap().remove(0).found.draft.unwrap();
        assert_eq!((draft.form, draft.tags.len(), draft.link.as_str()), (resources::Form::Remote, 0, ""));
        for place in ["region", "nowhere", ""] {
            let sheet = Uploaded { place: place.into(), ..uploaded(&[GOOD]) };
            assert!(matches!(db.write(|tx| import::read_in(tx, who, &sheet)), Err(Error::Fields(errors)) if errors.of("place").is_some()), "{place}");
        }
    });
}

#[test]
fn the_sample_can_be_read_in_as_it_is() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&import::template().unwrap()).unwrap();
        file.rewind().unwrap();
        let book = sheets::read_in_process(file, &people::import::limits()).unwrap();
        let sheet = Uploaded { place: HOME.into(), file_name: "Образец.xlsx".into(), table: Table::of(book).unwrap() };
        let id = db.write(|tx| import::read_in(tx, &stage.municipal, &sheet)).unwrap();
        let rows = db.read(|tx| import::rows(tx, id)).unwrap();
        assert!(rows.iter().all(|row| row.found.verdict("") == Verdict::Fits), "{rows:#?}");
    });
}

//! A file of graduates with strangers in it.

use crate::stage::{absent, answers, count, refused, set};
use kernel::{Error, db::testing::on_each_engine};
use people::import::{Table, TableRow};
use support::courses::{
    self,
    import::{self, Rest, Uploaded, Verdict},
};

fn uploaded(rows: &[&[&str]]) -> Uploaded {
    let titles = ["Слушатель", "Дата рождения", "Место работы"].map(str::to_owned).to_vec();
    let rows = (2..).zip(rows).map(|(line, cells)| TableRow { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }).collect();
    Uploaded { file_name: "Ведомость.xlsx".into(), table: Table { sheet: "Лист1".into(), titles, rows } }
}

const ANNA: &[&str] = &["Учительницына Анна Петровна", "05.09.1985", "МБОУ СОШ № 6"];
const ONLY_NAME: &[&str] = &["Дальняя Анна Петровна", "", ""];
const STRANGER: &[&str] = &["Незнакомцева Ольга Ивановна", "01.01.1980", "МБОУ СОШ № 6"];

#[test]
fn strangers_wait_for_a_decision_and_nothing_is_half_loaded() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.coordinator;
        let course = stage.course(db, 1, &[]);
        let people = count(db, "SELECT COUNT(*) FROM person");
        let id = db.write(|tx| import::read_in(tx, who, course, &uploaded(&[ANNA, ONLY_NAME, STRANGER, ANNA]))).unwrap();
        let verdicts = || db.read(|tx| Ok(import::rows(tx, id)?.iter().map(|row| row.found.verdict(&row.choice)).collect::<Vec<_>>())).unwrap();
        assert_eq!(verdicts(), [Verdict::Fits, Verdict::Ask, Verdict::Stranger, Verdict::Known], "a name alone is a question, the same twice is one");
        assert!(refused(db.write(|tx| import::load(tx, who, id, 1))).contains("Строка 3"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_graduate"), 0, "all or nothing");
        absent(db.write(|tx| import::load(tx, &stage.methodist, id, 1)));
        db.write(|tx| import::choose(tx, who, id, &[(3, stage.zoya.to_string())], Rest::Keep, 1)).unwrap();
        assert!(refused(db.write(|tx| import::load(tx, who, id, 2))).contains("Незнакомцева"), "named, so that somebody can decide");
        db.write(|tx| import::choose_card(tx, who, id, (4, stage.vera), 2)).unwrap();
        assert_eq!(verdicts()[2], Verdict::Fits, "the card was chosen by hand");
        assert_eq!(db.write(|tx| import::load(tx, who, id, 3)).unwrap(), 3);
        assert_eq!(count(db, "SELECT COUNT(*) FROM person"), people, "no stranger became a card");
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_import_row"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_task"), 3, "asked for the term that has come");
    });
}

#[test]
fn strangers_are_skipped_at_once_and_a_load_is_taken_back_as_a_whole() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.coordinator;
        let course = stage.course(db, 1, &[]);
        let id = db.write(|tx| import::read_in(tx, who, course, &uploaded(&[ANNA, STRANGER]))).unwrap();
        db.write(|tx| import::choose(tx, who, id, &[], Rest::Skip, 1)).unwrap();
        assert_eq!(db.write(|tx| import::load(tx, who, id, 2)).unwrap(), 1);
        db.write(|tx| import::undo(tx, who, id, 3)).unwrap();
        assert_eq!((count(db, "SELECT COUNT(*) FROM course_graduate"), count(db, "SELECT COUNT(*) FROM course_task"), count(db, "SELECT COUNT(*) FROM notice")), (0, 0, 0), "nobody is told of what was taken back");
        assert!(refused(db.write(|tx| import::undo(tx, who, id, 4))).contains("отменять нечего"));
        let id = db.write(|tx| import::read_in(tx, who, course, &uploaded(&[ANNA]))).unwrap();
        db.write(|tx| import::load(tx, who, id, 1)).unwrap();
        let task = stage.task(db);
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&[("uses", "yes"), ("words", "Да"), ("version", "1")]), None)).unwrap();
        assert!(refused(db.write(|tx| import::undo(tx, who, id, 2))).contains("уже ответили"));
    });
}

#[test]
fn a_municipality_meets_only_its_own_cards() {
    on_each_engine(|db| {
        let stage = set(db);
        let typed = crate::stage::course_answers(db, 1, &[("level", "municipal")]);
        let course = db.write(|tx| courses::add(tx, &stage.municipal, &crate::stage::HOME.into(), &courses::draft(&typed)?)).unwrap();
        let id = db.write(|tx| import::read_in(tx, &stage.municipal, course, &uploaded(&[ANNA, ONLY_NAME]))).unwrap();
        let rows = db.read(|tx| import::rows(tx, id)).unwrap();
        assert_eq!(rows.iter().map(|row| row.found.verdict("")).collect::<Vec<_>>(), [Verdict::Fits, Verdict::Stranger], "who works elsewhere is a stranger here");
        absent(db.write(|tx| import::choose_card(tx, &stage.municipal, id, (3, stage.zoya), 1)));
        absent(db.write(|tx| import::read_in(tx, &stage.far_municipal, course, &uploaded(&[ANNA]))));
        assert!(matches!(db.write(|tx| import::remap(tx, &stage.municipal, id, vec![None, None, None], 1)), Err(Error::Fields(_))));
        db.write(|tx| import::discard(tx, &stage.municipal, id, 1)).unwrap();
    });
}

//! Outside assessments: one by one and by lists; the teacher may object.

use crate::stage::{SCHOOL, absent, actor, agreed, count, person, refused, set, tell};
use access::Role;
use deficits::{
    assess::{self, Form},
    import::{self, Column, Rest, Uploaded, Verdict},
};
use kernel::{Error, db::testing::on_each_engine};
use people::import::{Table, TableRow};

fn form() -> Form {
    Form { source: "ФОКО".into(), title: "Методические компетенции".into(), taken_on: "01.10.2026".into(), score: "17".into(), most: "25".into(), ..Form::default() }
}

#[test]
fn an_assessment_is_recorded_within_scope_once_and_the_teacher_may_object() {
    on_each_engine(|db| {
        let stage = set(db);
        let competency = db.read(|tx| Ok(stage.competency(tx, "М2"))).unwrap().to_string();
        let record = |who: &access::Actor, form: &Form| db.write(|tx| assess::record(tx, who, stage.anna, form, None));
        absent(record(&stage.far_municipal, &form()));
        absent(record(&stage.school, &form()));
        assert!(matches!(record(&stage.municipal, &Form { taken_on: "01.01.2030".into(), ..form() }), Err(Error::Fields(_))));
        let id = record(&stage.municipal, &Form { competency, opens: "yes".into(), ..form() }).unwrap();
        assert!(matches!(record(&stage.municipal, &form()), Err(Error::Fields(errors)) if errors.of("taken_on").is_some()), "the same one twice");
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit WHERE source = 'external'"), 1);
        let mut anna = stage.browser(db, &stage.anna_herself);
        let mut olga = stage.browser(db, &stage.municipal);
        let mut vera = stage.browser(db, &stage.methodist);
        tell(async {
            assert!(anna.open("/cabinet/results").await.says("ФОКО"));
            anna.open(&format!("/cabinet/results/assessments/{id}")).await;
            assert_eq!(anna.post(&format!("/cabinet/results/assessments/{id}"), &[("version", "1"), ("words", "")]).await.status, 422);
            assert!(anna.post(&format!("/cabinet/results/assessments/{id}"), &[("version", "1"), ("words", "Считали не те задания")]).await.says("Считали не те задания"));
            assert!(olga.open(&format!("/assessments/{id}")).await.says("Считали не те задания"));
            assert_eq!(vera.open(&format!("/assessments/{id}")).await.status, 404, "recorded by another and not opened");
            assert!(olga.open("/assessments").await.says("педагог не согласен"));
            assert!(olga.open("/assessments/new?q=редкофам").await.says("Редкофамильцева"));
        });
    });
}

fn table(rows: &[&[&str]]) -> Table {
    let titles = ["ФИО", "Дата рождения", "Школа", "Балл", "Дата"].map(str::to_owned).to_vec();
    Table { sheet: "Лист1".into(), titles, rows: (2..).zip(rows).map(|(line, cells)| TableRow { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }).collect() }
}

fn uploaded(rows: &[&[&str]]) -> Uploaded {
    Uploaded { source: "ФОКО".into(), title: "Методические".into(), taken_on: "15.10.2026".into(), file_name: "Список.xlsx".into(), table: table(rows) }
}

#[test]
fn a_list_is_loaded_as_a_whole_after_each_row_was_decided_and_can_be_taken_back() {
    on_each_engine(|db| {
        let stage = set(db);
        let twins = db
            .write(|tx| {
                let twins = [person(tx, "Двойникова", SCHOOL), person(tx, "Двойникова", SCHOOL)];
                twins.iter().for_each(|twin| agreed(tx, *twin));
                Ok(twins)
            })
            .unwrap();
        let who = &stage.municipal;
        let sheet = uploaded(&[
            &["Редкофамильцева Анна Петровна", "05.09.1985", "", "17", ""],
            &["Двойникова Анна Петровна", "", "", "12", ""],
            &["Никто Никтович", "", "", "9", ""],
            &["Редкофамильцева Анна Петровна", "", "", "", "31.02.2026"],
        ]);
        let id = db.write(|tx| import::read_in(tx, who, &sheet)).unwrap();
        let rows = || db.read(|tx| import::rows(tx, id)).unwrap();
        let verdicts = || rows().iter().map(|row| row.found.verdict(&row.choice)).collect::<Vec<_>>();
        assert_eq!(verdicts(), [Verdict::Fits, Verdict::Ask, Verdict::Wrong, Verdict::Wrong]);
        assert!(rows()[3].found.wrong.iter().any(|said| said.contains("ячейка E5")), "{:?}", rows()[3].found.wrong);
        assert!(refused(db.write(|tx| import::load(tx, who, id, 1))).contains("Строка 3"), "nothing is loaded while one row asks");
        assert_eq!(count(db, "SELECT COUNT(*) FROM external_assessment"), 0);
        absent(db.write(|tx| import::load(tx, &stage.methodist, id, 1)));
        db.write(|tx| import::choose(tx, who, id, &[(3, twins[1].to_string()), (4, stage.boris.to_string())], Rest::Keep, 1)).unwrap();
        assert_eq!(verdicts()[2], Verdict::Wrong, "a stranger can't be chosen");
        db.write(|tx| import::choose(tx, who, id, &[], Rest::Skip, 2)).unwrap();
        assert_eq!(db.write(|tx| import::load(tx, who, id, 3)).unwrap(), 2);
        assert_eq!((count(db, "SELECT COUNT(*) FROM external_assessment"), count(db, "SELECT COUNT(*) FROM assessment_import_row")), (2, 0));
        let again = db.write(|tx| import::read_in(tx, who, &uploaded(&[&["Редкофамильцева Анна Петровна", "", "", "17", ""]]))).unwrap();
        assert!(refused(db.write(|tx| import::load(tx, who, again, 1))).contains("уже внесена"));
        db.write(|tx| import::undo(tx, who, id, 4)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM external_assessment"), 0);
    });
}

#[test]
fn a_list_that_somebody_has_answered_is_not_taken_back() {
    on_each_engine(|db| {
        let stage = set(db);
        let who = &stage.municipal;
        let id = db.write(|tx| import::read_in(tx, who, &uploaded(&[&["Редкофамильцева Анна Петровна", "", "", "17", ""]]))).unwrap();
        db.write(|tx| import::load(tx, who, id, 1)).unwrap();
        db.write(|tx| {
            let one = deficits::assessments_of(tx, &deficits::Sight::own(stage.anna), stage.anna)?.remove(0);
            assess::object(tx, &stage.anna_herself, one.id, "Не согласна", one.version)
        })
        .unwrap();
        assert!(refused(db.write(|tx| import::undo(tx, who, id, 2))).contains("ответили педагоги"));
    });
}

#[test]
fn without_consent_and_beyond_scope_a_row_is_wrong_and_columns_can_be_read_anew() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| Ok(person(tx, "Безсогласова", SCHOOL))).unwrap();
        let olga = actor(db, Role::Municipal, crate::stage::HOME, "Ольга", None);
        let sheet = uploaded(&[&["Безсогласова Анна Петровна", "", "", "5", ""], &["Дальний Анна Петровна", "", "", "5", ""]]);
        let id = db.write(|tx| import::read_in(tx, &olga, &sheet)).unwrap();
        let messages = |at: usize| db.read(|tx| import::rows(tx, id)).unwrap()[at].found.messages("").join(" ");
        assert!(messages(0).contains("нет действующего согласия"), "{}", messages(0));
        assert!(messages(1).contains("на вашей территории нет"), "{}", messages(1));
        let columns = |second: Option<Column>| vec![Some(Column::FullName), second, None, Some(Column::Level), None];
        assert!(matches!(db.write(|tx| import::remap(tx, &olga, id, columns(Some(Column::Level)), 1)), Err(Error::Fields(_))));
        db.write(|tx| import::remap(tx, &olga, id, columns(None), 1)).unwrap();
        assert_eq!(db.read(|tx| import::rows(tx, id)).unwrap()[0].found.level, "5");
        assert!(refused(db.write(|tx| import::load(tx, &olga, id, 2))).contains("Не загружена ни одна"));
        db.write(|tx| import::discard(tx, &olga, id, 2)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM assessment_import_row"), 0);
        let _ = stage;
    });
}

//! Several sheets and several files: every error, question and line of the preview says where it stands.

use crate::stage::{QUARTER, SCHOOL, bring, count, held, load, set, tell};
use kernel::db::testing::on_each_engine;
use sheets::{Column, Value, Workbook};

crate::stories![
    lines_and_questions_name_their_sheet,
    errors_of_all_files_are_told_at_once,
    a_file_of_one_sheet_says_no_more_than_rows,
    a_word_that_no_school_is_called_is_neither_kept_nor_repeated,
    a_file_called_vpr_is_no_other_work
];

const HEAD: [&str; 6] = ["Класс", "Предмет", "5", "4", "3", "2"];

fn workbook(sheets: &[(&str, &[[&str; 6]])]) -> Vec<u8> {
    let columns: Vec<Column> = HEAD.iter().map(|title| Column::new(*title)).collect();
    let mut book = Workbook::new(None);
    for (name, rows) in sheets {
        let value = |text: &&str| text.parse::<f64>().map_or_else(|_| Value::Text((*text).into()), Value::Number);
        book.add_sheet(name, &columns, rows.iter().map(|row| row.iter().map(value).collect::<Vec<_>>())).unwrap();
    }
    book.finish().unwrap()
}

fn lines_and_questions_name_their_sheet() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let file =
            |fives: &'static str, subject: &'static str| workbook(&[("7А", &[["7А", "Математика", fives, "9", "8", "2"]]), ("7Б", &[["7Б", "Математика", "4", "10", "10", "0"], ["7Б", subject, "4", "10", "10", "0"]])]);
        tell(async {
            bring(&mut irina, &QUARTER, &file("5", "Робототехника")).await;
            let page = &irina.page;
            assert!(page.status == 200 && page.says("Впервые: лист «7Б», строка 3, ячейка B3") && page.says("Где в файле") && page.says("лист «7А», строка 2") && page.says("лист «7Б», строка 3"), "{}", page.html);
            bring(&mut irina, &QUARTER, &file("5", "Физика")).await;
            load(&mut irina, false).await;
            bring(&mut irina, &QUARTER, &file("6", "Физика")).await;
            assert!(irina.page.says("лист «7А», строка 2: результат") && irina.page.says("будет заменён"), "{}", irina.page.html);
            bring(&mut irina, &[("source", "marks"), ("period", "2026:trimester:1")], &file("5", "Физика")).await;
            assert!(irina.page.says("лист «7Б», строка 2: дни перекрываются"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL).len(), 3);
    });
}

fn errors_of_all_files_are_told_at_once() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let first = "Класс;Предмет;5;4;3;2\n13А;Математика;5;9;8;2\n".as_bytes();
        let second = workbook(&[("8А", &[["8А", "Физика", "1", "1", "1", "1"]]), ("8Б", &[["8Б", "Физика", "много", "1", "1", "1"]])]);
        tell(async {
            irina.open("/outcomes/bring").await;
            let files: [(&str, &str, &[u8]); 3] = [("file", "Кукушкин Пётр.csv", first), ("file-2", "Кукушкин.xlsx", &second), ("file-4", "Кукушкин.pdf", b"%PDF-1.7\n%\xe2\xe3")];
            irina.upload("/outcomes/bring", &QUARTER, &files).await;
            let page = &irina.page;
            assert!(
                page.status == 422
                    && page.says("файл 1, строка 2, ячейка A2: 13 класса не бывает")
                    && page.says("файл 2, лист «8Б», строка 2, ячейка C2: здесь должно быть число")
                    && page.says("файл 4: Это документ PDF")
                    && !page.says("Кукушкин"),
                "{}",
                page.html
            );
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_batch"), 0, "nothing is half brought");
    });
}

fn a_file_of_one_sheet_says_no_more_than_rows() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            bring(&mut irina, &QUARTER, "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n".as_bytes()).await;
            assert!(irina.page.status == 200 && irina.page.says(">Строка<") && !irina.page.says("Где в файле") && !irina.page.says("лист «"), "{}", irina.page.html);
        });
    });
}

fn a_word_that_no_school_is_called_is_neither_kept_nor_repeated() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| Ok(tx.execute("UPDATE place_name SET name = 'Белые росы', short_name = 'Белые росы' WHERE place_id = 'sch-city'", kernel::params![])?)).unwrap();
        let mut nina = stage.browser(db, &stage.coordinator);
        let file = |school: &str| format!("Школа;Класс;Предмет;5;4;3;2\n{school};7А;Математика;5;9;8;2\n");
        tell(async {
            for name in ["Чон Ли", "Чон", "Алые Маки"] {
                bring(&mut nina, &QUARTER, file(name).as_bytes()).await;
                assert!(nina.page.status == 422 && nina.page.says("строка 2, ячейка A2: здесь должно быть название школы") && !nina.page.says(name), "{}", nina.page.html);
            }
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_batch"), 0);
        tell(async {
            bring(&mut nina, &QUARTER, file("Белые росы").as_bytes()).await;
            assert!(nina.page.status == 200 && nina.page.says("Загрузить всё"), "{}", nina.page.html);
        });
    });
}

fn a_file_called_vpr_is_no_other_work() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let file = "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n".as_bytes();
        tell(async {
            irina.open("/outcomes/bring").await;
            irina.upload("/outcomes/bring", &QUARTER, &[("file", "ВПР_математика.csv", file)]).await;
            assert!(irina.page.status == 422 && irina.page.says("Выберите источник «ВПР»"), "{}", irina.page.html);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_batch"), 0);
    });
}

//! Our own sample: one row per class and subject, with a school's column for lists of a municipality or of the region.

use crate::key::words;
use sheets::{Column, Value, Workbook, WriteError};

const TITLES: [&str; 14] = ["Муниципалитет", "Школа", "Класс", "Предмет", "Учеников", "5", "4", "3", "2", "Н/А", "Осв.", "Ниже минимума", "Средний балл", "Наибольший балл"];

/// Whether it is the sample itself, with all its columns.
pub(crate) fn is_whole(titles: &[String]) -> bool {
    let filled: Vec<String> = titles.iter().map(|title| words(title)).collect();
    TITLES.iter().all(|title| filled.contains(&words(title)))
}

/// Whether the titles are among those of the sample, in one line: such a table needs nothing but its own rows to be read.
pub(crate) fn is_like_ours(titles: &[String]) -> bool {
    let filled: Vec<String> = titles.iter().map(|title| words(title)).filter(|title| !title.is_empty()).collect();
    let has = |title: &str| filled.contains(&words(title));
    filled.len() >= 6 && filled.iter().all(|title| TITLES.iter().any(|ours| words(ours) == *title)) && has("Класс") && has("Предмет")
}

/// The sample as a workbook with what each column is for on a second sheet.
///
/// # Errors
/// The workbook can't be written.
pub fn template() -> Result<Vec<u8>, WriteError> {
    let columns: Vec<Column> = TITLES.iter().map(|title| Column::new(*title)).collect();
    let text = |text: &str| Value::Text(text.into());
    let row = |school: &str, class: &str, subject: &str, numbers: [Option<i64>; 7], rest: [Option<f64>; 2]| {
        let [pupils, five, four, three, two, absent, under] = numbers.map(Value::from);
        let [mean, most] = rest.map(Value::from);
        vec![Value::Empty, Value::from(school), text(class), text(subject), pupils, five, four, three, two, absent, Value::Empty, under, mean, most]
    };
    let rows = [
        row("", "7А", "Математика", [Some(25), Some(5), Some(9), Some(8), Some(2), Some(1), None], [None, None]),
        row("", "7Б", "Математика", [Some(24), None, None, None, None, None, Some(4)], [Some(11.5), Some(20.0)]),
    ];
    let mut book = Workbook::new(None);
    book.add_sheet("Результаты", &columns, rows)?;
    let about = [
        ("Муниципалитет, Школа", "Заполняет тот, кто загружает за несколько школ; школе эти столбцы не нужны"),
        ("Класс", "Например 7А; если в параллели один класс — 7"),
        ("Предмет", "Как в журнале"),
        ("Учеников", "Сколько в классе учеников; сходится с отметками вместе с «Н/А» и «Осв.»"),
        ("5, 4, 3, 2", "Сколько учеников получили каждую отметку"),
        ("Ниже минимума, Средний балл, Наибольший балл", "Вместо отметок, если работа оценивалась в баллах"),
        ("Чего здесь быть не должно", "Имён учеников: нужны только числа по классу"),
    ];
    book.add_sheet("Как заполнять", &[Column::new("Столбец"), Column::new("Что писать").wide(90)], about.map(|(title, said)| vec![text(title), text(said)]))?;
    book.finish()
}

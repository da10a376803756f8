//! A sheet as rows of text under titles.

use sheets::{Book, Limits, Sheet, header};
use std::{borrow::Cow, collections::HashMap, time::Duration};

/// The table of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub sheet: String,
    pub titles: Vec<String>,
    pub rows: Vec<TableRow>,
}

/// A row of data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRow {
    /// The number at the left edge of the sheet.
    pub line: u32,
    pub cells: Vec<String>,
}

/// What a list from one's own staff may cost: more time than a stranger's file.
#[must_use]
pub fn limits() -> Limits {
    Limits { columns: 100, ..Limits::default() }.within(Duration::from_secs(30))
}

/// Rows that a sheet is read for; how many a list may have, its domain says.
const MOST_READ: usize = 50_000;

impl Table {
    /// The table of the first sheet that has one.
    ///
    /// # Errors
    /// A sentence: no header, no rows, too many rows.
    pub fn of(book: Book) -> Result<Self, String> {
        let sheets = book.sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
        let mut shown: Vec<Sheet> = sheets.collect();
        shown.sort_by_key(|sheet| sheet.hidden);
        let found = shown.into_iter().find_map(|sheet| header::find(&sheet).map(|header| (sheet, header)));
        let Some((sheet, header)) = found else {
            return Err("В файле не нашлось строки с заголовками столбцов. Добавьте над данными строку: «ФИО», «Школа», «Муниципалитет» и так далее. Можно начать с нашего образца.".into());
        };
        let lent = lent(&sheet);
        let rows: Vec<TableRow> = header.body(&sheet).map(|row| TableRow { line: row.number(), cells: texts(&sheet, &lent, row) }).collect();
        match rows.len() {
            0 => Err(format!("На листе «{}» есть заголовки, но под ними нет ни одной строки. Проверьте, тот ли файл выбран.", sheet.name)),
            1..=MOST_READ => Ok(Self { sheet: sheet.name.clone(), titles: header.titles, rows }),
            more => Err(format!("В таблице {more} строк, за один раз загружаем до {MOST_READ}. Разделите её на части.")),
        }
    }
}

/// Values merged down over several rows, by the row that lacks them: column, and the row of the value.
type Lent = HashMap<u32, Vec<(u32, u32)>>;

/// More rows under merged cells than this is no list of people but a trap.
const MOST_LENT: usize = 500_000;

fn lent(sheet: &Sheet) -> Lent {
    let mut lent = Lent::new();
    let mut count = 0;
    for merge in sheet.merges.iter().filter(|merge| merge.bottom > merge.top) {
        let from = sheet.rows.partition_point(|row| row.index <= merge.top);
        let under = sheet.rows.iter().skip(from).take_while(|row| row.index <= merge.bottom).take(MOST_LENT - count);
        for row in under {
            lent.entry(row.index).or_default().push((merge.left, merge.top));
            count += 1;
        }
    }
    lent
}

/// Cells as text; a value merged down over several rows stands in each of them.
fn texts(sheet: &Sheet, lent: &Lent, row: &sheets::Row) -> Vec<String> {
    let mut cells: Vec<String> = row.cells.iter().map(|cell| cell.text()).map(Cow::into_owned).collect();
    for (column, top) in lent.get(&row.index).into_iter().flatten() {
        let column = *column as usize;
        let above = sheet.rows.binary_search_by_key(top, |row| row.index).ok().and_then(|at| sheet.rows.get(at));
        let value = above.map(|row| row.cell(column).text().into_owned()).unwrap_or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column).filter(|cell| cell.trim().is_empty()) {
            *cell = value;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use sheets::{Cell, Merge, Row};

    fn sheet(rows: &[&[&str]], merges: Vec<Merge>) -> Book {
        let rows = (0..).zip(rows).map(|(index, cells)| Row { index, cells: cells.iter().map(|cell| if cell.is_empty() { Cell::Empty } else { Cell::Text((*cell).into()) }).collect() });
        Book { sheets: vec![Sheet { name: "Лист1".into(), rows: rows.collect(), merges, ..Sheet::default() }], child_peak_kib: 0 }
    }

    #[test]
    fn a_school_merged_down_stands_in_each_row() {
        let book = sheet(&[&["Школа", "ФИО"], &["СОШ № 1", "Иванова Анна"], &["", "Ким Олег"], &["СОШ № 2", "Ли Вера"]], vec![Merge { top: 1, left: 0, bottom: 2, right: 0 }]);
        let table = Table::of(book).unwrap();
        assert_eq!(table.rows.iter().map(|row| (row.line, row.cells[0].as_str())).collect::<Vec<_>>(), [(2, "СОШ № 1"), (3, "СОШ № 1"), (4, "СОШ № 2")]);
    }

    #[test]
    fn a_sheet_without_rows_or_titles_is_refused_in_words() {
        assert!(Table::of(sheet(&[&["Школа", "ФИО"]], Vec::new())).is_err());
        assert!(Table::of(Book::default()).is_err_and(|sentence| sentence.contains("заголовками")));
    }
}

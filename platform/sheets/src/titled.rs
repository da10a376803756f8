//! A table read by the titles of its columns: for lists whose columns are known beforehand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Book, column_letters, header};

/// A column that is looked for: the key it is known by, and all titles it may have. Case, ё and blanks don't matter.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub key: &'static str,
    pub titles: &'static [&'static str],
}

/// The rows found, with where they stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titled {
    /// Key → letters of its column.
    pub letters: BTreeMap<String, String>,
    /// Titles that nobody asked for.
    pub unknown: Vec<String>,
    pub lines: Vec<Line>,
}

/// One row: the number at the left edge and its cells by key; empty cells are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub number: u32,
    pub cells: BTreeMap<String, String>,
}

impl Line {
    /// The cell without blanks at its ends; an empty text if there is none.
    pub fn text(&self, key: &str) -> &str {
        self.cells.get(key).map_or("", |cell| cell.trim())
    }
}

impl Titled {
    /// The first sheet with a header that has at least one of the titles asked for.
    ///
    /// # Errors
    /// A sentence: there is no such sheet, or no row under it.
    pub fn of(book: &Book, asked: &[Asked]) -> Result<Self, String> {
        let mut sheets: Vec<_> = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()).collect();
        sheets.sort_by_key(|sheet| sheet.hidden);
        let known = |title: &str| asked.iter().find(|column| column.titles.iter().any(|name| alike(name, title)));
        let found = sheets.into_iter().find_map(|sheet| header::find(sheet).filter(|header| header.titles.iter().any(|title| known(title).is_some())).map(|header| (sheet, header)));
        let Some((sheet, header)) = found else {
            let titles: Vec<&str> = asked.iter().filter_map(|column| column.titles.first().copied()).collect();
            return Err(format!("В файле не нашлось строки с заголовками столбцов. Нужны столбцы: {}. Можно начать с нашего образца.", titles.join(", ")));
        };
        let mut places: BTreeMap<usize, &'static str> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut unknown = Vec::new();
        for (at, title) in header.titles.iter().enumerate().filter(|(_, title)| !title.trim().is_empty()) {
            match known(title) {
                Some(column) if taken.insert(column.key) => drop(places.insert(at, column.key)),
                Some(_) | None => unknown.push(title.trim().to_owned()),
            }
        }
        let line = |row: &crate::Row| Line { number: row.number(), cells: places.iter().filter(|(at, _)| !row.cell(**at).is_empty()).map(|(at, key)| ((*key).to_owned(), row.cell(*at).text().into_owned())).collect() };
        let lines: Vec<Line> = header.body(sheet).map(line).filter(|line| !line.cells.is_empty()).collect();
        if lines.is_empty() {
            return Err(format!("На листе «{}» есть заголовки, но под ними нет ни одной заполненной строки. Проверьте, тот ли файл выбран.", sheet.name));
        }
        let letters = places.iter().map(|(at, key)| ((*key).to_owned(), column_letters(u32::try_from(*at).unwrap_or(u32::MAX)))).collect();
        Ok(Self { letters, unknown, lines })
    }

    /// `B7`; where the column isn't in the sheet, the row alone.
    pub fn address(&self, line: &Line, key: &str) -> String {
        self.letters.get(key).map_or_else(|| format!("строка {}", line.number), |letters| format!("{letters}{}", line.number))
    }
}

fn alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('ё', "е").split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Row, Sheet};

    const ASKED: &[Asked] = &[Asked { key: "code", titles: &["Код"] }, Asked { key: "title", titles: &["Название", "Наименование"] }];

    fn book(rows: &[&[&str]]) -> Book {
        let rows = (0..).zip(rows).map(|(index, cells)| Row { index, cells: cells.iter().map(|cell| if cell.is_empty() { Cell::Empty } else { Cell::Text((*cell).into()) }).collect() });
        Book { sheets: vec![Sheet { name: "Лист1".into(), rows: rows.collect(), ..Sheet::default() }], child_peak_kib: 0 }
    }

    #[test]
    fn columns_are_found_by_any_of_their_titles_wherever_they_stand() {
        let found = Titled::of(&book(&[&["Прочее", " наименование", "КОД"], &["x", "Планирует", "М1"], &["", "", ""], &["", "Оценивает", ""]]), ASKED).unwrap();
        assert_eq!(found.unknown, ["Прочее"]);
        assert_eq!(found.lines.iter().map(|line| (line.number, line.text("code"), line.text("title"))).collect::<Vec<_>>(), [(2, "М1", "Планирует"), (4, "", "Оценивает")]);
        assert_eq!(found.address(&found.lines[0], "code"), "C2");
        assert_eq!(found.address(&found.lines[0], "none"), "строка 2");
    }

    #[test]
    fn a_sheet_without_the_columns_or_without_rows_is_refused_in_words() {
        assert!(Titled::of(&book(&[&["Имя", "Школа"], &["a", "b"]]), ASKED).unwrap_err().contains("Код, Название"));
        assert!(Titled::of(&book(&[&["Код", "Название"]]), ASKED).unwrap_err().contains("ни одной заполненной строки"));
    }
}

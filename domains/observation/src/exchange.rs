//! A rubric as a sheet: out, and in. If anything in a sheet is wrong, nothing comes in, and the row and column are named.

use crate::{
    parts::{own_steps, title},
    rubric::{At, Body, Evidence, FOUR, Indicator, Part, Rubric, THREE, YES_NO},
};
use kernel::{Error, Result, name::clean_line, search::fold};
use sheets::{Column, Limits, Row, Sheet, Value};

const COLUMNS: [&str; 6] = ["Блок", "Критерий", "Показатель", "Шкала", "Пример", "Компетенция"];
/// The most rows that are looked at.
const MOST: usize = 500;

/// The rubric as XLSX.
///
/// # Errors
/// The sheet can't be written.
pub fn write(rubric: &Rubric) -> Result<Vec<u8>> {
    let mut rows = Vec::new();
    for block in &rubric.body.blocks {
        for criterion in &block.criteria {
            for indicator in &criterion.indicators {
                let evidence = if indicator.evidence == Evidence::Required { "да" } else { "нет" };
                let steps = indicator.steps.join("; ");
                rows.push([&block.title, &criterion.title, &indicator.title, &steps, evidence, &indicator.competency].map(|text: &str| Value::Text(text.to_owned())).to_vec());
            }
        }
    }
    sheets::export("Карта", &COLUMNS.map(Column::new), rows, None).map_err(|error| Error::refusal(error.message()))
}

/// A rubric's body out of a sheet.
///
/// # Errors
/// A field error at `file` that names the row and column.
pub fn read(name: &str, bytes: &[u8]) -> Result<Body> {
    let wrong = |help: String| Error::field("file", help);
    let book = sheets::read_bytes(bytes, &Limits::default()).map_err(|error| wrong(format!("Файл «{}»: {}", clean_line(name), error.message())))?;
    let sheet = book.first_filled().ok_or_else(|| wrong("В таблице нет ни одной заполненной строки".into()))?;
    body(sheet).map_err(wrong)
}

struct Places([Option<usize>; 6]);

impl Places {
    fn find(sheet: &Sheet) -> Option<(u32, Self)> {
        sheet.rows.iter().take(20).find_map(|row| {
            let titles: Vec<String> = row.cells.iter().map(|cell| fold(&cell.text())).collect();
            let places = COLUMNS.map(|column| titles.iter().position(|title| *title == fold(column)));
            let Places([block, criterion, indicator, scale, _, _]) = &Places(places);
            (block.is_some() && criterion.is_some() && indicator.is_some() && scale.is_some()).then_some((row.index, Self(places)))
        })
    }

    fn text(&self, row: &Row, column: usize) -> String {
        self.0.get(column).copied().flatten().map(|at| clean_line(&row.cell(at).text())).unwrap_or_default()
    }
}

fn body(sheet: &Sheet) -> Result<Body, String> {
    let (header, places) = Places::find(sheet).ok_or_else(|| format!("В первых строках нет заголовков «{}», «{}», «{}», «{}»: добавьте их", COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]))?;
    let mut body = Body::default();
    for row in sheet.rows.iter().filter(|row| row.index > header && row.filled() > 0).take(MOST) {
        let at = |column: usize, help: String| format!("Строка {}, «{}»: {help}", row.number(), COLUMNS.get(column).copied().unwrap_or_default());
        let [block, criterion] = [0, 1].map(|column| places.text(row, column));
        if !block.is_empty() && body.blocks.last().is_none_or(|last| last.title != block) {
            let block = title(&block).map_err(|help| at(0, help))?;
            body.add(At::Root, Part::Titled(block)).map_err(|error| at(0, error.to_string()))?;
        }
        let b = body.blocks.len();
        if b == 0 {
            return Err(at(0, "напишите название блока".into()));
        }
        let last = body.blocks.last().and_then(|block| block.criteria.last());
        if !criterion.is_empty() && last.is_none_or(|last| last.title != criterion) {
            let criterion = title(&criterion).map_err(|help| at(1, help))?;
            body.add(At::Block(b), Part::Titled(criterion)).map_err(|error| at(1, error.to_string()))?;
        }
        let c = body.blocks.last().map_or(0, |block| block.criteria.len());
        if c == 0 {
            return Err(at(1, "напишите название критерия".into()));
        }
        let indicator = Indicator {
            code: String::new(),
            title: title(&places.text(row, 2)).map_err(|help| at(2, help))?,
            steps: steps(&places.text(row, 3)).map_err(|help| at(3, help))?,
            evidence: evidence(&places.text(row, 4)).map_err(|help| at(4, help))?,
            competency: places.text(row, 5).chars().take(100).collect(),
        };
        body.add(At::Criterion(b, c), Part::Indicator(indicator)).map_err(|error| at(2, error.to_string()))?;
    }
    if body.blocks.is_empty() { Err("Под заголовками нет ни одной строки".into()) } else { Ok(body) }
}

fn steps(raw: &str) -> Result<Vec<String>, String> {
    let ready = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_owned()).collect());
    match fold(raw).as_str() {
        "да нет" => ready(&YES_NO),
        "0 2" => ready(&THREE),
        "0 3" => ready(&FOUR),
        _ => own_steps(&raw.replace(';', "\n")).map_err(|_| "напишите слова для каждого балла через точку с запятой, начиная с 0, или коротко: 0–2, 0–3, да/нет".to_owned()),
    }
}

fn evidence(raw: &str) -> Result<Evidence, String> {
    match fold(raw).as_str() {
        "да" | "обязателен" | "обязательно" => Ok(Evidence::Required),
        "" | "нет" | "по желанию" => Ok(Evidence::Optional),
        _ => Err("напишите «да» или «нет»".into()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]
mod tests {
    use super::*;
    use crate::{
        rubric::{RubricId, RubricState},
        sample,
    };
    use sheets::Cell;

    #[test]
    fn what_goes_out_comes_in_again() {
        let rubric = Rubric { id: RubricId::fresh(), code: "r".into(), number: 1, title: "Карта".into(), framework: None, state: RubricState::Live, body: sample::body(), version: 1 };
        let path = std::env::temp_dir().join(format!("rubric-{}.xlsx", kernel::id::Uuid::new_v4()));
        std::fs::write(&path, write(&rubric).unwrap()).unwrap();
        let book = sheets::read_in_process(std::fs::File::open(&path).unwrap(), &Limits::default()).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(body(book.first_filled().unwrap()), Ok(rubric.body));
    }

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().enumerate().map(|(at, cells)| Row { index: u32::try_from(at).unwrap(), cells: cells.iter().map(|text| Cell::Text((*text).into())).collect() });
        Sheet { name: "Карта".into(), rows: rows.collect(), ..Sheet::default() }
    }

    #[test]
    fn what_is_wrong_is_named_by_row_and_column() {
        const HEAD: &[&str] = &["Блок", "Критерий", "Показатель", "Шкала", "Пример"];
        let wrong = |row: &[&str]| body(&sheet(&[HEAD, &["Б", "К", "П", "0–2", "да"], row])).expect_err("a wrong row");
        assert!(wrong(&["", "", "", "0–3", ""]).starts_with("Строка 3, «Показатель»"));
        assert!(wrong(&["", "", "П2", "много", ""]).starts_with("Строка 3, «Шкала»"));
        assert!(wrong(&["", "", "П2", "да/нет", "может быть"]).starts_with("Строка 3, «Пример»"));
        assert!(body(&sheet(&[&["Имя", "Балл"]])).expect_err("no header").contains("заголовков"));
        let good = body(&sheet(&[HEAD, &["Б", "К", "П", "0–2", "да"], &["", "", "П2", "мало; средне; много; очень", "нет"]])).unwrap();
        assert_eq!(good.indicators().map(Indicator::max).collect::<Vec<_>>(), [2, 3]);
    }
}

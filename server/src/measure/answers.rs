//! A table of answers: a row per person, a column per item, an empty cell where there is no answer.

use anyhow::{Context, bail};
use psychometrics::{MISSING, Responses, ResponsesError, responses::LARGEST_SCORE};
use std::path::Path;

/// What a file holds.
#[derive(Debug)]
pub struct Answers {
    /// Names of the items, in the order of the columns.
    pub items: Vec<String>,
    pub responses: Responses,
    /// Columns that hold labels instead of answers, in the order they were asked for.
    pub labels: Vec<Vec<String>>,
}

/// Reads a file; the columns named are labels, all others are items. Commas, semicolons and tabs are understood.
///
/// # Errors
/// In Russian: no such file, no such column, a cell that is no score, with row and column.
pub fn read(file: &Path, labels: &[&str]) -> anyhow::Result<Answers> {
    let bytes = std::fs::read(file).with_context(|| format!("Файл {} не открывается", file.display()))?;
    of_text(&bytes, labels).with_context(|| format!("Файл {}", file.display()))
}

fn of_text(bytes: &[u8], labels: &[&str]) -> anyhow::Result<Answers> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        bail!("текст не в кодировке UTF-8. Сохраните таблицу как «CSV UTF-8» и повторите");
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(bytes)).flexible(true).from_reader(bytes);
    let header: Vec<String> = reader.headers().context("строка 1 не читается")?.iter().map(|name| name.trim().to_owned()).collect();
    let columns = columns(&header, labels)?;
    let items: Vec<usize> = (0..header.len()).filter(|column| !columns.contains(column)).collect();
    let mut found = vec![Vec::new(); labels.len()];
    let mut scores = Vec::new();
    let mut lines = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).context("таблица не читается")? {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            bail!("строка {line}: клеток {}, а столбцов {}", record.len(), header.len());
        }
        for column in &items {
            scores.push(score(record.get(*column).unwrap_or_default(), line, &header[*column])?);
        }
        found.iter_mut().zip(&columns).for_each(|(to, column)| to.push(record.get(*column).unwrap_or_default().trim().to_owned()));
        lines.push(line);
    }
    let responses = Responses::from_bytes(lines.len(), items.len(), scores).map_err(|error| anyhow::anyhow!(refusal(error)))?;
    Ok(Answers { items: items.iter().map(|column| header[*column].clone()).collect(), responses, labels: found })
}

/// What stands most often in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// Places of the label columns; no column may lack a name or have another's.
fn columns(header: &[String], labels: &[&str]) -> anyhow::Result<Vec<usize>> {
    for (column, name) in header.iter().enumerate() {
        if name.is_empty() {
            bail!("строка 1: у столбца {} нет имени", column + 1);
        }
        if header[..column].contains(name) {
            bail!("строка 1: столбец «{name}» встречается дважды");
        }
    }
    let place = |label: &&str| header.iter().position(|name| name == label).with_context(|| format!("столбца «{label}» нет. Есть: {}", header.join(", ")));
    labels.iter().map(place).collect()
}

fn score(cell: &str, line: u64, column: &str) -> anyhow::Result<u8> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(MISSING);
    }
    match cell.parse::<u8>() {
        Ok(score) if score <= LARGEST_SCORE => Ok(score),
        _ => bail!("строка {line}, столбец «{column}»: «{cell}» — не балл. Балл — целое число от 0 до {LARGEST_SCORE}; если ответа нет, оставьте клетку пустой"),
    }
}

fn refusal(error: ResponsesError) -> String {
    match error {
        ResponsesError::NoPersons => "строк с ответами нет. Нужна строка на человека под строкой с именами заданий".into(),
        ResponsesError::NoItems => "столбцов с заданиями нет".into(),
        ResponsesError::NoAnswers => "все клетки пусты: ответов нет".into(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, labels: &[&str]) -> String {
        of_text(text.as_bytes(), labels).map_or_else(|error| format!("{error:#}"), |_| "прочитано".into())
    }

    #[test]
    fn commas_semicolons_quotes_and_a_mark_of_the_encoding_are_understood() {
        for text in ["а,б,пол\n1,0,м\n,2,ж\n", "\u{feff}а;б;пол\r\n1;0;м\r\n;2;ж\r\n", "\"а\"\t\"б\"\tпол\n1\t 0\tм\n\t2 \tж"] {
            let answers = of_text(text.as_bytes(), &["пол"]).unwrap();
            assert_eq!((answers.items.as_slice(), answers.labels[0].as_slice()), (&["а".to_owned(), "б".to_owned()][..], &["м".to_owned(), "ж".to_owned()][..]));
            assert_eq!((answers.responses.row(0), answers.responses.row(1)), (&[1, 0][..], &[MISSING, 2][..]));
        }
    }

    #[test]
    fn a_bad_cell_is_named_by_row_and_column() {
        assert_eq!(told("а,б\n1,0\n1,да\n", &[]), "строка 3, столбец «б»: «да» — не балл. Балл — целое число от 0 до 100; если ответа нет, оставьте клетку пустой");
        assert!(told("а\n-1\n", &[]).starts_with("строка 2, столбец «а»: «-1» — не балл"));
        assert!(told("а\n0.5\n", &[]).starts_with("строка 2, столбец «а»: «0.5» — не балл"));
        assert!(told("а\n255\n", &[]).starts_with("строка 2, столбец «а»: «255» — не балл"));
        assert_eq!(told("а,б\n1,0\n1\n", &[]), "строка 3: клеток 1, а столбцов 2");
        assert_eq!(told("а,,б\n1,0,1\n", &[]), "строка 1: у столбца 2 нет имени");
        assert_eq!(told("а,а\n1,0\n", &[]), "строка 1: столбец «а» встречается дважды");
        assert_eq!(told("а,б\n1,0\n", &["класс"]), "столбца «класс» нет. Есть: а, б");
        assert_eq!(told("а,б\n", &[]), "строк с ответами нет. Нужна строка на человека под строкой с именами заданий");
        assert_eq!(told("а,б\n,\n", &[]), "все клетки пусты: ответов нет");
        assert_eq!(told("", &[]), "строк с ответами нет. Нужна строка на человека под строкой с именами заданий");
        let error = of_text(&[0xcf, 0xf0, b'\n', b'1'], &[]).unwrap_err();
        assert!(error.to_string().starts_with("текст не в кодировке UTF-8"));
    }
}

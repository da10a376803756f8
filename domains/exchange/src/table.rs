//! A published table: its fields and rows, and the files made of it. It explains itself, so that a version read in ten years is understood.

use crate::shape::Kind;
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io::Write;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub note: String,
}

impl Column {
    pub fn new(name: &str, kind: Kind, note: &str) -> Self {
        Self { name: name.into(), kind, note: note.into() }
    }

    /// Of things as the feed has them: `id` first, then the fields.
    #[must_use]
    pub fn of_things(fields: &[crate::shape::Field]) -> Vec<Self> {
        let mut columns = vec![Self::new("id", Kind::Text, "номер записи")];
        columns.extend(fields.iter().map(|field| Self::new(field.name, field.kind, field.note)));
        columns
    }
}

/// A thing as a row of these columns.
#[must_use]
pub fn row(columns: &[Column], thing: &Value) -> Vec<Value> {
    columns.iter().map(|column| thing.get(&column.name).cloned().unwrap_or(Value::Null)).collect()
}

/// What is kept of a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passport {
    pub dataset: String,
    pub number: i64,
    pub title: String,
    pub notes: String,
    pub changed: String,
    pub publisher: String,
    pub published_at: kernel::Timestamp,
    pub url: String,
}

pub const LICENCE: (&str, &str) = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.ru");

impl Table {
    #[must_use]
    pub fn of_things(fields: &[crate::shape::Field], things: &[Value]) -> Self {
        let columns = Column::of_things(fields);
        let rows = things.iter().map(|thing| row(&columns, thing)).collect();
        Self { columns, rows }
    }

    /// As a file.
    ///
    /// # Errors
    /// Never but for want of memory.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut file = Csv::begin(&self.columns, Vec::new())?;
        file.put(&self.rows)?;
        file.end()
    }

    /// With its passport.
    #[must_use]
    pub fn json(&self, passport: &Passport) -> Vec<u8> {
        let rows: Vec<Value> = self.rows.iter().map(|row| self.columns.iter().map(|column| column.name.clone()).zip(row.iter().cloned()).collect::<serde_json::Map<_, _>>().into()).collect();
        json!({"passport": passport.json(&self.columns), "data": rows}).to_string().into_bytes()
    }

    /// For people: the rows, the passport on a sheet of its own.
    ///
    /// # Errors
    /// More rows than a sheet takes.
    pub fn xlsx(&self, passport: &Passport) -> Result<Vec<u8>> {
        let failed = |error: sheets::WriteError| Error::refusal(error.message());
        let mut book = sheets::Workbook::new(None);
        let columns: Vec<sheets::Column> = self.columns.iter().map(|column| sheets::Column::new(column.name.clone())).collect();
        book.add_sheet("Данные", &columns, self.rows.iter().map(|row| row.iter().zip(&self.columns).map(|(value, column)| cell(value, column.kind)).collect())).map_err(failed)?;
        let about = [sheets::Column::new("Что").wide(30), sheets::Column::new("Значение").wide(90)];
        let lines = passport.lines().into_iter().chain(self.columns.iter().map(|column| (format!("Поле {}", column.name), format!("{} ({})", column.note, column.kind.label()))));
        book.add_sheet("Паспорт", &about, lines.map(|(what, value)| vec![what.into(), value.into()])).map_err(failed)?;
        book.finish().map_err(failed)
    }
}

/// RFC 4180 in UTF-8 with commas, part by part: for programs; harmless where somebody opens it in a spreadsheet all the same.
pub struct Csv<W: Write> {
    kinds: Vec<Kind>,
    writer: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// # Errors
    /// Writing fails.
    pub fn begin(columns: &[Column], to: W) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        writer.write_record(columns.iter().map(|column| column.name.as_str())).map_err(anyhow::Error::new)?;
        Ok(Self { kinds: columns.iter().map(|column| column.kind).collect(), writer })
    }

    /// # Errors
    /// Writing fails.
    pub fn put(&mut self, rows: &[Vec<Value>]) -> Result<()> {
        for row in rows {
            self.writer.write_record(row.iter().zip(&self.kinds).map(|(value, kind)| harmless(text(value), *kind))).map_err(anyhow::Error::new)?;
        }
        Ok(())
    }

    /// What was written to.
    ///
    /// # Errors
    /// Writing fails.
    pub fn end(self) -> Result<W> {
        Ok(self.writer.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?)
    }
}

/// A text that a spreadsheet program would take for a formula gets an apostrophe before it, and a space where a semicolon, which the program
/// may take for the end of a cell, stands before it. Other files keep it as it is.
fn harmless(text: String, kind: Kind) -> String {
    const BEGINS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    if kind != Kind::Text || !text.contains(BEGINS) {
        return text;
    }
    let mut safe = String::with_capacity(text.len() + 2);
    let mut before = None;
    for c in text.chars() {
        match before {
            None if BEGINS.contains(&c) => safe.push('\''),
            Some(';') if BEGINS.contains(&c) => safe.push(' '),
            None | Some(_) => {}
        }
        safe.push(c);
        before = Some(c);
    }
    safe
}

pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn cell(value: &Value, kind: Kind) -> sheets::Value {
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok().map(sheets::Value::Date);
    match (value, kind) {
        (Value::String(raw), Kind::Date) => date(raw).unwrap_or_else(|| raw.as_str().into()),
        (Value::Number(number), Kind::Whole) => number.as_i64().map_or(sheets::Value::Empty, sheets::Value::Integer),
        (Value::Number(number), _) => number.as_f64().map_or(sheets::Value::Empty, sheets::Value::Number),
        (Value::Bool(true), _) => "да".into(),
        (Value::Bool(false), _) => "нет".into(),
        (other, _) => text(other).into(),
    }
}

impl Passport {
    fn lines(&self) -> Vec<(String, String)> {
        let line = |what: &str, value: &str| (what.to_owned(), value.to_owned());
        let mut lines = vec![
            line("Название", &self.title),
            line("Набор", &self.dataset),
            line("Версия", &self.number.to_string()),
            line("Опубликовано", &self.published_at.to_string()),
            line("Издатель", &self.publisher),
            line("Как посчитано", &self.notes),
        ];
        if !self.changed.is_empty() {
            lines.push(line("Что нового", &self.changed));
        }
        lines.extend([line("Лицензия", &format!("{} {}", LICENCE.0, LICENCE.1)), line("Адрес", &self.url)]);
        lines
    }

    fn json(&self, columns: &[Column]) -> Value {
        let fields: Vec<Value> = columns.iter().map(|column| json!({"name": column.name, "type": column.kind, "description": column.note})).collect();
        json!({
            "dataset": self.dataset, "version": self.number, "title": self.title, "notes": self.notes, "changed": self.changed, "publisher": self.publisher,
            "published_at": self.published_at, "licence": LICENCE.0, "licence_url": LICENCE.1, "url": self.url, "fields": fields,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_no_formula_in_a_spreadsheet_and_numbers_stay() {
        let columns = vec![Column::new("title", Kind::Text, ""), Column::new("share", Kind::Number, ""), Column::new("on", Kind::Date, "")];
        let row = |title: &str| vec![json!(title), json!(-1.5), json!("2026-11-23")];
        let csv = |title: &str| String::from_utf8(Table { columns: columns.clone(), rows: vec![row(title)] }.csv().unwrap()).unwrap().lines().nth(1).unwrap().to_owned();
        assert_eq!(csv("=HYPERLINK(1)"), "'=HYPERLINK(1),-1.5,2026-11-23");
        assert_eq!(csv("Вебинар;=1+1"), "Вебинар; =1+1,-1.5,2026-11-23");
        assert_eq!(csv("＝1+1"), "'＝1+1,-1.5,2026-11-23", "Japanese settings take the wide ones too");
        assert_eq!(csv("@a"), "'@a,-1.5,2026-11-23");
        assert_eq!(csv("Комсомольск-на-Амуре: 2+2"), "Комсомольск-на-Амуре: 2+2,-1.5,2026-11-23");
    }
}

//! Reads a TOML file strictly: every key must be known, every value of the right kind, and each
//! mistake is reported with its line and with what to do, all mistakes at once.
//!
//! After a mistake the reader goes on with an empty value so that later mistakes are found too;
//! such values never escape, because [`Reader::finish`] refuses the file when anything was reported.

use std::{cell::RefCell, collections::BTreeSet, fmt, ops::Range};

use jiff::civil::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// One mistake in a profile, in words for the person who edits the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub line: usize,
    pub what: String,
    pub remedy: String,
}

/// All mistakes of one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ProfileErrors {
    pub file: String,
    pub problems: Vec<Problem>,
}

impl fmt::Display for ProfileErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{}, строка {}: {} {}", self.file, problem.line, problem.what, problem.remedy)?;
        }
        Ok(())
    }
}

pub(super) struct Reader<'d> {
    source: &'d str,
    found: RefCell<Vec<Problem>>,
}

impl<'d> Reader<'d> {
    pub fn new(source: &'d str) -> Self {
        Self { source, found: RefCell::new(Vec::new()) }
    }

    pub fn report(&self, span: &Range<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        let before = self.source.get(..span.start).unwrap_or(self.source);
        let line = before.matches('\n').count() + 1;
        self.found.borrow_mut().push(Problem { line, what: what.into(), remedy: remedy.into() });
    }

    pub fn root(&'d self, span: Range<usize>, entries: &'d DeTable<'d>) -> Table<'d> {
        Table { reader: self, label: "начало файла".to_owned(), span, entries, seen: RefCell::default() }
    }

    /// The mistakes in the order of the lines; none means that the file may be used.
    pub fn finish(self, file: &str) -> Result<(), ProfileErrors> {
        let mut problems = self.found.into_inner();
        problems.sort_by_key(|problem| problem.line);
        if problems.is_empty() { Ok(()) } else { Err(ProfileErrors { file: file.to_owned(), problems }) }
    }
}

/// One table of the file. Keys are marked as they are asked for; whatever is left over is a mistake.
pub(super) struct Table<'d> {
    reader: &'d Reader<'d>,
    label: String,
    span: Range<usize>,
    entries: &'d DeTable<'d>,
    seen: RefCell<BTreeSet<&'static str>>,
}

type Value<'d> = Spanned<DeValue<'d>>;

impl<'d> Table<'d> {
    pub fn span(&self) -> &Range<usize> {
        &self.span
    }

    /// Reports a mistake at a key, or at the table when the key is absent.
    pub fn report_at(&self, key: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let span = self.entries.get(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.reader.report(&span, what, remedy);
    }

    fn look(&self, key: &'static str) -> Option<&'d Value<'d>> {
        self.seen.borrow_mut().insert(key);
        self.entries.get(key)
    }

    fn need(&self, key: &'static str) -> Option<&'d Value<'d>> {
        let value = self.look(key);
        if value.is_none() {
            self.reader.report(&self.span, format!("Не хватает ключа «{key}» ({}).", self.label), format!("Допишите строку «{key} = …»."));
        }
        value
    }

    fn wrong_kind(&self, key: &str, value: &Value<'_>, expected: &str) {
        self.reader.report(&value.span(), format!("Значение «{key}» записано не так ({}).", self.label), format!("Здесь нужно: {expected}."));
    }

    fn as_text(&self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_kind(key, value, "непустая строка в кавычках");
        }
        text.map(str::to_owned)
    }

    pub fn text(&self, key: &'static str) -> String {
        self.need(key).and_then(|value| self.as_text(key, value)).unwrap_or_default()
    }

    pub fn text_if_any(&self, key: &'static str) -> Option<String> {
        self.look(key).and_then(|value| self.as_text(key, value))
    }

    /// A stable code: it goes into addresses and files, so only plain letters.
    pub fn code(&self, key: &'static str) -> String {
        let code = self.text(key);
        if !code.is_empty() && !is_code(&code) {
            self.report_at(key, format!("Код «{code}» не годится."), "Возьмите строчные латинские буквы, цифры, «-» и «_», первой — букву, не длиннее 40 знаков.");
        }
        code
    }

    pub fn texts(&self, key: &'static str) -> Vec<String> {
        let Some(value) = self.look(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(items) => items.iter().filter_map(|item| self.as_text(key, item)).collect(),
            None => {
                self.wrong_kind(key, value, "список строк в квадратных скобках");
                Vec::new()
            }
        }
    }

    pub fn whole(&self, key: &'static str, allowed: std::ops::RangeInclusive<u32>) -> u32 {
        self.need(key).map_or(0, |value| self.as_whole(key, value, &allowed))
    }

    fn as_whole(&self, key: &str, value: &Value<'_>, allowed: &std::ops::RangeInclusive<u32>) -> u32 {
        let number = value.get_ref().as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok()).filter(|number| allowed.contains(number));
        number.unwrap_or_else(|| {
            self.wrong_kind(key, value, &format!("целое число от {} до {}", allowed.start(), allowed.end()));
            0
        })
    }

    pub fn whole_or(&self, key: &'static str, default: u32, allowed: std::ops::RangeInclusive<u32>) -> u32 {
        self.look(key).map_or(default, |value| self.as_whole(key, value, &allowed))
    }

    pub fn wholes(&self, key: &'static str, count: usize, allowed: std::ops::RangeInclusive<u32>) -> Vec<u32> {
        let Some(value) = self.need(key) else { return vec![0; count] };
        match value.get_ref().as_array() {
            Some(items) if items.iter().len() == count => items.iter().map(|item| self.as_whole(key, item, &allowed)).collect(),
            _ => {
                self.wrong_kind(key, value, &format!("список из {count} целых чисел в квадратных скобках"));
                vec![0; count]
            }
        }
    }

    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.need(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(key, value, "true (да) или false (нет), без кавычек");
            false
        })
    }

    pub fn date(&self, key: &'static str) -> Date {
        self.need(key).and_then(|value| self.as_date(key, value)).unwrap_or(Date::ZERO)
    }

    pub fn date_if_any(&self, key: &'static str) -> Option<Date> {
        self.look(key).and_then(|value| self.as_date(key, value))
    }

    fn as_date(&self, key: &str, value: &Value<'_>) -> Option<Date> {
        let date = value.get_ref().as_datetime().filter(|moment| moment.time.is_none()).and_then(|moment| {
            let day = moment.date?;
            let (month, day_of_month) = (i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?);
            Date::new(i16::try_from(day.year).ok()?, month, day_of_month).ok()
        });
        if date.is_none() {
            self.wrong_kind(key, value, "дата без кавычек, например 2026-09-01");
        }
        date
    }

    /// A word of a closed list; an unknown one is answered with the list.
    pub fn word<T: Copy + fmt::Display>(&self, key: &'static str, allowed: &[T]) -> Option<T> {
        let word = self.need(key).and_then(|value| self.as_text(key, value))?;
        let found = allowed.iter().copied().find(|value| value.to_string() == word);
        if found.is_none() {
            let words: Vec<_> = allowed.iter().map(ToString::to_string).collect();
            self.report_at(key, format!("Значение «{word}» у ключа «{key}» неизвестно."), format!("Возможны: {}.", words.join(", ")));
        }
        found
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub fn table_if_any(&self, key: &'static str) -> Option<Table<'d>> {
        let value = self.look(key)?;
        self.as_table(key, value)
    }

    pub fn table(&self, key: &'static str) -> Option<Table<'d>> {
        let value = self.need(key)?;
        self.as_table(key, value)
    }

    fn as_table(&self, key: &str, value: &'d Value<'d>) -> Option<Table<'d>> {
        let table = value.get_ref().as_table().map(|entries| Table { reader: self.reader, label: format!("раздел «{key}»"), span: value.span(), entries, seen: RefCell::default() });
        if table.is_none() {
            self.wrong_kind(key, value, "раздел из строк «ключ = значение»");
        }
        table
    }

    /// A list of tables; an absent or empty list is a mistake.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'d>> {
        let Some(value) = self.need(key) else { return Vec::new() };
        let tables = self.as_tables(key, value);
        if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
            self.wrong_kind(key, value, "хотя бы одна запись");
        }
        tables
    }

    pub fn tables_if_any(&self, key: &'static str) -> Vec<Table<'d>> {
        self.look(key).map(|value| self.as_tables(key, value)).unwrap_or_default()
    }

    fn as_tables(&self, key: &str, value: &'d Value<'d>) -> Vec<Table<'d>> {
        match value.get_ref().as_array() {
            Some(items) => items.iter().filter_map(|item| self.as_table(key, item)).collect(),
            None => {
                self.wrong_kind(key, value, "список записей");
                Vec::new()
            }
        }
    }

    /// All keys of a table whose keys are codes from elsewhere (places of a quota).
    pub fn counts(&self) -> Vec<(String, Range<usize>, u32)> {
        let counts = self.entries.iter().map(|(key, value)| {
            let name = key.get_ref().to_string();
            let count = self.as_whole(&name, value, &(0..=100_000));
            (name, key.span(), count)
        });
        counts.collect()
    }

    pub fn reader(&self) -> &'d Reader<'d> {
        self.reader
    }

    /// Reports the keys that nobody asked for.
    pub fn done(self) {
        let seen = self.seen.borrow();
        let unknown = self.entries.iter().filter(|(key, _)| !seen.contains(key.get_ref().as_ref()));
        for (key, _) in unknown {
            let known: Vec<_> = seen.iter().copied().collect();
            self.reader.report(&key.span(), format!("Неизвестный ключ «{}» ({}).", key.get_ref(), self.label), format!("Уберите его или исправьте; здесь возможны: {}.", known.join(", ")));
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() <= 40 && code.starts_with(|first: char| first.is_ascii_lowercase()) && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Explains what the TOML parser itself refuses.
pub(super) fn syntax_errors(source: &str, file: &str, error: &toml::de::Error) -> ProfileErrors {
    let reader = Reader::new(source);
    let span = error.span().unwrap_or(0..0);
    let (what, remedy) = match error.message() {
        message if message.contains("duplicate key") => ("Ключ записан дважды.".to_owned(), "Оставьте одну из двух строк.".to_owned()),
        message => (format!("Запись не разобрать (разборщик TOML сообщает: {message})."), "Проверьте кавычки, скобки, запятые и знак «=» в этой строке и в строке выше.".to_owned()),
    };
    reader.report(&span, what, remedy);
    ProfileErrors { file: file.to_owned(), problems: reader.found.into_inner() }
}

//! Cells into values: what is clear is taken, what is mended is said, what is unclear is asked about.

use super::{
    Field, Mapping, TableRow,
    note::{Level, Notes},
};
use kernel::{
    Date, contact, date,
    name::{self, FullName},
};

/// The cells of one row by field, and the remarks made about them.
pub(super) struct Cells<'a> {
    pub row: &'a TableRow,
    pub mapping: &'a Mapping,
    pub notes: Notes,
}

impl Cells<'_> {
    /// The address and the cleaned text of a field's first column; nothing if it is empty or not there.
    pub fn one(&self, field: Field) -> Option<(String, String)> {
        self.all(field).into_iter().next()
    }

    /// The same for each column of the field.
    pub fn all(&self, field: Field) -> Vec<(String, String)> {
        let filled = self.mapping.columns(field).map(|column| (self.address(column), name::clean_line(self.row.cells.get(column).map_or("", |cell| cut(cell)))));
        filled.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn address(&self, column: usize) -> String {
        sheets::address(self.row.line.saturating_sub(1), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The address of a field whether it is filled or not.
    pub fn place_of(&self, field: Field) -> String {
        self.mapping.columns(field).next().map(|column| self.address(column)).unwrap_or_default()
    }

    pub fn name(&mut self) -> Option<FullName> {
        let has_whole = self.mapping.columns(Field::FullName).next().is_some();
        let parts = if has_whole { self.split_name()? } else { self.name_by_parts()? };
        let mended = self.mended(parts);
        self.checked(mended)
    }

    fn split_name(&mut self) -> Option<[(String, String); 3]> {
        let Some((cell, text)) = self.one(Field::FullName) else {
            let cell = self.place_of(Field::FullName);
            self.notes.add(Level::Stop, &cell, "Не указано ФИО. Впишите фамилию, имя и, если есть, отчество");
            return None;
        };
        let words: Vec<&str> = text.split(' ').collect();
        let (family, given, patronymic) = match &words[..] {
            [family, given] => (*family, *given, String::new()),
            [family, given, patronymic] => (*family, *given, (*patronymic).to_owned()),
            [family, given, first, last] if is_eastern(last) => (*family, *given, format!("{first} {last}")),
            _ => {
                let sentence = format!("Не понятно, где здесь фамилия, имя и отчество: «{}». Разнесите их по столбцам «Фамилия», «Имя», «Отчество» или оставьте только ФИО", brief(&text));
                self.notes.add(Level::Stop, &cell, sentence);
                return None;
            }
        };
        Some([(cell.clone(), family.into()), (cell.clone(), given.into()), (cell, patronymic)])
    }

    fn name_by_parts(&mut self) -> Option<[(String, String); 3]> {
        let part = |field| self.one(field).unwrap_or_else(|| (self.place_of(field), String::new()));
        let parts = [part(Field::Family), part(Field::Given), part(Field::Patronymic)];
        for ((cell, text), what) in parts.iter().zip(["фамилия", "имя"]) {
            if text.is_empty() {
                self.notes.add(Level::Stop, cell, format!("Не указано: {what}. Впишите значение в эту ячейку"));
            }
        }
        (!self.notes.stops()).then_some(parts)
    }

    /// Look-alike letters and capitals put right, each mend said aloud.
    fn mended(&mut self, parts: [(String, String); 3]) -> [(String, String); 3] {
        parts.map(|(cell, text)| {
            let mut mended = text.clone();
            if name::mixes_scripts(&text) {
                mended = name::without_lookalikes(&text);
                self.notes.add(Level::Warning, &cell, format!("В слове «{}» есть латинские буквы, похожие на русские. Загрузим «{}»", brief(&text), brief(&mended)));
            }
            let is_shouted = mended.chars().count() > 1 && (mended.chars().all(|c| c.to_uppercase().eq([c])) || mended.chars().all(|c| c.to_lowercase().eq([c]))) && mended.chars().any(char::is_alphabetic);
            let is_initial = mended.contains('.');
            if is_shouted && !is_initial {
                mended = capitalised(&mended);
                self.notes.add(Level::Info, &cell, format!("Загрузим с обычными буквами: «{}»", brief(&mended)));
            }
            (cell, mended)
        })
    }

    fn checked(&mut self, parts: [(String, String); 3]) -> Option<FullName> {
        let mut clean = Vec::new();
        for (cell, text) in &parts {
            match name::part(text) {
                Ok(part) if part.contains('.') || (part.chars().count() == 1 && part != text.to_lowercase() && part.is_ascii()) => {
                    self.notes.add(Level::Stop, cell, format!("Вместо имени или отчества инициалы: «{}». Впишите их полностью", brief(text)));
                    return None;
                }
                Ok(part) => clean.push(part),
                Err(sentence) => {
                    self.notes.add(Level::Stop, cell, sentence);
                    return None;
                }
            }
        }
        let mut clean = clean.into_iter();
        let (family, given, patronymic) = (clean.next()?, clean.next()?, clean.next()?);
        let patronymic = Some(patronymic).filter(|text| !text.is_empty() && text.chars().any(char::is_alphabetic));
        Some(FullName { family, given, patronymic })
    }

    pub fn birth(&mut self, today: Date) -> Option<Date> {
        let day = self.date(Field::BirthOn)?;
        let age = date::full_years(day, today);
        if (16..=100).contains(&age) {
            return Some(day);
        }
        let cell = self.place_of(Field::BirthOn);
        self.notes.add(Level::Gap, &cell, format!("Дата рождения {} не подходит: по ней возраст — {age}. Проверьте год", date::short(day)));
        None
    }

    pub fn since(&mut self, today: Date) -> Option<Date> {
        let day = self.date(Field::Since)?;
        if day <= today {
            return Some(day);
        }
        let cell = self.place_of(Field::Since);
        self.notes.add(Level::Gap, &cell, format!("Дата {} ещё не наступила. Впишите день, с которого человек в должности", date::short(day)));
        None
    }

    fn date(&mut self, field: Field) -> Option<Date> {
        let (cell, text) = self.one(field)?;
        match date::parse(&text).or_else(|sentence| serial(&text).ok_or(sentence)) {
            Ok(day) => Some(day),
            Err(sentence) => {
                self.notes.add(Level::Gap, &cell, format!("«{}» — не дата. {sentence}", brief(&text)));
                None
            }
        }
    }

    pub fn phone(&mut self) -> Option<String> {
        let (cell, text) = self.one(Field::Phone)?;
        if let Ok(phone) = contact::phone(&text) {
            return Some(phone);
        }
        let several: Vec<&str> = text.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
        match several.iter().find_map(|part| contact::phone(part).ok()) {
            Some(first) if several.len() > 1 => {
                self.notes.add(Level::Warning, &cell, format!("Здесь несколько номеров. Загрузим один: {}", contact::phone_shown(&first)));
                Some(first)
            }
            _ => {
                self.notes.add(Level::Gap, &cell, format!("«{}» — не телефон. Впишите 11 цифр: +7 914 123-45-67", brief(&text)));
                None
            }
        }
    }

    pub fn email(&mut self) -> Option<String> {
        let (cell, text) = self.one(Field::Email)?;
        let tidy: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match contact::email(tidy.trim_matches([',', ';', '.'])) {
            Ok(email) => Some(email),
            Err(_) => {
                self.notes.add(Level::Gap, &cell, format!("«{}» — не адрес почты. Впишите адрес целиком, например anna@school.ru", brief(&text)));
                None
            }
        }
    }
}

/// A day that a spreadsheet kept as a number: days since 30 December 1899.
fn serial(text: &str) -> Option<Date> {
    let days: i32 = text.parse().ok().filter(|days| (3_000..80_000).contains(days))?;
    jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

fn is_eastern(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "кызы" | "оглы" | "улы" | "уулу" | "гызы" | "угли")
}

fn capitalised(text: &str) -> String {
    let mut is_start = true;
    let lower = text.to_lowercase();
    let words = lower.chars().map(|c| {
        let shown: String = if is_start { c.to_uppercase().collect() } else { c.to_string() };
        is_start = matches!(c, ' ' | '-' | '\'');
        shown
    });
    let shown: String = words.collect();
    shown.split(' ').map(|word| if is_eastern(word) { word.to_lowercase() } else { word.to_owned() }).collect::<Vec<_>>().join(" ")
}

/// A cell that is longer than any value is not worth cleaning whole.
fn cut(text: &str) -> &str {
    text.char_indices().nth(1_000).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

/// The first words of what was typed, for a sentence.
pub(super) fn brief(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn read<T>(pairs: &[(Field, &str)], work: impl FnOnce(&mut Cells<'_>) -> T) -> (T, Vec<super::super::Note>) {
        let row = TableRow { line: 17, cells: pairs.iter().map(|(_, text)| (*text).to_owned()).collect() };
        let mapping = Mapping { fields: pairs.iter().map(|(field, _)| Some(*field)).collect(), ..Mapping::default() };
        let mut cells = Cells { row: &row, mapping: &mapping, notes: Notes::default() };
        let value = work(&mut cells);
        (value, cells.notes.0)
    }

    #[test]
    fn names_are_split_mended_and_asked_about() {
        let full = |text: &str| read(&[(Field::FullName, text)], |cells| cells.name());
        let (name, notes) = full("Ивaнова  Анна Петровна");
        assert_eq!(name.unwrap().full(), "Иванова Анна Петровна");
        assert_eq!((notes[0].level, notes[0].cell.as_str()), (Level::Warning, "A17"));
        assert_eq!(full("Мамедова Лейла Гасан кызы").0.unwrap().patronymic.as_deref(), Some("Гасан кызы"));
        assert_eq!(full("ПЕТРОВА-ВОДКИНА АННА").0.unwrap().full(), "Петрова-Водкина Анна");
        assert_eq!(full("Ким Ольга").0.unwrap().patronymic, None);
        for bad in ["", "Иванова", "Иванова А.П.", "Иванова Анна Петровна учитель математики", "Иванова <b> Анна"] {
            let (name, notes) = full(bad);
            assert!(name.is_none() && notes.iter().any(|note| note.level == Level::Stop && note.cell == "A17"), "{bad}");
        }
    }

    #[test]
    fn a_missing_part_of_a_name_is_named_with_its_cell() {
        let (name, notes) = read(&[(Field::Family, "Ким"), (Field::Given, "")], |cells| cells.name());
        assert!(name.is_none() && notes[0].cell == "B17" && notes[0].text.contains("имя"));
    }

    #[test]
    fn days_come_as_text_and_as_numbers() {
        let birth = |text: &str| read(&[(Field::BirthOn, text)], |cells| cells.birth(day(2026, 11, 23)));
        assert_eq!(birth("05.09.1985").0, Some(day(1985, 9, 5)));
        assert_eq!(birth("31295").0, Some(day(1985, 9, 5)));
        for bad in ["31.02.1985", "1985", "05.09.2020", "вчера"] {
            let (value, notes) = birth(bad);
            assert!(value.is_none() && notes[0].level == Level::Gap, "{bad}");
        }
        assert!(read(&[(Field::BirthOn, " ")], |cells| cells.birth(day(2026, 11, 23))).1.is_empty());
    }

    #[test]
    fn contacts_are_taken_or_asked_about() {
        let phone = |text: &str| read(&[(Field::Phone, text)], |cells| cells.phone());
        assert_eq!(phone("8(914)1234567").0.as_deref(), Some("+79141234567"));
        assert_eq!(phone("89141234567, 89241234567").0.as_deref(), Some("+79141234567"));
        assert_eq!(phone("нет").1[0].level, Level::Gap);
        assert_eq!(read(&[(Field::Email, " Anna @School.ru; ")], |cells| cells.email()).0.as_deref(), Some("Anna@school.ru"));
        assert_eq!(read(&[(Field::Email, "anna")], |cells| cells.email()).1[0].level, Level::Gap);
    }

    #[test]
    fn a_monstrous_cell_does_no_harm() {
        let (name, notes) = read(&[(Field::FullName, &"а".repeat(200_000))], |cells| cells.name());
        assert!(name.is_none() && notes[0].text.chars().count() < 400);
    }
}

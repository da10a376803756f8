//! What stands above a table: the class, the subject, whether it is about ВПР.

use crate::{ClassError, ClassName, Hints, grid::Grid, is_like_a_person, key::words, people::without_people};
use sheets::Row;

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Context {
    pub class: Option<ClassName>,
    pub subject: Option<String>,
    pub says_vpr: bool,
}

impl Context {
    /// What the rows above say; what they don't is taken from the form.
    pub fn above(grid: &Grid<'_>, before: &[Row], hints: &Hints) -> Self {
        let mut found = Self::default();
        for row in before.iter().take(40) {
            let texts: Vec<String> = (0..row.cells.len().min(60)).map(|column| kernel::name::clean_line(&row.cell(column).text())).filter(|text| !text.is_empty() && !is_like_a_person(text)).collect();
            found.says_vpr |= texts.iter().any(|text| says_vpr(text));
            for (at, text) in texts.iter().enumerate() {
                found.class = found.class.or_else(|| class_in(text, texts.get(at + 1)));
                found.subject = found.subject.or_else(|| subject_in(text, texts.get(at + 1), &hints.subjects));
            }
        }
        found.class = found.class.or_else(|| class_in(&grid.sheet.name, None).or_else(|| ClassName::parse(&grid.sheet.name).ok()));
        found.says_vpr |= says_vpr(&grid.sheet.name);
        Self { class: found.class.or_else(|| hints.class.clone()), subject: found.subject.or_else(|| hints.subject.clone()), says_vpr: found.says_vpr }
    }
}

/// «ВПР 2026», «Всероссийская проверочная работа».
#[must_use]
pub fn says_vpr(text: &str) -> bool {
    let plain = words(text);
    plain.split(' ').any(|word| word == "впр") || plain.contains("всероссийск") && plain.contains("проверочн")
}

/// A line between pupils that begins another class: «Класс: 7Б», «7Б». An error: it says that it does, but not which.
pub(crate) fn begins_class(row: &Row) -> Option<Result<ClassName, ClassError>> {
    let texts: Vec<String> = row.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| kernel::name::clean_line(&cell.text())).collect();
    let lower = texts.first()?.to_lowercase();
    match texts.as_slice() {
        [.., _, _, _, _] | [] => None,
        [first, rest @ ..] if lower.starts_with("класс") && !lower.starts_with("классн") => {
            let named = class_in(first, rest.first());
            (named.is_some() || texts.iter().any(|text| text.contains(|c: char| c.is_ascii_digit()))).then(|| named.ok_or(ClassError::NoClass))
        }
        [only] => class_in(only, None).or_else(|| ClassName::parse(only).ok().filter(|class| !class.letter.is_empty())).map(Ok),
        [first, ..] => class_in(first, None).map(Ok),
    }
}

/// «Класс: 7А», «7А класс», «ВПР 2025. 7 класс».
fn class_in(text: &str, next: Option<&String>) -> Option<ClassName> {
    let lower = text.to_lowercase();
    if let Some(rest) = lower.strip_prefix("класс") {
        let rest = rest.trim_start_matches([':', ' ', '№', '-', '–']).trim();
        let said = rest.split([',', ';']).next().unwrap_or_default();
        return match said {
            "" => next.and_then(|next| ClassName::parse(next).ok()),
            said => ClassName::parse(said).ok(),
        };
    }
    let (before, _) = lower.split_once("класс")?;
    let last: Vec<&str> = before.split([' ', '.', ',', '(']).filter(|part| !part.is_empty()).collect();
    let one = || last.last().and_then(|word| ClassName::parse(word).ok());
    let two = || last.get(last.len().checked_sub(2)?..).map(|words| words.join(" ")).and_then(|words| ClassName::parse(&words).ok());
    one().or_else(two)
}

/// «Предмет: Математика», or a title in which a known subject stands.
fn subject_in(text: &str, next: Option<&String>, known: &[String]) -> Option<String> {
    let plain = words(text);
    if plain == "предмет" || plain == "учебный предмет" {
        return next.map(|next| without_people(next)).filter(|said| !said.is_empty());
    }
    let lower = text.to_lowercase();
    if let Some((_, rest)) = lower.split_once("предмет").filter(|(before, rest)| before.trim_end().len() < 20 && rest.trim_start().starts_with(':')) {
        let at = text.len().checked_sub(rest.len())?;
        let said = without_people(text.get(at..)?.trim_start_matches([':', ' ']).split([';', '(']).next()?);
        return (!said.is_empty()).then_some(said);
    }
    let padded = format!(" {plain} ");
    let holds = |name: &&String| !words(name).is_empty() && padded.contains(&format!(" {} ", words(name)));
    known.iter().filter(holds).max_by_key(|name| name.chars().count()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_subjects_are_found_in_titles() {
        let class = |text: &str| class_in(text, None).map(|class| class.to_string());
        assert_eq!(class("Класс: 7 «А»").as_deref(), Some("7А"));
        assert_eq!(class("ВПР 2025. 5 класс").as_deref(), Some("5"));
        assert_eq!(class("Сводная ведомость 10-Б класса").as_deref(), Some("10Б"));
        assert_eq!(class("Классный журнал"), None);
        assert_eq!(class_in("Класс", Some(&"8A".to_owned())).map(|class| class.to_string()).as_deref(), Some("8А"));
        let known = ["Русский язык".to_owned(), "Язык".to_owned(), "Математика".to_owned()];
        assert_eq!(subject_in("Предмет: Алгебра", None, &known).as_deref(), Some("Алгебра"));
        assert_eq!(subject_in("ВПР 2025 Русский язык 5 класс", None, &known).as_deref(), Some("Русский язык"));
        assert_eq!(subject_in("Отчёт за год", None, &known), None);
        assert_eq!(subject_in("Предмет: Физика, учитель Петрова С. С., ученик Ёлкина Анна", None, &known).as_deref(), Some("Физика"));
        assert!(says_vpr("ВПР 2026. 5 класс") && says_vpr("Всероссийские проверочные работы") && !says_vpr("Впрок"));
        let begins = |texts: &[&str]| begins_class(&Row { index: 0, cells: texts.iter().map(|text| sheets::Cell::Text((*text).to_owned())).collect() }).map(|class| class.map(|class| class.to_string()));
        for heading in [&["7Б"][..], &["Класс: 7Б"], &["Класс", "7Б"], &["7Б класс", "Классный руководитель: Петрова С. С."]] {
            assert_eq!(begins(heading), Some(Ok("7Б".to_owned())), "{heading:?}");
        }
        assert_eq!(begins(&["Класс: 12Б"]), Some(Err(ClassError::NoClass)));
        for other in [&["12"][..], &["Ким Ли"], &["1", "Ким Ли", "5"], &["Классный руководитель", "Петрова"], &["Класс", "Предмет"], &[]] {
            assert_eq!(begins(other), None, "{other:?}");
        }
    }
}

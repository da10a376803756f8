//! The body of a work: what was typed into its form's fields, kept as texts, and what is still missing before it proves anything.

use super::forms::{self, FieldOf, Kind, Part};
use crate::model::ResultForm;
use kernel::{
    Date, FieldErrors,
    name::{clean_line, clean_text},
};
use std::collections::BTreeMap;

const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 6000;
const MOST_LINES: usize = 60;

/// Texts by the code of the field; an empty one isn't there.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Body(pub BTreeMap<String, String>);

impl Body {
    #[must_use]
    pub fn get(&self, code: &str) -> &str {
        self.0.get(code).map_or("", String::as_str)
    }

    /// What was typed, cleaned; fields the form doesn't have are left out. A draft may hold anything that fits.
    #[must_use]
    pub fn typed<'a>(form: ResultForm, answer: impl Fn(&str) -> &'a str) -> Self {
        let fields = forms::of(form).fields.iter();
        let kept = fields.map(|field| (field.code.to_owned(), cleaned(field, answer(field.code)))).filter(|(_, text)| !text.is_empty());
        Self(kept.collect())
    }

    /// What can't be right as it stands, beside its field. Emptiness is no fault here: see [`lacks`].
    ///
    /// # Errors
    /// All faults at once.
    pub fn check(&self, form: ResultForm) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for field in forms::of(form).fields {
            let text = self.get(field.code);
            if let Some(fault) = (!text.is_empty()).then(|| fault(field, text)).flatten() {
                errors.add(field.code, fault);
            }
        }
        if let (Some(mean), Some(participants)) = (number(self.get("feedback_n")), number(self.get("participants")))
            && mean > participants
        {
            errors.add("feedback_n", "Отзывов больше, чем участников. Проверьте оба числа");
        }
        errors.or(Some(()))
    }

    /// The last day that the work names: when it was held or finished.
    #[must_use]
    pub fn held_on(&self, form: ResultForm) -> Option<Date> {
        let dates = forms::of(form).fields.iter().flat_map(|field| match field.kind {
            Kind::Date => kernel::date::parse(self.get(field.code)).ok().into_iter().collect::<Vec<_>>(),
            Kind::Lines { parts: [Part::Date, ..], .. } => lines(self.get(field.code)).filter_map(|line| kernel::date::parse(line.split(';').next()?).ok()).collect(),
            Kind::Line | Kind::Text | Kind::Number | Kind::Mean | Kind::Link | Kind::Choice(_) | Kind::Lines { .. } => Vec::new(),
        });
        dates.max()
    }
}

fn cleaned(field: &FieldOf, raw: &str) -> String {
    let most = match field.kind {
        Kind::Text | Kind::Lines { .. } => LONGEST_TEXT,
        Kind::Line | Kind::Date | Kind::Number | Kind::Mean | Kind::Link | Kind::Choice(_) => LONGEST_LINE,
    };
    // One character more than fits, so that a text too long is told and not cut in silence.
    let raw: String = raw.chars().take(most * 2).collect();
    let text = match field.kind {
        Kind::Text | Kind::Lines { .. } => clean_text(&raw),
        Kind::Line | Kind::Date | Kind::Number | Kind::Mean | Kind::Link | Kind::Choice(_) => clean_line(&raw),
    };
    text.chars().take(most + 1).collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn number(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|number| (1..=100_000).contains(number))
}

fn fault(field: &FieldOf, text: &str) -> Option<String> {
    let is_long = |most: usize| text.chars().count() > most;
    match field.kind {
        Kind::Line => is_long(LONGEST_LINE).then(|| format!("Можно до {LONGEST_LINE} знаков. Сократите")),
        Kind::Text => is_long(LONGEST_TEXT).then(|| format!("Можно до {LONGEST_TEXT} знаков. Сократите или приложите файл")),
        Kind::Date => kernel::date::parse(text).err().map(str::to_owned),
        Kind::Number => number(text).is_none().then(|| "Запишите целое число, например 12".to_owned()),
        Kind::Mean => mean(text).is_none().then(|| "Запишите число от 1 до 10, например 4,6".to_owned()),
        Kind::Link => link(text).err(),
        Kind::Choice(choices) => (!choices.iter().any(|(code, _)| *code == text)).then(|| "Выберите из списка".to_owned()),
        Kind::Lines { parts, .. } => lines_fault(parts, text),
    }
}

fn mean(text: &str) -> Option<f64> {
    text.replace(',', ".").parse::<f64>().ok().filter(|mean| (1.0..=10.0).contains(mean))
}

/// An address that a browser may be sent to.
///
/// # Errors
/// A sentence for the field.
pub fn link(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_address = rest.is_some_and(|rest| rest.contains('.') && !rest.starts_with(['.', '/'])) && !text.contains(char::is_whitespace) && text.chars().count() <= 1000;
    if is_address { Ok(()) } else { Err("Скопируйте адрес страницы целиком: он начинается с https://".into()) }
}

fn lines_fault(parts: &[Part], text: &str) -> Option<String> {
    if text.chars().count() > LONGEST_TEXT {
        return Some(format!("Можно до {LONGEST_TEXT} знаков. Остальное приложите файлом"));
    }
    if lines(text).count() > MOST_LINES {
        return Some(format!("Можно до {MOST_LINES} строк. Остальное приложите файлом"));
    }
    lines(text).enumerate().find_map(|(at, line)| line_fault(parts, line).map(|why| format!("Строка {}: {why}", at + 1)))
}

fn line_fault(parts: &[Part], line: &str) -> Option<String> {
    let cells: Vec<&str> = line.splitn(parts.len(), ';').map(str::trim).collect();
    if cells.len() < parts.len() {
        return Some(format!("через точку с запятой нужны {} части", parts.len()));
    }
    parts.iter().zip(cells).find_map(|(part, cell)| match part {
        Part::Date => kernel::date::parse(cell).err().map(|_| "начните с даты, например 12.09.2026".to_owned()),
        Part::Class => observation::grade(cell).err(),
        Part::Number => cell.parse::<u32>().is_err().then(|| "последним нужно число".to_owned()),
        Part::Words(what) => cell.is_empty().then(|| format!("не хватает: {what}")),
    })
}

/// What is still missing before the work is evidence, in words; empty: it is ready. `files` is how many are attached.
#[must_use]
pub fn lacks(form: ResultForm, body: &Body, files: usize) -> Vec<String> {
    let of = forms::of(form);
    let mut lacks = Vec::new();
    for field in of.fields {
        let text = body.get(field.code);
        if text.is_empty() {
            if field.is_required {
                lacks.push(format!("не заполнено: «{}»", field.label));
            }
        } else if fault(field, text).is_some() {
            lacks.push(format!("нужно исправить: «{}»", field.label));
        } else if let Kind::Lines { least, .. } = field.kind
            && lines(text).count() < least
        {
            lacks.push(format!("«{}»: нужно не меньше {least}, сейчас {}", field.label, lines(text).count()));
        }
    }
    if form == ResultForm::MasterClass && body.get("feedback_mean").is_empty() != body.get("feedback_n").is_empty() {
        lacks.push("средняя оценка участников и сколько человек её поставили нужны вместе".into());
    }
    let has_link = !of.link.is_empty() && link(body.get(of.link)).is_ok();
    if files == 0 && !has_link {
        lacks.push(format!("не приложено: {}", of.file_words));
    }
    lacks
}

/// The fields as they are read: label and text, a choice by its words.
#[must_use]
pub fn shown(form: ResultForm, body: &Body) -> Vec<(&'static str, String)> {
    let of = |field: &FieldOf| {
        let text = body.get(field.code);
        match field.kind {
            Kind::Choice(choices) => choices.iter().find(|(code, _)| *code == text).map_or_else(|| text.to_owned(), |(_, words)| (*words).to_owned()),
            Kind::Line | Kind::Text | Kind::Date | Kind::Number | Kind::Mean | Kind::Link | Kind::Lines { .. } => text.to_owned(),
        }
    };
    forms::of(form).fields.iter().filter(|field| !body.get(field.code).is_empty()).map(|field| (field.label, of(field))).collect()
}

/// A body that is all there, for tests and the demo.
#[must_use]
pub fn sample(form: ResultForm, day: Date) -> Body {
    let day = kernel::date::short(day);
    let line = |parts: &[Part]| {
        let words: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Date => day.clone(),
                Part::Class => "7 Б".to_owned(),
                Part::Number => "8".to_owned(),
                Part::Words(what) => (*what).to_owned(),
            })
            .collect();
        words.join("; ")
    };
    let answer = |field: &FieldOf| match field.kind {
        Kind::Line => "Обратная связь на уроке".to_owned(),
        Kind::Text => "Пробовала короткие задания в конце урока; видно, кому нужна помощь завтра.".to_owned(),
        Kind::Date => day.clone(),
        Kind::Number => "12".to_owned(),
        Kind::Mean => "4,6".to_owned(),
        Kind::Link => "https://example.ru/material".to_owned(),
        Kind::Choice(choices) => choices.first().map_or(String::new(), |(code, _)| (*code).to_owned()),
        Kind::Lines { parts, least } => vec![line(parts); least].join("\n"),
    };
    Body(forms::of(form).fields.iter().map(|field| (field.code.to_owned(), answer(field))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DAY: Date = date(2026, 9, 12);

    #[test]
    fn a_full_form_with_its_file_is_evidence_and_an_empty_one_is_not() {
        for form in ResultForm::ALL {
            let full = sample(*form, DAY);
            assert_eq!(full.check(*form), Ok(()), "{form}");
            assert_eq!(lacks(*form, &full, 1), Vec::<String>::new(), "{form}");
            assert!(!lacks(*form, &Body::default(), 0).is_empty());
            assert!(full.held_on(*form).is_none_or(|day| day == DAY));
        }
    }

    #[test]
    fn every_required_field_is_missed_when_it_is_empty() {
        for form in ResultForm::ALL {
            for field in forms::of(*form).fields.iter().filter(|field| field.is_required) {
                let mut body = sample(*form, DAY);
                body.0.remove(field.code);
                assert!(lacks(*form, &body, 1).iter().any(|lack| lack.contains(field.label)), "{form}: {}", field.code);
            }
        }
    }

    #[test]
    fn a_series_needs_three_lessons_with_dates_and_classes_and_never_a_name() {
        let with = |lessons: &str| Body::typed(ResultForm::Lessons, |code| if code == "lessons" { lessons } else { "" });
        assert!(with("12.09.2026; 7 Б; Дроби").check(ResultForm::Lessons).is_ok());
        for wrong in ["вчера; 7 Б; Дроби", "12.09.2026; Иванов; Дроби", "12.09.2026; 7 Б", "12.09.2026; 7 Б;"] {
            assert!(with(wrong).check(ResultForm::Lessons).is_err(), "{wrong}");
        }
        let two = Body(sample(ResultForm::Lessons, DAY).0.into_iter().map(|(code, text)| if code == "lessons" { (code, "12.09.2026; 7 Б; А\n13.09.2026; 7 Б; Б".into()) } else { (code, text) }).collect());
        assert_eq!(lacks(ResultForm::Lessons, &two, 1), ["«Уроки»: нужно не меньше 3, сейчас 2"]);
    }

    #[test]
    fn a_mean_without_its_number_is_no_evidence_and_a_link_may_stand_for_a_file() {
        let mut body = sample(ResultForm::MasterClass, DAY);
        assert!(lacks(ResultForm::MasterClass, &body, 0).is_empty());
        body.0.remove("feedback_n");
        assert_eq!(lacks(ResultForm::MasterClass, &body, 1).len(), 1);
        body.0.insert("feedback_n".into(), "40".into());
        assert!(body.check(ResultForm::MasterClass).unwrap_err().of("feedback_n").is_some());
        body.0.remove("video");
        assert!(lacks(ResultForm::MasterClass, &body, 0).iter().any(|lack| lack.starts_with("не приложено")));
    }

    #[test]
    fn taking_part_in_a_contest_counts() {
        let mut body = sample(ResultForm::Contest, DAY);
        body.0.insert("outcome".into(), "took_part".into());
        assert!(lacks(ResultForm::Contest, &body, 1).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_kept_short_and_never_breaks_the_check(text in "\\PC{0,400}", which in 0_usize..10) {
            let form = ResultForm::ALL[which];
            let body = Body::typed(form, |_| &text);
            let _ = body.check(form);
            let _ = lacks(form, &body, 0);
            prop_assert!(body.0.values().all(|kept| kept.chars().count() <= LONGEST_TEXT + 1));
        }

        #[test]
        fn what_is_ready_has_no_faults(which in 0_usize..10, files in 0_usize..3, drop in 0_usize..8) {
            let form = ResultForm::ALL[which];
            let mut body = sample(form, DAY);
            if let Some(code) = body.0.keys().nth(drop).cloned() { body.0.remove(&code); }
            if lacks(form, &body, files).is_empty() { prop_assert!(body.check(form).is_ok()); }
        }
    }
}

//! A class of a school: a year of study and a letter.

use serde::{Deserialize, Serialize};

/// «7 Б»; the letter is empty where the year has one class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Class {
    pub grade: i64,
    pub letter: String,
}

impl Class {
    /// One class as typed: «7б», «7-Б», «10». A name of a child is refused, as are several classes together.
    ///
    /// # Errors
    /// A sentence for the field.
    pub fn parse(raw: &str) -> Result<Self, String> {
        const NOT_ONE: &str = "Укажите один класс с 1 по 11: «7 Б» или «10». Результат вносят по каждому классу отдельно";
        let text = observation::grade(raw)?;
        let (number, letter) = text.split_once(' ').unwrap_or((&text, ""));
        let grade: i64 = number.parse().map_err(|_| NOT_ONE)?;
        if !(1..=11).contains(&grade) || letter.chars().count() > 1 {
            return Err(NOT_ONE.into());
        }
        Ok(Self { grade, letter: letter.to_owned() })
    }

    /// «7 Б».
    #[must_use]
    pub fn label(&self) -> String {
        if self.letter.is_empty() { self.grade.to_string() } else { format!("{} {}", self.grade, self.letter) }
    }
}

/// Up to which year of study a school teaches, by its kind as the register words it; 0 for a kindergarten.
#[must_use]
pub fn highest_grade(words: &str) -> i64 {
    let words = words.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["средн", "сош", "лице", "гимназ", "кадет"]) {
        11
    } else if has(&["основн", "оош"]) {
        9
    } else if has(&["начальн", "нош", "ншдс"]) {
        4
    } else if has(&["детский сад", "дошкольн", "доу"]) && !has(&["школа"]) {
        0
    } else {
        11
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_one_and_never_a_name() {
        for (typed, kept) in [("7б", "7 Б"), ("7-Б", "7 Б"), ("10", "10"), ("11 «А»", "11 А"), ("9 класс", "9")] {
            assert_eq!(Class::parse(typed).map(|class| class.label()).as_deref(), Ok(kept), "{typed}");
        }
        for typed in ["", "12 А", "1–4", "5а, 5б", "2 курс", "старшая группа", "Иванов Петя", "7 Б Маша"] {
            assert!(Class::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_school_has_the_years_of_its_kind() {
        for (words, highest) in [("МБОУ СОШ № 6", 11), ("МБОУ ООШ № 2", 9), ("Начальная школа — детский сад", 4), ("МБДОУ детский сад № 4", 0), ("школа", 11), ("Лицей «Звёздный»", 11)]
        {
            assert_eq!(highest_grade(words), highest, "{words}");
        }
    }
}

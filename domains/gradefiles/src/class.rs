//! The name of a class, however it was typed: «7А», «7-а», «7 «А»», «07 A» with a Latin letter.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A class that exists: the year of study and its letter; a whole year has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassName {
    pub grade: u8,
    pub letter: String,
}

impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.grade, self.letter)
    }
}

/// Why it is no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassError {
    /// Not written as a class at all.
    NoClass,
    /// A year of study that schools don't have.
    NoSuchGrade(u32),
    /// A letter that Russian classes don't have.
    StrangeLetter,
}

impl ClassError {
    /// A sentence without the value: what was typed may be a name.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::NoClass => "здесь должен быть класс, например «7А»".into(),
            Self::NoSuchGrade(grade) => format!("{grade} класса не бывает: классы от 1 до 11"),
            Self::StrangeLetter => "буква класса не русская: напишите её по-русски, например «7А»".into(),
        }
    }
}

impl ClassName {
    /// # Errors
    /// It is no class; why.
    pub fn parse(typed: &str) -> Result<Self, ClassError> {
        let mut text = typed.trim().to_lowercase();
        // «6-е классы» is a whole year, «6-е» is a class with the letter Е.
        let is_year = text.contains("классы") || text.contains("классов") || text.contains("параллель");
        for (word, instead) in [("параллель", " "), ("классов", " "), ("классы", " "), ("класс", " "), ("кл.", " ")] {
            text = text.replace(word, instead);
        }
        let text = text.trim();
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let (number, rest) = text.split_at_checked(digits).ok_or(ClassError::NoClass)?;
        if digits == 0 || digits > 2 {
            return Err(ClassError::NoClass);
        }
        let grade: u32 = number.parse().map_err(|_| ClassError::NoClass)?;
        let rest = rest.strip_prefix("-е").or_else(|| rest.strip_prefix("-х")).filter(|rest| is_year && rest.trim().is_empty()).unwrap_or(rest);
        let letter = letter(rest)?;
        match u8::try_from(grade) {
            Ok(grade @ 1..=11) => Ok(Self { grade, letter }),
            Ok(_) | Err(_) => Err(ClassError::NoSuchGrade(grade)),
        }
    }
}

/// «-а», « "А"», «(а)»: up to three letters or figures with nothing but dress around.
fn letter(rest: &str) -> Result<String, ClassError> {
    let is_dress = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '"' | '\'' | '«' | '»' | '“' | '”' | '„' | '(' | ')' | '/' | '.' | '_' | '\u{2011}');
    let kept: Vec<char> = rest.chars().filter(|c| !is_dress(*c)).collect();
    if kept.len() > 3 {
        return Err(ClassError::NoClass);
    }
    if kept.iter().any(|c| !c.is_alphanumeric()) {
        return Err(ClassError::NoClass);
    }
    kept.into_iter().map(russian).collect::<Option<String>>().ok_or(ClassError::StrangeLetter)
}

/// The Russian capital of a letter, also of a Latin one that looks the same.
fn russian(letter: char) -> Option<char> {
    match letter {
        'а'..='я' | 'ё' => letter.to_uppercase().next(),
        '0'..='9' => Some(letter),
        'a' => Some('А'),
        'b' => Some('В'),
        'c' => Some('С'),
        'e' => Some('Е'),
        'h' => Some('Н'),
        'k' => Some('К'),
        'm' => Some('М'),
        'o' => Some('О'),
        'p' => Some('Р'),
        't' => Some('Т'),
        'x' => Some('Х'),
        'y' => Some('У'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_class_in_many_dresses() {
        for typed in ["7А", "7а", "7A", "7a", "7-а", "7 «А»", "7 \"А\"", "07А", " 7 а класс", "7-«A»", "7(А)", "7 А кл."] {
            assert_eq!(ClassName::parse(typed).map(|class| class.to_string()).as_deref(), Ok("7А"), "{typed}");
        }
        for (typed, class) in [("11", "11"), ("10ФМ", "10ФМ"), ("5-1", "51"), ("6-е классы", "6"), ("9 классы", "9"), ("5 параллель", "5"), ("8B", "8В"), ("6-е", "6Е"), ("5е", "5Е")] {
            assert_eq!(ClassName::parse(typed).map(|class| class.to_string()).as_deref(), Ok(class), "{typed}");
        }
    }

    #[test]
    fn what_is_no_class_is_told_without_the_value() {
        for grade in [0, 12, 99] {
            assert_eq!(ClassName::parse(&format!("{grade}А")), Err(ClassError::NoSuchGrade(grade)));
        }
        assert_eq!(ClassName::parse("7D"), Err(ClassError::StrangeLetter));
        for typed in ["", "А", "Математика", "2025", "7 кадетский", "Иванов Пётр", "7+"] {
            assert_eq!(ClassName::parse(typed), Err(ClassError::NoClass), "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_again(grade in 1_u8..=11, letter in "[А-Я]{0,2}") {
            let class = ClassName { grade, letter };
            proptest::prop_assert_eq!(ClassName::parse(&class.to_string()), Ok(class));
        }

        #[test]
        fn nothing_breaks_it(typed in ".{0,20}") {
            let _ = ClassName::parse(&typed);
        }
    }
}

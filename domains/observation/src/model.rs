//! A visit to a lesson without storage: its states, its facts, whose side a score is from.

use crate::rubric::RubricId;
use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PersonId, PlaceId},
    name::clean_line,
};

kernel::uuid_id! {
    /// A visit to a lesson: one observer, one teacher, one rubric.
    ObservationId,
}

kernel::text_enum! {
    /// How far a visit has come.
    State {
        /// Waits for the teacher's word.
        Proposed = "proposed",
        /// The teacher agreed; scores are being written.
        Agreed = "agreed",
        /// The teacher declined, which has no consequence.
        Declined = "declined",
        /// The observer has finished; the teacher reads first.
        Filled = "filled",
        /// The teacher has read and answered.
        Acknowledged = "acknowledged",
        /// The observer took the proposal back.
        TakenBack = "taken_back",
    }
}

kernel::text_enum! {
    /// Whose score it is.
    Side { Observer = "observer", Teacher = "teacher" }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "ждёт ответа учителя",
            Self::Agreed => "согласовано",
            Self::Declined => "учитель отказался",
            Self::Filled => "карта заполнена",
            Self::Acknowledged => "учитель ознакомился",
            Self::TakenBack => "наблюдатель отменил",
        }
    }

    /// Whether what the observer wrote may be read by the teacher.
    #[must_use]
    pub fn is_filled(self) -> bool {
        matches!(self, Self::Filled | Self::Acknowledged)
    }
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub id: ObservationId,
    pub rubric: RubricId,
    /// The teacher.
    pub person: PersonId,
    /// Where the teacher worked when the visit was proposed.
    pub place: PlaceId,
    pub observer: AccountId,
    pub observer_name: String,
    pub observer_post: String,
    /// Code of a subject, or empty.
    pub subject: String,
    /// «7 Б».
    pub grade: String,
    pub topic: String,
    pub held_on: Date,
    /// Number of the lesson in the day, or empty.
    pub lesson: String,
    pub state: State,
    pub is_shared: bool,
    /// The teacher's.
    pub comment: String,
    pub made_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub filled_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub version: i64,
}

impl Observation {
    /// # Errors
    /// A refusal, if the visit isn't in one of these states.
    pub fn must_be(&self, states: &[State], sentence: &str) -> Result<()> {
        if states.contains(&self.state) { Ok(()) } else { Err(Error::refusal(format!("{sentence} Сейчас: {}.", self.state.label()))) }
    }
}

/// A visit with words for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub observation: Observation,
    pub teacher: String,
    pub school: String,
    pub rubric: String,
}

const NOT_A_GRADE: &str = "Запишите класс цифрой и буквой: «7 Б», «10», «1–4», «старшая группа». Имена учеников в систему не вносят";
const GROUPS: [&str; 6] = ["ясельная группа", "младшая группа", "средняя группа", "старшая группа", "подготовительная группа", "разновозрастная группа"];

/// A class as typed: a number with a letter, several of them, a range, a group of a kindergarten, a course of a college.
/// Anything else could be a child's name and is refused.
///
/// # Errors
/// A sentence for the field.
pub fn grade(raw: &str) -> Result<String, String> {
    let text = clean_line(&raw.chars().take(200).collect::<String>()).replace(['«', '»', '"', '\''], "").replace(['-', '–', '—'], "–");
    let lower = text.to_lowercase();
    if GROUPS.contains(&lower.as_str()) {
        return Ok(lower);
    }
    let bare = lower.trim_end_matches("классы").trim_end_matches("класс").trim_end_matches("кл.").trim();
    let parts: Option<Vec<String>> = bare.split([',', '+']).map(|part| one_grade(part.trim())).collect();
    match parts {
        Some(parts) if !parts.is_empty() && parts.len() <= 6 => Ok(parts.join(", ")),
        _ => Err(NOT_A_GRADE.into()),
    }
}

/// «7 Б», «7–Б», «7б», «10», «1–4», «2 курс».
fn one_grade(part: &str) -> Option<String> {
    let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
    let number: u8 = digits.parse().ok().filter(|number| (1..=12).contains(number))?;
    let rest = part[digits.len()..].trim().trim_start_matches('–').trim();
    if rest.is_empty() {
        return Some(number.to_string());
    }
    if rest == "курс" {
        return (number <= 6).then(|| format!("{number} курс"));
    }
    if let Ok(end) = rest.parse::<u8>() {
        return (number < end && end <= 12).then(|| format!("{number}–{end}"));
    }
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ ('а'..='я' | 'ё')), None) => Some(format!("{number} {}", letter.to_uppercase())),
        _ => None,
    }
}

/// The number of the lesson in the day, or empty.
///
/// # Errors
/// A sentence for the field.
pub fn lesson(raw: &str) -> Result<String, String> {
    let text = clean_line(raw);
    match text.parse::<u8>() {
        _ if text.is_empty() => Ok(text),
        Ok(number) if (1..=14).contains(&number) => Ok(number.to_string()),
        _ => Err("Номер урока — число от 1 до 14; если неизвестен, оставьте пустым".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_number_with_a_letter_and_never_a_name() {
        for (typed, kept) in [("7Б", "7 Б"), ("7 «б»", "7 Б"), ("10-А", "10 А"), (" 11 ", "11"), ("1–4", "1–4"), ("5а, 5б", "5 А, 5 Б"), ("Старшая группа", "старшая группа"), ("9 класс", "9"), ("2 курс", "2 курс")]
        {
            assert_eq!(grade(typed).as_deref(), Ok(kept), "{typed}");
        }
        for typed in ["", "Иванов", "7 Б Иванов Пётр", "Петя", "13 А", "0", "7 БВ", "7 B", "группа Иванова", "7 Б, Маша", "4–1"] {
            assert_eq!(grade(typed), Err(NOT_A_GRADE.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_lesson_has_a_number_or_none() {
        assert_eq!(lesson(" 3 ").as_deref(), Ok("3"));
        assert_eq!(lesson("").as_deref(), Ok(""));
        assert!(lesson("третий").is_err() && lesson("99").is_err());
    }
}

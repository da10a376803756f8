//! What was typed, and all that is wrong with it at once.

use super::model::{Line, LineId, MONTHS};
use kernel::{FieldErrors, Result, Tx, name::clean_text};
use ledger::DeedKind;
use structure::{profile::TermKind, terms};
use web::Answers;

const LONG: usize = 300;
/// The most that is written about a report.
pub const MOST_WORDS: usize = 2_000;

/// A line of a plan as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineForm {
    pub month: String,
    pub what: String,
    pub direction: String,
    pub kind: String,
    pub audience: String,
    pub expected: String,
    pub count: String,
    pub hours: String,
}

impl From<&Answers> for LineForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { month: text("month"), what: text("what"), direction: text("direction"), kind: text("kind"), audience: text("audience"), expected: text("expected"), count: text("count"), hours: text("hours") }
    }
}

impl From<&Line> for LineForm {
    fn from(line: &Line) -> Self {
        let hours = if line.minutes % 60 == 0 { (line.minutes / 60).to_string() } else { format!("{:.1}", whole(line.minutes) / 60.0).replace('.', ",") };
        Self {
            month: line.month.to_string(),
            what: line.what.clone(),
            direction: line.direction.clone(),
            kind: line.kind.to_string(),
            audience: line.audience.clone(),
            expected: line.expected.clone(),
            count: line.count.to_string(),
            hours,
        }
    }
}

fn whole(minutes: i64) -> f64 {
    f64::from(i32::try_from(minutes).unwrap_or(i32::MAX))
}

impl LineForm {
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self, tx: &mut Tx<'_>, id: LineId) -> Result<Line> {
        let today = tx.today();
        let mut errors = FieldErrors::default();
        let month = self.month.parse().ok().filter(|month| MONTHS.contains(month));
        if month.is_none() {
            errors.add("month", "Выберите месяц");
        }
        let what = short(&mut errors, "what", &self.what);
        if what.is_empty() {
            errors.add("what", "Напишите, что вы сделаете: «мастер-класс по оценке устного ответа»");
        }
        if terms::find(tx, TermKind::WorkDirection, &self.direction, today)?.is_none() {
            errors.add("direction", "Выберите одно из двенадцати направлений");
        }
        let kind: Option<DeedKind> = self.kind.parse().ok();
        if kind.is_none() {
            errors.add("kind", "Выберите форму работы: по ней и по направлению найдётся факт");
        }
        let (audience, expected) = (short(&mut errors, "audience", &self.audience), short(&mut errors, "expected", &self.expected));
        let count = self.count.trim().parse::<i64>().ok().filter(|count| (1..=500).contains(count));
        if count.is_none() {
            errors.add("count", "Укажите, сколько раз: целое число от 1 до 500");
        }
        let minutes = minutes(&self.hours);
        if minutes.is_none() {
            errors.add("hours", "Укажите часы числом, можно с половиной: 2 или 1,5");
        }
        let line = month.zip(kind).zip(count.zip(minutes)).map(|((month, kind), (count, minutes))| Line { id, month, what, direction: self.direction.clone(), kind, audience, expected, count, minutes });
        Ok(errors.or(line)?)
    }
}

fn short(errors: &mut FieldErrors, name: &str, raw: &str) -> String {
    let text = kernel::name::clean_line(raw);
    if text.chars().count() > LONG {
        errors.add(name, format!("Слишком длинно. Сократите до {LONG} знаков"));
    }
    text
}

fn minutes(raw: &str) -> Option<i64> {
    let text = raw.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((text.as_str(), "0"));
    let digits = |text: &str, most: usize| (!text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i64>().ok()).flatten();
    let (whole, tenths) = (digits(whole, 4)?, digits(part, 1)?);
    Some(whole * 60 + tenths * 6).filter(|minutes| (6..=120_000).contains(minutes))
}

/// A report's own words as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub done: String,
    pub hard: String,
    pub next: String,
}

impl From<&Answers> for Words {
    fn from(answers: &Answers) -> Self {
        Self { done: answers.get("done").to_owned(), hard: answers.get("hard").to_owned(), next: answers.get("next").to_owned() }
    }
}

impl Words {
    /// # Errors
    /// What is too long.
    pub fn read(&self) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let mut field = |name: &str, raw: &str| {
            let text = clean_text(raw);
            if text.chars().count() > MOST_WORDS {
                errors.add(name, format!("Слишком длинно. Сократите до {MOST_WORDS} знаков"));
            }
            text
        };
        let words = Self { done: field("done", &self.done), hard: field("hard", &self.hard), next: field("next", &self.next) };
        Ok(errors.or(Some(words))?)
    }
}

/// Why a plan or a report is returned.
///
/// # Errors
/// Field `words`.
pub fn why(raw: &str) -> Result<String> {
    let text = clean_text(raw);
    match text.chars().count() {
        0 => Err(kernel::Error::field("words", "Напишите, что исправить: это прочтёт участник")),
        many if many > MOST_WORDS => Err(kernel::Error::field("words", format!("Слишком длинно. Сократите до {MOST_WORDS} знаков"))),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_may_have_one_digit_after_the_comma() {
        assert_eq!([minutes("2"), minutes("1,5"), minutes(" 0.5 "), minutes("10,1")], [Some(120), Some(90), Some(30), Some(606)]);
        assert_eq!([minutes(""), minutes("-1"), minutes("1,55"), minutes("0"), minutes("99999"), minutes("два")], [None; 6]);
    }

    #[test]
    fn words_that_are_too_long_are_named_and_kept() {
        let long = Words { hard: "я".repeat(MOST_WORDS + 1), ..Words::default() };
        assert!(matches!(long.read(), Err(kernel::Error::Fields(errors)) if errors.of("hard").is_some() && errors.of("done").is_none()));
    }
}

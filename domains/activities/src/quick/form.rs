//! What is typed about a consultation, checked: all errors at once.

use super::model::{Consultation, Form};
use ::web::Answers;
use kernel::{Date, FieldErrors, id::PersonId};

/// With whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    Person(PersonId),
    /// So many, unnamed.
    Unnamed(i64),
}

/// A consultation as somebody wants it written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub with: With,
    pub direction: String,
    pub form: Form,
    pub minutes: i64,
    pub about: String,
    /// What came of it; empty until it is known.
    pub result: String,
    pub next_step: String,
    pub held_on: Date,
    pub number: String,
}

/// The value of `with` for people without a name.
pub const UNNAMED: &str = "unnamed";
const MOST_MINUTES: i64 = 600;
const MOST_PEOPLE: i64 = 500;
const MOST_LETTERS: usize = 300;

/// Reads the form. `directions` are the codes in force.
///
/// # Errors
/// By the names of the fields.
pub fn entry(answers: &Answers, directions: &[(String, String)], today: Date) -> Result<Entry, FieldErrors> {
    let mut errors = FieldErrors::default();
    let with = errors.take("with", with(answers));
    let direction = answers.get("direction").to_owned();
    if !directions.iter().any(|(code, _)| *code == direction) {
        errors.add("direction", "Выберите направление работы");
    }
    let minutes = errors.take("minutes", minutes(answers.get("minutes")));
    let form = errors.take("form", answers.get("form").parse::<Form>().map_err(|_| "Выберите, как говорили"));
    let held_on = errors.take("held_on", day(answers.get("held_on"), today));
    let about = line(&mut errors, answers, "about");
    let result = line(&mut errors, answers, "result");
    let next_step = line(&mut errors, answers, "next_step");
    let number: String = answers.get("number").trim().chars().take(30).collect();
    let whole = with.zip(form).zip(minutes).zip(held_on);
    errors.or(whole.map(|(((with, form), minutes), held_on)| Entry { with, direction, form, minutes, about, result, next_step, held_on, number }))
}

fn with(answers: &Answers) -> Result<With, &'static str> {
    match answers.get("with") {
        "" => Err("Выберите, с кем говорили"),
        UNNAMED => {
            let people = answers.get("people").trim();
            let people = if people.is_empty() { Some(1) } else { people.parse().ok() };
            people.filter(|people| (1..=MOST_PEOPLE).contains(people)).map(With::Unnamed).ok_or("Укажите, со сколькими людьми говорили: целое число от 1 до 500")
        }
        person => person.parse().map(With::Person).map_err(|_| "Выберите, с кем говорили"),
    }
}

fn minutes(raw: &str) -> Result<i64, &'static str> {
    raw.trim().parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes)).ok_or("Выберите, сколько минут говорили")
}

fn day(raw: &str, today: Date) -> Result<Date, String> {
    let day = if raw.trim().is_empty() { today } else { kernel::date::parse(raw)? };
    let long_ago = today.checked_sub(jiff::Span::new().years(1)).unwrap_or(Date::MIN);
    match day {
        day if day > today => Err("Этот день ещё не наступил. Консультацию записывают, когда она прошла".into()),
        day if day < long_ago => Err("Прошло больше года. Проверьте год".into()),
        day => Ok(day),
    }
}

fn line(errors: &mut FieldErrors, answers: &Answers, name: &str) -> String {
    let text = answers.get(name).trim().replace("\r\n", "\n");
    if text.chars().count() > MOST_LETTERS {
        errors.add(name, format!("Слишком длинно. Сократите до {MOST_LETTERS} знаков: это строка для памяти"));
    }
    text
}

/// A consultation as the answers of its form.
#[must_use]
pub fn answers(one: &Consultation) -> Answers {
    let with = one.person.map_or_else(|| UNNAMED.to_owned(), |person| person.to_string());
    let pairs = [
        ("with", with),
        ("people", one.people.to_string()),
        ("direction", one.direction.clone()),
        ("form", one.form.to_string()),
        ("minutes", one.minutes.to_string()),
        ("about", one.about.clone()),
        ("result", one.result.clone()),
        ("next_step", one.next_step.clone()),
        ("held_on", kernel::date::short(one.held_on)),
        ("number", one.number.clone()),
        ("version", one.version.to_string()),
    ];
    Answers::of(pairs.map(|(name, value)| (name.to_owned(), value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(pairs: &[(&str, &str)]) -> Result<Entry, FieldErrors> {
        let base = [("with", "unnamed"), ("direction", "d05"), ("minutes", "30"), ("form", "call")];
        let base = base.iter().filter(|(name, _)| !pairs.iter().any(|(known, _)| known == name));
        let answers = Answers::of(base.chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        entry(&answers, &[("d05".into(), "Молодые педагоги".into())], date(2026, 11, 26))
    }

    #[test]
    fn four_answers_are_enough_and_the_day_is_today() {
        let entry = read(&[]).unwrap();
        assert_eq!((entry.with, entry.held_on, entry.minutes), (With::Unnamed(1), date(2026, 11, 26), 30));
        assert_eq!(entry.result, "", "what came of it may be written later");
        assert_eq!(read(&[("people", "7")]).unwrap().with, With::Unnamed(7));
    }

    #[test]
    fn all_errors_are_told_at_once() {
        let errors = read(&[("with", ""), ("direction", "d99"), ("minutes", "0"), ("form", ""), ("held_on", "27.11.2026")]).unwrap_err();
        for name in ["with", "direction", "minutes", "form", "held_on"] {
            assert!(errors.of(name).is_some(), "{name}");
        }
        assert!(errors.of("held_on").unwrap().contains("ещё не наступил"));
        assert!(read(&[("held_on", "26.11.2024")]).unwrap_err().of("held_on").is_some());
        for name in ["about", "result", "next_step"] {
            assert!(read(&[(name, &"я".repeat(301))]).unwrap_err().of(name).is_some(), "{name}");
        }
        assert!(read(&[("people", "0")]).unwrap_err().of("with").is_some());
    }
}

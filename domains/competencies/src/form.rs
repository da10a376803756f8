//! What is typed about frameworks, competencies and scales: all errors at once, or a value.

use kernel::{Date, FieldErrors};
use web::Answers;

/// Longest texts, in characters.
const CODE: usize = 40;
const TITLE: usize = 300;
const DESCRIPTION: usize = 4_000;

/// A text without blanks at its ends and without control characters.
pub fn clean(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>().trim().to_owned()
}

fn text(errors: &mut FieldErrors, name: &str, raw: &str, longest: usize, what: &str) -> String {
    let text = clean(raw);
    if text.is_empty() {
        errors.add(name, format!("Укажите {what}"));
    }
    if text.chars().count() > longest {
        errors.add(name, format!("Сократите: можно до {longest} знаков"));
    }
    text
}

/// The title and the code of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub title: String,
    pub code: String,
}

/// # Errors
/// Something is missing or too long.
pub fn named(answers: &Answers) -> Result<Named, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = text(&mut errors, "title", answers.get("title"), TITLE, "название");
    let code = text(&mut errors, "code", answers.get("code"), CODE, "код");
    if !code.is_empty() && !code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        errors.add("code", "В коде можно буквы, цифры, точку, дефис и подчёркивание");
    }
    errors.or(Some(Named { title, code }))
}

/// The title alone.
///
/// # Errors
/// It is missing or too long.
pub fn title(answers: &Answers) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = text(&mut errors, "title", answers.get("title"), TITLE, "название");
    errors.or(Some(title))
}

/// What is said of a block or a competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub code: String,
    pub title: String,
    pub description: String,
    /// Id of the parent, or an empty text for a block.
    pub parent: String,
    pub targets: Vec<Aim>,
}

/// A target as it is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Aim {
    pub subject: String,
    pub post: String,
    pub level: String,
}

/// How many targets a form offers.
pub const AIMS: usize = 12;

/// # Errors
/// Something is missing, too long, or said twice.
pub fn node(answers: &Answers) -> Result<Node, FieldErrors> {
    let mut errors = FieldErrors::default();
    let code = text(&mut errors, "code", answers.get("code"), CODE, "код");
    let title = text(&mut errors, "title", answers.get("title"), TITLE, "название");
    let description = clean(answers.get("description"));
    if description.chars().count() > DESCRIPTION {
        errors.add("description", format!("Сократите: можно до {DESCRIPTION} знаков"));
    }
    let mut targets: Vec<Aim> = Vec::new();
    for at in 0..AIMS {
        let field = |name: &str| answers.get(&format!("{name}-{at}")).trim().to_owned();
        let aim = Aim { subject: field("subject"), post: field("post"), level: field("level") };
        if aim.level.is_empty() {
            if !aim.subject.is_empty() || !aim.post.is_empty() {
                errors.add(format!("level-{at}"), "Выберите уровень или очистите предмет и должность");
            }
            continue;
        }
        if targets.iter().any(|known| (&known.subject, &known.post) == (&aim.subject, &aim.post)) {
            errors.add(format!("level-{at}"), "Для этого предмета и должности уровень уже указан выше");
        }
        targets.push(aim);
    }
    errors.or(Some(Node { code, title, description, parent: answers.get("parent").trim().to_owned(), targets }))
}

/// Code, label, from percent.
pub type NewLevel = (String, String, i64);

/// A new version of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScale {
    pub code: String,
    pub title: String,
    pub valid_from: Date,
    /// From the lowest.
    pub levels: Vec<NewLevel>,
}

/// How many levels a form offers.
pub const LEVELS: usize = 7;

/// # Errors
/// Something is missing, or the levels leave a gap or overlap.
pub fn scale(answers: &Answers) -> Result<NewScale, FieldErrors> {
    let mut errors = FieldErrors::default();
    let code = text(&mut errors, "code", answers.get("code"), CODE, "код");
    let title = text(&mut errors, "title", answers.get("title"), TITLE, "название");
    let valid_from = errors.take("valid_from", kernel::date::parse(answers.get("valid_from")));
    let mut levels: Vec<NewLevel> = Vec::new();
    for at in 0..LEVELS {
        let (level, label, from) = (clean(answers.get(&format!("level-{at}"))), clean(answers.get(&format!("label-{at}"))), answers.get(&format!("from-{at}")).trim().to_owned());
        if level.is_empty() && label.is_empty() && from.is_empty() {
            continue;
        }
        match from.parse::<i64>() {
            Ok(percent) if (0..=100).contains(&percent) => levels.push((level.clone(), label.clone(), percent)),
            _ => errors.add(format!("from-{at}"), "Укажите процент: целое число от 0 до 100"),
        }
        if level.is_empty() || level.chars().count() > CODE {
            errors.add(format!("level-{at}"), "Укажите короткий код уровня, например high");
        }
        if label.is_empty() || label.chars().count() > TITLE {
            errors.add(format!("label-{at}"), "Укажите название уровня");
        }
    }
    levels.sort_by_key(|(_, _, from)| *from);
    check_levels(&mut errors, &levels);
    errors.or(valid_from.map(|valid_from| NewScale { code, title, valid_from, levels }))
}

fn check_levels(errors: &mut FieldErrors, levels: &[NewLevel]) {
    let repeats = |same: fn(&NewLevel, &NewLevel) -> bool| levels.iter().enumerate().any(|(at, level)| levels.iter().skip(at + 1).any(|other| same(level, other)));
    if levels.len() < 2 {
        errors.add("level-0", "Нужно хотя бы два уровня");
    } else if levels.first().is_some_and(|(_, _, from)| *from != 0) {
        errors.add("from-0", "Самый низкий уровень начинается с 0 %");
    }
    if repeats(|one, other| one.2 == other.2) {
        errors.add("from-0", "Два уровня начинаются с одного процента");
    }
    if repeats(|one, other| one.0 == other.0) {
        errors.add("level-0", "Коды уровней повторяются");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn levels_begin_at_nothing_and_do_not_repeat() {
        let base = [("code", "levels"), ("title", "Уровни"), ("valid_from", "01.01.2027"), ("level-0", "high"), ("label-0", "высокий"), ("from-0", "80"), ("level-1", "low"), ("label-1", "низкий")];
        let with = |from: &'static str| scale(&answers(&[&base[..], &[("from-1", from)]].concat()));
        assert_eq!(with("0").unwrap().levels, [("low".into(), "низкий".into(), 0), ("high".into(), "высокий".into(), 80)]);
        assert!(with("10").unwrap_err().of("from-0").is_some_and(|message| message.contains("с 0")));
        assert!(with("80").unwrap_err().of("from-0").is_some());
        assert!(with("сто").unwrap_err().of("from-1").is_some());
    }

    #[test]
    fn one_level_for_one_subject_and_post() {
        let base = [("code", "М1"), ("title", "Планирует"), ("level-0", "high"), ("level-1", "low")];
        assert!(node(&answers(&base)).unwrap_err().of("level-1").is_some());
        let apart = [&base[..], &[("subject-1", "himiya")]].concat();
        assert_eq!(node(&answers(&apart)).unwrap().targets.len(), 2);
    }
}

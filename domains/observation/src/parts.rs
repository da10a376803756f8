//! Parts of a rubric as typed.

use crate::rubric::{FOUR, Indicator, THREE, YES_NO};
use kernel::{
    FieldErrors,
    name::{clean_line, clean_text},
};

const LONGEST_TITLE: usize = 300;
const MOST_STEPS: usize = 11;

/// A title as typed.
///
/// # Errors
/// A sentence for the field.
pub fn title(raw: &str) -> Result<String, String> {
    let title = clean_line(raw);
    match title.chars().count() {
        0 => Err("Напишите название".into()),
        1..=LONGEST_TITLE => Ok(title),
        _ => Err(format!("Слишком длинно: можно до {LONGEST_TITLE} знаков")),
    }
}

/// The form of an indicator, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorForm {
    pub title: String,
    /// `yes_no`, `three`, `four`, `own`.
    pub scale: String,
    /// A line per step, from 0 up.
    pub steps: String,
    pub evidence: String,
    pub competency: String,
}

impl IndicatorForm {
    #[must_use]
    pub fn of(indicator: &Indicator) -> Self {
        let scale = match indicator.steps.as_slice() {
            steps if steps == YES_NO => "yes_no",
            steps if steps == THREE => "three",
            steps if steps == FOUR => "four",
            _ => "own",
        };
        let steps = if scale == "own" { indicator.steps.join("\n") } else { String::new() };
        Self { title: indicator.title.clone(), scale: scale.into(), steps, evidence: indicator.evidence.to_string(), competency: indicator.competency.clone() }
    }

    /// `competencies` are the codes that may be chosen.
    ///
    /// # Errors
    /// All that is wrong, by field.
    pub fn parse(&self, competencies: &[(String, String)]) -> Result<Indicator, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = errors.take("title", title(&self.title));
        let steps = errors.take("steps", self.steps());
        let evidence = errors.take("evidence", self.evidence.parse().map_err(|_| "Выберите, нужен ли пример с урока"));
        if !self.competency.is_empty() && !competencies.iter().any(|(code, _)| *code == self.competency) {
            errors.add("competency", "Такой компетенции в рамке нет. Выберите из списка");
        }
        let whole = title.zip(steps).zip(evidence).map(|((title, steps), evidence)| Indicator { code: String::new(), title, steps, evidence, competency: self.competency.clone() });
        errors.or(whole)
    }

    fn steps(&self) -> Result<Vec<String>, String> {
        let ready = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_owned()).collect());
        match self.scale.as_str() {
            "yes_no" => ready(&YES_NO),
            "three" => ready(&THREE),
            "four" => ready(&FOUR),
            "own" => own_steps(&self.steps),
            _ => Err("Выберите шкалу".into()),
        }
    }
}

/// Words of an own scale: a line per step.
///
/// # Errors
/// A sentence for the field.
pub fn own_steps(raw: &str) -> Result<Vec<String>, String> {
    let cut: String = raw.chars().take(10_000).collect();
    let steps: Vec<String> = clean_text(&cut).lines().filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect();
    if !(2..=MOST_STEPS).contains(&steps.len()) {
        return Err(format!("Напишите слова для каждого балла с новой строки, начиная с 0: от 2 до {MOST_STEPS} строк"));
    }
    if steps.iter().any(|step| step.chars().count() > LONGEST_TITLE) {
        return Err(format!("Слова одного балла — до {LONGEST_TITLE} знаков"));
    }
    Ok(steps)
}

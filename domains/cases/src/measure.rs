//! A class as a whole: what may be written of it, and what may be said of two measurements of one class.

use crate::form::words;
use kernel::{Date, FieldErrors, date, name::clean_line};
use web::Answers;

kernel::text_enum! {
    /// When it was measured.
    Moment { Signal = "signal", Before = "before", After = "after" }
}

impl Moment {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Signal => "сигнал",
            Self::Before => "до начала работы",
            Self::After => "после работы",
        }
    }

    /// The rung whose pupils' end it is.
    #[must_use]
    pub fn rung(self) -> i64 {
        match self {
            Self::Signal => 1,
            Self::Before => 2,
            Self::After => 5,
        }
    }
}

pub use outcomes::{Source, number};

/// Under so many pupils a share says more of chance than of a class, and may point at a child.
pub const FEW: i64 = 10;

/// A measurement that may be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    pub moment: Moment,
    pub grade: String,
    pub subject: String,
    pub topic: String,
    pub source: Source,
    pub measured_on: Date,
    pub pupils: i64,
    pub below_minimum: i64,
    pub mean: Option<f64>,
    pub scale: String,
    pub words: String,
}

impl Measure {
    /// Whether both are of one class, one subject, one source: nothing else may be compared.
    #[must_use]
    pub fn is_of_one_kind(&self, other: &Self) -> bool {
        (self.grade.as_str(), self.subject.as_str(), self.source) == (other.grade.as_str(), other.subject.as_str(), other.source)
    }

    #[must_use]
    pub fn is_few(&self) -> bool {
        self.pupils < FEW
    }

    /// Whole percents below the minimum.
    #[must_use]
    pub fn share(&self) -> i64 {
        if self.pupils <= 0 { 0 } else { (self.below_minimum * 200 + self.pupils) / (self.pupils * 2) }
    }

    /// «9 из 24 (38 %)»; a stranger to the school reads no figures of a small class.
    #[must_use]
    pub fn told(&self, reader: Reader) -> String {
        match (reader, self.is_few()) {
            (Reader::Outside, true) => format!("меньше {FEW} учеников, доля не показывается"),
            (Reader::School, true) => format!("{} из {}", self.below_minimum, self.pupils),
            (Reader::School | Reader::Outside, false) => format!("{} из {} ({}\u{a0}%)", self.below_minimum, self.pupils, self.share()),
        }
    }
}

/// Who reads the figures of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    School,
    Outside,
}

/// A measurement as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureForm {
    pub moment: String,
    pub grade: String,
    pub subject: String,
    pub topic: String,
    pub source: String,
    pub measured_on: String,
    pub pupils: String,
    pub below_minimum: String,
    pub mean: String,
    pub scale: String,
    pub words: String,
    /// The «before» of an «after».
    pub compared_with: String,
    /// A result of the school's that it is taken from, instead of figures typed.
    pub outcome: String,
    /// `yes`: what is typed is kept as a result of the class too.
    pub keep: String,
}

impl MeasureForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        // Two forms of one page: what is taken from the school's results has fields of its own.
        let is_taken = !answers.get("outcome").is_empty();
        Self {
            moment: get(if is_taken { "taken_moment" } else { "moment" }),
            grade: get("grade"),
            subject: get("class_subject"),
            topic: get("topic"),
            source: get("source"),
            measured_on: get("measured_on"),
            pupils: get("pupils"),
            below_minimum: get("below_minimum"),
            mean: get("mean"),
            scale: get("scale"),
            words: get("class_words"),
            compared_with: get(if is_taken { "taken_with" } else { "compared_with" }),
            outcome: get("outcome"),
            keep: get("keep"),
        }
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.grade, &self.source, &self.measured_on, &self.pupils, &self.below_minimum, &self.mean].iter().all(|text| text.trim().is_empty())
    }

    /// All that is wrong is noted at once.
    pub fn parse(&self, errors: &mut FieldErrors, today: Date, subjects: &[(String, String)]) -> Option<Measure> {
        let moment = errors.take("moment", self.moment.parse::<Moment>().map_err(|_| "Выберите, когда измеряли"));
        let grade = errors.take("grade", observation::grade(&self.grade));
        let source = errors.take("source", self.source.parse::<Source>().map_err(|_| "Выберите, откуда результат"));
        let measured_on = errors.take("measured_on", day(&self.measured_on, today));
        let figures = figures(errors, &self.pupils, &self.below_minimum);
        let mean = errors.take("mean", mean(&self.mean));
        if !subjects.iter().any(|(code, _)| *code == self.subject) {
            errors.add("class_subject", "Выберите предмет");
        }
        let scale = clean_line(&self.scale.chars().take(40).collect::<String>());
        if mean.is_some_and(|mean| mean.is_some()) && scale.is_empty() {
            errors.add("scale", "Укажите, из скольких считали среднее: «из 5», «из 100»");
        }
        let topic = clean_line(&self.topic.chars().take(200).collect::<String>());
        let words = words(errors, "class_words", &self.words);
        let (pupils, below_minimum) = figures?;
        Some(Measure { moment: moment?, grade: grade?, subject: self.subject.clone(), topic, source: source?, measured_on: measured_on?, pupils, below_minimum, mean: mean?, scale, words: words? })
    }
}

fn day(raw: &str, today: Date) -> Result<Date, &'static str> {
    let day = date::parse(raw)?;
    if day > today {
        return Err("Этот день ещё не наступил. Укажите день, когда измеряли");
    }
    Ok(day)
}

fn figures(errors: &mut FieldErrors, pupils: &str, below: &str) -> Option<(i64, i64)> {
    let whole = |raw: &str| raw.trim().parse::<i64>().ok();
    let pupils = errors.take("pupils", whole(pupils).filter(|count| (1..=1000).contains(count)).ok_or("Укажите, сколько учеников участвовало: от 1 до 1000"));
    let below = errors.take("below_minimum", whole(below).filter(|count| *count >= 0).ok_or("Укажите, сколько из них ниже минимума; если никто, поставьте 0"));
    let (pupils, below) = (pupils?, below?);
    if below > pupils {
        errors.add("below_minimum", "Ниже минимума больше, чем всего учеников. Проверьте оба числа");
        return None;
    }
    Some((pupils, below))
}

fn mean(raw: &str) -> Result<Option<f64>, &'static str> {
    let text = raw.trim().replace(',', ".");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<f64>().ok().filter(|mean| (0.0..=1000.0).contains(mean)).map(Some).ok_or("Укажите среднее числом: 3,7")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    /// A class of so many pupils, so many of them below the minimum.
    pub(crate) fn class(pupils: i64, below_minimum: i64) -> Measure {
        Measure {
            moment: Moment::Before,
            grade: "7 Б".into(),
            subject: "matematika".into(),
            topic: String::new(),
            source: Source::SchoolTest,
            measured_on: date(2026, 9, 10),
            pupils,
            below_minimum,
            mean: None,
            scale: String::new(),
            words: String::new(),
        }
    }

    #[test]
    fn only_the_same_class_subject_and_source_are_compared() {
        let before = class(24, 9);
        assert!(before.is_of_one_kind(&class(20, 1)));
        for other in [Measure { grade: "7 А".into(), ..class(24, 9) }, Measure { subject: "fizika".into(), ..class(24, 9) }, Measure { source: Source::Vpr, ..class(24, 9) }] {
            assert!(!before.is_of_one_kind(&other));
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_once_and_a_name_is_no_class() {
        let form = MeasureForm { grade: "Иванов Петя".into(), pupils: "5".into(), below_minimum: "6".into(), measured_on: "01.01.2099".into(), mean: "много".into(), ..MeasureForm::default() };
        let mut errors = FieldErrors::default();
        assert_eq!(form.parse(&mut errors, date(2026, 11, 23), &[]), None);
        for field in ["moment", "grade", "source", "measured_on", "below_minimum", "mean", "class_subject"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        assert!(errors.of("grade").is_some_and(|said| said.contains("Имена учеников")));
    }
}

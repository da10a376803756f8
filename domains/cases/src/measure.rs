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

kernel::text_enum! {
    /// What the figures were counted from.
    Source { Marks = "marks", SchoolTest = "school_test", Vpr = "vpr", Oge = "oge", Ege = "ege", Other = "other" }
}

impl Source {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Marks => "отметки за четверть или триместр",
            Self::SchoolTest => "школьная работа",
            Self::Vpr => "ВПР",
            Self::Oge => "ОГЭ",
            Self::Ege => "ЕГЭ",
            Self::Other => "другое",
        }
    }

    /// What must stand beside it.
    #[must_use]
    pub fn caution(self) -> &'static str {
        match self {
            Self::Vpr => "не для оценки учителя",
            Self::Marks | Self::SchoolTest | Self::Oge | Self::Ege | Self::Other => "",
        }
    }
}

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

/// Two measurements beside each other, in words. What may have moved the figures besides the work is said with them; nothing is ever
/// said to be caused.
#[must_use]
pub fn compared(before: &Measure, after: &Measure, reader: Reader, was_chosen_for_low: bool) -> Vec<String> {
    if reader == Reader::Outside && (before.is_few() || after.is_few()) {
        return vec![format!("В классе меньше {FEW} учеников: сравнение видит только школа.")];
    }
    let mut said = vec![format!("Ниже минимума было {}, стало {}.", before.told(reader), after.told(reader)), difference(before, after)];
    if let (Some(first), Some(second)) = (before.mean, after.mean)
        && before.scale == after.scale
    {
        said.push(format!("Средний результат был {}, стал {} {}.", number(first), number(second), after.scale));
    }
    said.extend(cautions(before, after, was_chosen_for_low));
    said
}

fn difference(before: &Measure, after: &Measure) -> String {
    if before.is_few() || after.is_few() {
        return "Доли для такого класса не считаются: один ученик меняет их слишком сильно.".into();
    }
    let points = after.share() - before.share();
    let words = ui::ru::counted(points, "процентный пункт", "процентных пункта", "процентных пунктов").replace('−', "");
    match points {
        0 => "Доля не изменилась.".into(),
        ..0 => format!("Доля учеников ниже минимума меньше на {words}."),
        1.. => format!("Доля учеников ниже минимума больше на {words}."),
    }
}

fn cautions(before: &Measure, after: &Measure, was_chosen_for_low: bool) -> Vec<String> {
    let mut said = Vec::new();
    if before.is_few() || after.is_few() {
        said.push(format!("Учеников меньше {FEW}: разница может объясняться случаем."));
    } else if (after.below_minimum - before.below_minimum).abs() <= 2 {
        said.push("Разница в одного-двух учеников может объясняться случаем.".into());
    }
    if (after.pupils - before.pupils).abs() * 5 > before.pupils {
        said.push("Писали заметно разные по составу группы: сравнивать их нужно осторожно.".into());
    }
    if was_chosen_for_low {
        said.push("Сопровождение начато из-за низкого результата. После очень низкого результата следующий обычно выше и сам по себе (возврат к среднему).".into());
    }
    if after.source == Source::Vpr {
        said.push("Результаты ВПР не используются для оценки учителя.".into());
    }
    said.push("Это сопоставление по времени. Оно не показывает, почему результаты изменились.".into());
    said
}

/// «3,7».
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
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
}

impl MeasureForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self {
            moment: get("moment"),
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
            compared_with: get("compared_with"),
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
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn class(pupils: i64, below: i64) -> Measure {
        Measure {
            moment: Moment::Before,
            grade: "7 Б".into(),
            subject: "matematika".into(),
            topic: String::new(),
            source: Source::SchoolTest,
            measured_on: date(2026, 9, 10),
            pupils,
            below_minimum: below,
            mean: None,
            scale: String::new(),
            words: String::new(),
        }
    }

    #[test]
    fn a_difference_is_told_with_what_may_explain_it() {
        let said = compared(&class(24, 9), &class(25, 4), Reader::Outside, true).join(" ");
        assert!(said.contains("было 9 из 24 (38\u{a0}%), стало 4 из 25 (16\u{a0}%)") && said.contains("меньше на 22"), "{said}");
        assert!(said.contains("возврат к среднему") && said.contains("не показывает, почему"));
        let few = compared(&class(6, 3), &class(6, 1), Reader::School, false).join(" ");
        assert!(few.contains("случаем") && !few.contains('%'), "{few}");
        let vpr = Measure { source: Source::Vpr, ..class(24, 9) };
        assert!(compared(&vpr, &vpr, Reader::School, false).join(" ").contains("не используются для оценки учителя"));
    }

    #[test]
    fn a_stranger_reads_nothing_of_a_small_class() {
        let said = compared(&class(9, 3), &class(12, 1), Reader::Outside, false).join(" ");
        assert!(!said.contains("3 из 9") && !said.contains("1 из 12"), "{said}");
        assert!(!class(9, 3).told(Reader::Outside).contains('3'));
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

    proptest! {
        #[test]
        fn nothing_is_ever_said_to_be_caused(pupils in 1i64..60, below in 0i64..60, later in 1i64..60, left in 0i64..60, low in any::<bool>(), outside in any::<bool>()) {
            let (before, after) = (class(pupils, below.min(pupils)), class(later, left.min(later)));
            let said = compared(&before, &after, if outside { Reader::Outside } else { Reader::School }, low).join(" ");
            for word in ["вызва", "благодаря", "привел", "привёл", "эффект", "повлия"] {
                prop_assert!(!said.contains(word), "{said}");
            }
            prop_assert!((0..=100).contains(&before.share()));
        }
    }
}

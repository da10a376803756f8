//! The short form, as typed.

use crate::{
    class::Class,
    model::{Bin, Distribution, Figures, NewOutcome, Origin, Outcome, Topic},
    period::{Period, PeriodKind, school_year_of},
    source::Source,
};
use kernel::{Date, FieldErrors, date, id::PlaceId, name::clean_line};
use web::Answers;

/// What was typed, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeForm {
    pub place: String,
    pub class: String,
    pub subject: String,
    pub source: String,
    /// `2026:quarter:1`, or `day`.
    pub period: String,
    pub day: String,
    pub from: String,
    pub until: String,
    pub title: String,
    pub pupils: String,
    pub under: String,
    pub mean: String,
    pub scale: String,
    pub twos: String,
    pub threes: String,
    pub fours: String,
    pub fives: String,
    pub bins: String,
    pub topics: String,
    pub is_class_sure: bool,
    pub is_replacing: bool,
}

/// A form understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    pub new: NewOutcome,
    pub origin: Origin,
    /// Somebody said that the class exists.
    pub is_class_sure: bool,
    /// Somebody said that what stands is replaced.
    pub is_replacing: bool,
}

impl Typed {
    /// A result as the form would give it, with nothing confirmed.
    #[must_use]
    pub fn of(new: NewOutcome) -> Self {
        Self { new, origin: Origin::Typed, is_class_sure: false, is_replacing: false }
    }
}

impl OutcomeForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self {
            place: get("place"),
            class: get("class"),
            subject: get("subject"),
            source: get("source"),
            period: get("period"),
            day: get("day"),
            from: get("from"),
            until: get("until"),
            title: get("title"),
            pupils: get("pupils"),
            under: get("under"),
            mean: get("mean"),
            scale: get("scale"),
            twos: get("twos"),
            threes: get("threes"),
            fours: get("fours"),
            fives: get("fives"),
            bins: get("bins"),
            topics: get("topics"),
            is_class_sure: answers.get("known") == "yes",
            is_replacing: answers.get("replace") == "yes",
        }
    }

    /// What one class has in common with the next: subject, source, period, title.
    #[must_use]
    pub fn common_of(outcome: &Outcome) -> Self {
        let of = Self::of_outcome(outcome);
        Self { place: of.place, subject: of.subject, source: of.source, period: of.period, day: of.day, from: of.from, until: of.until, title: of.title, scale: of.scale, ..Self::default() }
    }

    /// A result as it would have been typed: what follows from its marks was not, and would contradict the first of them that is mended.
    #[must_use]
    pub fn of_outcome(outcome: &Outcome) -> Self {
        let figures = &outcome.figures;
        let is_day = outcome.period.kind == PeriodKind::Day;
        let usual = Period::usual(outcome.period.kind, outcome.period.school_year, outcome.period.number);
        let is_usual = is_day || usual == Some(outcome.period);
        let day = |day: Date| kernel::date::short(day);
        let marks = match &figures.distribution {
            Distribution::Marks(marks) => marks.map(|count| count.to_string()),
            Distribution::Unknown | Distribution::Bins(_) => Default::default(),
        };
        let [twos, threes, fours, fives] = marks;
        let typed = |number: String| if matches!(figures.distribution, Distribution::Marks(_)) { String::new() } else { number };
        let bins = match &figures.distribution {
            Distribution::Bins(bins) => bins.iter().map(|bin| format!("{}–{}: {}", bin.from, bin.to, bin.pupils)).collect::<Vec<_>>().join("\n"),
            Distribution::Unknown | Distribution::Marks(_) => String::new(),
        };
        Self {
            place: outcome.place.to_string(),
            class: outcome.class.label(),
            subject: outcome.subject.clone(),
            source: outcome.source.to_string(),
            period: if is_day { "day".into() } else { period_value(outcome.period.school_year, outcome.period.kind, outcome.period.number) },
            day: if is_day { day(outcome.period.from) } else { String::new() },
            from: if is_usual { String::new() } else { day(outcome.period.from) },
            until: if is_usual { String::new() } else { day(outcome.period.last()) },
            title: outcome.title.clone(),
            pupils: typed(figures.pupils.to_string()),
            under: typed(figures.under.to_string()),
            mean: typed(figures.mean.map(crate::check::number).unwrap_or_default()),
            scale: crate::check::number(figures.scale),
            twos,
            threes,
            fours,
            fives,
            bins,
            topics: figures.topics.iter().map(|topic| format!("{} — {}", topic.title, topic.percent)).collect::<Vec<_>>().join("\n"),
            is_class_sure: false,
            is_replacing: false,
        }
    }

    /// All that is wrong is noted at once. Rules that need the store are asked by the use case.
    ///
    /// # Errors
    /// By the names of the fields.
    pub fn parse(&self, place: PlaceId, subjects: &[(String, String)], today: Date) -> Result<Typed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let class = errors.take("class", Class::parse(&self.class));
        if !subjects.iter().any(|(code, _)| *code == self.subject) {
            errors.add("subject", "Выберите предмет");
        }
        let source = errors.take("source", self.source.parse::<Source>().map_err(|_| "Выберите, откуда результат"));
        let period = self.period(&mut errors, today);
        let figures = self.figures(&mut errors, source.unwrap_or(Source::SchoolTest));
        let title = clean_line(&self.title.chars().take(400).collect::<String>());
        if gradefiles::is_like_a_person(&title) {
            errors.add("title", "Похоже на имя человека. Напишите название работы");
        }
        let new = (|| Some(NewOutcome { place, class: class?, subject: self.subject.clone(), period: period?, source: source?, title, figures: figures? }))();
        errors.or(new.map(|new| Typed { new, origin: Origin::Typed, is_class_sure: self.is_class_sure, is_replacing: self.is_replacing }))
    }

    pub(crate) fn period(&self, errors: &mut FieldErrors, today: Date) -> Option<Period> {
        if self.period == "day" {
            let day = errors.take("day", date::parse(&self.day))?;
            if day > today {
                errors.add("day", "Этот день ещё не наступил. Результат вносят, когда он уже есть");
                return None;
            }
            return Some(Period::day(day));
        }
        let Some(usual) = parse_period(&self.period) else {
            errors.add("period", "Выберите, за какой период результат");
            return None;
        };
        let on = |raw: &str, else_: Date, field: &str, errors: &mut FieldErrors| if raw.trim().is_empty() { Some(else_) } else { errors.take(field, date::parse(raw)) };
        let from = on(&self.from, usual.from, "from", errors);
        let last = on(&self.until, usual.last(), "until", errors);
        let (from, last) = (from?, last?);
        Some(usual.on(from, last.tomorrow().unwrap_or(last)))
    }

    fn figures(&self, errors: &mut FieldErrors, source: Source) -> Option<Figures> {
        let distribution = self.distribution(errors);
        let of_marks = match &distribution {
            Some(Distribution::Marks(marks)) => Some(*marks),
            Some(Distribution::Unknown | Distribution::Bins(_)) | None => None,
        };
        let total = distribution.as_ref().and_then(Distribution::total);
        // What marks say already needn't be typed.
        let pupils = match total.filter(|_| self.pupils.trim().is_empty()) {
            Some(total) => Some(total),
            None => errors.take("pupils", whole(&self.pupils).ok_or("Укажите, сколько учеников участвовало, числом")),
        };
        let under = match of_marks.filter(|_| self.under.trim().is_empty()) {
            Some(marks) => Some(marks[0]),
            None => errors.take("under", whole(&self.under).ok_or("Укажите, сколько из них ниже минимума; если никто, поставьте 0")),
        };
        let mean = errors.take("mean", decimal(&self.mean).map_err(|()| "Укажите среднее числом: 3,7"));
        let scale = errors.take("scale", decimal(&self.scale).map_err(|()| "Укажите, из скольких баллов, числом: 5 или 100"));
        let topics = self.topics(errors);
        let mean = mean?.or_else(|| distribution.as_ref().and_then(Distribution::mean).map(|mean| (mean * 100.0).round() / 100.0));
        Some(Figures { pupils: pupils?, under: under?, mean, scale: scale?.unwrap_or_else(|| source.usual_scale()), distribution: distribution?, topics: topics? })
    }

    fn distribution(&self, errors: &mut FieldErrors) -> Option<Distribution> {
        let marks = [("twos", &self.twos), ("threes", &self.threes), ("fours", &self.fours), ("fives", &self.fives)];
        let has_marks = marks.iter().any(|(_, text)| !text.trim().is_empty());
        let has_bins = !self.bins.trim().is_empty();
        if has_marks && has_bins {
            errors.add("bins", "Внесите или отметки, или распределение по баллам, не оба сразу");
            return None;
        }
        if has_bins {
            return errors.take("bins", parse_bins(&self.bins)).map(Distribution::Bins);
        }
        if !has_marks {
            return Some(Distribution::Unknown);
        }
        let mut counts = [0; 4];
        for (count, (field, text)) in counts.iter_mut().zip(marks) {
            *count = if text.trim().is_empty() { 0 } else { errors.take(field, whole(text).ok_or("Укажите число учеников с этой отметкой"))? };
        }
        Some(Distribution::Marks(counts))
    }

    fn topics(&self, errors: &mut FieldErrors) -> Option<Vec<Topic>> {
        let parsed: Result<Vec<Topic>, String> = self.topics.lines().map(clean_line).filter(|line| !line.is_empty()).map(|line| topic(&line)).collect();
        errors.take("topics", parsed)
    }
}

fn whole(raw: &str) -> Option<i64> {
    raw.trim().parse::<i64>().ok().filter(|count| (0..=1_000_000).contains(count))
}

fn decimal(raw: &str) -> Result<Option<f64>, ()> {
    let text = raw.trim().replace(',', ".");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Some).ok_or(())
}

/// «Дроби — 64», «Дроби: 64 %».
fn topic(line: &str) -> Result<Topic, String> {
    let bare = line.trim_end_matches('%').trim_end();
    let digits = bare.chars().rev().take_while(char::is_ascii_digit).count();
    let (title, percent) = bare.split_at(bare.len() - digits);
    let title = title.trim_end_matches([' ', '—', '–', '-', ':', '\t', '\u{a0}']).trim().to_owned();
    if gradefiles::is_surely_a_person(&title) {
        return Err("Похоже на имя человека. Напишите тему: «Дроби — 64»".into());
    }
    match percent.parse::<i64>() {
        Ok(percent) if !title.is_empty() => Ok(Topic { title, percent }),
        Ok(_) | Err(_) => Err(format!("Строка «{line}»: напишите тему и через тире процент справившихся, «Дроби — 64»")),
    }
}

/// «0–9: 3» in each line.
fn parse_bins(raw: &str) -> Result<Vec<Bin>, String> {
    raw.lines()
        .map(clean_line)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let numbers: Vec<i64> = line.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect();
            match numbers[..] {
                [from, to, pupils] => Ok(Bin { from, to, pupils }),
                [point, pupils] => Ok(Bin { from: point, to: point, pupils }),
                _ => Err(format!("Строка «{line}»: напишите баллы и через двоеточие число учеников, «0–9: 3»")),
            }
        })
        .collect()
}

/// The value of a period's option.
#[must_use]
pub fn period_value(school_year: i64, kind: PeriodKind, number: i64) -> String {
    format!("{school_year}:{kind}:{number}")
}

fn parse_period(raw: &str) -> Option<Period> {
    let mut parts = raw.split(':');
    let (year, kind, number) = (parts.next()?, parts.next()?, parts.next()?);
    Period::usual(kind.parse().ok()?, year.parse().ok()?, number.parse().ok()?)
}

/// Periods to choose from: those of this school year that have begun and of the year before, the newest first.
#[must_use]
pub fn periods(today: Date) -> Vec<Period> {
    let year = school_year_of(today);
    let kinds = [PeriodKind::Quarter, PeriodKind::Trimester, PeriodKind::Half, PeriodKind::Year];
    let all = [year, year - 1].into_iter().flat_map(|year| kinds.into_iter().flat_map(move |kind| kind.numbers().filter_map(move |number| Period::usual(kind, year, number))));
    all.filter(|period| period.from <= today).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn form() -> OutcomeForm {
        OutcomeForm {
            class: "7б".into(),
            subject: "matematika".into(),
            source: "marks".into(),
            period: "2026:quarter:1".into(),
            twos: "3".into(),
            threes: "10".into(),
            fours: "8".into(),
            fives: "3".into(),
            ..OutcomeForm::default()
        }
    }

    fn parse(form: &OutcomeForm) -> Result<Typed, FieldErrors> {
        form.parse("sch".into(), &[("matematika".into(), "Математика".into())], date(2026, 11, 23))
    }

    #[test]
    fn four_marks_are_enough() {
        let typed = parse(&form()).unwrap();
        assert_eq!((typed.new.figures.pupils, typed.new.figures.under, typed.new.figures.mean), (24, 3, Some(3.46)));
        assert_eq!(typed.new.period.label(), "1 четверть 2026/27");
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        let errors = parse(&OutcomeForm { class: "Петя".into(), period: "2026:quarter:9".into(), mean: "много".into(), twos: "x".into(), topics: "Дроби".into(), ..OutcomeForm::default() }).unwrap_err();
        for field in ["class", "subject", "source", "period", "twos", "mean", "topics"] {
            assert!(errors.of(field).is_some(), "{field}: {errors}");
        }
        let named = parse(&OutcomeForm { title: "Ёлкина Анна Петровна".into(), topics: "Повести Пушкина — 70\nЁлкина А. П. — 64".into(), ..form() }).unwrap_err();
        assert!(named.of("title").is_some() && named.of("topics").is_some_and(|said| said.contains("имя человека") && !said.contains("Ёлкин")), "{named}");
    }

    #[test]
    fn a_work_has_its_day_its_points_and_its_topics() {
        let work = OutcomeForm {
            source: "school_test".into(),
            period: "day".into(),
            day: "14.10.2026".into(),
            scale: "30".into(),
            pupils: "24".into(),
            under: "5".into(),
            bins: "0–9: 5\n10–30: 19".into(),
            topics: "Дроби — 64\nЗадачи: 40 %".into(),
            twos: String::new(),
            threes: String::new(),
            fours: String::new(),
            fives: String::new(),
            ..form()
        };
        let typed = parse(&work).unwrap();
        assert_eq!(typed.new.figures.distribution, Distribution::Bins(vec![Bin { from: 0, to: 9, pupils: 5 }, Bin { from: 10, to: 30, pupils: 19 }]));
        assert_eq!(typed.new.figures.topics[1], Topic { title: "Задачи".into(), percent: 40 });
        assert!(parse(&OutcomeForm { day: "14.12.2026".into(), ..work.clone() }).unwrap_err().of("day").is_some());
        assert!(parse(&OutcomeForm { twos: "1".into(), ..work }).unwrap_err().of("bins").is_some());
    }

    #[test]
    fn periods_offered_have_begun() {
        let offered = periods(date(2026, 11, 23));
        assert!(offered.iter().all(|period| period.from <= date(2026, 11, 23)));
        assert!(offered.iter().any(|period| period.label() == "2 четверть 2026/27") && offered.iter().any(|period| period.label() == "4 четверть 2025/26"));
    }
}

//! What is said of a file when it is chosen.

use crate::{form::OutcomeForm, period::Period, source::Source};
use gradefiles::{ClassName, Found, Hints, Layout, Places, Thresholds};
use kernel::{Date, FieldErrors, name::clean_line};
use web::Answers;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BringForm {
    pub source: String,
    pub period: String,
    pub day: String,
    pub title: String,
    pub place: String,
    pub class: String,
    pub subject: String,
    pub three: String,
    pub four: String,
    pub five: String,
    pub least: String,
}

/// Understood.
#[derive(Debug, Clone)]
pub struct Said {
    pub source: Source,
    pub period: Period,
    pub title: String,
    pub place: String,
    pub hints: Hints,
}

impl BringForm {
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self {
            source: get("source"),
            period: get("period"),
            day: get("day"),
            title: get("title"),
            place: get("place"),
            class: get("class"),
            subject: get("subject"),
            three: get("three"),
            four: get("four"),
            five: get("five"),
            least: get("least"),
        }
    }

    /// All that is wrong is noted at once; `subjects` are code and name, `known` all names of subjects and of places that a file may use.
    pub fn parse(&self, subjects: &[(String, String)], (known, places): (Vec<String>, Places), today: Date) -> Result<Said, FieldErrors> {
        let mut errors = FieldErrors::default();
        let source = errors.take("source", self.source.parse::<Source>().map_err(|_| "Выберите, откуда результаты"));
        let period = OutcomeForm { period: self.period.clone(), day: self.day.clone(), ..OutcomeForm::default() }.period(&mut errors, today);
        let class = match self.class.trim() {
            "" => None,
            typed => errors.take("class", ClassName::parse(typed).map_err(|why| sentence(&why.message()))),
        };
        let subject = subjects.iter().find(|(code, _)| *code == self.subject).map(|(_, name)| name.clone());
        if subject.is_none() && !self.subject.is_empty() {
            errors.add("subject", "Такого предмета нет в списке");
        }
        let title = clean_line(&self.title.chars().take(400).collect::<String>());
        if title.chars().count() > 120 {
            errors.add("title", "Название длиннее 120 знаков. Сократите");
        }
        if gradefiles::is_like_a_person(&title) {
            errors.add("title", "Похоже на имя человека. Напишите название работы");
        }
        let (thresholds, least) = (self.thresholds(&mut errors), points(&self.least, "least", &mut errors));
        let number = period.as_ref().and_then(|period| u32::try_from(period.number).ok());
        let hints = Hints { class, subject, subjects: known, places: places.into(), period: number, thresholds, least };
        errors.or((|| Some(Said { source: source?, period: period?, title, place: self.place.clone(), hints }))())
    }

    fn thresholds(&self, errors: &mut FieldErrors) -> Option<Thresholds> {
        if [&self.three, &self.four, &self.five].iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        let [three, four, five] = [("three", &self.three), ("four", &self.four), ("five", &self.five)].map(|(field, text)| points(text, field, errors));
        let (Some(three), Some(four), Some(five)) = (three, four, five) else {
            errors.add("three", "Впишите все три порога: с какого балла «3», «4» и «5»");
            return None;
        };
        let thresholds = Thresholds([three, four, five]);
        if !thresholds.is_ascending() {
            errors.add("three", "Пороги идут по возрастанию: «3», потом «4», потом «5»");
            return None;
        }
        Some(thresholds)
    }
}

fn points(typed: &str, field: &str, errors: &mut FieldErrors) -> Option<f64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let read = typed.replace(',', ".").parse::<f64>().ok().filter(|points| (0.0..=1_000.0).contains(points));
    errors.take(field, read.ok_or("Впишите число баллов, например 15"))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Why a file of this kind can't be of this source.
pub fn mismatch(found: &Found, source: Source) -> Option<&'static str> {
    let is_oko = found.layouts.iter().any(|layout| layout.is_oko());
    let is_exam = found.layouts.contains(&Layout::Exam);
    match source {
        Source::Vpr if is_exam => Some("В файле протокол экзамена, а не ВПР. Выберите ОГЭ или ЕГЭ"),
        Source::Marks if is_exam => Some("В файле протокол экзамена, а не отметки за период. Выберите ОГЭ, ЕГЭ или школьную работу"),
        Source::Vpr => None,
        Source::Marks | Source::SchoolTest | Source::Oge | Source::Ege | Source::Other if is_oko => Some("Это отчёт ФИС ОКО о ВПР. Выберите источник «ВПР»: по закону эти результаты видны только внутри сопровождения"),
        Source::Marks | Source::SchoolTest | Source::Oge | Source::Ege | Source::Other if found.says_vpr => {
            Some("В названии или заголовке файла — ВПР. Выберите источник «ВПР»: по закону эти результаты видны только внутри сопровождения. Если это другая работа, исправьте название и заголовок")
        }
        Source::Marks | Source::SchoolTest | Source::Oge | Source::Ege | Source::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parse(form: &BringForm) -> Result<Said, FieldErrors> {
        form.parse(&[("matematika".into(), "Математика".into())], (vec!["Математика".into()], Places::default()), date(2026, 11, 23))
    }

    #[test]
    fn a_source_and_a_period_are_enough() {
        let said = parse(&BringForm { source: "marks".into(), period: "2026:quarter:1".into(), ..BringForm::default() }).unwrap();
        assert_eq!((said.source, said.hints.period, said.hints.thresholds), (Source::Marks, Some(1), None));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let form = BringForm { class: "12А".into(), subject: "волшебство".into(), three: "5".into(), four: "x".into(), title: "Петров Иван Ильич".into(), ..BringForm::default() };
        let errors = parse(&form).unwrap_err();
        for field in ["source", "period", "class", "subject", "four", "three", "title"] {
            assert!(errors.of(field).is_some(), "{field}: {errors}");
        }
        let falling = BringForm { source: "oge".into(), period: "day".into(), day: "20.10.2026".into(), three: "8".into(), four: "7".into(), five: "9".into(), ..BringForm::default() };
        assert!(parse(&falling).unwrap_err().of("three").is_some_and(|said| said.contains("по возрастанию")));
    }

    #[test]
    fn a_report_about_vpr_is_nothing_else() {
        let of = |layout: Layout| Found { layouts: vec![layout], ..Found::default() };
        assert!(mismatch(&of(Layout::OkoMarks), Source::Marks).is_some_and(|said| said.contains("ВПР")));
        assert_eq!(mismatch(&of(Layout::OkoMarks), Source::Vpr), None);
        assert!(mismatch(&of(Layout::Exam), Source::Vpr).is_some());
        assert_eq!(mismatch(&of(Layout::Summary), Source::Marks), None);
        let titled = Found { says_vpr: true, ..of(Layout::Summary) };
        assert!(mismatch(&titled, Source::SchoolTest).is_some_and(|said| said.contains("ВПР")) && mismatch(&titled, Source::Vpr).is_none());
    }
}

//! What is typed about an instrument: all errors at once, a value or nothing.

use crate::model::{BlueprintLine, CompetencyId, FrameworkId, Instrument, InstrumentId, InstrumentState, Mode, ScaleId, Settings, Shows};
use kernel::{
    FieldErrors,
    name::{clean_line, clean_text},
};
use web::Answers;

/// The settings of an instrument as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstrumentForm {
    pub title: String,
    pub framework: String,
    pub scale: String,
    pub mode: String,
    pub subject: String,
    pub minutes: String,
    pub attempts: String,
    pub rest_days: String,
    pub shows: String,
    pub shows_rationale: String,
    pub about: String,
    pub criterion_gap: String,
    pub total_gap: String,
    pub version: String,
}

/// What may be chosen.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub frameworks: Vec<(FrameworkId, String)>,
    pub scales: Vec<(ScaleId, String)>,
    pub subjects: Vec<(String, String)>,
}

impl InstrumentForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self {
            title: get("title"),
            framework: get("framework"),
            scale: get("scale"),
            mode: get("mode"),
            subject: get("subject"),
            minutes: get("minutes"),
            attempts: get("attempts"),
            rest_days: get("rest_days"),
            shows: get("shows"),
            shows_rationale: get("shows_rationale"),
            about: get("about"),
            criterion_gap: get("criterion_gap"),
            total_gap: get("total_gap"),
            version: get("version"),
        }
    }

    /// What a new instrument begins with.
    #[must_use]
    pub fn fresh() -> Self {
        Self { mode: "fixed".into(), attempts: "1".into(), rest_days: "30".into(), shows: "at_once".into(), shows_rationale: "yes".into(), criterion_gap: "2".into(), total_gap: "1".into(), ..Self::default() }
    }

    /// As it stands.
    #[must_use]
    pub fn from(instrument: &Instrument) -> Self {
        Self {
            title: instrument.title.clone(),
            framework: instrument.framework.to_string(),
            scale: instrument.scale.to_string(),
            mode: instrument.mode.to_string(),
            subject: instrument.subject.clone(),
            minutes: instrument.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            attempts: instrument.attempts.to_string(),
            rest_days: instrument.rest_days.to_string(),
            shows: instrument.shows.to_string(),
            shows_rationale: if instrument.shows_rationale { "yes".into() } else { String::new() },
            about: instrument.settings.about.clone(),
            criterion_gap: instrument.settings.criterion_gap.to_string(),
            total_gap: instrument.settings.total_gap.to_string(),
            version: instrument.version.to_string(),
        }
    }

    /// An instrument in draft; id, code and state are the caller's.
    ///
    /// # Errors
    /// Every field that says nothing sensible.
    pub fn parse(&self, choices: &Choices, settings: &Settings) -> Result<Instrument, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = clean_line(&self.title);
        if title.is_empty() || title.chars().count() > 200 {
            errors.add("title", "Укажите название, не длиннее 200 знаков. Его увидит педагог");
        }
        let framework = choices.frameworks.iter().map(|(id, _)| id).copied().find(|id| id.to_string() == self.framework);
        if framework.is_none() {
            errors.add("framework", "Выберите рамку компетенций из списка");
        }
        let scale = choices.scales.iter().map(|(id, _)| id).copied().find(|id| id.to_string() == self.scale);
        if scale.is_none() {
            errors.add("scale", "Выберите шкалу уровней из списка");
        }
        let mode = errors.take("mode", self.mode.parse::<Mode>().map_err(|_| "Выберите, как даются задания"));
        let shows = errors.take("shows", self.shows.parse::<Shows>().map_err(|_| "Выберите, когда педагог увидит результат"));
        if !self.subject.is_empty() && !choices.subjects.iter().any(|(code, _)| *code == self.subject) {
            errors.add("subject", "Выберите предмет из списка или «любой»");
        }
        let minutes =
            if self.minutes.trim().is_empty() { Some(None) } else { whole(&mut errors, "minutes", &self.minutes, 5, 600, "Укажите минуты: от 5 до 600, или оставьте пустым").map(Some) };
        let attempts = whole(&mut errors, "attempts", &self.attempts, 1, 5, "Укажите число попыток: от 1 до 5");
        let rest_days = whole(&mut errors, "rest_days", &self.rest_days, 0, 365, "Укажите дни между попытками: от 0 до 365");
        let criterion_gap = whole(&mut errors, "criterion_gap", &self.criterion_gap, 1, 20, "Укажите баллы: от 1 до 20");
        let total_gap = whole(&mut errors, "total_gap", &self.total_gap, 0, 50, "Укажите баллы: от 0 до 50");
        let about = clean_text(&self.about);
        if about.trim().is_empty() || about.chars().count() > 5000 {
            errors.add("about", "Напишите педагогу, о чём диагностика и зачем, не длиннее 5000 знаков");
        }
        let value = (|| {
            Some(Instrument {
                id: InstrumentId::fresh(),
                code: String::new(),
                title,
                framework: framework?,
                scale: scale?,
                mode: mode?,
                state: InstrumentState::Draft,
                subject: self.subject.clone(),
                minutes: minutes?,
                attempts: attempts?,
                rest_days: rest_days?,
                shows: shows?,
                shows_rationale: self.shows_rationale == "yes",
                settings: Settings { about, criterion_gap: u32::try_from(criterion_gap?).ok()?, total_gap: u32::try_from(total_gap?).ok()?, ..settings.clone() },
                version: 1,
            })
        })();
        errors.or(value)
    }
}

fn whole(errors: &mut FieldErrors, field: &str, raw: &str, least: i64, most: i64, help: &str) -> Option<i64> {
    errors.take(field, raw.trim().parse::<i64>().ok().filter(|number| (least..=most).contains(number)).ok_or(help))
}

/// The blueprint as typed: `items-{competency}` and `most-{competency}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlueprintForm {
    /// Competency, items, most.
    pub lines: Vec<(CompetencyId, String, String)>,
}

impl BlueprintForm {
    #[must_use]
    pub fn of(answers: &Answers, competencies: &[CompetencyId]) -> Self {
        let line = |id: &CompetencyId| (*id, answers.get(&format!("items-{id}")).trim().to_owned(), answers.get(&format!("most-{id}")).trim().to_owned());
        Self { lines: competencies.iter().map(line).collect() }
    }

    /// # Errors
    /// At `items-{competency}` or `most-{competency}`.
    pub fn parse(&self, mode: Mode) -> Result<Vec<BlueprintLine>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut found = Vec::new();
        for (competency, items, most) in &self.lines {
            if items.is_empty() || items == "0" {
                if !most.is_empty() && mode == Mode::Adaptive {
                    errors.add(format!("items-{competency}"), "Укажите и наименьшее число заданий");
                }
                continue;
            }
            let least = whole(&mut errors, &format!("items-{competency}"), items, 1, 60, "Укажите число заданий: от 1 до 60, или оставьте пустым");
            let most = match mode {
                Mode::Fixed => Some(None),
                Mode::Adaptive => whole(&mut errors, &format!("most-{competency}"), most, least.unwrap_or(1), 60, "Укажите наибольшее число заданий: не меньше наименьшего и не больше 60").map(Some),
            };
            if let (Some(items), Some(most)) = (least, most) {
                found.push(BlueprintLine { competency: *competency, items, most });
            }
        }
        let total: i64 = found.iter().map(|line| line.most.unwrap_or(line.items)).sum();
        if total > 200 {
            errors.add("", "Всего больше 200 заданий: столько за один раз не пройти. Уменьшите числа");
        }
        errors.or(Some(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices { frameworks: vec![(FrameworkId::fresh(), "Рамка".into())], scales: vec![(ScaleId::fresh(), "Шкала".into())], subjects: vec![("mat".into(), "Математика".into())] }
    }

    #[test]
    fn every_error_is_told_at_once_at_its_field() {
        let typed = InstrumentForm { minutes: "две".into(), attempts: "0".into(), subject: "volshebstvo".into(), ..InstrumentForm::default() };
        let errors = typed.parse(&choices(), &Settings::default()).unwrap_err();
        for field in ["title", "framework", "scale", "mode", "shows", "subject", "minutes", "attempts", "rest_days", "criterion_gap", "total_gap", "about"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_filled_form_is_an_instrument_and_back() {
        let choices = choices();
        let typed = InstrumentForm {
            title: " Оценивание ".into(),
            framework: choices.frameworks[0].0.to_string(),
            scale: choices.scales[0].0.to_string(),
            about: "О чём".into(),
            minutes: "45".into(),
            version: "1".into(),
            ..InstrumentForm::fresh()
        };
        let made = typed.parse(&choices, &Settings::default()).unwrap();
        assert_eq!((made.title.as_str(), made.minutes, made.attempts, made.mode), ("Оценивание", Some(45), 1, Mode::Fixed));
        assert_eq!(InstrumentForm::from(&made), InstrumentForm { title: "Оценивание".into(), ..typed });
    }

    #[test]
    fn a_blueprint_takes_what_is_filled_and_refuses_the_rest() {
        let ids = [CompetencyId::fresh(), CompetencyId::fresh(), CompetencyId::fresh()];
        let typed = |pairs: &[(usize, &str, &str)]| Answers::of(pairs.iter().map(|(at, field, value)| (format!("{field}-{}", ids[*at]), (*value).to_owned())));
        let form = BlueprintForm::of(&typed(&[(0, "items", "8"), (1, "items", ""), (2, "items", "4"), (2, "most", "12")]), &ids);
        assert_eq!(form.parse(Mode::Fixed).unwrap(), [BlueprintLine { competency: ids[0], items: 8, most: None }, BlueprintLine { competency: ids[2], items: 4, most: None }]);
        let errors = form.parse(Mode::Adaptive).unwrap_err();
        assert!(errors.of(&format!("most-{}", ids[0])).is_some() && errors.of(&format!("most-{}", ids[2])).is_none());
        let wild = BlueprintForm::of(&typed(&[(0, "items", "-1"), (1, "items", "999"), (2, "items", "ё")]), &ids);
        assert_eq!(wild.parse(Mode::Fixed).unwrap_err().all().len(), 3);
    }
}

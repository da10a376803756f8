//! What is typed when an instrument is offered: to whom, when, which form.

use crate::model::{AttemptId, FormId, InstrumentId};
use kernel::{Date, FieldErrors, id::PersonId, name::clean_line};
use ui::url::Query;
use web::Answers;

/// Who is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Those ticked.
    Ticked(Vec<PersonId>),
    /// Everybody the filter finds.
    Found(people::Filter),
}

/// The form of assigning as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignForm {
    pub instrument: String,
    pub form: String,
    pub from: String,
    pub to: String,
    pub reason: String,
    pub repeat_of: String,
    /// `ticked` or `found`.
    pub whom: String,
    pub persons: Vec<String>,
    pub filter: people::Filter,
    /// How many the preview counted.
    pub expected: String,
}

/// The filter of people out of an address or a form.
#[must_use]
pub fn filter_of(get: impl Fn(&str) -> String) -> people::Filter {
    people::Filter { text: get("q"), municipality: get("municipality"), school: get("school"), subject: get("subject"), position: String::new() }
}

impl AssignForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).trim().to_owned();
        Self {
            instrument: get("instrument"),
            form: get("form"),
            from: get("from"),
            to: get("to"),
            reason: get("reason"),
            repeat_of: get("repeat_of"),
            whom: get("whom"),
            persons: answers.all("person").into_iter().map(ToOwned::to_owned).collect(),
            filter: filter_of(get),
            expected: get("expected"),
        }
    }

    /// From the address of the page: what a link proposes.
    #[must_use]
    pub fn proposed(query: &Query, today: Date) -> Self {
        let get = |name: &str| query.text(name).to_owned();
        let month = today.checked_add(jiff::Span::new().days(14)).unwrap_or(today);
        Self {
            instrument: get("instrument"),
            form: get("form"),
            from: kernel::date::short(today),
            to: kernel::date::short(month),
            repeat_of: get("repeat_of"),
            persons: query.all("person").map(ToOwned::to_owned).collect(),
            filter: filter_of(get),
            ..Self::default()
        }
    }

    /// # Errors
    /// At `instrument`, `form`, `from`, `to`, `reason`, `person`.
    pub fn parse(&self, today: Date) -> Result<Assigning, FieldErrors> {
        let mut errors = FieldErrors::default();
        let instrument = errors.take("instrument", self.instrument.parse::<InstrumentId>().map_err(|_| "Выберите диагностику"));
        let form = if self.form.is_empty() { Some(None) } else { errors.take("form", self.form.parse::<FormId>().map_err(|_| "Выберите вариант из списка")).map(Some) };
        let from = errors.take("from", kernel::date::parse(&self.from));
        let to = errors.take("to", kernel::date::parse(&self.to));
        if let (Some(from), Some(to)) = (from, to) {
            if to < from {
                errors.add("to", "Последний день не может быть раньше первого");
            } else if to < today {
                errors.add("to", "Последний день уже прошёл. Укажите день не раньше сегодняшнего");
            } else if to > from.checked_add(jiff::Span::new().days(366)).unwrap_or(to) {
                errors.add("to", "Срок не длиннее года. Укажите более ранний последний день");
            }
        }
        let reason = clean_line(&self.reason);
        if reason.chars().count() > 500 {
            errors.add("reason", "Пояснение не длиннее 500 знаков");
        }
        let repeat_of = if self.repeat_of.is_empty() {
            Some(None)
        } else {
            errors.take("repeat_of", self.repeat_of.parse::<AttemptId>().map_err(|_| "Ссылка на прежнюю попытку повреждена. Откройте её результат и назначьте повтор оттуда")).map(Some)
        };
        let whom = match self.whom.as_str() {
            "found" => Some(Whom::Found(self.filter.clone())),
            _ => {
                let ids: Option<Vec<PersonId>> = self.persons.iter().map(|raw| raw.parse().ok()).collect();
                if ids.as_ref().is_none_or(Vec::is_empty) {
                    errors.add("person", "Отметьте в списке хотя бы одного человека");
                }
                ids.map(Whom::Ticked)
            }
        };
        let value = (|| Some(Assigning { instrument: instrument?, form: form?, from: from?, to: to?, reason, repeat_of: repeat_of?, whom: whom? }))();
        errors.or(value)
    }
}

/// What is to be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigning {
    pub instrument: InstrumentId,
    /// `None`: the first form with new items, chosen at the start.
    pub form: Option<FormId>,
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
    pub reason: String,
    pub repeat_of: Option<AttemptId>,
    pub whom: Whom,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_error_of_the_form_is_told() {
        let typed =
            AssignForm {
                from: "завтра".into(), to: "31.02.2026".into(), reason: "о".repeat(501), form: "x".into(), repeat_of: "y".into(), whom: "ticked".into(), persons: vec!["не-код".into()], ..AssignForm::default()
            };
        let errors = typed.parse(date(2026, 11, 23)).unwrap_err();
        for field in ["instrument", "form", "from", "to", "reason", "repeat_of", "person"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn the_window_must_lie_ahead_and_not_be_endless() {
        let typed = |from: &str, to: &str| AssignForm { instrument: InstrumentId::fresh().to_string(), from: from.into(), to: to.into(), whom: "found".into(), ..AssignForm::default() };
        let today = date(2026, 11, 23);
        assert!(typed("23.11.2026", "23.11.2026").parse(today).is_ok(), "one day is a window");
        for (from, to) in [("24.11.2026", "23.11.2026"), ("01.11.2026", "22.11.2026"), ("23.11.2026", "01.01.2028")] {
            assert!(typed(from, to).parse(today).unwrap_err().of("to").is_some(), "{from} {to}");
        }
    }
}

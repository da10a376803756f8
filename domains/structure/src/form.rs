//! Answers as typed → all errors at once → a value of the domain.

pub mod heads;
pub mod reach;

use ::web::Answers;
use kernel::{Date, FieldErrors, date, name::clean_line};

use crate::workflow::{NewSchool, Renaming};

const LONGEST_NAME: usize = 400;
const LONGEST_SHORT: usize = 120;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenameForm {
    pub name: String,
    pub short_name: String,
    pub type_label: String,
    pub from: String,
    /// The version of the place that the page showed.
    pub version: i64,
}

impl RenameForm {
    pub fn of(answers: &Answers) -> Self {
        Self {
            name: clean_line(answers.get("name")),
            short_name: clean_line(answers.get("short_name")),
            type_label: clean_line(answers.get("type_label")),
            from: answers.get("from").trim().to_owned(),
            version: answers.get("version").parse().unwrap_or_default(),
        }
    }

    pub fn parse(&self) -> Result<Renaming, FieldErrors> {
        let mut errors = FieldErrors::default();
        check_names(&mut errors, &self.name, &self.short_name);
        let from = errors.take("from", date::parse(&self.from));
        let names = (self.name.clone(), self.short_name.clone(), self.type_label.clone());
        errors.or(from.map(|from| Renaming { name: names.0, short_name: names.1, type_label: names.2, from }))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchoolForm {
    pub name: String,
    pub short_name: String,
    pub type_label: String,
    pub settlement: String,
    pub opened_on: String,
}

impl SchoolForm {
    pub fn of(answers: &Answers) -> Self {
        Self {
            name: clean_line(answers.get("name")),
            short_name: clean_line(answers.get("short_name")),
            type_label: clean_line(answers.get("type_label")),
            settlement: clean_line(answers.get("settlement")),
            opened_on: answers.get("opened_on").trim().to_owned(),
        }
    }

    pub fn parse(&self) -> Result<NewSchool, FieldErrors> {
        let mut errors = FieldErrors::default();
        check_names(&mut errors, &self.name, &self.short_name);
        if self.settlement.is_empty() {
            errors.add("settlement", "Укажите населённый пункт, например «с. Троицкое»");
        }
        let opened_on = if self.opened_on.is_empty() { None } else { errors.take("opened_on", date::parse(&self.opened_on)) };
        errors.or(Some(NewSchool { code: None, name: self.name.clone(), short_name: self.short_name.clone(), type_label: self.type_label.clone(), settlement: self.settlement.clone(), opened_on }))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosingForm {
    pub closed_on: String,
    pub version: i64,
}

impl ClosingForm {
    pub fn of(answers: &Answers) -> Self {
        Self { closed_on: answers.get("closed_on").trim().to_owned(), version: answers.get("version").parse().unwrap_or_default() }
    }

    pub fn parse(&self) -> Result<Date, FieldErrors> {
        let mut errors = FieldErrors::default();
        let closed_on = errors.take("closed_on", date::parse(&self.closed_on));
        errors.or(closed_on)
    }
}

fn check_names(errors: &mut FieldErrors, name: &str, short_name: &str) {
    check_length(errors, "name", name, LONGEST_NAME, "Укажите полное название, как в уставе");
    check_length(errors, "short_name", short_name, LONGEST_SHORT, "Укажите краткое название для списков, например «Школа № 5»");
}

fn check_length(errors: &mut FieldErrors, field: &str, text: &str, longest: usize, if_empty: &str) {
    let length = text.chars().count();
    if length == 0 {
        errors.add(field, if_empty);
    } else if length > longest {
        errors.add(field, format!("Название длиннее {longest} знаков ({length}). Сократите его"));
    }
}

//! Who comes and who leaves, as typed.

use ::web::Answers;
use kernel::{Date, Error, FieldErrors, date, id::PersonId, name::clean_line};

use crate::{
    heads::{Appointment, HeadId, Post},
    places::Place,
};

const LONGEST: usize = 150;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadForm {
    pub post: String,
    /// A card's id, or empty.
    pub person: String,
    pub name: String,
    pub from: String,
    pub version: i64,
}

impl HeadForm {
    pub fn of(answers: &Answers) -> Self {
        Self {
            post: answers.get("post").to_owned(),
            person: answers.get("person").to_owned(),
            name: clean_line(answers.get("name")),
            from: answers.get("from").trim().to_owned(),
            version: answers.get("version").parse().unwrap_or_default(),
        }
    }

    /// `candidates` are the cards that may be linked: those who work there, as the viewer sees them.
    pub fn parse(&self, place: &Place, candidates: &[(PersonId, String)]) -> Result<Appointment, FieldErrors> {
        let mut errors = FieldErrors::default();
        let post = match (self.post.parse::<Post>(), Post::of(place.kind)) {
            (Ok(post), _) => Some(post),
            (Err(_), [only]) => Some(*only),
            (Err(_), _) => {
                errors.add("post", "Выберите должность");
                None
            }
        };
        let person = candidates.iter().find(|(id, _)| id.to_string() == self.person);
        if person.is_none() && !self.person.is_empty() {
            errors.add("person", "Этого человека здесь нет. Выберите из списка или напишите имя");
        }
        let name = if self.name.is_empty() { person.map(|(_, name)| name.clone()).unwrap_or_default() } else { self.name.clone() };
        if name.is_empty() {
            errors.add("name", "Напишите фамилию, имя и отчество или выберите человека из списка");
        } else if name.chars().count() > LONGEST {
            errors.add("name", format!("Имя длиннее {LONGEST} знаков. Сократите его"));
        }
        let from = errors.take("from", date::parse(&self.from));
        errors.or(post.zip(from).map(|(post, from)| Appointment { post, person: person.map(|(id, _)| *id), name, from }))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeavingForm {
    pub on: String,
    pub version: i64,
}

impl LeavingForm {
    pub fn of(answers: &Answers) -> Self {
        Self { on: answers.pairs().iter().find(|(name, _)| name.starts_with("on-")).map(|(_, day)| day.trim().to_owned()).unwrap_or_default(), version: answers.get("version").parse().unwrap_or_default() }
    }

    /// Several such forms stand on one page: each has a field of its own.
    pub fn field(head: HeadId) -> String {
        format!("on-{head}")
    }

    pub fn parse(&self, head: HeadId) -> Result<Date, FieldErrors> {
        let mut errors = FieldErrors::default();
        let on = errors.take(&Self::field(head), date::parse(&self.on));
        errors.or(on)
    }

    /// An error of the use case beside the field of its form.
    pub fn at(head: HeadId, error: Error) -> Error {
        match error {
            Error::Fields(errors) => Error::field(&Self::field(head), errors.of("on").unwrap_or("Исправьте дату")),
            other => other,
        }
    }
}

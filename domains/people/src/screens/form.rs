//! Forms of the card: answers as typed, all errors at once, a value of the domain or nothing.

use crate::model::{Changes, Move, NewPerson, Person};
use ::web::Answers;
use kernel::{
    Date, FieldErrors, contact, date,
    id::PlaceId,
    name::{self, FullName},
};

/// Answers as they stand in the fields.
#[derive(Debug, Clone, Default)]
pub struct CardForm {
    pub family: String,
    pub given: String,
    pub patronymic: String,
    pub birth_on: String,
    pub phone: String,
    pub email: String,
    pub place: String,
    pub position: String,
    pub position_text: String,
    pub since: String,
    pub main_subject: String,
    pub subjects: Vec<String>,
    pub on: String,
    pub version: i64,
}

impl CardForm {
    pub fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self {
            family: text("family"),
            given: text("given"),
            patronymic: text("patronymic"),
            birth_on: text("birth_on"),
            phone: text("phone"),
            email: text("email"),
            place: text("place"),
            position: text("position"),
            position_text: text("position_text"),
            since: text("since"),
            main_subject: text("main_subject"),
            subjects: answers.all("subjects").into_iter().map(ToOwned::to_owned).collect(),
            on: text("on"),
            version: answers.get("version").parse().unwrap_or_default(),
        }
    }

    pub fn of(person: &Person) -> Self {
        let shown = |day: Option<Date>| day.map(date::short).unwrap_or_default();
        Self {
            family: person.name.family.clone(),
            given: person.name.given.clone(),
            patronymic: person.name.patronymic.clone().unwrap_or_default(),
            birth_on: shown(person.birth_on),
            phone: person.phone.as_deref().map(contact::phone_shown).unwrap_or_default(),
            email: person.email.clone().unwrap_or_default(),
            place: person.place.to_string(),
            position: person.position.clone(),
            position_text: person.position_text.clone(),
            since: shown(person.since),
            main_subject: person.main_subject().unwrap_or_default().to_owned(),
            subjects: person.subjects.iter().map(|(code, _)| code.clone()).collect(),
            on: String::new(),
            version: person.version,
        }
    }

    /// The name alone.
    pub fn name(&self) -> Result<FullName, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.read_name(&mut errors);
        errors.or(name)
    }

    fn read_name(&self, errors: &mut FieldErrors) -> Option<FullName> {
        let mut part = |field: &str, raw: &str, missing: Option<&str>| {
            let text = errors.take(field, name::part(raw))?;
            match missing {
                Some(sentence) if text.is_empty() => {
                    errors.add(field, sentence);
                    None
                }
                _ => Some(text),
            }
        };
        let family = part("family", &self.family, Some("Укажите фамилию"));
        let given = part("given", &self.given, Some("Укажите имя"));
        let patronymic = part("patronymic", &self.patronymic, None);
        Some(FullName { family: family?, given: given?, patronymic: patronymic.filter(|text| !text.is_empty()) })
    }

    pub fn changes(&self, today: Date) -> Result<Changes, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.read_name(&mut errors);
        let birth_on = past_day(&mut errors, "birth_on", &self.birth_on, today);
        let since = past_day(&mut errors, "since", &self.since, today);
        let phone = optional(&self.phone).and_then(|raw| errors.take("phone", contact::phone(raw)));
        let email = optional(&self.email).and_then(|raw| errors.take("email", contact::email(raw)));
        let (position, position_text) = (self.position.trim().to_owned(), name::clean_line(&self.position_text).chars().take(200).collect());
        let changes = name.map(|name| Changes { name, birth_on, phone, email, position, position_text, since, subjects: self.chosen_subjects() });
        errors.or(changes)
    }

    pub fn new_person(&self, today: Date) -> Result<NewPerson, FieldErrors> {
        let changes = self.changes(today);
        let place = self.chosen_place();
        match (changes, place) {
            (Ok(changes), Ok(place)) => {
                let Changes { name, birth_on, phone, email, position, position_text, since, subjects } = changes;
                Ok(NewPerson { name, birth_on, phone, email, place, position, position_text, since, subjects })
            }
            (Err(mut errors), Err(more)) => {
                more.all().iter().for_each(|(field, message)| errors.add(field.clone(), message.clone()));
                Err(errors)
            }
            (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
        }
    }

    pub fn to_move(&self) -> Result<Move, FieldErrors> {
        let mut errors = FieldErrors::default();
        let place = match self.chosen_place() {
            Ok(place) => Some(place),
            Err(more) => {
                errors = more;
                None
            }
        };
        let on = errors.take("on", date::parse(&self.on));
        let position_text = name::clean_line(&self.position_text).chars().take(200).collect();
        let to = place.zip(on).map(|(place, on)| Move { place, position: self.position.trim().to_owned(), position_text, on });
        errors.or(to)
    }

    /// The day a change of name begins.
    pub fn day(&self) -> Result<Date, FieldErrors> {
        let mut errors = FieldErrors::default();
        let on = errors.take("on", date::parse(&self.on));
        errors.or(on)
    }

    fn chosen_place(&self) -> Result<PlaceId, FieldErrors> {
        let mut errors = FieldErrors::default();
        let place = (!self.place.trim().is_empty()).then(|| PlaceId::from(self.place.trim()));
        if place.is_none() {
            errors.add("place", "Выберите школу, муниципалитет или институт из списка");
        }
        errors.or(place)
    }

    fn chosen_subjects(&self) -> Vec<(String, bool)> {
        let main = (!self.main_subject.is_empty()).then(|| (self.main_subject.clone(), true));
        let others = self.subjects.iter().filter(|code| **code != self.main_subject).map(|code| (code.clone(), false));
        crate::model::with_one_main(&main.into_iter().chain(others).collect::<Vec<_>>())
    }
}

fn optional(raw: &str) -> Option<&str> {
    Some(raw.trim()).filter(|text| !text.is_empty())
}

fn past_day(errors: &mut FieldErrors, field: &str, raw: &str, today: Date) -> Option<Date> {
    let day = errors.take(field, date::parse(optional(raw)?))?;
    if day > today {
        errors.add(field, "Эта дата ещё не наступила. Проверьте год");
        return None;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn all_errors_come_at_once_and_nothing_is_invented() {
        let form = CardForm { given: "Анна".into(), birth_on: "31.02.1985".into(), phone: "12".into(), email: "нет".into(), ..CardForm::default() };
        let errors = form.new_person(day(2026, 11, 23)).unwrap_err();
        let fields: Vec<&str> = errors.all().iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["family", "birth_on", "phone", "email", "place"]);
    }

    #[test]
    fn the_main_subject_is_one_of_the_subjects() {
        let form = CardForm { family: "Ким".into(), given: "Олег".into(), main_subject: "b".into(), subjects: vec!["a".into(), "b".into()], ..CardForm::default() };
        assert_eq!(form.changes(day(2026, 11, 23)).unwrap().subjects, [("b".to_owned(), true), ("a".to_owned(), false)]);
    }
}

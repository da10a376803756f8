//! The methodical service and the contact, as typed.

use ::web::Answers;
use kernel::{FieldErrors, contact, date, name::clean_line};

use crate::{contacts::Contact, services::Turn};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceForm {
    /// `yes` or `no`.
    pub has_service: String,
    pub from: String,
    pub version: i64,
}

impl ServiceForm {
    pub fn of(answers: &Answers) -> Self {
        Self { has_service: answers.get("has_service").to_owned(), from: answers.get("from").trim().to_owned(), version: answers.get("version").parse().unwrap_or_default() }
    }

    pub fn parse(&self) -> Result<Turn, FieldErrors> {
        let mut errors = FieldErrors::default();
        let has_service = match self.has_service.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                errors.add("has_service", "Отметьте, есть ли служба");
                None
            }
        };
        let from = errors.take("from", date::parse(&self.from));
        errors.or(from.zip(has_service).map(|(from, has_service)| Turn { from, has_service }))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactForm {
    pub address: String,
    pub phone: String,
    pub email: String,
    pub site: String,
    pub version: i64,
}

impl From<Contact> for ContactForm {
    fn from(kept: Contact) -> Self {
        Self { address: kept.address, phone: kept.phone, email: kept.email, site: kept.site, version: kept.version }
    }
}

impl ContactForm {
    pub fn of(answers: &Answers) -> Self {
        let line = |name: &str| clean_line(answers.get(name));
        Self { address: line("address"), phone: line("phone"), email: line("email"), site: line("site"), version: answers.get("version").parse().unwrap_or_default() }
    }

    pub fn parse(&self) -> Result<Contact, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.address.chars().count() > 300 {
            errors.add("address", "Адрес длиннее 300 знаков. Сократите его");
        }
        // An organisation's line may have an extension, so it is kept as typed.
        if self.phone.chars().count() > 60 || (!self.phone.is_empty() && self.phone.chars().filter(char::is_ascii_digit).count() < 5) {
            errors.add("phone", "Напишите номер цифрами, например +7 4212 00-00-00, доб. 12");
        }
        let email = if self.email.is_empty() { Some(String::new()) } else { errors.take("email", contact::email(&self.email)) };
        let is_address = |site: &str| (site.starts_with("https://") || site.starts_with("http://")) && !site.contains(char::is_whitespace) && site.len() <= 300;
        if !self.site.is_empty() && !is_address(&self.site) {
            errors.add("site", "Адрес сайта начинается с https://, например https://school6.example");
        }
        errors.or(email.map(|email| Contact { address: self.address.clone(), phone: self.phone.clone(), email, site: self.site.clone(), version: self.version }))
    }
}

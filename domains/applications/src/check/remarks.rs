//! The form of a return: a reason from the dictionary, own words, or both, at each field that must be corrected.

use crate::{field::Field, lists::Lists};
use kernel::{FieldErrors, name::clean_text};
use std::collections::BTreeMap;
use structure::profile::TermKind;

/// As typed: field → (code of the reason, own words).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnForm(pub BTreeMap<Field, (String, String)>);

impl From<&web::Answers> for ReturnForm {
    fn from(posted: &web::Answers) -> Self {
        let typed = |field: Field| (posted.get(&format!("reason-{field}")).to_owned(), posted.get(&format!("words-{field}")).to_owned());
        Self(Field::ALL.iter().map(|field| (*field, typed(*field))).collect())
    }
}

impl ReturnForm {
    /// What was typed at a field.
    #[must_use]
    pub fn at(&self, field: Field) -> (&str, &str) {
        self.0.get(&field).map_or(("", ""), |(code, words)| (code, words))
    }

    /// Fields with their reasons in words, in the order of the form.
    ///
    /// # Errors
    /// Nothing is marked, a reason isn't of this field, own words are too long.
    pub fn parse(&self, lists: &Lists) -> Result<Vec<(Field, String)>, FieldErrors> {
        let (mut errors, mut reasons) = (FieldErrors::default(), Vec::new());
        for field in Field::ALL.iter().copied() {
            let (code, words) = self.at(field);
            let words = clean_text(words);
            if !code.is_empty() && !lists.return_reasons(field.as_str()).iter().any(|(known, _)| known == code) {
                errors.add(format!("reason-{field}"), "Такой причины для этого поля нет. Выберите другую");
            } else if words.chars().count() > 1_000 {
                errors.add(format!("words-{field}"), "Слишком длинно, можно до 1000 знаков. Сократите пояснение");
            } else if !code.is_empty() || !words.is_empty() {
                let label = if code.is_empty() { String::new() } else { lists.label(TermKind::ReturnReason, code) };
                reasons.push((field, [label, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")));
            }
        }
        if reasons.is_empty() && errors.is_empty() {
            errors.add(format!("reason-{}", Field::FullName), "Укажите хотя бы у одного поля, что нужно исправить");
        }
        errors.or(Some(reasons))
    }
}

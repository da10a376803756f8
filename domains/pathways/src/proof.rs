//! An activity as proof: that one was there or held it is known already, and needs no file to be shown.
//!
//! Activities stand below pathways, so the server says where they are found ([`Source`]). What is chosen is kept as it stood then:
//! a later correction of who was there doesn't change what was handed in.

use crate::model::ResultForm;
use kernel::{Date, Error, Result, Tx, id::PersonId};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use ui::ru;

kernel::text_enum! {
    /// How one took part.
    Part { Attended = "attended", Hosted = "hosted" }
}

impl Part {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Attended => "участие отмечено",
            Self::Hosted => "проводил(а)",
        }
    }
}

/// An activity in which a person took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Of the activity.
    pub id: String,
    /// Kind and title.
    pub title: String,
    pub number: String,
    pub on: Date,
    pub part: String,
    /// Of the person's own presence or work.
    pub minutes: i64,
    /// On the certificate in force; empty: there is none.
    pub code: String,
    /// Of the catalogue, where the activity stands in it.
    pub resource: String,
    pub url: String,
}

impl Proof {
    /// As lists name it.
    #[must_use]
    pub fn caption(&self) -> String {
        let certificate = if self.code.is_empty() { "" } else { ", есть сертификат" };
        format!("{}, {} ({}{certificate})", self.title, ru::date(self.on), self.part_label())
    }

    fn part_label(&self) -> &'static str {
        self.part.parse().map_or("", Part::label)
    }

    /// As it stands in a report.
    #[must_use]
    pub fn shown(&self) -> Markup {
        html! {
            p {
                "Мероприятие: " a href=(self.url) { (self.title) } ", № " (self.number) ", " (ru::date(self.on)) ". "
                (capital(self.part_label())) @if self.minutes > 0 { ", " (ru::counted(self.minutes, "минута", "минуты", "минут")) } "."
                @if !self.code.is_empty() { " Сертификат " a href={ "/verify/a/" (self.code) } { (self.code) } "." }
            }
        }
    }

    pub(crate) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// As it is kept: empty where there is none.
pub(crate) fn json(proof: Option<&Proof>) -> Result<String> {
    Ok(proof.map(serde_json::to_string).transpose().map_err(anyhow::Error::new)?.unwrap_or_default())
}

/// Activities in which a person took part, the newest first: only what is noted, never what is said.
pub type Source = fn(&mut Tx<'_>, PersonId) -> Result<Vec<Proof>>;

/// All sources of the installation.
#[derive(Clone, Default)]
pub(crate) struct Sources(Arc<[Source]>);

impl Sources {
    pub fn new(sources: Vec<Source>) -> Self {
        Self(sources.into())
    }

    pub fn of(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Proof>> {
        let mut found = Vec::new();
        for source in self.0.iter() {
            found.extend(source(tx, person)?);
        }
        Ok(found)
    }

    /// The chosen one, as it stands now.
    ///
    /// # Errors
    /// A field error at `activity`: one was not noted there.
    pub fn chosen(&self, tx: &mut Tx<'_>, person: PersonId, id: &str) -> Result<Option<Proof>> {
        if id.is_empty() {
            return Ok(None);
        }
        let found = self.of(tx, person)?.into_iter().find(|proof| proof.id == id);
        found.map(Some).ok_or_else(|| Error::field("activity", "Вас нет среди тех, кто был на этом мероприятии или проводил его. Выберите другое или попросите ведущего отметить вас"))
    }
}

/// Forms whose evidence is an event: a noted one is as good as its programme or a diploma.
#[must_use]
pub fn is_enough_for(form: ResultForm) -> bool {
    match form {
        ResultForm::MasterClass | ResultForm::Presentation | ResultForm::Contest | ResultForm::Workshop => true,
        ResultForm::Lessons | ResultForm::InnovationReport | ResultForm::Project | ResultForm::Product | ResultForm::Portfolio | ResultForm::CreativeReport => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_read_back_as_it_was_kept() {
        let proof = Proof {
            id: "1".into(),
            title: "мастер-класс «Дроби»".into(),
            number: "М-2026-0001".into(),
            on: jiff::civil::date(2026, 11, 24),
            part: Part::Attended.as_str().into(),
            minutes: 45,
            code: "ABCDEFGH2345".into(),
            resource: String::new(),
            url: "/activities/1".into(),
        };
        assert_eq!(Proof::read(&json(Some(&proof)).unwrap()), Some(proof.clone()));
        assert_eq!((json(None).unwrap().as_str(), Proof::read("")), ("", None));
        assert!(proof.caption().contains("участие отмечено, есть сертификат") && proof.shown().into_string().contains("/verify/a/ABCDEFGH2345"));
    }
}

//! Papers of the way in: application, consents, nomination.

use serde::Serialize;

use super::{Fact, OperatorCard, Registration, Section, Signatory, Signature};
use crate::{Printable, Template};

/// A ground for membership that the applicant claims, with what confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Criterion {
    pub title: String,
    pub evidence: Vec<String>,
}

/// Анкета: the answers as given on the day of submission.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ApplicationDoc {
    pub operator: OperatorCard,
    pub registration: Registration,
    pub applicant: String,
    /// What the applicant asks for, a whole sentence.
    pub request: String,
    pub sections: Vec<Section>,
    pub criteria: Vec<Criterion>,
    /// Sentences the applicant confirms (accuracy of the answers and the like); consents are separate papers.
    pub confirmations: Vec<String>,
    pub signature: Signature,
    pub qr: Option<String>,
}

impl Printable for ApplicationDoc {
    const TEMPLATE: Template = Template::Application;
}

/// One datum of a consent, chosen or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChosenItem {
    pub title: String,
    pub chosen: bool,
}

/// Any consent. The text is the frozen text version with placeholders filled; the system adds no words of its own to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConsentDoc {
    pub operator: OperatorCard,
    pub title: String,
    pub subject: String,
    /// Contact, address, document: whatever this kind of consent must name.
    pub subject_facts: Vec<Fact>,
    pub paragraphs: Vec<String>,
    /// Over the list of items, e.g. «Разрешаю распространять».
    pub items_title: String,
    pub items: Vec<ChosenItem>,
    /// The subject's own conditions and bans on what is disseminated.
    pub conditions: String,
    pub term: String,
    /// Version name of the text and its SHA-256: printed small at the end as proof.
    pub text_version: String,
    pub text_sha256: String,
    pub signature: Signature,
    /// «Отозвано 3 декабря 2026 г. …» when it no longer lives.
    pub withdrawn: Option<String>,
    pub qr: Option<String>,
}

impl Printable for ConsentDoc {
    const TEMPLATE: Template = Template::Consent;
}

/// A merit of the candidate under a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Merit {
    pub criterion: String,
    pub facts: String,
}

/// Представление: a school or municipality puts a candidate forward.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NominationDoc {
    /// Who nominates; printed as the letterhead.
    pub nominator: OperatorCard,
    pub registration: Registration,
    /// Lines of the addressee: «Комиссия по формированию …».
    pub addressee: Vec<String>,
    pub candidate: String,
    pub candidate_facts: Vec<Fact>,
    pub paragraphs: Vec<String>,
    pub merits: Vec<Merit>,
    pub signatory: Signatory,
    pub qr: Option<String>,
}

impl Printable for NominationDoc {
    const TEMPLATE: Template = Template::Nomination;
}

//! Minutes of a union of teachers.

use serde::Serialize;

use super::{Fact, OperatorCard, Present, Registration, Signatory};
use crate::{Printable, Template};

/// What a union decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnionDecision {
    pub what: String,
    pub owner: String,
    /// As printed.
    pub due: String,
}

/// One question of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnionQuestion {
    pub title: String,
    pub speaker: String,
    pub heard: String,
    pub decisions: Vec<UnionDecision>,
}

/// Протокол заседания методического объединения.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnionMinutesDoc {
    pub operator: OperatorCard,
    pub registration: Registration,
    pub union: String,
    pub place: String,
    pub venue: String,
    /// «Черновик», «Версия 2», «Аннулирован»; empty for the first version in force.
    pub version: String,
    pub facts: Vec<Fact>,
    pub present: Vec<Present>,
    pub absent: Vec<String>,
    pub invited: String,
    pub quorum: String,
    pub has_quorum: bool,
    pub agenda: Vec<UnionQuestion>,
    /// Decided without a question of the agenda.
    pub other: Vec<UnionDecision>,
    pub signatories: Vec<Signatory>,
}

impl Printable for UnionMinutesDoc {
    const TEMPLATE: Template = Template::UnionMinutes;
}

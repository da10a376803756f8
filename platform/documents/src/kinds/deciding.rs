//! Minutes of the commission.

use serde::Serialize;

use super::{OperatorCard, Registration, Signatory};
use crate::{Printable, Template};

/// Someone at the meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Present {
    pub name: String,
    pub post: String,
    /// «председатель», «секретарь», «член комиссии».
    pub role: String,
}

/// Votes on one decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Votes {
    pub in_favour: u32,
    pub against: u32,
    pub abstained: u32,
}

/// What was decided about one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    pub name: String,
    /// Position and school, municipality.
    pub place: String,
    /// «Включить», «В резерв», «Отказать».
    pub decision: String,
    /// Kind and subject or direction, reason of a refusal.
    pub details: String,
    pub votes: Votes,
    /// Who did not vote because of a conflict of interest.
    pub recused: Vec<String>,
}

/// One question of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AgendaItem {
    pub title: String,
    pub heard: Vec<String>,
    pub decisions: Vec<DecisionRow>,
    pub resolved: Vec<String>,
}

/// Протокол заседания комиссии.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MinutesDoc {
    pub operator: OperatorCard,
    pub registration: Registration,
    pub city: String,
    /// «Комиссия по формированию регионального методического актива».
    pub commission: String,
    pub present: Vec<Present>,
    pub absent: Vec<String>,
    pub invited: Vec<String>,
    /// Whole sentence: «Присутствуют 7 из 9 членов комиссии, кворум (5) имеется.»
    pub quorum: String,
    pub agenda: Vec<AgendaItem>,
    pub signatories: Vec<Signatory>,
    pub qr: Option<String>,
}

impl Printable for MinutesDoc {
    const TEMPLATE: Template = Template::Minutes;
}

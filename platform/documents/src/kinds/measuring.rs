//! Papers of measurement: the protocol of a diagnostic.

use jiff::civil::Date;
use serde::Serialize;

use super::OperatorCard;
use crate::{Printable, Template};

/// One competency: figures as printed, and what they mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProtocolLine {
    pub competency: String,
    /// «17 из 25».
    pub points: String,
    pub percent: String,
    /// «от 41 до 66 %».
    pub interval: String,
    /// «от 60 %».
    pub target: String,
    /// «похоже на затруднение», «данных мало», «уверенно».
    pub outcome: String,
    pub meaning: String,
}

/// What a repeat shows of one competency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProtocolChange {
    pub competency: String,
    pub outcome: String,
    pub meaning: String,
}

/// Протокол диагностики.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProtocolDoc {
    pub operator: OperatorCard,
    pub full_name: String,
    pub place: String,
    pub instrument: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub taken_on: Date,
    /// What to keep in mind about the whole; may be empty.
    pub note: String,
    pub lines: Vec<ProtocolLine>,
    pub changes: Vec<ProtocolChange>,
}

impl Printable for ProtocolDoc {
    const TEMPLATE: Template = Template::DiagnosticProtocol;
}

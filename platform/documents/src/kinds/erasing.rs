//! Proof of destruction: act and log extract, contents after Roskomnadzor's order 179 of 28.10.2022. Both are kept three years.

use jiff::civil::Date;
use serde::Serialize;

use super::{Fact, OperatorCard, Registration};
use crate::{Printable, Template};

/// Who destroyed the data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Destroyer {
    pub name: String,
    pub post: String,
    /// «предложил(а) уничтожение», «утвердил(а)»: the two-person rule.
    pub role: String,
    /// When and by what means this person approved it in the system.
    pub approved_at: String,
}

/// A paper or other medium destroyed together with the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Medium {
    pub name: String,
    pub sheets: u32,
}

/// A kind of record and how many of it were destroyed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    pub what: String,
    pub count: usize,
}

/// Акт об уничтожении персональных данных.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DestructionActDoc {
    pub operator: OperatorCard,
    pub registration: Registration,
    pub city: String,
    /// Name and address of the person processing on the operator's behalf, if any.
    pub processor: Option<String>,
    /// Full name or another identifier of the subject.
    pub subject: String,
    pub destroyers: Vec<Destroyer>,
    pub categories: Vec<String>,
    pub erased: Vec<Erased>,
    pub media: Vec<Medium>,
    pub system: String,
    pub method: String,
    pub reason: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub destroyed_on: Date,
    /// What is kept on other grounds (a signed order, say) and the rule for backups; may be empty.
    pub remains: Vec<String>,
    /// Number of the log extract kept with the act.
    pub log_extract: String,
    pub qr: Option<String>,
}

impl Printable for DestructionActDoc {
    const TEMPLATE: Template = Template::DestructionAct;
}

/// One event of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LogEvent {
    pub number: u64,
    /// Already in the institute's time zone.
    pub at: String,
    pub what: String,
    pub object: String,
    pub by: String,
    /// Hash of the chain after the event; the first characters are enough.
    pub hash: String,
}

/// Выгрузка из журнала событий.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LogExtractDoc {
    pub operator: OperatorCard,
    pub registration: Registration,
    pub system: String,
    pub subject: String,
    /// Categories, reason, date, period: what the order asks for and what helps to read it.
    pub facts: Vec<Fact>,
    pub events: Vec<LogEvent>,
    /// Hash of the last link and the result of the check, a sentence.
    pub chain: String,
    pub qr: Option<String>,
}

impl Printable for LogExtractDoc {
    const TEMPLATE: Template = Template::LogExtract;
}

//! What each kind of document needs to know: one struct per template, plain values, no rules of any domain.
//!
//! Strings are printed as typed. A date inside a sentence is formatted by the caller with [`crate::long_date`].

mod applying;
mod attending;
mod deciding;
mod erasing;
mod measuring;
mod observing;
mod ordering;
mod own;
mod paper;
mod pathways;
mod portfolio;
mod support;
mod unions;

use jiff::civil::Date;
use serde::Serialize;

pub use applying::{ApplicationDoc, ChosenItem, ConsentDoc, Criterion, Merit, NominationDoc};
pub use attending::ActivityCertificateDoc;
pub use deciding::{AgendaItem, DecisionRow, MinutesDoc, Present, Votes};
pub use erasing::{Destroyer, DestructionActDoc, Erased, LogEvent, LogExtractDoc, Medium};
pub use measuring::{ProtocolChange, ProtocolDoc, ProtocolLine};
pub use observing::{LessonCardDoc, LessonPart, LessonRow};
pub use ordering::{AnnexRow, CertificateDoc, ExtractDoc, OrderDoc};
pub use own::{AccountSlipDoc, CabinetExportDoc, Slip};
pub use paper::PaperDoc;
pub use pathways::{PathwayConsent, PathwayDifficulty, PathwayDoc, PathwayLine, PathwayReport, PathwayResult};
pub use portfolio::PortfolioDoc;
pub use support::{SupportActDoc, SupportPlanDoc};
pub use unions::{UnionDecision, UnionMinutesDoc, UnionQuestion};

/// The organisation in whose name documents are made: the operator of personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OperatorCard {
    pub full_name: String,
    pub short_name: String,
    pub address: String,
    pub inn: String,
    pub ogrn: String,
    pub phone: String,
    pub email: String,
    pub site: String,
    pub director_post: String,
    pub director_name: String,
}

/// «Подпись»: post and name as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signatory {
    pub post: String,
    pub name: String,
}

/// One line «what — value».
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A table with a heading per column; every row has as many cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Grid {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A headed group of facts, with a table where one value is not enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    pub title: String,
    pub facts: Vec<Fact>,
    pub table: Option<Grid>,
}

/// How a paper is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Signature {
    /// A place for a handwritten signature and date.
    ByHand { name: String },
    /// The mark of an electronic signature: who, when, by what means, and the code that identifies the record.
    Electronic {
        name: String,
        signed_at: String,
        /// «Простая электронная подпись: вход по паролю и коду», in full.
        means: String,
        /// Code or hash by which the record is found.
        code: String,
    },
}

impl Default for Signature {
    fn default() -> Self {
        Self::ByHand { name: String::new() }
    }
}

/// Number and date as a document bears them; a draft has neither.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Registration {
    pub number: String,
    #[serde(serialize_with = "crate::dates::long_or_none")]
    pub on: Option<Date>,
}

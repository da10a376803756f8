//! Orders and what follows from them: extracts and certificates.

use jiff::civil::Date;
use serde::Serialize;

use super::{OperatorCard, Registration, Signatory};
use crate::{Printable, Template};

/// A person in the annex: №, ФИО, должность, ОО, МО, направление или предмет.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AnnexRow {
    pub name: String,
    pub position: String,
    pub school: String,
    pub municipality: String,
    /// Subject or direction; for an order on pause or end also the ground.
    pub scope: String,
}

/// Приказ: include, renew, pause, resume, end. The words of each kind are the caller's; the form is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OrderDoc {
    pub operator: OperatorCard,
    /// Without number and date it is printed as a draft («ПРОЕКТ»).
    pub registration: Registration,
    pub city: String,
    /// Heading for the text: «О включении в региональный методический актив».
    pub title: String,
    pub preamble: Vec<String>,
    pub points: Vec<String>,
    pub signatory: Signatory,
    pub annex_title: String,
    /// Heading of the last column: «Предмет», «Направление», «Основание».
    pub scope_column: String,
    pub annex: Vec<AnnexRow>,
    pub qr: Option<String>,
}

impl Printable for OrderDoc {
    const TEMPLATE: Template = Template::Order;
}

/// Выписка из приказа: the order's words with only the rows of the person it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExtractDoc {
    pub order: OrderDoc,
    /// Numbers the rows have in the order's own annex; as many as rows.
    pub row_numbers: Vec<usize>,
    /// Who confirms that the extract is true.
    pub certified_by: Signatory,
    #[serde(serialize_with = "crate::dates::long")]
    pub certified_on: Date,
    pub qr: Option<String>,
}

impl Printable for ExtractDoc {
    const TEMPLATE: Template = Template::Extract;
}

/// Удостоверение участника актива; `qr` leads to the page that confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CertificateDoc {
    pub operator: OperatorCard,
    pub number: String,
    pub full_name: String,
    pub position: String,
    pub school: String,
    pub municipality: String,
    /// «является участником методического актива Хабаровского края», a whole predicate.
    pub statement: String,
    /// «Предмет: математика» or «Направление: …».
    pub scope: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub valid_from: Date,
    #[serde(serialize_with = "crate::dates::long_or_none")]
    pub valid_to: Option<Date>,
    /// «приказ от 23 ноября 2026 г. № 145»
    pub ground: String,
    pub signatory: Signatory,
    /// The address of the verification page, printed beside the code too.
    pub qr: Option<String>,
}

impl Printable for CertificateDoc {
    const TEMPLATE: Template = Template::Certificate;
}

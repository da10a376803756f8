//! A certificate of having taken part in an activity, or of having held it.

use jiff::civil::Date;
use serde::Serialize;

use super::{OperatorCard, Signatory};
use crate::{Printable, Template};

/// Сертификат участника или ведущего мероприятия; `qr` leads to the page that confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ActivityCertificateDoc {
    pub operator: OperatorCard,
    pub number: String,
    pub full_name: String,
    pub school: String,
    /// «принял(а) участие», «провёл(а)».
    pub statement: String,
    /// «открытый урок».
    pub what: String,
    pub title: String,
    pub dates: String,
    /// «2 академических часа».
    pub volume: String,
    /// Who held it.
    pub holder: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub issued_on: Date,
    /// Printed across the sheet: another was issued instead, or none.
    pub annulled: bool,
    pub signatory: Signatory,
    pub qr: Option<String>,
}

impl Printable for ActivityCertificateDoc {
    const TEMPLATE: Template = Template::ActivityCertificate;
}

//! Papers for the person: the first-login slip and everything the system holds.

use jiff::civil::Date;
use serde::Serialize;

use super::{OperatorCard, Section};
use crate::{Printable, Template};

/// One slip, to be cut off and handed over in person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Slip {
    pub name: String,
    /// «Муниципальный координатор, Хабаровский район».
    pub role: String,
    pub login: String,
    pub code: String,
    /// «до 30 ноября 2026 г.»
    pub valid: String,
}

/// Slips for several people, eight to an A4 sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AccountSlipDoc {
    pub operator: OperatorCard,
    /// Address to open, as a person types it.
    pub address: String,
    pub slips: Vec<Slip>,
}

impl Printable for AccountSlipDoc {
    const TEMPLATE: Template = Template::AccountSlip;
}

/// «Что о вас хранится»: all the system holds about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CabinetExportDoc {
    pub operator: OperatorCard,
    pub full_name: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub made_on: Date,
    pub sections: Vec<Section>,
}

impl Printable for CabinetExportDoc {
    const TEMPLATE: Template = Template::CabinetExport;
}

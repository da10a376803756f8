//! A teacher's portfolio for attestation.

use jiff::civil::Date;
use serde::Serialize;

use super::{OperatorCard, Section};
use crate::{Printable, Template};

/// Works, accepted steps and, where the teacher wants it, diagnostics taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PortfolioDoc {
    pub operator: OperatorCard,
    pub full_name: String,
    pub place: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub made_on: Date,
    pub sections: Vec<Section>,
}

impl Printable for PortfolioDoc {
    const TEMPLATE: Template = Template::Portfolio;
}

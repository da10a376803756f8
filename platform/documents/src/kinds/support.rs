//! The plan of methodical help to a school: for those who work by it, never published.

use serde::Serialize;

use super::{Fact, OperatorCard, Section};
use crate::{Printable, Template};

/// Factors, what is done, who helps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SupportPlanDoc {
    pub operator: OperatorCard,
    pub title: String,
    pub about: Vec<Fact>,
    pub sections: Vec<Section>,
    /// Who may read it.
    pub note: String,
}

impl Printable for SupportPlanDoc {
    const TEMPLATE: Template = Template::SupportPlan;
}

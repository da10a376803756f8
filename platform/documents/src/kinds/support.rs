//! Methodical help to a school: the plan for those who work by it, the act for those who gave and took it. Neither is ever published.

use serde::Serialize;

use super::{Fact, OperatorCard, Section, Signatory};
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

/// What was done for a school on some days, and what was agreed; both sides sign it by hand, so number and date are left to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SupportActDoc {
    pub operator: OperatorCard,
    pub about: Vec<Fact>,
    pub sections: Vec<Section>,
    /// How the whole help ended, where it has ended.
    pub closing: String,
    /// Those who helped.
    pub gave: Vec<Signatory>,
    /// The school; a place for a name that isn't known.
    pub took: Vec<Signatory>,
    /// Who may read it.
    pub note: String,
}

impl Printable for SupportActDoc {
    const TEMPLATE: Template = Template::SupportAct;
}

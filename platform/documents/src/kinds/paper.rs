//! A paper of the common shape: what it is, about whom, sections with facts and tables, signatures.

use serde::Serialize;

use super::{Fact, OperatorCard, Section, Signatory, Signature};
use crate::{Printable, Template};

/// A mentoring programme, a member's report, a certificate of activity: what differs is the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PaperDoc {
    pub operator: OperatorCard,
    pub title: String,
    /// The line under the title.
    pub caption: String,
    /// «ПРОЕКТ» behind the text.
    pub is_draft: bool,
    pub about: Vec<Fact>,
    pub sections: Vec<Section>,
    /// Paragraphs after the sections.
    pub closing: Vec<String>,
    /// Places for signatures by hand.
    pub signatures: Vec<Signatory>,
    /// The mark of a signature by the system's key, where there is one.
    pub signed: Option<Signature>,
    /// The address of the page that confirms the paper.
    pub qr: Option<String>,
}

impl Printable for PaperDoc {
    const TEMPLATE: Template = Template::Paper;
}

//! Invented documents, one per kind, full and bare: for `doctor` (does an institute's own template still print?), tests and timing.

mod attending;
mod paper;
mod papers;
mod pathways;
mod persons;
mod portfolio;
mod support;
mod unions;

use serde_json::Value;

use crate::{Printable, Template, kinds::*};

pub use attending::activity_certificate;
pub use paper::paper;
pub use papers::{account_slips, application, cabinet_export, certificate, consent, destruction_act, diagnostic_protocol, extract, lesson_card, log_extract, minutes, nomination, order};
pub use pathways::pathway;
pub use portfolio::portfolio;
pub use support::{support_act, support_plan};
pub use unions::union_minutes;

/// A document with everything in it.
pub fn full(template: Template) -> Value {
    match template {
        Template::Application => json(&application()),
        Template::Consent => json(&consent()),
        Template::Nomination => json(&nomination()),
        Template::Minutes => json(&minutes()),
        Template::Order => json(&order(28)),
        Template::Extract => json(&extract()),
        Template::Certificate => json(&certificate()),
        Template::DestructionAct => json(&destruction_act()),
        Template::LogExtract => json(&log_extract()),
        Template::AccountSlip => json(&account_slips(8)),
        Template::CabinetExport => json(&cabinet_export()),
        Template::LessonCard => json(&lesson_card()),
        Template::DiagnosticProtocol => json(&diagnostic_protocol()),
        Template::Pathway => json(&pathway(9)),
        Template::Portfolio => json(&portfolio()),
        Template::UnionMinutes => json(&union_minutes()),
        Template::SupportPlan => json(&support_plan()),
        Template::SupportAct => json(&support_act()),
        Template::Paper => json(&paper()),
        Template::ActivityCertificate => json(&activity_certificate()),
    }
}

/// A document with nothing in it: every text empty, every list without rows.
pub fn bare(template: Template) -> Value {
    match template {
        Template::Application => json(&ApplicationDoc::default()),
        Template::Consent => json(&ConsentDoc::default()),
        Template::Nomination => json(&NominationDoc::default()),
        Template::Minutes => json(&MinutesDoc::default()),
        Template::Order => json(&OrderDoc::default()),
        Template::Extract => json(&ExtractDoc::default()),
        Template::Certificate => json(&CertificateDoc::default()),
        Template::DestructionAct => json(&DestructionActDoc::default()),
        Template::LogExtract => json(&LogExtractDoc::default()),
        Template::AccountSlip => json(&AccountSlipDoc::default()),
        Template::CabinetExport => json(&CabinetExportDoc::default()),
        Template::LessonCard => json(&LessonCardDoc::default()),
        Template::DiagnosticProtocol => json(&ProtocolDoc::default()),
        Template::Pathway => json(&PathwayDoc::default()),
        Template::Portfolio => json(&PortfolioDoc::default()),
        Template::UnionMinutes => json(&UnionMinutesDoc::default()),
        Template::SupportPlan => json(&SupportPlanDoc::default()),
        Template::SupportAct => json(&SupportActDoc::default()),
        Template::Paper => json(&PaperDoc::default()),
        Template::ActivityCertificate => json(&ActivityCertificateDoc::default()),
    }
}

/// Our own structs of strings, numbers and lists always become JSON.
fn json<D: Printable>(document: &D) -> Value {
    serde_json::to_value(document).unwrap_or_default()
}

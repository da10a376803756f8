//! Works: a teacher's results in one of the ten forms, typed once and used by pathways, the portfolio and reports.
//!
//! * A work is its author's own; the team of a case reads it only where it was handed in with a step.
//! * «Готово» is computed from the form's rule of evidence, never ticked.
//! * What was accepted with a step is a snapshot there: a work may be changed or removed later.

mod body;
mod forms;
pub(crate) mod store;
pub(crate) mod upload;
mod views;
mod web;
mod writing;

pub use self::web::router;
pub use body::{Body, lacks, link, sample, shown};
pub use store::{list, of_person};
pub(crate) use writing::author;
pub use writing::{Typed, attach, begin, detach, draft, keep, own, prove, remove, save, set_for_portfolio};

use crate::{
    model::ResultForm,
    proof::{self, Proof},
};
use files::{Digest, Kind};
use kernel::{Date, Timestamp, id::PersonId};

kernel::uuid_id! {
    /// A work of a teacher.
    WorkId,
}

/// What may be attached.
pub(crate) const KINDS: [Kind; 3] = [Kind::Pdf, Kind::Jpg, Kind::Png];
/// For the file inputs.
pub(crate) const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png";
/// So many files show any work.
pub(crate) const MOST_FILES: usize = 10;
pub(crate) const NO_PUPILS: &str = "Имён, фотографий и работ учеников с фамилиями в систему не вносят: пишите о классе в целом, закрывайте фамилии на сканах.";

/// A work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    pub id: WorkId,
    pub person: PersonId,
    pub form: ResultForm,
    pub title: String,
    pub body: Body,
    pub held_on: Option<Date>,
    pub is_ready: bool,
    pub for_portfolio: bool,
    /// An activity that shows it, as it stood when it was chosen.
    pub proof: Option<Proof>,
    pub made_at: Timestamp,
    pub version: i64,
}

/// A file of a work or of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub digest: Digest,
    pub name: String,
    pub kind: Kind,
}

impl Work {
    /// As lists name it.
    #[must_use]
    pub fn caption(&self) -> &str {
        if self.title.is_empty() { "Без названия" } else { &self.title }
    }

    /// How much shows it: files, and an activity where the form is about an event.
    #[must_use]
    pub fn shows(&self, files: usize) -> usize {
        files + usize::from(self.proof.is_some() && proof::is_enough_for(self.form))
    }
}

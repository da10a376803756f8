//! Schools with low results: a status for a study year, its risk factors, a plan of help, who helps, visits, what came of each factor.
//!
//! * Never public, in nobody's export but the school's own overseers': see [`crate::rules::overseen_schools`].
//! * Schools are not compared: lists go by place name, figures count schools by factor.
//! * Who helps has said yes; a visit is a minute on a phone and goes to the ledger (direction 4).

mod act;
pub mod figures;
mod form;
mod helping;
mod model;
mod paper;
pub(crate) mod store;
mod workflow;

pub use act::{Asked, Given, act, given};
pub use helping::{answer, ask, log_visit, release};
pub use model::{Factor, FactorId, Helper, HelperId, HelperState, Level, Line, LineId, LowSchool, LowSchoolId, Measure, Outcome, Visit, VisitId, study_year};
pub use paper::plan;
pub use store::{Filter, asked_of, find, helped_by, list};
pub use workflow::{add_factor, add_line, close, finish_line, measure, open, reopen, strike_line};

/// Where a school's card is looked at.
#[must_use]
pub fn url(id: LowSchoolId) -> String {
    format!("/schools-help/{id}")
}

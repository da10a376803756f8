//! The log of consultations: written down in a minute on a phone, read by the two who spoke.
//!
//! * Names and words are the consultant's and the colleague's; whoever oversees a place sees directions and numbers.
//! * A consultation is a deed of the ledger; struck out, it is none. Whom it was with may say that it wasn't.
//! * Taken back within two minutes it leaves no row; later it is changed or struck.

mod about;
pub(crate) mod colleagues;
mod draft;
mod form;
mod listen;
mod model;
mod paper;
mod store;
mod views;
mod web;
mod workflow;

pub use self::web::router;
pub use about::about_me;
pub use draft::sweep;
pub use form::{Entry, With};
pub use listen::listen;
pub use model::{Consultation, ConsultationId, Form, State};
pub use store::{Filter, Sum, disputed, list, sums};
pub use workflow::{edit, keep, log, object, strike, undo};

/// Where a consultation is looked at by whoever gave it.
#[must_use]
pub fn url(id: ConsultationId) -> String {
    format!("/consultations/{id}")
}

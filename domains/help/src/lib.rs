//! Help requests of teachers and schools in the twelve directions; the confidential kind is seen by the chosen helper only.
//!
//! * An open request is seen by who asks, who answers and who keeps the queue of the place; the school's management knows how many there
//!   are and reads only what was opened to it.
//! * The term of an answer is counted in working days of the asker's zone; late ones stand first. Nothing ranks those who answer.
//! * What is answered is a deed in the ledger, once per request and helper. A request may grow into a case, with the teacher's yes as any
//!   case, and into an activity.
//! * The confidential kind ([`private`]) lies in tables of its own and is gone some days after it was closed.

mod about;
mod activity;
mod asking;
mod figures;
mod form;
mod helpers;
mod helping;
mod jobs;
mod leading;
mod letters;
mod listen;
mod lists;
mod model;
pub mod private;
mod standing;
mod store;
pub mod terms;
mod views;
mod waits;
mod web;

pub use about::about_me;
pub use asking::{ask, close, reopen, withdraw, write};
pub use figures::{Row, Year, of as figures};
pub use form::Asked;
pub use helping::{answer, assign, give_back, take};
pub use jobs::tidy;
pub use leading::{became_activity, become_case};
pub use listen::listen;
pub use model::{Author, Form, HelpId, HelpRequest, HowSoon, Message, MessageKind, Outcome, Party, SeenBy, State, Turn, TurnKind, url};
pub use standing::{Standing, load, view};
pub use store::list::{Filter, queue};
pub use waits::waits;

pub use self::web::router;

/// A request for the program's own work, which shows it to nobody.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut kernel::Tx<'_>, id: HelpId) -> kernel::Result<HelpRequest> {
    store::find(tx, id)
}

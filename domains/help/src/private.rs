//! The confidential kind: between the asker and the helper whom the asker chose. Nobody oversees it.
//!
//! * It lies in tables of its own; no list, search, export or figure of the open kind reads them.
//! * The journal says that something happened to a confidential request, and neither whose it is nor who acted: the line of a named account
//!   would itself tell who is in trouble.
//! * What people are told names no theme. Some days after closing the row, its talk and its notices are gone; what stays is the count of the
//!   month, shown only where at least five people asked.

pub mod asking;
pub mod figures;
pub mod helpers;
mod letters;
mod model;
pub mod store;
mod views;
mod web;

pub use model::{DIRECTION, Private, PrivateId, PrivateMessage, PrivateState};
pub(crate) use web::routes;

use audit::{By, Event, Record};
use kernel::{Result, Tx};

/// Where such a request is looked at.
#[must_use]
pub fn url(id: PrivateId) -> String {
    format!("/private-help/{id}")
}

/// That something happened, for the chain: no account, no person, no words.
fn note(tx: &mut Tx<'_>, action: &'static str) -> Result<()> {
    tx.record(&By { account: None, actor: "member" }, Event::new(action, "private_help", ""))
}

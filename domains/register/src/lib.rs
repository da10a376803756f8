//! The public page of the active: `/members`, and the same as data at `/api/public/members`.
//!
//! * A member stands here only by their own live consent to publish, datum by datum (152-ФЗ, ст. 10.1). It is computed in SQL at
//!   every reading and nothing is cached, so a withdrawal takes effect with the very next request.
//! * What may not be shown can't be found either: a search by name, a filter by subject or by municipality meets only those whose
//!   datum is published. That is also why the kind of membership is neither a column nor a filter: no consent covers it.
//! * Members are those whose membership is in force today. A paused one is left out: the page tells whom to turn to for help now,
//!   and nothing is published beyond that purpose.
//! * A member's own conditions and bans (152-ФЗ, ст. 10.1, ч. 9) stand beside the data in the very same answer.
//! * The viewer's scope, which every other query on people takes, is here the consent itself.

mod candidates;
mod feed;
mod filter;
mod model;
mod store;
mod views;
mod web;

pub use self::web::router;
pub use filter::Filter;
pub use model::{Found, PublicMember, Tally};
pub use store::{find, published_among as published, published_people};

/// Closes the duties to publish conditions that the page has fulfilled; for the schedule.
///
/// # Errors
/// The store fails.
pub fn settle_conditions(tx: &mut kernel::Tx<'_>) -> kernel::Result<u64> {
    consent::conditions::settle(tx, store::shows)
}

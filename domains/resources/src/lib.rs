//! The catalogue: what a pathway can be made of — courses, internships, master classes, open lessons, mentors, materials, practices.
//!
//! * A resource belongs to a place (the region, a municipality, a school) and is seen there and below; whoever manages a place sees
//!   its drafts too.
//! * Only what another person has reviewed is offered; an edit asks for a review again, the resource stays offered meanwhile. A reviewer
//!   may give it back to its author with words; mended, it waits to be reviewed again.
//! * What is withdrawn says why, and whoever has it in a pathway hears of it ([`kernel::news::News::ResourceWithdrawn`]).
//! * A mentor is a member of the active; the name is shown to those whose scope covers the mentor, the rest see subject and hours.

mod about;
mod form;
pub mod import;
pub mod links;
mod listen;
mod lists;
mod model;
mod needs;
mod offer;
mod returning;
mod sight;
mod store;
mod views;
mod web;
mod workflow;

pub use about::about_me;
pub use form::{Draft, draft};
pub use listen::listen;
pub use model::{Form, ImportId, Kind, LinkState, Resource, ResourceId, State, Tag};
pub use needs::{name_mentor, need, unneed};
pub use offer::{Offer, of_tags};
pub use returning::{Returned, give_back, returned, send_again};
pub use sight::Sight;
pub use store::{
    find,
    list::{Filter, Listed, Sort, list},
    needs_of, reviewed_by, tags_of,
};
pub use workflow::{Attached, add, edit, reopen, review, review_batch, withdraw, withdraw_unheld};

pub use self::web::router;

use kernel::{Paged, Result, Slice, Tx};

/// Where a resource is looked at.
#[must_use]
pub fn url(id: ResourceId) -> String {
    format!("/resources/{id}")
}

/// Live resources that can still be begun, by words of title, provider and summary.
///
/// # Errors
/// The store fails.
pub fn search(tx: &mut Tx<'_>, sight: &Sight, text: &str, most: u32) -> Result<Paged<Listed>> {
    let on = tx.today();
    list(tx, sight, &Filter { text: text.to_owned(), state: Some(State::Live), on: Some(on), ..Filter::default() }, (Sort::Title, false), Slice::new(1, most))
}

//! The picture of a place: what the work covers, where it stands, how soon it helps, how pupils do. Reads across domains; writes nothing.
//!
//! * A look is of one place: own or below; the ministry sees the region and its municipalities, never a school by name, nobody ever a person.
//! * A count of people under five is hidden together with whatever would betray it: what is hidden is worked out over the whole region
//!   and so doesn't depend on who looks. What could be set off against another figure is told coarsely, in steps.
//! * Pupils' results are suppressed by one table of the region ([`coupling::suppress`]); ВПР is in no sum and so in no picture.
//! * A place is compared with its own past and with the middle of places of its kind, never with a named neighbour; lists are in the
//!   order of names.
//! * How many cases stand where is told by one rule, here and in data out ([`cases_told`]).
//! * Each picture is one [`Card`]: a sentence, a drawing, a table that says the same, and how it is counted.

mod asked;
mod card;
mod cards;
mod counts;
mod definition;
mod desk;
pub mod draw;
mod further;
mod moments;
mod people;
mod raster;
mod results;
mod sight;
mod summary;
mod told;
mod told_cases;
mod tree;
mod views;
mod web;

pub use self::web::router;
pub use asked::{Asked, Measure, Schooling};
pub use card::{Card, Code, Row};
pub use definition::{Definition, definition};
pub use desk::Desk;
pub use results::along_year;
pub use sight::Sight;
pub use summary::{Line, Summary, summary};
pub use told::Told;
pub use told_cases::{CasesTold, cases_told};
pub use tree::{Layer, Seen, Tree};

/// Where a place is looked at.
#[must_use]
pub fn url(place: &kernel::id::PlaceId) -> String {
    format!("/picture/{place}")
}

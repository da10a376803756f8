//! Indicators as named definitions with versions and owners; reports of a period frozen as snapshots. Reads across domains.
//!
//! * An indicator is words with a version and an owner; the code that counts is named by it. New words leave old reports as they were.
//! * Nobody types a figure: a draft shows live ones, freezing keeps them with the versions of their definitions, a correction is the next
//!   edition that says what is new.
//! * A school hands in to its municipality, a municipality to the region. Each level counts its own figures anew by the same counters;
//!   what differs from the sum of what was handed in has a reason, and the page names it.
//! * Figures name nobody and rank nobody; what people have achieved is hidden where fewer than five stand behind it; schools with low
//!   results are a number, never a list.
//! * This is the one crate that reads other domains' tables; it writes its own only.

mod compare;
mod counter;
mod counters;
mod definition;
mod figure;
mod ground;
mod listen;
mod model;
mod paper;
mod period;
mod sight;
mod snapshot;
mod store;
mod told;
mod trend;
mod views;
mod waits;
mod web;
mod workflow;

pub use self::web::router;
pub use compare::{Line as Compared, compare};
pub use counter::Counter;
pub use counters::directions::Line as DirectionLine;
pub use definition::{Definition, Revision, in_force, revise, versions};
pub use figure::{Extra, Figure, Unit, number};
pub use ground::{Ground, Level};
pub use listen::listen;
pub use model::{Edition, Report, ReportId, State};
pub use period::{Kind, Period};
pub use sight::Sight;
pub use snapshot::{Counted, Figures, Snapshot, Words, figures};
pub use store::{edition_of, editions, find, handed_up, of_period};
pub use told::remind_due;
pub use trend::{Point, trend};
pub use waits::{Wait, waits};
pub use workflow::{accept, begin, discard, freeze, give_back, hand_in, remind, reopen, write};

/// Where a report is looked at.
#[must_use]
pub fn url(id: ReportId) -> String {
    format!("/reports/{id}")
}

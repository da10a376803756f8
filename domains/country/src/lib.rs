//! Numbers of several regions together: what a region gives, and the country's page where they stand.
//!
//! * A region gives by its coordinator's decision, written in its journal; until then, and after it is taken back, the country has nothing.
//! * Given are figures of reports that the region has handed in, each with the version of its definition: no name, no place below the
//!   region, no words. What is hidden in the region is hidden here, and the hidden number itself never leaves the region; so no total and no
//!   difference can bring it out.
//! * Besides its reports a region may hand over a summary: a frozen state of its work (members, cases, pathways, coverage, results of classes),
//!   suppressed before it is written down. The country never receives a small cell.
//! * The country's page is read only and for those with an account of its own. Regions stand by name, never by a number.
//! * A total is made only of what adds up and was counted by the same definition.

mod contribution;
mod frozen;
mod giving;
mod lines;
mod site;
mod store;
mod summary;
mod total;
mod views;
mod web;

pub use self::web::{giving_router, router};
pub use contribution::{Answer, Contribution, Number, Period as GivenPeriod, contribution, hide_few};
pub use frozen::{Frozen, SummaryId, freeze, hand_over, in_force, remove, waiting};
pub use giving::{Decision, decide, decision, given};
pub use lines::{KeptLine, Sum, choice, choices, lines, sums};
pub use site::{found, giving_nav, nav};
pub use store::{Kept, Region, collected, figures, periods, regions, taken};
pub use summary::{Line, Part, Section, Summary, coarsen, count};
pub use total::{Total, total};

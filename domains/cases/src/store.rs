//! SQL of this domain's tables, a file for each.

pub mod candidates;
pub mod cases;
pub mod deficits;
pub mod events;
pub mod evidence;
pub mod forget;
pub mod links;
pub mod list;
pub mod measures;
pub mod notes;
pub mod seats;
pub mod turns;

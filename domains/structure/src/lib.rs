//! The structure of the region: its profile, places, dictionaries and working calendar.
//!
//! Everything that differs between regions is data read from a region profile ([`profile`]); places
//! and dictionaries are then kept in the database with dates, so that last year's reports stay true
//! after a school or a municipality is renamed. Nothing here is personal data, so nothing takes a scope.
//!
//! * A code and a path never change; names are periods without gaps.
//! * Loading a profile may be repeated and never undoes what was renamed on a screen.

pub mod calendar;
mod form;
mod in_force;
mod name_index;
pub mod places;
pub mod profile;
mod school_list;
mod store;
pub mod terms;
mod views;
mod web;
mod workflow;

pub use self::web::router;
pub use in_force::{calendar, is_set_up, profile, zone};
pub use name_index::NameIndex;
pub use workflow::{NewSchool, Renaming, add_school, close_school, load_profile, rename};

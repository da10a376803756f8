//! The structure of the region: its profile, places, dictionaries and working calendar.
//!
//! Everything that differs between regions is data read from a region profile ([`profile`]); places
//! and dictionaries are then kept in the database with dates, so that last year's reports stay true
//! after a school or a municipality is renamed. Nothing here is personal data, so nothing takes a scope;
//! the one exception is who heads a place: names of public officials, which everybody who works here may read.
//!
//! * A code and a path never change; names are periods without gaps.
//! * A school stays in its municipality: records lie under its path. One that goes over is closed here and opened there.
//! * Loading a profile may be repeated and never undoes what was renamed on a screen.

mod about;
pub mod calendar;
pub mod contacts;
mod form;
pub mod heads;
mod in_force;
mod listen;
mod lists;
mod name_index;
pub mod places;
pub mod profile;
mod school_list;
pub mod services;
mod store;
pub mod terms;
mod views;
mod web;
mod workflow;

pub use self::web::router;
pub use about::about_me;
pub use in_force::{calendar, is_set_up, profile, zone};
pub use listen::listen;
pub use lists::Lists;
pub use name_index::NameIndex;
pub use workflow::{NewSchool, Renaming, add_school, close, found_root, load_profile, mend_name, rename};

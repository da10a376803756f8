//! The structure of the region: its profile, places, dictionaries and working calendar.
//!
//! Everything that differs between regions is data read from a region profile ([`profile`]); places
//! and dictionaries are then kept in the database with dates, so that last year's reports stay true
//! after a school or a municipality is renamed. Nothing here is personal data.

pub mod calendar;
pub mod profile;

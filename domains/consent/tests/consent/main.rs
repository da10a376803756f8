//! Stories of this domain on both engines.

mod destruction;
mod duties;
mod giving;
mod screens;
mod stand;
mod texts;
mod withdrawal;

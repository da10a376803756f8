//! Backup and restore.
//!
//! A backup is one file: age(passphrase) around gzip around tar of the database's copy, every file, the register of
//! destruction, the installation's key and, last, a manifest with the digest of each. It is made while the program works. A restore unpacks beside
//! the folder of data and checks everything before it touches anything; then it **destroys again** what was destroyed after
//! the backup was made (152-ФЗ), and only then puts the result in place.

mod container;
mod database;
mod manifest;
mod restore;
mod save;

pub use container::Passphrase;
pub use database::schema_number;
pub use manifest::{Entry, Manifest};
pub use restore::{Restored, Wishes, restore};
pub use save::{LAST, LastBackup, Saved, save};

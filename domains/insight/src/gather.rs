//! What the questions are asked of: rows read across domains, only to count. Results of classes come in only from sources that may be
//! set against teachers' difficulties ([`outcomes::Use::Link`]); what isn't allowed there is left out by the source's own table.

mod classes;
mod teachers;
mod walked;

pub use classes::{LinkRow, Pair, PartRow, TeacherRow, link_rows, pair, part_rows, teacher_rows};
pub use teachers::{Ability, Turn, abilities, begun, turns};
pub use walked::{Context, WalkedRow, team_marks, walked};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::fmt::Debug;

/// The rows as a version: the same rows, the same words. Order counts, so queries have one.
#[must_use]
pub fn version(rows: &impl Debug) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{rows:?}").as_bytes())).chars().take(16).collect()
}

/// The seed of chance that a method needs: it comes from the data, so that anybody who has them gets the same answer.
#[must_use]
pub fn seed(version: &str) -> u64 {
    u64::from_str_radix(version, 16).unwrap_or(720)
}

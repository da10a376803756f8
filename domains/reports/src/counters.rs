//! SQL over the tables of the domains above, read only. Each counter takes a place with all below it and a period, and gives a figure;
//! none gives a row about a person.

pub mod accompanied;
pub mod consents;
pub mod directions;
pub mod held;
pub mod helped;
pub mod measured;
pub mod members;
pub mod practised;

/// `m` is a membership in force on `$3`; paused ones are in force.
pub(crate) const IN_FORCE: &str = "m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to > $3) AND (m.ended_on IS NULL OR m.ended_on > $3)";
/// … and it is paused on that day.
pub(crate) const PAUSED: &str = "EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $3 AND (z.valid_to IS NULL OR z.valid_to > $3))";
/// The place `pl` is within.
pub(crate) const WITHIN: &str = "pl.path >= $1 AND pl.path < $2";

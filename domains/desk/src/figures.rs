//! Figures without names: members by kind.

use kernel::{Result, Tx, params};
use structure::profile::MembershipKind;

/// A kind as the region calls it, and how many members of it are active today.
pub struct Figure {
    pub label: String,
    pub members: u64,
}

/// Members by kind, paused ones left out as on the public page; every kind has its line, an empty one too.
///
/// # Errors
/// The store fails.
pub fn by_kind(tx: &mut Tx<'_>) -> Result<Vec<Figure>> {
    let today = tx.today();
    let counted: Vec<(MembershipKind, u64)> = tx.query(
        "SELECT m.kind, COUNT(*) FROM membership m WHERE m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)
         AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1)) GROUP BY m.kind",
        params![today],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if !structure::is_set_up(tx)? {
        return Ok(Vec::new());
    }
    let profile = structure::profile(tx)?;
    let of = |kind: MembershipKind| counted.iter().find(|(known, _)| *known == kind).map_or(0, |(_, members)| *members);
    Ok(profile.membership_kinds.iter().map(|label| Figure { label: label.name.clone(), members: of(label.kind) }).collect())
}

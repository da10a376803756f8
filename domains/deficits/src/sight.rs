//! Who sees whose results: a scope of places, and what the teacher has opened to the viewer's audience.
//!
//! In SQL: $1–$3 are the scope, $4 is the audience; it is empty for the teacher's own eyes and for the program itself.

use crate::model::Audience;
use access::{Actor, Role, Scope};
use kernel::id::PersonId;

/// A viewer of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    scope: Scope,
    audience: String,
}

impl Sight {
    /// Of somebody at work: staff see what is open to their audience, a member sees what is their own, others nothing.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        match (Audience::of(actor.role), actor.role) {
            (Some(audience), _) => Self { scope: actor.scope(), audience: audience.as_str().into() },
            (None, Role::Member) => Self { scope: actor.scope(), audience: String::new() },
            (None, _) => Self { scope: Scope::nobody(), audience: "-".into() },
        }
    }

    /// One's own.
    #[must_use]
    pub fn own(person: PersonId) -> Self {
        Self { scope: Scope::person(person), audience: String::new() }
    }

    /// Everything within a scope, whether opened or not: for rules that show nothing to anybody.
    #[must_use]
    pub fn program() -> Self {
        Self { scope: Scope::program("rules of deficits and growth read what they change"), audience: String::new() }
    }

    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

/// The person `p` works at a place `pl` within the scope.
pub(crate) const IN_SCOPE: &str = "pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL AND p.merged_into IS NULL";

/// The teacher `p` has opened what has this id, or everything, to the viewer's audience.
pub(crate) fn opened(about: &str) -> String {
    format!("(CAST($4 AS TEXT) = '' OR EXISTS (SELECT 1 FROM sharing sh WHERE sh.person_id = p.id AND sh.audience = $4 AND sh.ended_at IS NULL AND (sh.about = 'all' OR sh.about = {about})))")
}

/// As [`opened`], for a deficit `d`: itself, or something that its history rests on. What the teacher has not seen yet is nobody's.
pub(crate) const DEFICIT_OPENED: &str = "(CAST($4 AS TEXT) = '' OR EXISTS (SELECT 1 FROM sharing sh WHERE sh.person_id = p.id AND sh.audience = $4 AND sh.ended_at IS NULL
        AND (sh.about = 'all' OR sh.about = d.id OR EXISTS (SELECT 1 FROM deficit_step st WHERE st.deficit_id = d.id AND st.evidence_id = sh.about))))
    AND NOT EXISTS (SELECT 1 FROM deficit_step u JOIN attempt ua ON ua.id = u.evidence_id WHERE u.deficit_id = d.id AND u.evidence_kind = 'attempt' AND ua.shown_at IS NULL)";

/// The short name of the place `{place}` today, `$n` being the day.
pub(crate) fn place_name(place: &str, day: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {place} AND pn.valid_from <= {day} AND (pn.valid_to IS NULL OR pn.valid_to > {day}) ORDER BY pn.valid_from DESC LIMIT 1), {place})")
}

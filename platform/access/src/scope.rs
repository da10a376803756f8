//! Whose personal data a viewer may see: a range of places, or one person.

use crate::{Actor, Role};
use kernel::id::PersonId;

/// A viewer's scope. In SQL, with `pl` the row's place and `p.id` the person:
///
/// `pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)` with `scope.from()`, `scope.to()`, `scope.own()`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    from: String,
    to: String,
    own: String,
}

impl Scope {
    pub(crate) fn of(actor: &Actor) -> Self {
        match actor.role {
            Role::Coordinator | Role::DataProtection | Role::Commission | Role::Municipal | Role::School | Role::Methodist => Self::under(&actor.place_path),
            Role::Member => actor.person.map_or_else(Self::nobody, Self::person),
            Role::Administrator | Role::Ministry | Role::Expert => Self::nobody(),
        }
    }

    /// One's own data only.
    #[must_use]
    pub fn person(person: PersonId) -> Self {
        Self { from: String::new(), to: kernel::search::after(""), own: person.to_string() }
    }

    /// Nobody's: technical roles and those who see figures only.
    #[must_use]
    pub fn nobody() -> Self {
        Self { from: "~".into(), to: "~".into(), own: "-".into() }
    }

    /// Everybody's, for the program's own work that shows nothing to anyone: jobs, checks, erasure. Say why.
    #[must_use]
    pub fn program(_why: &'static str) -> Self {
        Self::under("")
    }

    fn under(path: &str) -> Self {
        Self { from: path.to_owned(), to: kernel::search::after(path), own: String::new() }
    }

    /// First path of the range, inclusive.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// End of the range of paths, exclusive.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The one person's id, or an empty text.
    #[must_use]
    pub fn own(&self) -> &str {
        &self.own
    }

    /// Whether a record at a place of this path, about this person, is within the scope.
    #[must_use]
    pub fn covers(&self, path: &str, person: Option<PersonId>) -> bool {
        let inside = path >= self.from.as_str() && path < self.to.as_str();
        inside && (self.own.is_empty() || person.is_some_and(|id| id.to_string() == self.own))
    }
}

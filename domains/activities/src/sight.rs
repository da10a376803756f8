//! Who sees which activities: who holds or oversees them, whose level they are for, who takes part.
//!
//! In SQL: $1–$2 are the overseen range of paths, $3 says whether drafts are shown there, $4 is the path of one's own place, $5 the
//! person. The activity is `a`, its place `pl`.

use access::{Action, Actor, Role, Scope};
use kernel::{Result, Tx, id::PersonId};

/// A viewer of activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) drafts: &'static str,
    pub(crate) path: String,
    pub(crate) person: String,
}

/// The activity is seen: overseen from above, meant for one's own place, or one's own doing.
pub(crate) const SEEN: &str = "(pl.path >= $1 AND pl.path < $2 AND (a.state <> 'draft' OR CAST($3 AS TEXT) = 'yes'))
    OR (a.state <> 'draft' AND CAST($4 AS TEXT) <> '' AND SUBSTR(CAST($4 AS TEXT), 1, LENGTH(a.reach_path)) = a.reach_path)
    OR EXISTS (SELECT 1 FROM activity_host vh WHERE vh.activity_id = a.id AND vh.person_id = $5 AND vh.state <> 'declined')
    OR (a.state <> 'draft' AND EXISTS (SELECT 1 FROM activity_seat vs WHERE vs.activity_id = a.id AND vs.person_id = $5 AND vs.state <> 'left'))";

/// After every path.
const NOWHERE: &str = "~";

impl Sight {
    /// Of somebody at work. A member sees what is for the place where the person works now.
    ///
    /// # Errors
    /// Not found: the role has nothing to do with activities. The store fails.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        actor.may(Action::ViewActivities)?;
        let person = actor.person.map(|person| person.to_string()).unwrap_or_default();
        match (actor.role, actor.person) {
            (Role::Member, Some(own)) => Ok(Self { from: NOWHERE.into(), to: NOWHERE.into(), drafts: "no", path: people::find(tx, &Scope::person(own), own)?.place_path, person }),
            (Role::Member, None) => Ok(Self { from: NOWHERE.into(), to: NOWHERE.into(), drafts: "no", path: String::new(), person }),
            (Role::Coordinator | Role::Municipal | Role::School | Role::Methodist | Role::Ministry | Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert, _) => {
                let path = actor.place_path.clone();
                Ok(Self { to: kernel::search::after(&path), from: path.clone(), drafts: if actor.can(Action::PlanActivities) { "yes" } else { "no" }, path, person })
            }
        }
    }

    /// What one person has to do with, wherever it is held.
    #[must_use]
    pub fn own(person: PersonId) -> Self {
        Self { from: NOWHERE.into(), to: NOWHERE.into(), drafts: "no", path: String::new(), person: person.to_string() }
    }

    /// All of it, for what the program does by itself.
    #[must_use]
    pub fn program() -> Self {
        Self { from: String::new(), to: kernel::search::after(""), drafts: "yes", path: String::new(), person: String::new() }
    }
}

//! Lists that forms and filters choose from, by the place of whoever looks.

use access::{Actor, Role};
use kernel::{Result, Tx};
use structure::places::{self, Place};
use ui::form::Group;

/// Places below the viewer's own, to narrow a list to.
pub struct Places(Vec<Place>);

impl Places {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let today = tx.today();
        let below = match actor.role {
            Role::Coordinator | Role::Ministry => places::municipalities(tx, today)?,
            Role::Methodist if actor.place.as_str() == places::REGION => places::municipalities(tx, today)?,
            Role::Methodist | Role::Municipal => places::schools_of(tx, &actor.place, today)?,
            Role::Administrator | Role::DataProtection | Role::Commission | Role::School | Role::Expert | Role::Member => Vec::new(),
        };
        Ok(Self(below))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn choices(&self) -> Vec<(String, String)> {
        self.0.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect()
    }
}

/// Competencies of the frameworks in force under their blocks, to choose one by its id.
///
/// # Errors
/// The store fails.
pub fn competency_groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for framework in competencies::live_frameworks(tx)? {
        for block in competencies::tree(tx, framework.id)? {
            let inside = competencies::flat(&block.children);
            let choices = inside.into_iter().map(|(competency, _)| (competency.id.to_string(), competency.title.clone())).collect::<Vec<_>>();
            groups.push(Group::new(block.competency.id.to_string(), block.competency.title.clone(), choices));
        }
    }
    Ok(groups)
}

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

/// What staff's lists are narrowed by.
pub struct Narrowing {
    pub places: Places,
    /// Competencies under their blocks, by code: the same from version to version of a framework.
    pub competencies: Vec<Group>,
    /// Study years by their first, the present one first.
    pub years: Vec<i64>,
}

/// Years that a list offers: results are kept as long as a consent says, which is not longer.
const YEARS: i64 = 5;

impl Narrowing {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let year = crate::model::study_year(tx.today());
        Ok(Self { places: Places::read(tx, actor)?, competencies: competencies_by(tx, |competency| competency.code.clone())?, years: (0..YEARS).map(|back| year - back).collect() })
    }
}

/// Competencies of the frameworks in force under their blocks, to choose one by its id.
///
/// # Errors
/// The store fails.
pub fn competency_groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    competencies_by(tx, |competency| competency.id.to_string())
}

fn competencies_by(tx: &mut Tx<'_>, value: impl Fn(&competencies::Competency) -> String) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for framework in competencies::live_frameworks(tx)? {
        for block in competencies::tree(tx, framework.id)? {
            let inside = competencies::flat(&block.children);
            let choices = inside.into_iter().map(|(competency, _)| (value(competency), competency.title.clone())).collect::<Vec<_>>();
            groups.push(Group::new(block.competency.id.to_string(), block.competency.title.clone(), choices));
        }
    }
    Ok(groups)
}

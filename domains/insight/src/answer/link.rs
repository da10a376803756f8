//! Question A: do pupils of teachers with a difficulty reach the minimum less often? A link, never a cause.

use super::{Measured, Numbers};
use crate::gather::{Ability, LinkRow};
use coupling::{
    link::{How, Teacher},
    share::Count,
};
use kernel::id::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How surely it was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Standard errors by leaving each school out.
    Cr3,
    /// Abilities changed about among teachers of a school and subject.
    Permutation,
}

/// What the data say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkAnswer {
    pub teachers: usize,
    pub schools: usize,
    pub classes: i64,
    pub pupils: i64,
    pub way: Option<Way>,
    /// Of the share under the minimum, per step (standard deviation) of competence.
    pub slope: Option<Measured>,
    /// Of the share, those with a difficulty against those without.
    pub contrast: Option<Measured>,
    pub p: Option<f64>,
}

impl LinkAnswer {
    /// What may be shown: with few schools only what permutations leave no doubt of.
    #[must_use]
    pub fn shown(&self) -> Option<Measured> {
        self.contrast.filter(|contrast| match self.way {
            Some(Way::Cr3) => true,
            Some(Way::Permutation) => contrast.is_sure(),
            None => false,
        })
    }
}

/// Name and version.
pub const METHOD: &str = "coupling::link, версия 1";
/// Of the target level: half a standard deviation below the middle.
const CUT: f64 = -0.5;

/// Works it out.
///
/// # Errors
/// Counts that can't be counts.
pub fn answer(rows: &[LinkRow], abilities: &BTreeMap<PersonId, Ability>, seed: u64) -> anyhow::Result<LinkAnswer> {
    let (mut subjects, mut municipalities, mut schools) = (Numbers::default(), Numbers::default(), Numbers::default());
    let mut teachers = Vec::new();
    let mut used: Vec<&LinkRow> = Vec::new();
    for row in rows {
        let Some(ability) = abilities.get(&row.teacher) else { continue };
        used.push(row);
        teachers.push(Teacher {
            pupils: Count::new(row.under, row.pupils)?,
            eap: ability.theta,
            // Marks and tests of one subject are different measures.
            subject: subjects.of(&format!("{} {}", row.subject, row.source)),
            municipality: municipalities.of(&row.municipality),
            school: schools.of(&row.school),
        });
    }
    let people: BTreeSet<PersonId> = used.iter().map(|row| row.teacher).collect();
    let mut answer = LinkAnswer {
        teachers: people.len(),
        schools: schools.count(),
        classes: used.iter().map(|row| row.classes).sum(),
        pupils: used.iter().map(|row| row.pupils).sum(),
        way: None,
        slope: None,
        contrast: None,
        p: None,
    };
    // Too few, or nobody differs from a colleague: that is an answer too.
    if let Ok(found) = coupling::link::link(&teachers, seed) {
        answer.way = Some(if matches!(found.how, How::Permuting { .. }) { Way::Permutation } else { Way::Cr3 });
        answer.slope = Some(found.slope.into());
        answer.contrast = found.contrast(CUT).map(Measured::from);
        answer.p = Some(found.p);
    }
    Ok(answer)
}

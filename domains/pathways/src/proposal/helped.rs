//! What helped others with the same difficulty. Who counts it stands above this domain and hands it in.

use kernel::{Result, Tx};
use resources::ResourceId;
use std::collections::BTreeMap;

/// A difficulty and a resource, over enough teachers to be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Helped {
    /// How much more often (or less) the difficulty was removed than is usual with it: −1 … 1, shrunken.
    pub better: f64,
    pub teachers: i64,
    /// With so many of them it was removed; none where that is hidden.
    pub removed: Option<i64>,
}

/// By code of the competency and resource.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prior(BTreeMap<(String, ResourceId), Helped>);

/// Reads what helped. The server puts it beside the pages as an extension; without it nothing is known.
#[derive(Debug, Clone, Copy)]
pub struct PriorSource(pub fn(&mut Tx<'_>) -> Result<Prior>);

impl FromIterator<((String, ResourceId), Helped)> for Prior {
    fn from_iter<T: IntoIterator<Item = ((String, ResourceId), Helped)>>(those: T) -> Self {
        Self(those.into_iter().collect())
    }
}

impl Prior {
    /// What is known of a difficulty and a resource.
    #[must_use]
    pub fn of(&self, code: &str, resource: ResourceId) -> Option<&Helped> {
        self.0.get(&(code.to_owned(), resource))
    }

    /// With how many of how many the difficulty was removed, where that may be told and is no warning.
    #[must_use]
    pub fn told(&self, code: &str, resource: ResourceId) -> Option<(i64, i64)> {
        let helped = self.of(code, resource)?;
        helped.removed.filter(|removed| *removed > 0).map(|removed| (removed, helped.teachers))
    }

    /// For the choice, in thousandths: the best of the difficulties; what helped less often isn't held against a resource.
    #[must_use]
    pub fn favour<'a>(&self, resource: ResourceId, codes: impl Iterator<Item = &'a str>) -> u16 {
        let best = codes.filter_map(|code| self.of(code, resource)).map(|helped| helped.better).fold(0.0, f64::max);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
        let thousandths = (best.clamp(0.0, 1.0) * 1_000.0) as u16;
        thousandths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helped_counts_for_a_resource_and_never_against_it() {
        let (one, other) = (ResourceId::fresh(), ResourceId::fresh());
        let of = |better, removed| Helped { better, teachers: 12, removed };
        let prior: Prior = [(("1.1".to_owned(), one), of(0.2, Some(9))), (("1.2".to_owned(), one), of(-0.3, None)), (("1.1".to_owned(), other), of(-0.1, Some(0)))].into_iter().collect();
        assert_eq!(prior.favour(one, ["1.1", "1.2"].into_iter()), 200);
        assert_eq!((prior.favour(one, ["1.2"].into_iter()), prior.favour(other, ["1.1"].into_iter()), prior.favour(other, ["9"].into_iter())), (0, 0, 0));
        assert_eq!((prior.told("1.1", one), prior.told("1.2", one), prior.told("1.1", other)), (Some((9, 12)), None, None));
    }
}

//! Logistic regression of the answer on level, group and both together (Swaminathan & Rogers 1990).

use super::{Groups, regression::ln_likelihood};
use nalgebra::SVector;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Likelihood ratio tests of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogisticDif {
    /// Group and its interaction with the level: any difference, 2 degrees of freedom.
    pub both: f64,
    pub both_p: f64,
    /// Group alone: the same difference at every level, 1 degree of freedom.
    pub uniform: f64,
    pub uniform_p: f64,
    /// Interaction beyond the group: another difference at another level, 1 degree of freedom.
    pub non_uniform: f64,
    pub non_uniform_p: f64,
    /// Gain in Nagelkerke's R² by group and interaction: below .035 negligible, from .07 large (Jodoin & Gierl 2001).
    pub r2_gain: f64,
}

/// Every item. `None` for items with steps, and where level or group tells right from wrong perfectly or nothing varies.
#[must_use]
pub fn logistic(groups: &Groups) -> Vec<Option<LogisticDif>> {
    (0..groups.items()).map(|item| if groups.largest[item] > 1 { None } else { one(groups, item) }).collect()
}

fn one(groups: &Groups, item: usize) -> Option<LogisticDif> {
    let all = groups.people(item, |_| true);
    let people = || all.iter().map(|person| (person.level, f64::from(u8::from(person.focal)), person.score > 0.5));
    let nothing = ln_likelihood(&people().map(|(_, _, right)| (SVector::<f64, 1>::new(1.0), right)).collect::<Vec<_>>())?;
    let level = ln_likelihood(&people().map(|(sum, _, right)| (SVector::<f64, 2>::new(1.0, sum), right)).collect::<Vec<_>>())?;
    let group = ln_likelihood(&people().map(|(sum, focal, right)| (SVector::<f64, 3>::new(1.0, sum, focal), right)).collect::<Vec<_>>())?;
    let whole = ln_likelihood(&people().map(|(sum, focal, right)| (SVector::<f64, 4>::new(1.0, sum, focal, sum * focal), right)).collect::<Vec<_>>())?;
    let n = all.len() as f64;
    let r2 = |ln: f64| (1.0 - (2.0 * (nothing - ln) / n).exp()) / (1.0 - (2.0 * nothing / n).exp());
    let ratio = |more: f64, less: f64| (2.0 * (more - less)).max(0.0);
    let (both, uniform, non_uniform) = (ratio(whole, level), ratio(group, level), ratio(whole, group));
    let p = |statistic: f64, df: f64| ChiSquared::new(df).ok().map(|law| law.sf(statistic));
    Some(LogisticDif { both, both_p: p(both, 2.0)?, uniform, uniform_p: p(uniform, 1.0)?, non_uniform, non_uniform_p: p(non_uniform, 1.0)?, r2_gain: r2(whole) - r2(level) })
}

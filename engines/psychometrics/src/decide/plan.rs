//! What a test can prove, said before anyone takes it.

use super::{JointPrior, Thresholds, Zone};
use crate::{
    error::Error,
    estimate::{Normal, Posterior},
    form,
    item::Item,
};

/// One competency of a blueprint with the items it will be asked with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned<'a> {
    pub items: &'a [Item],
    /// On the scale of θ.
    pub cut: f64,
}

/// What to promise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    pub thresholds: Thresholds,
    /// With which chance a real deficit of the detectable distance will be called one; .8 by custom.
    pub power: f64,
    /// Of the interval behind the detectable change; .9 leaves 5 % at either side.
    pub level: f64,
}

impl Default for Promise {
    fn default() -> Self {
        Self { thresholds: Thresholds::default(), power: 0.8, level: 0.9 }
    }
}

/// What one competency's part of the test can prove. All are shares of 1 or in units of θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prospect {
    /// Of people, those of whom the test will not be able to say.
    pub undetermined: f64,
    /// Of people, those who will be told of a deficit.
    pub deficit: f64,
    /// Of people, those below the cut in truth.
    pub truly_below: f64,
    /// Of those told of a deficit, those who have none.
    pub falsely_told: f64,
    /// Of those below the cut, those called clear.
    pub missed: f64,
    /// Root of the mean posterior variance, with the other competencies' help.
    pub se: f64,
    /// `1 − se² / sd²`.
    pub reliability: f64,
    /// How far below the cut one must be to be told of a deficit with the promised power; `None`: no distance is enough.
    pub detectable_distance: Option<f64>,
    /// The smallest change of one person that two such tests can tell from nothing.
    pub detectable_change: f64,
}

/// What a blueprint can prove in a population, per competency.
///
/// No simulation: the distribution of the weighted sum score (weights by slope, rounded) at each θ is computed exactly (Lord & Wingersky 1984);
/// the other competencies count through the precision that their items bring on average.
///
/// # Errors
/// Competencies of another number than the prior's, one without items, items, thresholds or chances that are none.
pub fn plan(prior: &JointPrior, blueprint: &[Planned<'_>], promise: Promise) -> Result<Vec<Prospect>, Error> {
    promise.thresholds.check()?;
    for value in [promise.power, promise.level] {
        if !(value > 0.0 && value < 1.0) {
            return Err(Error::NotAProbability { value });
        }
    }
    if blueprint.len() != prior.each().len() {
        return Err(Error::Shape { what: "planned competencies", found: blueprint.len(), wanted: prior.each().len() });
    }
    blueprint.iter().try_for_each(|planned| form::check(planned.items))?;
    if blueprint.iter().any(|planned| !planned.cut.is_finite()) {
        return Err(Error::NotFinite { what: "a cut" });
    }
    let scores: Vec<Scores> = blueprint.iter().zip(prior.each()).map(|(planned, normal)| Scores::new(planned.items, *normal)).collect();
    let alone = scores.iter().zip(prior.each()).map(|(scores, normal)| scores.posterior_variance(*normal)).collect::<Result<Vec<f64>, Error>>()?;
    let sites: Vec<f64> = alone.iter().zip(prior.each()).map(|(variance, normal)| (1.0 / variance - 1.0 / (normal.sd * normal.sd)).max(0.0)).collect();
    (0..blueprint.len())
        .map(|at| {
            let given = prior.variance_given(&sites, at)?;
            let outlook = Outlook { scores: &scores[at], population: prior.each()[at], given, cut: blueprint[at].cut, thresholds: promise.thresholds };
            let mut prospect = outlook.prospect(promise.power)?;
            prospect.detectable_change = detectable_change(alone[at].sqrt(), promise.level)?;
            Ok(prospect)
        })
        .collect()
}

/// The smallest change of one person that two measurements with standard error `se` tell from nothing: `z·√2·se`, `z` the quantile that leaves half of `1 − level` above it (1.645 for .9).
///
/// # Errors
/// A level outside (0, 1), an error that isn't above 0.
pub fn detectable_change(se: f64, level: f64) -> Result<f64, Error> {
    use statrs::distribution::{ContinuousCDF, Normal as Bell};
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::NotAProbability { value: level });
    }
    if !(se.is_finite() && se > 0.0) {
        return Err(Error::NotFinite { what: "a standard error" });
    }
    Ok(Bell::standard().inverse_cdf((1.0 + level) / 2.0) * std::f64::consts::SQRT_2 * se)
}

/// Standard error of the mean change of `people` measured twice: `√2·se / √people`. Groups prove growth long before one person does.
///
/// # Errors
/// Nobody, an error that isn't above 0.
pub fn group_change_se(se: f64, people: usize) -> Result<f64, Error> {
    if people == 0 {
        return Err(Error::TooFew { what: "people", found: 0, needed: 1 });
    }
    if se.is_finite() && se > 0.0 { Ok(se * (2.0 / people as f64).sqrt()) } else { Err(Error::NotFinite { what: "a standard error" }) }
}

/// Distribution of a form's weighted sum score at each node of θ.
struct Scores {
    from: f64,
    step: f64,
    /// `[node][score]`
    at: Vec<Vec<f64>>,
}

const NODES: usize = 141;
const REACH: f64 = 7.0;
/// States of the weighted score; beyond it weights get coarser.
const MOST_STATES: f64 = 400.0;

impl Scores {
    fn new(items: &[Item], population: Normal) -> Self {
        let weights = weights(items);
        let (from, step) = (population.mean - REACH * population.sd, 2.0 * REACH * population.sd / (NODES - 1) as f64);
        let at = (0..NODES).map(|node| distribution(items, &weights, from + node as f64 * step)).collect();
        Self { from, step, at }
    }

    fn states(&self) -> usize {
        self.at[0].len()
    }

    fn node(&self, at: usize) -> f64 {
        self.from + at as f64 * self.step
    }

    /// Posterior after a score, and the chance of the score, with a normal distribution before it.
    fn after(&self, score: usize, before: &[f64]) -> Option<(f64, Posterior)> {
        let ln: Vec<f64> = self.at.iter().zip(before).map(|(row, mass)| (row[score] * mass).ln()).collect();
        let chance: f64 = self.at.iter().zip(before).map(|(row, mass)| row[score] * mass).sum();
        if chance < 1e-12 { None } else { Posterior::from_ln(self.from, self.step, ln).ok().map(|posterior| (chance, posterior)) }
    }

    /// Masses of a normal distribution on the nodes.
    fn bell(&self, mean: f64, variance: f64) -> Vec<f64> {
        let mut masses: Vec<f64> = (0..NODES).map(|at| (-(self.node(at) - mean).powi(2) / (2.0 * variance)).exp()).collect();
        let sum: f64 = masses.iter().sum();
        masses.iter_mut().for_each(|mass| *mass /= sum);
        masses
    }

    /// Mean over scores of the posterior variance.
    fn posterior_variance(&self, population: Normal) -> Result<f64, Error> {
        let before = self.bell(population.mean, population.sd * population.sd);
        let sum: f64 = (0..self.states()).filter_map(|score| self.after(score, &before)).map(|(chance, posterior)| chance * posterior.sd() * posterior.sd()).sum();
        if sum > 0.0 { Ok(sum) } else { Err(Error::NoInformation) }
    }
}

/// Whole weights in proportion to slopes: about 5 for the mean one, fewer for long forms.
fn weights(items: &[Item]) -> Vec<usize> {
    let reach: f64 = items.iter().map(|item| item.slope.abs() * item.max_score() as f64).sum();
    let mean = items.iter().map(|item| item.slope.abs()).sum::<f64>() / items.len() as f64;
    let unit = (mean / 5.0).max(reach / MOST_STATES);
    items.iter().map(|item| ((item.slope.abs() / unit).round() as usize).max(1)).collect()
}

fn distribution(items: &[Item], weights: &[usize], theta: f64) -> Vec<f64> {
    let mut chances = vec![1.0];
    for (item, weight) in items.iter().zip(weights) {
        let mut own = vec![0.0; item.max_score() + 1];
        item.probabilities(theta, &mut own);
        if item.slope < 0.0 {
            own.reverse();
        }
        let mut next = vec![0.0; chances.len() + weight * item.max_score()];
        for (before, chance) in chances.iter().enumerate() {
            for (score, p) in own.iter().enumerate() {
                next[before + score * weight] += chance * p;
            }
        }
        chances = next;
    }
    chances
}

/// One competency's part of the plan.
struct Outlook<'a> {
    scores: &'a Scores,
    population: Normal,
    /// Variance of θ when only the other competencies' answers are known.
    given: f64,
    cut: f64,
    thresholds: Thresholds,
}

/// Where the others' answers can put the expectation: nodes of a standard normal.
const OTHERS: [f64; 13] = [-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0];

impl Outlook<'_> {
    fn prospect(&self, power: f64) -> Result<Prospect, Error> {
        let variance = self.population.sd * self.population.sd;
        let spread = (variance - self.given).max(0.0);
        let total: f64 = OTHERS.iter().map(|z| (-0.5 * z * z).exp()).sum();
        let mut sum = Prospect { undetermined: 0.0, deficit: 0.0, truly_below: 0.0, falsely_told: 0.0, missed: 0.0, se: 0.0, reliability: 0.0, detectable_distance: None, detectable_change: 0.0 };
        // Chance of being told of a deficit at each θ, summed over what the others' answers say there.
        let mut told = vec![0.0; NODES];
        let mut known = vec![0.0; NODES];
        for z in if spread > 1e-9 { &OTHERS[..] } else { &OTHERS[6..7] } {
            let weight = if spread > 1e-9 { (-0.5 * z * z).exp() / total } else { 1.0 };
            let before = self.scores.bell(self.population.mean + spread.sqrt() * z, self.given);
            let mut deficits = vec![false; self.scores.states()];
            for (score, deficit) in deficits.iter_mut().enumerate() {
                let Some((chance, posterior)) = self.scores.after(score, &before) else { continue };
                let (mass, below) = (weight * chance, posterior.below(self.cut));
                sum.truly_below += mass * below;
                sum.se += mass * posterior.sd() * posterior.sd();
                match self.thresholds.zone(below) {
                    Zone::Deficit => {
                        *deficit = true;
                        sum.deficit += mass;
                        sum.falsely_told += mass * (1.0 - below);
                    }
                    Zone::Clear => sum.missed += mass * below,
                    Zone::Undetermined => sum.undetermined += mass,
                }
            }
            for (at, row) in self.scores.at.iter().enumerate() {
                let there = weight * before[at];
                known[at] += there;
                told[at] += there * row.iter().zip(&deficits).filter(|(_, deficit)| **deficit).map(|(p, _)| p).sum::<f64>();
            }
        }
        sum.falsely_told = if sum.deficit > 0.0 { sum.falsely_told / sum.deficit } else { 0.0 };
        sum.missed = if sum.truly_below > 0.0 { sum.missed / sum.truly_below } else { 0.0 };
        sum.reliability = 1.0 - sum.se / variance;
        sum.se = sum.se.sqrt();
        let chances: Vec<f64> = told.iter().zip(&known).map(|(told, known)| if *known > 0.0 { told / known } else { 0.0 }).collect();
        sum.detectable_distance = self.distance(&chances, power);
        Ok(sum)
    }

    /// From the cut downwards: where the chance of being told first reaches the power.
    fn distance(&self, chances: &[f64], power: f64) -> Option<f64> {
        let cut = (self.cut - self.scores.from) / self.scores.step;
        let start = (cut.floor().max(0.0) as usize).min(NODES - 2);
        (0..=start).rev().find(|at| chances[*at] >= power).map(|at| {
            let (here, above) = (chances[at], chances[at + 1]);
            let part = if here > above { (here - power) / (here - above) } else { 0.0 };
            (self.cut - self.scores.node(at) - part.clamp(0.0, 1.0) * self.scores.step).max(0.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(items: usize) -> Vec<Item> {
        (0..items)
            .map(|at| {
                let place = (at as f64 + 0.5) / items as f64;
                Item::two_parameter(0.7 + 0.6 * ((at * 7) % items) as f64 / items as f64, 4.0 * (0.5 - place))
            })
            .collect()
    }

    fn prospects(items: usize, rho: f64) -> Prospect {
        let items = form(items);
        let prior = JointPrior::even(&[Normal::STANDARD; 5], rho).unwrap();
        plan(&prior, &[Planned { items: &items, cut: -0.5 }; 5], Promise::default()).unwrap()[0]
    }

    #[test]
    fn more_items_and_related_competencies_prove_more() {
        let (short, long, alone) = (prospects(12, 0.6), prospects(30, 0.6), prospects(12, 0.0));
        assert!((short.truly_below - 0.3085).abs() < 2e-3, "{short:?}");
        assert!(long.undetermined < short.undetermined && short.undetermined < alone.undetermined, "{long:?} {short:?} {alone:?}");
        assert!(long.reliability > short.reliability && short.reliability > alone.reliability);
        assert!(long.detectable_change < short.detectable_change);
        assert!(long.detectable_distance.unwrap() < short.detectable_distance.unwrap());
        // A told deficit is certain to .8 at least, so fewer than .2 of them are none.
        assert!(short.falsely_told < 0.2 && short.missed < 0.2);
    }

    #[test]
    fn detectable_changes_are_those_of_the_formula() {
        assert!((detectable_change(0.56, 0.9).unwrap() - 1.3027).abs() < 1e-3);
        assert!((group_change_se(0.56, 100).unwrap() - 0.0792).abs() < 1e-4);
        assert!(detectable_change(f64::NAN, 0.9).is_err() && group_change_se(0.5, 0).is_err());
    }

    #[test]
    fn a_blueprint_that_is_none_is_refused() {
        let prior = JointPrior::even(&[Normal::STANDARD; 2], 0.5).unwrap();
        let items = form(3);
        assert!(plan(&prior, &[Planned { items: &items, cut: 0.0 }], Promise::default()).is_err());
        assert!(plan(&prior, &[Planned { items: &items, cut: 0.0 }, Planned { items: &[], cut: 0.0 }], Promise::default()).is_err());
        assert!(plan(&prior, &[Planned { items: &items, cut: f64::NAN }; 2], Promise::default()).is_err());
    }
}

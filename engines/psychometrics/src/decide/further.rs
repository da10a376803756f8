//! How many more answers would decide.

use super::{Thresholds, Zone};
use crate::{error::Error, estimate::Posterior, item::Item};
use statrs::distribution::{ContinuousCDF, Normal};

/// Beyond this a person is not asked.
const MOST: usize = 200;

/// The information one more answer brings at the cut: the mean of the items that are left.
///
/// # Errors
/// No items, an item that is none.
pub fn typical_information(items: &[Item], cut: f64) -> Result<f64, Error> {
    crate::form::check(items)?;
    Ok(crate::form::information(items, cut) / items.len() as f64)
}

/// The smallest number of further answers after which the zone will be decided with chance `chance` (.5: as likely as not). 0 when it is already; `None` when 200 wouldn't do.
///
/// With `n` more answers of information `i` the posterior variance falls from `σ²` to `σₙ² = 1 / (1/σ² + n·i)` and its mean, as far as is known today, will be
/// normal with variance `σ² − σₙ²`; decided means that `Φ((cut − mean) / σₙ)` lies in one of the outer zones.
///
/// # Errors
/// Thresholds or a chance that are none, an information that isn't above 0.
pub fn further_answers(posterior: &Posterior, cut: f64, information: f64, thresholds: Thresholds, chance: f64) -> Result<Option<usize>, Error> {
    thresholds.check()?;
    if !(chance > 0.0 && chance < 1.0) {
        return Err(Error::NotAProbability { value: chance });
    }
    if !(information.is_finite() && information > 0.0 && cut.is_finite()) {
        return Err(Error::NotFinite { what: "the information of an answer, or the cut" });
    }
    if thresholds.zone(posterior.below(cut)) != Zone::Undetermined {
        return Ok(Some(0));
    }
    Ok((1..=MOST).find(|n| chance_of_deciding(posterior, cut, *n as f64 * information, thresholds) >= chance))
}

fn chance_of_deciding(posterior: &Posterior, cut: f64, information: f64, thresholds: Thresholds) -> f64 {
    let normal = Normal::standard();
    let variance = posterior.sd() * posterior.sd();
    let rest = variance / (1.0 + variance * information);
    let spread = (variance - rest).sqrt();
    // The means at which the chance of lying below the cut is just that of a threshold.
    let mean_at = |below: f64| cut - rest.sqrt() * normal.inverse_cdf(below);
    let under = |mean: f64| normal.cdf((mean - posterior.mean()) / spread);
    under(mean_at(thresholds.deficit)) + 1.0 - under(mean_at(thresholds.clear))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Answer, Normal as Prior, posterior};

    #[test]
    fn nearer_the_cut_more_answers_are_needed_and_sharper_items_need_fewer() {
        let items: Vec<Item> = (0..10).map(|at| Item::two_parameter(1.0, 0.2 * f64::from(at) - 1.0)).collect();
        let after = |right: usize| posterior(&items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at < right))).collect::<Vec<_>>(), &Prior::STANDARD.into()).unwrap();
        let needed = |right: usize, information: f64| further_answers(&after(right), 0.0, information, Thresholds::default(), 0.5).unwrap().unwrap();
        assert_eq!(needed(1, 0.25), 0);
        assert!(needed(5, 0.25) >= needed(4, 0.25) && needed(4, 0.25) >= 1);
        assert!(needed(5, 0.25) > needed(5, 1.0));
        assert_eq!(further_answers(&after(5), 0.0, 1e-6, Thresholds::default(), 0.9), Ok(None));
        assert!(further_answers(&after(5), 0.0, 0.0, Thresholds::default(), 0.5).is_err());
    }
}

//! What a selection is worth.

use crate::{
    fit::Problem,
    model::{Deficit, Resource},
};

/// An academic hour: thirty hours outweigh a whole deficit of weight 0.06, no more.
pub const HOUR: f64 = 0.002;
/// A line, so that two short ones are not better than one of the same hours.
pub const LINE: f64 = 0.021;
/// Another form, and another kind. Together less than a line: variety decides between equals, it is never the reason to take one more.
pub const VARIETY: f64 = 0.01;
/// A resource that helped more often never counts as shorter than half of it.
const MOST_FAVOUR: u16 = 500;
/// The part of a deficit's weight that lies in the first half of what it needs.
const FIRST_HALF: f64 = 0.75;

/// The two halves of what a deficit needs: how many strengths each holds, and what one of them is worth. The second is never worth
/// more, so that a linear programme fills the first one first.
pub fn halves(deficit: &Deficit) -> [(f64, f64); 2] {
    let need = f64::from(deficit.need);
    let first = (need / 2.0).ceil();
    let second = need - first;
    if second < 0.5 {
        return [(first, deficit.weight / first), (0.0, 0.0)];
    }
    [(first, FIRST_HALF * deficit.weight / first), (second, (1.0 - FIRST_HALF) * deficit.weight / second)]
}

/// What a deficit is worth that is given so much.
pub fn given(deficit: &Deficit, strengths: u32) -> f64 {
    let [(first, rate), (second, lower)] = halves(deficit);
    let strengths = f64::from(strengths);
    strengths.min(first) * rate + (strengths - first).clamp(0.0, second) * lower
}

/// What helped others more often costs fewer hours' worth, by half at most; a line costs its own in any case.
pub fn price(resource: &Resource) -> f64 {
    HOUR * f64::from(resource.hours) * (1.0 - f64::from(resource.favour.min(MOST_FAVOUR)) / 1_000.0) + LINE
}

/// A selection that grows, with what it is worth.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// In the order of taking.
    pub taken: Vec<usize>,
    /// By deficit.
    pub strengths: Vec<u32>,
    pub hours: u32,
    forms: Vec<u16>,
    kinds: Vec<u16>,
    pub worth: f64,
}

impl Chosen {
    pub fn nothing(problem: &Problem<'_>) -> Self {
        Self { taken: Vec::new(), strengths: vec![0; problem.deficits.len()], hours: 0, forms: Vec::new(), kinds: Vec::new(), worth: 0.0 }
    }

    pub fn of(problem: &Problem<'_>, taken: impl IntoIterator<Item = usize>) -> Self {
        let mut chosen = Self::nothing(problem);
        taken.into_iter().for_each(|at| chosen.take(problem, at));
        chosen
    }

    pub fn has(&self, at: usize) -> bool {
        self.taken.contains(&at)
    }

    pub fn take(&mut self, problem: &Problem<'_>, at: usize) {
        let resource = &problem.resources[at];
        for (deficit, strength) in &resource.strengths {
            let before = self.strengths[*deficit];
            self.strengths[*deficit] = before + u32::from(*strength);
            self.worth += given(&problem.deficits[*deficit], self.strengths[*deficit]) - given(&problem.deficits[*deficit], before);
        }
        for (code, known) in [(resource.form, &mut self.forms), (resource.kind, &mut self.kinds)] {
            if !known.contains(&code) {
                known.push(code);
                self.worth += VARIETY;
            }
        }
        self.worth -= price(resource);
        self.hours += resource.hours;
        self.taken.push(at);
    }

    /// Whether it keeps within the limits and holds all that its lines need.
    pub fn is_sound(&self, problem: &Problem<'_>) -> bool {
        let hours: u64 = self.taken.iter().map(|at| u64::from(problem.resources[*at].hours)).sum();
        hours <= u64::from(problem.limits.hours) && self.taken.len() <= problem.limits.lines && self.taken.iter().all(|at| problem.can(*at) && problem.resources[*at].needs.iter().all(|needed| self.has(*needed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_need_is_worth_the_weight_and_more_is_worth_nothing() {
        for need in 1..=9 {
            let deficit = Deficit { weight: 0.7, need };
            assert!((given(&deficit, u32::from(need)) - 0.7).abs() < 1e-12);
            assert!((given(&deficit, u32::from(need) + 5) - 0.7).abs() < 1e-12);
            let [(_, first), (_, second)] = halves(&deficit);
            assert!(first >= second, "{need}");
        }
    }

    #[test]
    fn variety_alone_is_no_reason_to_take_a_line() {
        for favour in [0, 500, u16::MAX] {
            assert!(2.0 * VARIETY < price(&Resource { favour, ..Resource::default() }));
        }
    }

    #[test]
    fn what_helped_more_often_counts_as_shorter_by_half_at_most() {
        let of = |favour| price(&Resource { hours: 36, favour, ..Resource::default() });
        assert!(of(200) < of(0) && of(500) < of(200) && (of(500) - of(u16::MAX)).abs() < 1e-12);
        assert!((of(500) - LINE - 18.0 * HOUR).abs() < 1e-12);
    }
}

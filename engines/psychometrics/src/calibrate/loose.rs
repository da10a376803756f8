//! One pass over persons who answered different items, or items of the graded model: each person's own integral.

use super::{
    blocks::{Answer, Loose},
    curves::View,
    layout::Kind,
};
use std::ops::Range;

/// Where the pass adds up.
pub(super) struct Into<'a> {
    pub loglik: &'a mut f64,
    /// Posterior mass of those who answered, per line of [`super::curves::Lines`] and node.
    pub mass: &'a mut [f64],
    /// Posterior mass of everyone, per node.
    pub everyone: &'a mut [f64],
    /// `Σ w·x·E[θ]` per item.
    pub credit: &'a mut [f64],
}

/// The nodes where a person's posterior lies, as the last pass found it; the others are left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    from: u32,
    to: u32,
}

/// A window reaches this many standard deviations of the posterior to both sides.
const REACH: f64 = 7.0;
/// What may lie at a window's edge, against the peak; with more the window is opened.
const EDGE: f64 = 1e-9;

impl Window {
    pub const OPEN: Self = Self { from: 0, to: u32::MAX };

    fn range(self, nodes: usize) -> Range<usize> {
        let to = (self.to as usize).min(nodes);
        (self.from as usize).min(to)..to
    }

    fn around(mean: f64, sd: f64, theta: &[f64]) -> Self {
        let [first, second, ..] = theta else { return Self::OPEN };
        let step = second - first;
        let place = |theta: f64| (theta - first) / step;
        let from = place(mean - REACH * sd).floor().max(0.0) as u32;
        let to = place(mean + REACH * sd).ceil().max(0.0) as u32 + 1;
        // Whole vectors leave no rest.
        Self { from, to: from + (to - from).next_multiple_of(4) }
    }
}

/// Room for one person, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Person {
    lines: Vec<usize>,
    /// Over the nodes of `range`; sums to 1.
    pub posterior: Vec<f64>,
    pub range: Range<usize>,
    pub log_marginal: f64,
    pub mean: f64,
}

impl Person {
    /// This person's posterior.
    pub fn fill(&mut self, answers: &[Answer], view: View<'_>, window: &mut Window) {
        self.lines.clear();
        self.lines.extend(answers.iter().map(|answer| line_of(*answer, view)));
        let s: f64 = answers.iter().map(|answer| credit(*answer, view)).sum();
        let nodes = view.curves.nodes;
        self.range = window.range(nodes);
        if !self.integrate(s, view) {
            self.range = 0..nodes;
            self.integrate(s, view);
        }
        let theta = &view.curves.theta[self.range.clone()];
        self.mean = self.posterior.iter().zip(theta).map(|(p, theta)| p * theta).sum();
        let variance: f64 = self.posterior.iter().zip(theta).map(|(p, theta)| p * (theta - self.mean).powi(2)).sum();
        *window = Window::around(self.mean, variance.sqrt(), &view.curves.theta);
    }

    /// False when the posterior reaches out of the range.
    fn integrate(&mut self, s: f64, view: View<'_>) -> bool {
        let (range, nodes) = (self.range.clone(), view.curves.nodes);
        if range.is_empty() {
            return false;
        }
        self.posterior.clear();
        let prior = view.grid.log_weight[range.clone()].iter().zip(&view.curves.theta[range.clone()]);
        self.posterior.extend(prior.map(|(prior, theta)| prior + s * theta));
        for line in &self.lines {
            let line = &view.curves.lines[line * nodes + range.start..line * nodes + range.end];
            self.posterior.iter_mut().zip(line).for_each(|(log, line)| *log += line);
        }
        let largest = self.posterior.iter().copied().fold(f64::MIN, f64::max);
        self.posterior.iter_mut().for_each(|log| *log = quick_exp(*log - largest));
        let sum: f64 = self.posterior.iter().sum();
        let low = range.start > 0 && self.posterior.first().is_some_and(|p| *p > EDGE);
        let high = range.end < nodes && self.posterior.last().is_some_and(|p| *p > EDGE);
        self.posterior.iter_mut().for_each(|p| *p /= sum);
        self.log_marginal = largest + sum.ln();
        !(low || high)
    }
}

/// Runs every person through.
pub(super) fn pass(loose: &Loose, view: View<'_>, windows: &mut [Window], into: Into<'_>) {
    let nodes = view.curves.nodes;
    let mut person = Person::default();
    for ((answers, weight), window) in loose.persons().zip(windows) {
        person.fill(answers, view, window);
        *into.loglik += weight * person.log_marginal;
        person.posterior.iter_mut().for_each(|p| *p *= weight);
        let (from, to) = (person.range.start, person.range.end);
        for line in &person.lines {
            into.mass[line * nodes + from..line * nodes + to].iter_mut().zip(&person.posterior).for_each(|(mass, p)| *mass += p);
        }
        into.everyone[from..to].iter_mut().zip(&person.posterior).for_each(|(mass, p)| *mass += p);
        for answer in answers {
            into.credit[usize::from(answer.item)] += weight * person.mean * f64::from(answer.score);
        }
    }
}

fn line_of(answer: Answer, view: View<'_>) -> usize {
    let item = usize::from(answer.item);
    match view.layout.items[item].kind {
        Kind::Sufficient => view.lines.first[item],
        Kind::Graded => view.lines.first[item] + usize::from(answer.category),
    }
}

/// What an answer adds to s.
fn credit(answer: Answer, view: View<'_>) -> f64 {
    let shape = &view.layout.items[usize::from(answer.item)];
    if shape.kind == Kind::Sufficient { view.point[shape.at] * f64::from(answer.score) } else { 0.0 }
}

/// `e^x` for x ≤ 0 within 2e-15, without a branch, so that several run at once; what is below e^−700 counts as that.
#[inline(always)]
fn quick_exp(x: f64) -> f64 {
    // Added and taken away again it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let x = x.max(-700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first exact in few bits.
    let r = (x - whole * 0.693_147_180_369_123_8) - whole * 1.908_214_929_270_587_7e-10;
    let mut p = 1.0 / 6_227_020_800.0;
    for c in [479_001_600.0, 39_916_800.0, 3_628_800.0, 362_880.0, 40_320.0, 5_040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0] {
        p = p * r + 1.0 / c;
    }
    p * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_quick_exponential_is_exact_enough() {
        for step in 0..70_000 {
            let x = -f64::from(step) / 100.0;
            let (quick, exact) = (super::quick_exp(x), x.exp());
            assert!((quick - exact).abs() <= 2e-15 * exact, "{x}: {quick} {exact}");
        }
    }
}

//! One pass over persons who answered different items, or items of the graded model: each person's own integral.

use super::{
    blocks::{Answer, Loose},
    curves::View,
    layout::Kind,
};

/// Where the pass adds up.
pub(super) struct Into<'a> {
    pub loglik: &'a mut f64,
    /// Posterior mass of those who answered, per line of [`Lines`] and node.
    pub mass: &'a mut [f64],
    /// Posterior mass of everyone, per node.
    pub everyone: &'a mut [f64],
    /// `Σ w·x·E[θ]` per item.
    pub credit: &'a mut [f64],
}

/// Runs every person through.
pub(super) fn pass(loose: &Loose, view: View<'_>, into: Into<'_>) {
    let nodes = view.curves.nodes;
    let mut posterior = vec![0.0; nodes];
    let mut rows: Vec<usize> = Vec::new();
    for (answers, weight) in loose.persons() {
        rows.clear();
        rows.extend(answers.iter().map(|answer| line_of(*answer, view)));
        logs(answers, &rows, view, &mut posterior);
        let (log_marginal, eap) = normalise(&mut posterior, &view.curves.theta, weight);
        *into.loglik += weight * log_marginal;
        for row in &rows {
            into.mass[row * nodes..(row + 1) * nodes].iter_mut().zip(&posterior).for_each(|(mass, p)| *mass += p);
        }
        into.everyone.iter_mut().zip(&posterior).for_each(|(mass, p)| *mass += p);
        for answer in answers {
            into.credit[answer.item as usize] += eap * f64::from(answer.score);
        }
    }
}

/// One person's posterior over the nodes.
pub(super) fn posterior(answers: &[Answer], view: View<'_>, posterior: &mut [f64]) {
    let rows: Vec<usize> = answers.iter().map(|answer| line_of(*answer, view)).collect();
    logs(answers, &rows, view, posterior);
    normalise(posterior, &view.curves.theta, 1.0);
}

fn line_of(answer: Answer, view: View<'_>) -> usize {
    let item = answer.item as usize;
    match view.layout.items[item].kind {
        Kind::Sufficient => view.lines.first[item],
        Kind::Graded => view.lines.first[item] + usize::from(answer.category),
    }
}

fn logs(answers: &[Answer], rows: &[usize], view: View<'_>, into: &mut [f64]) {
    let credit = |answer: &Answer| {
        let shape = &view.layout.items[answer.item as usize];
        if shape.kind == Kind::Sufficient { view.point[shape.at] * f64::from(answer.score) } else { 0.0 }
    };
    let s: f64 = answers.iter().map(credit).sum();
    into.iter_mut().zip(&view.grid.log_weight).zip(&view.curves.theta).for_each(|((log, prior), theta)| *log = prior + s * theta);
    for row in rows {
        into.iter_mut().zip(view.curves.line(*row)).for_each(|(log, line)| *log += line);
    }
}

/// Turns logarithms into the person's posterior, multiplied by the weight; gives `ln ∫` and `weight·E[θ]`.
fn normalise(log: &mut [f64], theta: &[f64], weight: f64) -> (f64, f64) {
    let largest = log.iter().copied().fold(f64::MIN, f64::max);
    log.iter_mut().for_each(|log| *log = quick_exp(*log - largest));
    let sum: f64 = log.iter().sum();
    let scale = weight / sum;
    let mut eap = 0.0;
    for (p, theta) in log.iter_mut().zip(theta) {
        *p *= scale;
        eap += *p * theta;
    }
    (largest + sum.ln(), eap)
}

/// `e^x` for x ≤ 0 within 2e-15, without a branch, so that several run at once; what is below e^−700 counts as that.
#[inline(always)]
pub(super) fn quick_exp(x: f64) -> f64 {
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

//! Logistic regression by Newton's method.

use nalgebra::{Cholesky, SMatrix, SVector};

/// Log-likelihood at its largest; `None` when groups can be told apart perfectly or nothing varies.
pub(super) fn ln_likelihood<const N: usize>(rows: &[(SVector<f64, N>, bool)]) -> Option<f64> {
    let mut beta = SVector::<f64, N>::zeros();
    let mut before = height(rows, &beta);
    for _ in 0..60 {
        let (mut slope, mut curve) = (SVector::<f64, N>::zeros(), SMatrix::<f64, N, N>::zeros());
        for (x, right) in rows {
            let p = crate::item::logistic(x.dot(&beta));
            slope += x * (f64::from(u8::from(*right)) - p);
            curve += x * x.transpose() * (p * (1.0 - p));
        }
        let mut step = Cholesky::new(curve)?.solve(&slope);
        let mut now = height(rows, &(beta + step));
        for _ in 0..20 {
            if now >= before - 1e-12 {
                break;
            }
            step *= 0.5;
            now = height(rows, &(beta + step));
        }
        beta += step;
        if (now - before).abs() < 1e-10 * (1.0 + now.abs()) {
            // Coefficients that still run away with nothing gained: right and wrong are told apart perfectly.
            return (step.amax() < 1e-3 * (1.0 + beta.amax())).then_some(now);
        }
        before = now;
    }
    None
}

fn height<const N: usize>(rows: &[(SVector<f64, N>, bool)], beta: &SVector<f64, N>) -> f64 {
    rows.iter().map(|(x, right)| crate::curve::ln_logistic(if *right { x.dot(beta) } else { -x.dot(beta) })).sum()
}

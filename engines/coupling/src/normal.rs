//! Quantiles.

use statrs::{
    distribution::{ContinuousCDF as _, Normal, StudentsT},
    function::{
        beta::{beta_reg, ln_beta},
        erf::erfc,
    },
};

/// Half of the width of a normal interval of this level, in sds.
pub(crate) fn half(level: f64) -> f64 {
    Normal::standard().inverse_cdf(0.5 + 0.5 * level)
}

/// The same of Student's t.
pub(crate) fn half_t(level: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or_else(|_| half(level), |t| t.inverse_cdf(0.5 + 0.5 * level))
}

/// Chance of something at least as far from 0 on either side.
fn two_sided(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or_else(|_| erfc(t.abs() / std::f64::consts::SQRT_2), |dist| 2.0 * dist.sf(t.abs()))
}

/// The p of an estimate with its error; with none at all (every outcome the same) it is 1 or 0.
pub(crate) fn chance_of(estimate: f64, error: f64, freedom: f64) -> f64 {
    if error > 1e-12 { two_sided(estimate / error, freedom) } else { f64::from(u8::from(estimate.abs() <= 1e-12)) }
}

/// The `x` with `I_x(a, b) = mass`: Newton's steps inside a bracket that only shrinks.
pub(crate) fn beta_quantile(a: f64, b: f64, mass: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let constant = ln_beta(a, b);
    let (mean, sd) = (a / (a + b), (a * b / (a + b + 1.0)).sqrt() / (a + b));
    let mut x = (mean + sd * Normal::standard().inverse_cdf(mass)).clamp(0.1 * mean, 1.0 - 0.1 * (1.0 - mean));
    for _ in 0..100 {
        let off = beta_reg(a, b, x) - mass;
        if off > 0.0 {
            high = x
        } else {
            low = x
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - constant).exp();
        let newton = x - off / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - x).abs() < 1e-11 {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_invert_their_distribution() {
        for (a, b) in [(0.5, 0.5), (0.5, 25.5), (6.5, 19.5), (900.5, 100.5), (1.0, 1.0), (0.51, 3.2)] {
            for mass in [0.005, 0.05, 0.5, 0.95, 0.995] {
                let x = beta_quantile(a, b, mass);
                assert!((beta_reg(a, b, x) - mass).abs() < 1e-9, "{a} {b} {mass}: {x}");
            }
        }
        // The arcsine law has its quantiles in closed form.
        for mass in [0.05_f64, 0.3, 0.95] {
            assert!((beta_quantile(0.5, 0.5, mass) - (std::f64::consts::FRAC_PI_2 * mass).sin().powi(2)).abs() < 1e-10);
        }
        assert!((half(0.9) - 1.644_853_6).abs() < 1e-6 && (half_t(0.9, 5.0) - 2.015_048).abs() < 1e-5 && (two_sided(2.015_048, 5.0) - 0.1).abs() < 1e-6);
    }
}

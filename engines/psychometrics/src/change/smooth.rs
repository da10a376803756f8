//! The logarithm of a smooth positive function on even nodes, readable between them.

/// Smaller logarithms are as good as nothing, and −∞ can't be interpolated.
const NOTHING: f64 = -700.0;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Smooth {
    pub from: f64,
    pub step: f64,
    ln: Vec<f64>,
}

impl Smooth {
    /// Scaled so that the largest value is 1.
    pub fn new(from: f64, step: f64, mut ln: Vec<f64>) -> Self {
        let largest = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        ln.iter_mut().for_each(|value| *value = (*value - largest).max(NOTHING));
        Self { from, step, ln }
    }

    /// `ln f(x)`: the cubic through the four nearest nodes; level beyond the ends.
    pub fn ln_at(&self, x: f64) -> f64 {
        let last = self.ln.len() - 1;
        let place = ((x - self.from) / self.step).clamp(0.0, last as f64);
        let at = (place.floor() as usize).clamp(1, last - 2);
        let t = place - at as f64;
        let [a, b, c, d] = [self.ln[at - 1], self.ln[at], self.ln[at + 1], self.ln[at + 2]];
        let (u, v, w) = (t + 1.0, t - 1.0, t - 2.0);
        -t * v * w / 6.0 * a + u * v * w / 2.0 * b - u * t * w / 2.0 * c + u * t * v / 6.0 * d
    }

    /// `ln ∫ f(x + δ) φ((δ − mean)/sd)/sd dδ`, up to a constant.
    pub fn blurred(&self, x: f64, mean: f64, sd: f64) -> f64 {
        let value = |z: f64| self.ln_at(x + mean + sd * z) - 0.5 * z * z;
        let largest = nodes().map(value).fold(f64::NEG_INFINITY, f64::max);
        largest + nodes().map(|z| (value(z) - largest).exp()).sum::<f64>().ln()
    }
}

/// Nodes of a standard normal, a quarter apart within 6.
fn nodes() -> impl Iterator<Item = f64> {
    (-24..=24_i32).map(|at| f64::from(at) * 0.25)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_is_read_exactly_and_blurs_into_a_wider_one() {
        let bell = Smooth::new(-6.0, 0.1, (0..=120).map(|at| -0.5 * ((-6.0 + 0.1 * f64::from(at)) / 0.6_f64).powi(2)).collect());
        assert!((bell.ln_at(0.337) + 0.5 * (0.337_f64 / 0.6).powi(2)).abs() < 1e-9);
        let wide = 0.36 + 0.25;
        let fall = bell.blurred(0.8, 0.2, 0.5) - bell.blurred(0.0, 0.2, 0.5);
        assert!((fall + 0.5 * (1.0 - 0.04) / wide).abs() < 1e-6, "{fall}");
    }
}

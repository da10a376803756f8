//! Made-up classes, the same for the same seed on every machine.
#![allow(dead_code)]

use rand::{RngExt as _, SeedableRng as _, rngs::Xoshiro256PlusPlus};
use statrs::distribution::{ContinuousCDF as _, Normal};

pub struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub fn seed(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// From [0, 1).
    pub fn even(&mut self) -> f64 {
        self.0.random()
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.even() * n as f64) as usize).min(n - 1)
    }

    pub fn normal(&mut self) -> f64 {
        // Box and Muller: quicker than a quantile.
        let (one, other) = (self.even().max(1e-300), self.even());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }

    /// Marsaglia and Tsang.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let lift = self.even().max(1e-300).powf(1.0 / shape);
            return self.gamma(shape + 1.0) * lift;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.even().max(1e-300).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (one, other) = (self.gamma(a.max(1e-6)), self.gamma(b.max(1e-6)));
        if one + other > 0.0 { one / (one + other) } else { f64::from(u8::from(self.even() < a / (a + b))) }
    }

    pub fn binomial(&mut self, n: i64, share: f64) -> i64 {
        (0..n).filter(|_| self.even() < share).count() as i64
    }

    /// A cohort of a class whose lasting share is `share`.
    pub fn cohort(&mut self, n: i64, share: f64, rho: f64) -> i64 {
        let share = if rho > 0.0 && share > 0.0 && share < 1.0 { self.beta(share * (1.0 / rho - 1.0), (1.0 - share) * (1.0 / rho - 1.0)) } else { share };
        self.binomial(n, share)
    }
}

pub fn phi(x: f64) -> f64 {
    Normal::standard().cdf(x)
}

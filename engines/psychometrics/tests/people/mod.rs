//! Made-up people and items, the same for the same seed on every machine.
#![allow(dead_code)]

use psychometrics::{Item, estimate::Answer};
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

    pub fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.even().clamp(1e-15, 1.0 - 1e-15))
    }

    /// Slope log-normal with mean 1-ish and spread .3, difficulty standard normal, as the reference's simulations have them.
    pub fn item(&mut self) -> Item {
        let (slope, difficulty) = ((0.3 * self.normal()).exp(), self.normal());
        Item::two_parameter(slope, -slope * difficulty)
    }

    pub fn items(&mut self, n: usize) -> Vec<Item> {
        (0..n).map(|_| self.item()).collect()
    }

    pub fn score(&mut self, item: &Item, theta: f64) -> usize {
        let mut chances = vec![0.0; item.max_score() + 1];
        item.probabilities(theta, &mut chances);
        let mut left = self.even();
        for (score, chance) in chances.iter().enumerate() {
            left -= chance;
            if left < 0.0 {
                return score;
            }
        }
        item.max_score()
    }

    pub fn answers<'a>(&mut self, items: &'a [Item], theta: f64) -> Vec<Answer<'a>> {
        items.iter().map(|item| Answer::new(item, self.score(item, theta))).collect()
    }
}

//! Answers made up from items and abilities that are known.

use psychometrics::{Item, MISSING, Responses};

/// A small generator of our own: the same numbers everywhere (Steele, Lea & Flood 2014).
pub struct Chance(pub u64);

impl Chance {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From N(0, 1), by Box & Muller.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// A score on an item at θ.
    pub fn score(&mut self, item: &Item, theta: f64) -> u8 {
        let mut probabilities = vec![0.0; item.max_score() + 1];
        item.probabilities(theta, &mut probabilities);
        let mut rest = self.uniform();
        let found = probabilities.iter().position(|p| {
            rest -= p;
            rest < 0.0
        });
        found.unwrap_or(item.max_score()) as u8
    }
}

/// Items of one step with slopes around 1 and difficulties from −1.5 to 1.5.
pub fn items(count: usize, chance: &mut Chance) -> Vec<Item> {
    let difficulty = |item: usize| -1.5 + 3.0 * item as f64 / (count - 1) as f64;
    (0..count).map(|item| (difficulty(item), (0.3 * chance.normal()).exp())).map(|(b, a)| Item::two_parameter(a, -a * b)).collect()
}

/// Answers of as many persons as there are abilities; `asked` says who was asked what.
pub fn answers(items: &[Item], abilities: &[f64], chance: &mut Chance, asked: impl Fn(usize, usize) -> bool) -> Responses {
    let mut scores = Vec::with_capacity(items.len() * abilities.len());
    for (person, theta) in abilities.iter().enumerate() {
        for (number, item) in items.iter().enumerate() {
            let score = chance.score(item, *theta);
            scores.push(if asked(person, number) { score } else { MISSING });
        }
    }
    Responses::from_bytes(abilities.len(), items.len(), scores).unwrap()
}

//! Filling forms from the bank: the first form takes items at even steps of difficulty, a parallel one takes for each its nearest twin,
//! then swaps items while that brings the two forms' curves closer. Pure.

use crate::{bank::BankItem, model::Parameters};

/// Where forms are compared.
const ABILITIES: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];
const MOST_SWAPS: usize = 200;

/// The engine's item of stored parameters.
#[must_use]
pub fn engine_item(parameters: &Parameters) -> psychometrics::Item {
    let family = match parameters.family {
        crate::model::Family::PartialCredit => psychometrics::Family::PartialCredit,
        crate::model::Family::Graded => psychometrics::Family::Graded,
    };
    psychometrics::Item { family, slope: parameters.slope, intercepts: parameters.intercepts.clone() }
}

/// Where an item's expected score is half its largest, on the scale of ability; items that never get there lie at an end.
#[must_use]
pub fn difficulty(parameters: &Parameters) -> f64 {
    let item = engine_item(parameters);
    let half = item.max_score() as f64 / 2.0;
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if expected(&item, middle) < half { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

fn expected(item: &psychometrics::Item, theta: f64) -> f64 {
    let mut chances = vec![0.0; item.max_score() + 1];
    item.probabilities(theta, &mut chances);
    chances.iter().enumerate().map(|(score, chance)| score as f64 * chance).sum()
}

/// Expected share of points and information of a set of items at the abilities of comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    pub share: [f64; 5],
    pub information: [f64; 5],
}

impl Curve {
    #[must_use]
    pub fn of<'a>(items: impl Iterator<Item = &'a Parameters>) -> Self {
        let (mut share, mut information, mut most) = ([0.0; 5], [0.0; 5], 0.0);
        for parameters in items {
            let item = engine_item(parameters);
            most += item.max_score() as f64;
            for (at, theta) in ABILITIES.iter().enumerate() {
                share[at] += expected(&item, *theta);
                information[at] += item.moments(*theta).information;
            }
        }
        if most > 0.0 {
            share.iter_mut().for_each(|points| *points /= most);
        }
        Self { share, information }
    }

    /// The largest difference in the expected share of points: 0.03 means that one and the same teacher would get 3 % more on one of the forms.
    #[must_use]
    pub fn gap(&self, other: &Self) -> f64 {
        self.share.iter().zip(&other.share).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    fn distance(&self, other: &Self) -> f64 {
        let apart = |a: &[f64; 5], b: &[f64; 5]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>();
        let scale: f64 = other.information.iter().sum::<f64>().max(1e-9);
        apart(&self.share, &other.share) + apart(&self.information, &other.information) / scale
    }
}

/// `count` items at even steps of difficulty, so that each leaves a twin for a parallel form. Fewer if there are fewer.
#[must_use]
pub fn first(candidates: &[BankItem], count: usize) -> Vec<BankItem> {
    let mut sorted: Vec<(f64, &BankItem)> = candidates.iter().map(|one| (difficulty(&one.parameters), one)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
    if count == 0 || sorted.is_empty() {
        return Vec::new();
    }
    if sorted.len() <= count {
        return sorted.into_iter().map(|(_, one)| one.clone()).collect();
    }
    let (have, want) = (sorted.len(), count);
    (0..want).filter_map(|at| sorted.get((2 * at + 1) * have / (2 * want))).map(|(_, one)| (*one).clone()).collect()
}

/// As many items as `model` has out of the candidates (none of them in it), as like it as they can be. Fewer if there are fewer.
#[must_use]
pub fn parallel(model: &[BankItem], candidates: &[BankItem]) -> Vec<BankItem> {
    let mut free: Vec<&BankItem> = candidates.iter().collect();
    let mut chosen: Vec<&BankItem> = Vec::new();
    // The items at the ends have the fewest twins: they choose first.
    let mut wanted: Vec<(f64, &BankItem)> = model.iter().map(|one| (difficulty(&one.parameters), one)).collect();
    let middle = wanted.iter().map(|(b, _)| b).sum::<f64>() / (wanted.len().max(1) as f64);
    wanted.sort_by(|a, b| (b.0 - middle).abs().total_cmp(&(a.0 - middle).abs()).then_with(|| a.1.code.cmp(&b.1.code)));
    for (target, twin_of) in &wanted {
        let unlike = |one: &BankItem| {
            let slopes = (one.parameters.slope.max(1e-3) / twin_of.parameters.slope.max(1e-3)).ln().abs();
            let kinds = if one.is_open() == twin_of.is_open() { 0.0 } else { 10.0 };
            (difficulty(&one.parameters) - target).abs() + 0.5 * slopes + kinds + 0.5 * (one.max_score - twin_of.max_score).abs() as f64
        };
        let nearest = free.iter().enumerate().min_by(|(_, a), (_, b)| unlike(a).total_cmp(&unlike(b)).then_with(|| a.code.cmp(&b.code))).map(|(at, _)| at);
        if let Some(at) = nearest {
            chosen.push(free.swap_remove(at));
        }
    }
    improve(model, &mut chosen, &mut free);
    let mut found: Vec<BankItem> = chosen.into_iter().cloned().collect();
    found.sort_by(|a, b| difficulty(&a.parameters).total_cmp(&difficulty(&b.parameters)).then_with(|| a.code.cmp(&b.code)));
    found
}

/// Swaps a chosen item for a free one while that brings the forms' curves closer.
fn improve<'a>(model: &[BankItem], chosen: &mut [&'a BankItem], free: &mut [&'a BankItem]) {
    let target = Curve::of(model.iter().map(|one| &one.parameters));
    let mut apart = Curve::of(chosen.iter().map(|one| &one.parameters)).distance(&target);
    for _ in 0..MOST_SWAPS {
        let mut best: Option<(f64, usize, usize)> = None;
        for out in 0..chosen.len() {
            for into in 0..free.len() {
                if free[into].is_open() != chosen[out].is_open() || free[into].max_score != chosen[out].max_score {
                    continue;
                }
                let swapped = chosen.iter().enumerate().map(|(at, one)| if at == out { &free[into].parameters } else { &one.parameters });
                let then = Curve::of(swapped).distance(&target);
                if then < best.map_or(apart - 1e-9, |(least, _, _)| least) {
                    best = Some((then, out, into));
                }
            }
        }
        let Some((then, out, into)) = best else { return };
        std::mem::swap(&mut chosen[out], &mut free[into]);
        apart = then;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CompetencyId, ItemId};

    fn item(number: usize, slope: f64, b: f64) -> BankItem {
        let parameters = Parameters { family: crate::model::Family::PartialCredit, slope, intercepts: vec![-slope * b], preliminary: false };
        BankItem { item: ItemId::fresh(), code: format!("З-{number:03}"), kind: "single".into(), revision: 1, competency: CompetencyId(kernel::id::Uuid::nil()), max_score: 1, parameters }
    }

    fn bank(count: usize) -> Vec<BankItem> {
        // Spread without order: difficulties from −2 to 2, slopes from 0.7 to 1.7.
        (0..count).map(|n| item(n, 0.7 + (n * 7 % 11) as f64 / 10.0, (n * 13 % count) as f64 * 4.0 / count as f64 - 2.0)).collect()
    }

    #[test]
    fn difficulty_is_where_half_the_points_are_expected() {
        assert!((difficulty(&item(1, 1.3, 0.7).parameters) - 0.7).abs() < 1e-6);
        let body = items::ItemBody { stem: String::new(), materials: Vec::new(), ask: items::Ask::Text, points: 3, expected: 1 };
        assert!((difficulty(&items::Parameters::guessed(&body).into()) - 1.0).abs() < 0.05, "a guess lies where the author expects it");
        assert!(difficulty(&item(1, 1.0, 50.0).parameters) > 5.9, "an item nobody can solve lies at the end");
    }

    #[test]
    fn the_first_form_spreads_over_the_difficulties() {
        let form = first(&bank(40), 8);
        assert_eq!(form.len(), 8);
        let found: Vec<f64> = form.iter().map(|one| difficulty(&one.parameters)).collect();
        assert!(found.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(found[0] < -1.5 && found[7] > 1.3, "{found:?}");
        assert_eq!(first(&bank(3), 8).len(), 3, "a small bank gives what it has");
        assert!(first(&[], 8).is_empty() && first(&bank(3), 0).is_empty());
    }

    #[test]
    fn a_parallel_form_has_other_items_and_the_same_curve() {
        let all = bank(40);
        let a = first(&all, 8);
        let rest: Vec<BankItem> = all.iter().filter(|one| !a.iter().any(|taken| taken.item == one.item)).cloned().collect();
        let b = parallel(&a, &rest);
        assert_eq!(b.len(), 8);
        assert!(b.iter().all(|one| !a.iter().any(|taken| taken.item == one.item)));
        let gap = Curve::of(a.iter().map(|one| &one.parameters)).gap(&Curve::of(b.iter().map(|one| &one.parameters)));
        assert!(gap < 0.02, "the same teacher would get {gap} more on one of them");
        assert_eq!(parallel(&a, &rest[..3]).len(), 3);
        assert!(parallel(&a, &[]).is_empty());
    }
}

//! S-X²: does each group of one sum score answer the item as the model says?

use super::check;
use crate::{
    error::Error,
    estimate::{Normal, Prior},
    form,
    item::Item,
    responses::{MISSING, Responses},
};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Orlando & Thissen's S-X² of an item (2000; Kang & Chen 2008 for more than two scores).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreFit {
    pub statistic: f64,
    /// Cells left after merging, less the parameters estimated from these answers; at least 0.
    pub df: usize,
    /// `None` without a degree of freedom.
    pub p: Option<f64>,
}

/// Cells with fewer expected are merged with a neighbour.
const FEWEST: f64 = 1.0;

/// S-X² of every item, from those who answered everything. `population` is that of the calibration; `parameters` how many of an item's parameters were estimated from these answers
/// (2PL: 2, Rasch: 1). The largest and smallest sum say nothing of an item and are left out.
///
/// # Errors
/// As [`super::item_fit`]; nobody without a gap.
pub fn s_x2(items: &[Item], responses: &Responses, population: Normal, parameters: usize) -> Result<Vec<ScoreFit>, Error> {
    check(items, responses, None)?;
    population.check()?;
    let largest = form::largest_score(items);
    let mut seen: Vec<Vec<Vec<f64>>> = items.iter().map(|item| vec![vec![0.0; item.max_score() + 1]; largest + 1]).collect();
    let mut people = 0.0;
    for (person, row) in responses.rows().enumerate().filter(|(_, row)| !row.contains(&MISSING)) {
        let sum: usize = row.iter().map(|score| usize::from(*score)).sum();
        let weight = responses.weight(person);
        people += weight;
        row.iter().zip(&mut seen).for_each(|(score, item)| item[sum][usize::from(*score)] += weight);
    }
    if people == 0.0 {
        return Err(Error::TooFew { what: "people without a gap", found: 0, needed: 1 });
    }
    let nodes = nodes(items, population);
    let whole = scores(items, &nodes);
    Ok((0..items.len()).map(|at| fit(&seen[at], &expected(items, at, &nodes, &whole), parameters)).collect())
}

/// Nodes with their masses.
fn nodes(items: &[Item], population: Normal) -> Vec<(f64, f64)> {
    let bound = items.iter().map(Item::information_bound).sum();
    let (from, step, n) = Prior::from(population).nodes(bound);
    let node = |at: usize| {
        let theta = from + at as f64 * step;
        (theta, (-0.5 * ((theta - population.mean) / population.sd).powi(2)).exp())
    };
    (0..n).map(node).collect()
}

/// Relative frequency of each sum score of a set of items.
fn scores(items: &[Item], nodes: &[(f64, f64)]) -> Vec<f64> {
    let mut sums = vec![0.0; form::largest_score(items) + 1];
    for (theta, mass) in nodes {
        form::score_distribution(items, *theta).iter().zip(&mut sums).for_each(|(chance, sum)| *sum += mass * chance);
    }
    sums
}

/// `P(x_i = k | sum = s)`, `[s][k]`: the rest of the form must have scored `s − k`.
fn expected(items: &[Item], at: usize, nodes: &[(f64, f64)], whole: &[f64]) -> Vec<Vec<f64>> {
    let rest: Vec<Item> = items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, item)| item.clone()).collect();
    let categories = items[at].max_score() + 1;
    let mut chances = vec![vec![0.0; categories]; whole.len()];
    let mut own = vec![0.0; categories];
    for (theta, mass) in nodes {
        items[at].probabilities(*theta, &mut own);
        for (left, chance) in form::score_distribution(&rest, *theta).iter().enumerate() {
            for (score, p) in own.iter().enumerate() {
                chances[left + score][score] += mass * chance * p;
            }
        }
    }
    for (row, total) in chances.iter_mut().zip(whole) {
        row.iter_mut().for_each(|chance| *chance /= total.max(f64::MIN_POSITIVE));
    }
    chances
}

/// Seen and expected numbers of one group.
#[derive(Clone)]
struct Group {
    seen: Vec<f64>,
    expected: Vec<f64>,
}

impl Group {
    fn smallest(&self) -> f64 {
        self.expected.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn take(&mut self, other: &Self) {
        self.seen.iter_mut().zip(&other.seen).for_each(|(own, more)| *own += more);
        self.expected.iter_mut().zip(&other.expected).for_each(|(own, more)| *own += more);
    }
}

fn fit(seen: &[Vec<f64>], expected: &[Vec<f64>], parameters: usize) -> ScoreFit {
    let group = |(seen, chances): (&Vec<f64>, &Vec<f64>)| {
        let people: f64 = seen.iter().sum();
        Group { seen: seen.clone(), expected: chances.iter().map(|chance| chance * people).collect() }
    };
    let inner = 1..seen.len().saturating_sub(1);
    let groups: Vec<Group> = seen[inner.clone()].iter().zip(&expected[inner]).map(group).filter(|group| group.seen.iter().sum::<f64>() > 0.0).collect();
    let cells: Vec<Group> = if seen[0].len() == 2 { merged_scores(groups) } else { groups.into_iter().map(merged_categories).collect() };
    let statistic = cells.iter().flat_map(|group| group.seen.iter().zip(&group.expected)).filter(|(_, expected)| **expected > 0.0).map(|(seen, expected)| (seen - expected).powi(2) / expected).sum();
    let free: usize = cells.iter().map(|group| group.expected.len() - 1).sum();
    let df = free.saturating_sub(parameters);
    let p = ChiSquared::new(df as f64).ok().map(|chi| chi.sf(statistic));
    ScoreFit { statistic, df, p }
}

/// Items scored 0 or 1: neighbouring sums are merged from both ends inwards until every cell has enough.
fn merged_scores(mut groups: Vec<Group>) -> Vec<Group> {
    for _ in 0..2 {
        while groups.len() > 1 && groups[0].smallest() < FEWEST {
            let first = groups.remove(0);
            groups[0].take(&first);
        }
        groups.reverse();
    }
    let mut merged: Vec<Group> = Vec::with_capacity(groups.len());
    for group in groups {
        match merged.last_mut() {
            Some(last) if group.smallest() < FEWEST || last.smallest() < FEWEST => last.take(&group),
            _ => merged.push(group),
        }
    }
    merged
}

/// Items with more scores: neighbouring scores within a sum.
fn merged_categories(group: Group) -> Group {
    let mut merged = Group { seen: Vec::new(), expected: Vec::new() };
    let (mut seen, mut expected) = (0.0, 0.0);
    for (own, chance) in group.seen.iter().zip(&group.expected) {
        seen += own;
        expected += chance;
        if expected >= FEWEST {
            merged.seen.push(std::mem::take(&mut seen));
            merged.expected.push(std::mem::take(&mut expected));
        }
    }
    match (merged.seen.last_mut(), merged.expected.last_mut()) {
        (Some(last_seen), Some(last_expected)) => {
            *last_seen += seen;
            *last_expected += expected;
            merged
        }
        _ => Group { seen: vec![seen], expected: vec![expected] },
    }
}

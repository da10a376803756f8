//! Persons by the items they were asked, and whether their answers tie all items together.

use super::ConditionalError;
use crate::{MISSING, Responses};
use std::collections::BTreeMap;

/// Persons who were asked the same items and have something right and something wrong.
pub(super) struct Pattern {
    pub items: Vec<usize>,
    /// How many have each raw score from 0 to all, weights counted; none at both ends.
    pub counts: Vec<f64>,
    /// Right answers on each of the items, weights counted.
    pub right: Vec<f64>,
}

pub(super) fn of(responses: &Responses) -> Vec<Pattern> {
    let mut patterns: BTreeMap<Vec<usize>, Pattern> = BTreeMap::new();
    for person in 0..responses.persons() {
        let row = responses.row(person);
        let items: Vec<usize> = (0..row.len()).filter(|item| row[*item] != MISSING).collect();
        let score = items.iter().filter(|item| row[**item] == 1).count();
        if score == 0 || score == items.len() {
            continue;
        }
        let weight = responses.weight(person);
        let pattern = patterns.entry(items).or_insert_with_key(|items| Pattern { items: items.clone(), counts: vec![0.0; items.len() + 1], right: vec![0.0; items.len()] });
        pattern.counts[score] += weight;
        pattern.items.iter().zip(&mut pattern.right).filter(|(item, _)| row[**item] == 1).for_each(|(_, right)| *right += weight);
    }
    patterns.into_values().collect()
}

/// Fischer's condition: whoever has j right and k wrong leads from j to k; each item must be reached from each.
pub(super) fn connected(responses: &Responses) -> Result<(), ConditionalError> {
    let items = responses.items();
    let words = items.div_ceil(64);
    let mut leads = vec![vec![0_u64; words]; items];
    for row in responses.rows() {
        let mut wrong = vec![0_u64; words];
        row.iter().enumerate().filter(|(_, score)| **score == 0).for_each(|(item, _)| wrong[item / 64] |= 1 << (item % 64));
        for (item, _) in row.iter().enumerate().filter(|(_, score)| **score == 1) {
            leads[item].iter_mut().zip(&wrong).for_each(|(leads, wrong)| *leads |= wrong);
        }
    }
    if leads.iter().flatten().all(|word| *word == 0) {
        return Err(ConditionalError::NoInformation);
    }
    let forth = |from: usize, to: usize| leads[from][to / 64] >> (to % 64) & 1 == 1;
    let back = |from: usize, to: usize| forth(to, from);
    match unreached(items, &forth).or_else(|| unreached(items, &back)) {
        Some(item) => Err(ConditionalError::Divided { item }),
        None => Ok(()),
    }
}

/// An item that no chain reaches from the first.
fn unreached(items: usize, leads: &dyn Fn(usize, usize) -> bool) -> Option<usize> {
    let mut reached = vec![false; items];
    reached[0] = true;
    let mut waiting = vec![0];
    while let Some(from) = waiting.pop() {
        for to in (0..items).filter(|to| leads(from, *to)) {
            if !std::mem::replace(&mut reached[to], true) {
                waiting.push(to);
            }
        }
    }
    reached.iter().position(|reached| !reached)
}

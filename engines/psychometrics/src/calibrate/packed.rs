//! Answers of persons who were asked the same items, some bits each: a person of 60 items is eight bytes.

use super::layout::Layout;
use crate::Responses;

/// The place of one item's score within a byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub item: usize,
    pub shift: u32,
    pub mask: u8,
}

impl Slot {
    pub fn score(self, byte: usize) -> u8 {
        (byte >> self.shift) as u8 & self.mask
    }
}

/// Persons of one group, all asked the same items, all items with a sufficient score.
#[derive(Debug)]
pub(super) struct Packed {
    pub group: usize,
    pub items: Vec<usize>,
    /// For each byte of a person, lowest bits first.
    pub slots: Vec<Vec<Slot>>,
    /// `slots.len()` bytes per person.
    pub bytes: Vec<u8>,
    /// One per person, or none at all when each stands for himself.
    pub weights: Vec<f64>,
}

impl Packed {
    pub fn of(responses: &Responses, layout: &Layout, group: usize, items: &[usize], persons: &[u32]) -> Self {
        let slots = slots(layout, items);
        let mut bytes = Vec::with_capacity(persons.len() * slots.len());
        for person in persons {
            let row = responses.row(*person as usize);
            bytes.extend(slots.iter().map(|slots| fold(row, slots)));
        }
        let weights = responses.weights().map_or(Vec::new(), |weights| persons.iter().map(|person| weights[*person as usize]).collect());
        Self { group, items: items.to_vec(), slots, bytes, weights }
    }

    /// Every so many-th person.
    pub fn thinned(&self, every: usize) -> Self {
        let bytes = self.bytes.chunks_exact(self.width()).step_by(every).flatten().copied().collect();
        let weights = self.weights.iter().step_by(every).copied().collect();
        Self { group: self.group, items: self.items.clone(), slots: self.slots.clone(), bytes, weights }
    }

    /// Persons, weights counted.
    pub fn total(&self) -> f64 {
        if self.weights.is_empty() { (self.bytes.len() / self.width()) as f64 } else { self.weights.iter().sum() }
    }

    pub fn width(&self) -> usize {
        self.slots.len()
    }

    /// A person's scores in the order of [`Packed::items`].
    pub fn unfold(&self, row: &[u8], scores: &mut [f64]) {
        let all = row.iter().zip(&self.slots).flat_map(|(byte, slots)| slots.iter().map(|slot| slot.score(usize::from(*byte))));
        scores.iter_mut().zip(all).for_each(|(to, score)| *to = f64::from(score));
    }

    /// Adds how many have each score to the places of [`super::blocks::Blocks::counts`].
    pub fn count(&self, layout: &Layout, counts: &mut [f64]) {
        let mut tally = vec![[0.0; 256]; self.width()];
        for (person, row) in self.bytes.chunks_exact(self.width()).enumerate() {
            let weight = self.weights.get(person).copied().unwrap_or(1.0);
            row.iter().zip(&mut tally).for_each(|(byte, tally)| tally[usize::from(*byte)] += weight);
        }
        for (slots, tally) in self.slots.iter().zip(&tally) {
            for (byte, count) in tally.iter().enumerate().filter(|(_, count)| **count > 0.0) {
                for slot in slots {
                    let shape = &layout.items[slot.item];
                    counts[shape.at + shape.category(slot.score(byte))] += count;
                }
            }
        }
    }
}

/// Items in their order, as many to a byte as fit.
fn slots(layout: &Layout, items: &[usize]) -> Vec<Vec<Slot>> {
    let mut slots: Vec<Vec<Slot>> = Vec::new();
    let mut filled = 8;
    for item in items {
        let top = layout.items[*item].scores.last().copied().unwrap_or(1);
        let width = match top {
            0..=1 => 1,
            2..=3 => 2,
            4..=15 => 4,
            _ => 8,
        };
        if filled + width > 8 {
            slots.push(Vec::new());
            filled = 0;
        }
        if let Some(byte) = slots.last_mut() {
            byte.push(Slot { item: *item, shift: filled, mask: u8::MAX >> (8 - width) });
        }
        filled += width;
    }
    slots
}

fn fold(row: &[u8], slots: &[Slot]) -> u8 {
    let [first, .., last] = slots else { return slots.first().map_or(0, |only| row[only.item]) };
    let neighbours = slots.len() == 8 && last.item - first.item == 7;
    if let Some(eight) = row.get(first.item..).and_then(<[u8]>::first_chunk).filter(|_| neighbours) {
        // Eight bytes of 0 or 1: the product brings bit i of byte i to bit i of the highest byte, nothing carries.
        return (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8;
    }
    slots.iter().fold(0, |byte, slot| byte | row[slot.item] << slot.shift)
}

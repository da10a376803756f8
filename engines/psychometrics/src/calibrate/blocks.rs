//! Persons sorted by what they were asked: those who share items fold into bits, the others keep a list.

use super::{
    layout::{Kind, Layout},
    packed::Packed,
};
use crate::{MISSING, Responses};
use std::collections::HashMap;

/// Fewer persons than this are not worth a table of their own.
const WORTH_A_TABLE: usize = 150;

/// A score that fewer than this have tells too little to start from.
const RARE: f64 = 20.0;

/// Persons of one group who answered different items, or items without a sufficient score.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub group: usize,
    /// Where each person's answers begin; one more than persons.
    pub starts: Vec<usize>,
    pub answers: Vec<Answer>,
    pub weights: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub item: u16,
    /// Place of the score among those somebody has.
    pub category: u8,
    pub score: u8,
}

impl Loose {
    pub fn persons(&self) -> impl Iterator<Item = (&[Answer], f64)> {
        self.starts.windows(2).zip(&self.weights).map(|(ends, weight)| (&self.answers[ends[0]..ends[1]], *weight))
    }
}

/// All answers, ready for the passes.
#[derive(Debug)]
pub(super) struct Blocks {
    pub packed: Vec<Packed>,
    pub loose: Vec<Loose>,
    /// Of each parameter place of an intercept, how many have that score (weights counted); at a slope's place those with the lowest score.
    pub counts: Vec<f64>,
    /// Of each group, who answered anything, weights counted.
    pub persons: Vec<f64>,
    /// Rows with any answer.
    pub rows: usize,
    /// The largest part of the items that one person answered.
    pub share: f64,
}

impl Blocks {
    pub fn of(responses: &Responses, layout: &Layout, groups: Option<&[usize]>) -> Self {
        let sufficient = layout.items.iter().all(|shape| shape.kind == Kind::Sufficient);
        let mut forms = Forms::default();
        for person in 0..responses.persons() {
            forms.sort(person, groups.map_or(0, |groups| groups[person]), responses);
        }
        let mut blocks = Self { packed: Vec::new(), loose: (0..layout.groups).map(|group| Loose { group, ..Loose::default() }).collect(), counts: Vec::new(), persons: vec![0.0; layout.groups], rows: 0, share: 0.0 };
        for form in forms.list.into_iter().filter(|form| !form.items.is_empty()) {
            blocks.rows += form.persons.len();
            blocks.share = blocks.share.max(form.items.len() as f64 / responses.items() as f64);
            blocks.persons[form.group] += form.persons.iter().map(|person| responses.weight(*person as usize)).sum::<f64>();
            if sufficient && form.persons.len() >= WORTH_A_TABLE {
                blocks.packed.push(Packed::of(responses, layout, form.group, &form.items, &form.persons));
            } else {
                form.persons.iter().for_each(|person| blocks.loose[form.group].add(responses, layout, *person as usize));
            }
        }
        blocks.loose.retain(|loose| !loose.weights.is_empty());
        blocks.counts = blocks.count(layout);
        blocks
    }

    /// Every so many-th person of each block, each standing for himself alone; nothing when some score would become rare.
    pub fn thinned(&self, layout: &Layout, every: usize) -> Option<Self> {
        let packed = self.packed.iter().map(|packed| packed.thinned(every)).collect();
        let loose = self.loose.iter().map(|loose| loose.thinned(every)).collect();
        let mut blocks = Self { packed, loose, counts: Vec::new(), persons: vec![0.0; layout.groups], rows: self.rows / every, share: self.share };
        for packed in &blocks.packed {
            blocks.persons[packed.group] += packed.total();
        }
        for loose in &blocks.loose {
            blocks.persons[loose.group] += loose.weights.iter().sum::<f64>();
        }
        blocks.counts = blocks.count(layout);
        let rare = layout.items.iter().filter(|shape| !shape.anchored).any(|shape| blocks.counts[shape.range()].iter().any(|count| *count < RARE));
        (!rare && blocks.persons.iter().all(|persons| *persons > 0.0)).then_some(blocks)
    }

    fn count(&self, layout: &Layout) -> Vec<f64> {
        let mut counts = vec![0.0; layout.group_at];
        self.packed.iter().for_each(|packed| packed.count(layout, &mut counts));
        for (answers, weight) in self.loose.iter().flat_map(Loose::persons) {
            for answer in answers {
                counts[layout.items[usize::from(answer.item)].at + usize::from(answer.category)] += weight;
            }
        }
        counts
    }
}

impl Loose {
    fn thinned(&self, every: usize) -> Self {
        let mut thin = Self { group: self.group, starts: vec![0], ..Self::default() };
        for (answers, weight) in self.persons().step_by(every) {
            thin.answers.extend_from_slice(answers);
            thin.starts.push(thin.answers.len());
            thin.weights.push(weight);
        }
        thin
    }

    fn add(&mut self, responses: &Responses, layout: &Layout, person: usize) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        for (item, score) in responses.row(person).iter().enumerate().filter(|(_, score)| **score != MISSING) {
            let category = layout.items[item].category(*score);
            self.answers.push(Answer { item: item as u16, category: category as u8, score: *score });
        }
        self.starts.push(self.answers.len());
        self.weights.push(responses.weight(person));
    }
}

/// Persons of one group who answered the same items.
struct Form {
    group: usize,
    items: Vec<usize>,
    persons: Vec<u32>,
}

#[derive(Default)]
struct Forms {
    list: Vec<Form>,
    /// By group and bits of the items answered; no bits at all for those who answered everything.
    known: HashMap<(usize, Vec<u64>), usize>,
    last: Option<(usize, usize)>,
}

impl Forms {
    fn sort(&mut self, person: usize, group: usize, responses: &Responses) {
        let row = responses.row(person);
        let is_full = responses.is_complete() || !row.contains(&MISSING);
        if let (true, Some((_, place))) = (is_full, self.last.filter(|(last, _)| *last == group)) {
            self.list[place].persons.push(person as u32);
            return;
        }
        let bits = if is_full { Vec::new() } else { answered(row) };
        let next = self.list.len();
        let place = *self.known.entry((group, bits)).or_insert(next);
        if place == next {
            let items = row.iter().enumerate().filter(|(_, score)| **score != MISSING).map(|(item, _)| item).collect();
            self.list.push(Form { group, items, persons: Vec::new() });
        }
        self.list[place].persons.push(person as u32);
        if is_full {
            self.last = Some((group, place));
        }
    }
}

fn answered(row: &[u8]) -> Vec<u64> {
    row.chunks(64).map(|chunk| chunk.iter().enumerate().fold(0, |bits, (place, score)| bits | u64::from(*score != MISSING) << place)).collect()
}

//! Judgements of texts, made once.

use std::collections::HashMap;

/// What was judged of texts that stand in row after row: a region's file names a school a thousand times.
#[derive(Default)]
pub(crate) struct Said {
    pub titles: HashMap<String, bool>,
    pub totals: HashMap<String, bool>,
    pub schools: HashMap<String, bool>,
    pub municipalities: HashMap<String, bool>,
    /// The subject a cell names, without people; nothing where it names somebody.
    pub subjects: HashMap<String, Option<String>>,
}

/// A file of nothing but different texts isn't kept in memory for this.
const REMEMBERED: usize = 10_000;

pub(crate) fn once<T: Clone>(said: &mut HashMap<String, T>, text: &str, judge: impl FnOnce(&str) -> T) -> T {
    if let Some(known) = said.get(text) {
        return known.clone();
    }
    if said.len() >= REMEMBERED {
        said.clear();
    }
    let judged = judge(text);
    said.insert(text.to_owned(), judged.clone());
    judged
}

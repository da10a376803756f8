//! Which names are taken: two entries of one list may share none, or an import could not tell them apart.

use std::collections::{BTreeMap, btree_map::Entry};

use kernel::search::fold;

use super::reader::Table;

#[derive(Default)]
pub(super) struct Taken(BTreeMap<String, String>);

impl Taken {
    /// Notes the names of an entry, and reports the first that another entry bears already.
    pub fn claim<'n>(&mut self, code: &str, names: impl Iterator<Item = &'n String>, entry: &Table<'_>) {
        for name in names {
            match self.0.entry(fold(name)) {
                Entry::Vacant(free) => {
                    free.insert(code.to_owned());
                }
                Entry::Occupied(taken) if taken.get() != code => {
                    entry.report_at("name", format!("Название «{name}» уже занято записью «{}».", taken.get()), "Уточните название или уберите синоним у одной из записей.");
                    return;
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

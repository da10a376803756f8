//! Finds places by what people type: names of all times, short names and synonyms, folded. For imports.

use std::collections::{HashMap, HashSet};

use kernel::{Result, Tx, id::PlaceId, params, search::fold};

use crate::places::{Facts, PlaceKind};

/// All names of municipalities and schools in memory: built once per import, asked for every row.
#[derive(Debug, Default)]
pub struct NameIndex {
    municipalities: HashMap<String, PlaceId>,
    schools: HashMap<String, HashSet<(PlaceId, PlaceId)>>,
}

struct Named {
    id: PlaceId,
    kind: PlaceKind,
    parent: Option<PlaceId>,
    name: String,
    short_name: String,
    facts: String,
}

impl NameIndex {
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let sql = "SELECT p.id, p.kind, p.parent_id, n.name, n.short_name, p.facts FROM place p JOIN place_name n ON n.place_id = p.id
            WHERE p.kind IN ('municipality', 'school') ORDER BY p.id, n.valid_from";
        let rows = tx.query(sql, params![], kernel::row!(Named { id, kind, parent, name, short_name, facts }))?;
        let mut index = Self::default();
        for row in rows {
            let facts: Facts = serde_json::from_str(&row.facts).map_err(anyhow::Error::new)?;
            for name in [&row.name, &row.short_name].into_iter().chain(&facts.synonyms) {
                index.add(&row, fold(name));
            }
        }
        Ok(index)
    }

    fn add(&mut self, row: &Named, key: String) {
        match (row.kind, &row.parent) {
            (PlaceKind::Municipality, _) => {
                self.municipalities.insert(key, row.id.clone());
            }
            (PlaceKind::School, Some(parent)) => {
                self.schools.entry(key).or_default().insert((parent.clone(), row.id.clone()));
            }
            (PlaceKind::School | PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute, _) => {}
        }
    }

    /// «Хабаровск» is the city, «Хабаровский район» its neighbour: only a whole name counts, never a part of one.
    pub fn municipality(&self, typed: &str) -> Option<&PlaceId> {
        self.municipalities.get(&fold(typed))
    }

    /// The schools so called, in one municipality or (with `None`) in the region. More than one: ask a person.
    pub fn schools(&self, typed: &str, municipality: Option<&PlaceId>) -> Vec<&PlaceId> {
        let called = self.schools.get(&fold(typed)).into_iter().flatten();
        let mut found: Vec<&PlaceId> = called.filter(|(parent, _)| municipality.is_none_or(|place| place == parent)).map(|(_, id)| id).collect();
        found.sort();
        found
    }
}

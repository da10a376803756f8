//! Sums of classes' results, of the region and its municipalities. Only sources whose results may be published ([`Use::OpenData`]), suppressed by one
//! table of the region and period: schools as leaves, in the order of paths, as `picture` has it. So what is published here and what is shown
//! there is hidden alike, and neither gives the other away.

use super::Item;
use coupling::{
    share::Count,
    suppress::{Cell, Rule, Shown, Table, suppress},
};
use kernel::{Result, Tx, params};
use outcomes::{PeriodKind, Source, Sum, SumFilter, Use};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use structure::places::REGION;

/// A sum that may leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub place: String,
    pub path: String,
    pub when: When,
    pub subject: String,
    pub pupils: u32,
    pub under: u32,
}

/// Of which table a sum is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    pub school_year: i64,
    pub source: Source,
    pub kind: PeriodKind,
    pub number: i64,
}

struct Spot {
    id: String,
    kind: String,
    parent: Option<String>,
    path: String,
}

pub fn outcomes(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    Ok(published(tx)?
        .into_iter()
        .map(|sum| {
            let When { school_year, source, kind, number } = sum.when;
            let share = (f64::from(sum.under) / f64::from(sum.pupils.max(1)) * 1000.0).round() / 10.0;
            let body = json!({
                "place_id": sum.place, "school_year": school_year, "source": source, "subject": sum.subject, "period_kind": kind, "period_number": number,
                "pupils": sum.pupils, "under": sum.under, "share_under": share,
            });
            Item::new(format!("{}.{}.{source}.{school_year}.{kind}.{number}", sum.place, sum.subject), sum.path, body)
        })
        .collect())
}

/// The sums that may leave the house.
///
/// # Errors
/// The store fails.
pub fn published(tx: &mut Tx<'_>) -> Result<Vec<Published>> {
    let mut spots: Vec<Spot> = tx.query("SELECT id, kind, parent_id, path FROM place WHERE kind IN ('region', 'municipality', 'school')", params![], |row| {
        Ok(Spot { id: row.get(0)?, kind: row.get(1)?, parent: row.get(2)?, path: row.get(3)? })
    })?;
    spots.sort_by(|one, other| one.path.cmp(&other.path));
    let filter = SumFilter { purpose: Some(Use::OpenData), ..SumFilter::default() };
    let mut whens: BTreeMap<When, HashMap<String, Vec<Sum>>> = BTreeMap::new();
    for spot in spots.iter().filter(|spot| spot.kind == "municipality") {
        for sum in outcomes::sums_below(tx, &spot.path, &filter)? {
            let when = When { school_year: sum.key.school_year, source: sum.key.source, kind: sum.key.kind, number: sum.key.number };
            whens.entry(when).or_default().entry(sum.place.to_string()).or_default().push(sum);
        }
    }
    Ok(whens.into_iter().flat_map(|(when, schools)| shown(&spots, when, &schools)).collect())
}

fn cell(sums: &[Sum], subject: &str) -> Cell {
    sums.iter().find(|sum| sum.key.subject == subject).map_or_else(Cell::default, |sum| Cell {
        count: Count::new(sum.under, sum.pupils).unwrap_or_default(),
        // The rule of ten is of different pupils, not of results.
        teachers: if sum.heads < Rule::OUTSIDE.pupils.into() { 0 } else { u32::try_from(sum.behind()).unwrap_or(0) },
    })
}

fn shown(spots: &[Spot], when: When, schools: &HashMap<String, Vec<Sum>>) -> Vec<Published> {
    let subjects: Vec<&str> = schools.values().flatten().map(|sum| sum.key.subject.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut table = Table::new(subjects.len());
    let mut rows: HashMap<&str, usize> = HashMap::new();
    for spot in spots {
        let parent = spot.parent.as_deref().and_then(|id| rows.get(id).copied());
        let added = match (spot.kind.as_str(), schools.get(&spot.id)) {
            ("school", Some(sums)) => table.leaf(parent, subjects.iter().map(|subject| cell(sums, subject)).collect()),
            ("school", None) => continue,
            (_, _) => table.sum(if spot.id == REGION { None } else { parent }),
        };
        if let Ok(row) = added {
            rows.insert(&spot.id, row);
        }
    }
    let suppressed = suppress(&table, &Rule::OUTSIDE);
    let mut found = Vec::new();
    for spot in spots.iter().filter(|spot| spot.kind != "school") {
        let Some(row) = rows.get(spot.id.as_str()) else { continue };
        for (column, subject) in subjects.iter().enumerate() {
            if let Shown::Value(count) = suppressed.shown(*row, Some(column)) {
                found.push(Published { place: spot.id.clone(), path: spot.path.clone(), when, subject: (*subject).to_owned(), pupils: count.of(), under: count.below() });
            }
        }
    }
    found
}

//! Sums of classes' results, of the region and its municipalities. Only sources whose results may be published ([`Use::OpenData`]), out of the
//! one suppressed table that every page takes its cells from: what is published here and what is shown there is hidden alike.

use super::Item;
use coupling::suppress::Shown;
use kernel::{Result, Tx, id::PlaceId, params};
use outcomes::{Choice, Use};
use serde_json::json;

/// A sum that may leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub place: PlaceId,
    pub path: String,
    pub when: Choice,
    pub subject: String,
    pub pupils: u32,
    pub under: u32,
}

pub fn outcomes(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    Ok(published(tx)?
        .into_iter()
        .map(|sum| {
            let Choice { school_year, source, kind, number } = sum.when;
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
    let places: Vec<(PlaceId, String)> = tx.query("SELECT id, path FROM place WHERE kind IN ('region', 'municipality')", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut whens = outcomes::choices(tx, Use::OpenData)?;
    whens.sort_unstable();
    let mut found = Vec::new();
    for when in whens {
        let table = outcomes::Published::read(tx, when)?;
        for (place, path) in &places {
            for subject in table.subjects() {
                if let Shown::Value(count) = table.shown(place, subject) {
                    found.push(Published { place: place.clone(), path: path.clone(), when, subject: subject.clone(), pupils: count.of(), under: count.below() });
                }
            }
        }
    }
    Ok(found)
}

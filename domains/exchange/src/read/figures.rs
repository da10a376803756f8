//! Figures: indicators of reports that were handed in, quotas, numbers of cases.

use super::Item;
use kernel::{Date, Result, Tx, params};
use serde_json::json;
use std::collections::BTreeMap;

/// As above reads them: the edition that was handed in. Schools are left out, as they are for the ministry.
pub fn indicators(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let sql = "SELECT r.id, e.number, r.place_id, pl.path, r.from_on, r.until_on, e.snapshot FROM report r JOIN place pl ON pl.id = r.place_id JOIN report_edition e ON e.report_id = r.id AND e.number = r.handed_edition
        WHERE r.handed_edition > 0 AND pl.kind IN ('region', 'municipality') ORDER BY r.id";
    let rows: Vec<(String, i64, String, String, Date, Date, String)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?)))?;
    let mut found = Vec::new();
    for (report, edition, place, path, from, until, snapshot) in rows {
        let snapshot: reports::Snapshot = serde_json::from_str(&snapshot).map_err(anyhow::Error::new)?;
        let last = until.yesterday().unwrap_or(until);
        for counted in &snapshot.figures.indicators {
            let figure = &counted.figure;
            let body = json!({
                "report_id": report, "edition": edition, "place_id": place, "from_on": from, "last_on": last, "code": counted.code, "title": counted.title, "formula": counted.formula,
                "definition": counted.number, "unit": counted.unit.as_str(), "value": figure.value(counted.unit), "numerator": figure.numerator, "denominator": figure.denominator,
            });
            found.push(Item::new(format!("{report}.{}", counted.code), path.as_str(), body));
        }
    }
    Ok(found)
}

pub fn quotas(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let today = tx.today();
    let paths: BTreeMap<String, String> = tx.query("SELECT id, path FROM place WHERE kind = 'municipality'", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let sql = "SELECT q.id, q.kind, q.subject, q.direction, q.municipality_id, q.places, q.valid_from,
        (SELECT COUNT(*) FROM membership m WHERE m.kind = q.kind AND (q.subject IS NULL OR m.subject = q.subject) AND (q.direction IS NULL OR m.direction = q.direction) AND (q.municipality_id IS NULL OR m.municipality_id = q.municipality_id)
            AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1))
        FROM quota q WHERE q.valid_from <= $1 AND (q.valid_to IS NULL OR q.valid_to > $1) ORDER BY q.id";
    Ok(tx.query(sql, params![today], |row| {
        let municipality: Option<String> = row.get(4)?;
        let path = municipality.as_ref().and_then(|id| paths.get(id)).cloned().unwrap_or_default();
        let body = json!({
            "kind": row.get::<String>(1)?, "subject": row.get::<Option<String>>(2)?, "direction": row.get::<Option<String>>(3)?, "municipality_id": municipality,
            "places": row.get::<i64>(5)?, "filled": row.get::<i64>(7)?, "valid_from": row.get::<Date>(6)?,
        });
        Ok(Item::new(row.get::<String>(0)?, path, body))
    })?)
}

/// Cases by municipality, state and rung, as far as the picture of the region tells them: one rule hides on its pages and here.
pub fn cases(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let item = |told: picture::CasesTold| {
        let body = json!({"municipality_id": told.place, "state": told.state, "rung": told.rung, "cases": told.cases});
        Item::new(format!("{}.{}.{}", told.place, told.state, told.rung), told.path, body)
    };
    Ok(picture::cases_told(tx)?.into_iter().map(item).collect())
}

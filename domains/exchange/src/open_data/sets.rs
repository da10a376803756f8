//! What each set holds.

use super::{Dataset, noise};
use crate::{
    feed, read,
    resource::Resource,
    shape::Kind,
    table::{Column, Table},
};
use jiff::tz::TimeZone;
use kernel::{Result, Timestamp, Tx, params};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use structure::places::REGION;

/// `seed`: the secret of the noise; where there is none the set can't be drawn up.
pub fn table(tx: &mut Tx<'_>, dataset: Dataset, zone: &TimeZone, seed: &[u8]) -> Result<Table> {
    match dataset {
        Dataset::Places => open_places(tx),
        Dataset::Activities => activities(tx, zone),
        Dataset::Quotas => of_resource(tx, Resource::Quotas, |_| true),
        Dataset::Indicators => of_resource(tx, Resource::Indicators, |thing| thing["place_id"] == json!(REGION)),
        Dataset::Outcomes => results(tx, seed),
    }
}

fn of_resource(tx: &mut Tx<'_>, resource: Resource, fits: impl Fn(&Value) -> bool) -> Result<Table> {
    let items = read::all(tx, resource)?.into_iter().map(|item| feed::with_id(&item.source, item.body));
    let mut things: Vec<Value> = items.filter(fits).collect();
    things.sort_by(|one, other| one["id"].as_str().cmp(&other["id"].as_str()));
    Ok(Table::of_things(resource.fields(), &things))
}

fn open_places(tx: &mut Tx<'_>) -> Result<Table> {
    let today = tx.today().to_string();
    of_resource(tx, Resource::Places, |thing| matches!(thing["kind"].as_str(), Some("municipality" | "school")) && thing["closed_on"].as_str().is_none_or(|closed| today.as_str() < closed))
}

/// By the month in which it begins, in the region's zone.
fn activities(tx: &mut Tx<'_>, zone: &TimeZone) -> Result<Table> {
    let sql =
        "SELECT a.starts_at, a.state, d.direction, CASE WHEN pl.kind = 'school' THEN pl.parent_id ELSE pl.id END FROM activity a JOIN place pl ON pl.id = a.place_id JOIN activity_direction d ON d.activity_id = a.id
        WHERE a.state IN ('announced', 'held', 'closed')";
    let mut counts: BTreeMap<(String, String, String), (i64, i64)> = BTreeMap::new();
    tx.each(sql, params![], |row| {
        let (starts, state, direction, place): (Timestamp, String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let day = zone.to_datetime(starts).date();
        let entry = counts.entry((format!("{:04}-{:02}", day.year(), day.month()), direction, place.unwrap_or_default())).or_default();
        entry.0 += 1;
        entry.1 += i64::from(state != "announced");
        Ok(())
    })?;
    let columns = vec![
        Column::new("month", Kind::Text, "месяц начала, ГГГГ-ММ"),
        Column::new("direction", Kind::Text, "код направления работы"),
        Column::new("place_id", Kind::Text, "муниципалитет организатора; region и institute — мероприятия региона"),
        Column::new("announced", Kind::Whole, "сколько объявлено"),
        Column::new("held", Kind::Whole, "из них проведено"),
    ];
    let row = |((month, direction, place), (announced, held)): ((String, String, String), (i64, i64))| vec![json!(month), json!(direction), json!(place), json!(announced), json!(held)];
    Ok(Table { columns, rows: counts.into_iter().map(row).collect() })
}

fn results(tx: &mut Tx<'_>, seed: &[u8]) -> Result<Table> {
    let columns = vec![
        Column::new("place_id", Kind::Text, "муниципалитет"),
        Column::new("subject", Kind::Text, "код предмета"),
        Column::new("source", Kind::Text, "oge или ege"),
        Column::new("school_year", Kind::Whole, "2026 — это 2026/27"),
        Column::new("period_kind", Kind::Text, "вид периода"),
        Column::new("period_number", Kind::Whole, "номер периода"),
        Column::new("pupils", Kind::Whole, "сколько результатов, округлено до десяти"),
        Column::new("share_under", Kind::Number, "доля ниже минимума с шумом, проценты"),
    ];
    let mut rows = Vec::new();
    for sum in read::published_outcomes(tx)?.into_iter().filter(|sum| sum.place.as_str() != REGION) {
        let outcomes::Choice { school_year, source, kind, number } = sum.when;
        let cell = format!("{}|{}|{source}|{school_year}|{kind}|{number}|{}|{}", sum.place, sum.subject, sum.pupils, sum.under);
        let share = ((f64::from(sum.under) + noise::laplace(seed, &cell)) / f64::from(sum.pupils.max(1))).clamp(0.0, 1.0);
        let tens = (sum.pupils + 5) / 10 * 10;
        rows.push(vec![json!(sum.place), json!(sum.subject), json!(source), json!(school_year), json!(kind), json!(number), json!(tens), json!((share * 1000.0).round() / 10.0)]);
    }
    Ok(Table { columns, rows })
}

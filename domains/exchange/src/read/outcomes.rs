//! Sums of classes' results, of the region and its municipalities. Only sources whose results may be published; small numbers are left out, and with
//! them whatever would give them away together with the region's sum.

use super::Item;
use kernel::{Result, Tx, params};
use outcomes::{Key, Sum, SumFilter, Use};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use structure::places::REGION;

const FEWEST_PUPILS: i64 = 10;
const FEWEST_TEACHERS: i64 = 3;
/// In a group under this one or two pupils are not told.
const SMALL: i64 = 30;

pub fn outcomes(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let paths: HashMap<String, String> = tx.query("SELECT id, path FROM place WHERE kind IN ('region', 'municipality')", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let mut found = Vec::new();
    for sum in published(tx)? {
        let key = &sum.key;
        let Some(path) = paths.get(sum.place.as_str()) else { continue };
        let share = (sum.share() * 1000.0).round() / 10.0;
        let body = json!({
            "place_id": sum.place, "school_year": key.school_year, "source": key.source, "subject": key.subject, "period_kind": key.kind, "period_number": key.number,
            "classes": sum.classes, "pupils": sum.pupils, "under": sum.under, "share_under": share,
        });
        found.push(Item::new(format!("{}.{}.{}.{}.{}.{}", sum.place, key.subject, key.source, key.school_year, key.kind, key.number), path.as_str(), body));
    }
    Ok(found)
}

/// The sums that may leave the house.
///
/// # Errors
/// The store fails.
pub fn published(tx: &mut Tx<'_>) -> Result<Vec<Sum>> {
    let (region, filter) = (format!("{REGION}/"), SumFilter { purpose: Some(Use::OpenData), ..SumFilter::default() });
    let totals = outcomes::sums(tx, &region, &filter)?;
    let mut parts: BTreeMap<Key, Vec<Sum>> = BTreeMap::new();
    for sum in outcomes::sums_below(tx, &region, &filter)? {
        parts.entry(sum.key.clone()).or_default().push(sum);
    }
    let mut found: Vec<Sum> = totals.into_iter().filter(is_shown).collect();
    found.extend(parts.into_values().flat_map(without_hidden));
    Ok(found)
}

fn is_shown(sum: &Sum) -> bool {
    let (under, above) = (sum.under, sum.pupils - sum.under);
    let is_few = sum.pupils < SMALL && (matches!(under, 1 | 2) || matches!(above, 1 | 2));
    sum.heads >= FEWEST_PUPILS && sum.behind() >= FEWEST_TEACHERS && !is_few
}

/// What the hidden ones are together is known from the region's sum, so together they must be as many as one that is shown.
fn without_hidden(mut sums: Vec<Sum>) -> Vec<Sum> {
    sums.sort_by(|one, other| (is_shown(one), one.heads, &one.place).cmp(&(is_shown(other), other.heads, &other.place)));
    let mut hidden = sums.iter().take_while(|sum| !is_shown(sum)).count();
    while hidden > 0 && hidden < sums.len() && (hidden == 1 || !is_shown_together(sums.get(..hidden).unwrap_or_default())) {
        hidden += 1;
    }
    sums.split_off(hidden.min(sums.len()))
}

/// Municipalities have no teacher in common but those who work in two; where they do, the sum is hidden a little sooner than needed.
fn is_shown_together(sums: &[Sum]) -> bool {
    let sum = |of: fn(&Sum) -> i64| sums.iter().map(of).sum::<i64>();
    let most_teachers = sums.iter().map(Sum::behind).max().unwrap_or(0);
    let (pupils, under) = (sum(|one| one.pupils), sum(|one| one.under));
    let is_few = pupils < SMALL && (matches!(under, 1 | 2) || matches!(pupils - under, 1 | 2));
    sum(|one| one.heads) >= FEWEST_PUPILS && (most_teachers >= FEWEST_TEACHERS || sum(Sum::behind) >= 2 * FEWEST_TEACHERS) && !is_few
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcomes::{PeriodKind, Source};

    fn sum(place: &str, (heads, under, teachers): (i64, i64, i64)) -> Sum {
        let key = Key { subject: "matematika".into(), school_year: 2026, source: Source::Oge, kind: PeriodKind::Year, number: 0 };
        Sum { place: place.into(), key, grade: 0, classes: teachers, teachers, untaught: 0, pupils: heads, heads, under, marks: [0; 4], mean_pupils: 0, mean_part: 0.0 }
    }

    fn shown(sums: Vec<Sum>) -> Vec<String> {
        let mut places: Vec<String> = without_hidden(sums).into_iter().map(|sum| sum.place.to_string()).collect();
        places.sort();
        places
    }

    #[test]
    fn ten_pupils_three_teachers_and_no_one_or_two() {
        assert!(is_shown(&sum("a", (10, 4, 3))) && is_shown(&sum("a", (30, 1, 3))) && is_shown(&sum("a", (12, 0, 3))));
        for hidden in [(9, 4, 3), (40, 9, 2), (29, 1, 3), (29, 2, 3), (20, 18, 3), (20, 19, 3)] {
            assert!(!is_shown(&sum("a", hidden)), "{hidden:?}");
        }
    }

    #[test]
    fn the_region_s_sum_less_the_shown_ones_gives_no_hidden_one() {
        assert_eq!(shown(vec![sum("a", (50, 9, 5)), sum("b", (60, 9, 5)), sum("c", (70, 9, 5))]), ["a", "b", "c"]);
        assert_eq!(shown(vec![sum("a", (50, 9, 5)), sum("b", (8, 3, 1)), sum("c", (70, 9, 5))]), ["c"], "one alone takes the next with it");
        assert_eq!(shown(vec![sum("a", (50, 9, 5)), sum("b", (4, 1, 1)), sum("c", (3, 1, 1)), sum("d", (90, 9, 5))]), ["d"], "two that are few together take a third");
        assert!(shown(vec![sum("a", (5, 1, 1))]).is_empty() && shown(vec![]).is_empty());
    }
}

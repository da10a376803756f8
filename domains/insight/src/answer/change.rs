//! Question C: where did the share under the minimum change? Words only where the interval leaves zero out; no order of merit.

use super::{Measured, Numbers};
use crate::gather::{Pair, PartRow};
use coupling::{
    change::Unit,
    share::Count,
    suppress::{Cell, Rule, Shown, Table, suppress},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use structure::places::REGION;

/// A place in both waves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceChange {
    pub place: String,
    /// Of a school: its municipality.
    pub parent: String,
    pub before_pupils: i64,
    pub after_pupils: i64,
    /// Teachers (or classes where none is known) in the smaller wave.
    pub parts: usize,
    /// Shrunken towards what is usual.
    pub change: Measured,
    /// Enough pupils for the place itself.
    pub inside: bool,
    /// Shown to others too, and no difference of what is shown tells it.
    pub outside: bool,
}

/// What the data say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChangeAnswer {
    /// Of the two waves, in words; empty where there are none.
    pub waves: String,
    pub region: Option<PlaceChange>,
    pub municipalities: Vec<PlaceChange>,
    pub schools: Vec<PlaceChange>,
    /// The middle of the municipalities' changes; nobody is named by it.
    pub median: Option<f64>,
}

impl ChangeAnswer {
    /// A place of any level.
    #[must_use]
    pub fn of(&self, place: &str) -> Option<&PlaceChange> {
        self.region.iter().chain(&self.municipalities).chain(&self.schools).find(|one| one.place == place)
    }
}

/// Name and version.
pub const METHOD: &str = "coupling::change, версия 1";

/// Counts of a place in both waves, and how many parts (teachers) have pupils in each.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    before: Count,
    after: Count,
    parts: (u32, u32),
}

impl Sum {
    fn add(&mut self, before: Count, after: Count, parts: (u32, u32)) {
        self.before = self.before.and(before);
        self.after = self.after.and(after);
        self.parts = (self.parts.0 + parts.0, self.parts.1 + parts.1);
    }
}

/// Works it out.
///
/// # Errors
/// Counts that can't be counts; tables that can't be tables.
pub fn answer(pair: Option<&Pair>, rows: &[PartRow]) -> anyhow::Result<ChangeAnswer> {
    let Some(pair) = pair else { return Ok(ChangeAnswer::default()) };
    let mut schools: BTreeMap<(String, String), Sum> = BTreeMap::new();
    let mut units = Vec::with_capacity(rows.len());
    let mut numbers = Numbers::default();
    for row in rows {
        let (before, after) = (Count::new(row.before_under, row.before_pupils)?, Count::new(row.after_under, row.after_pupils)?);
        units.push(Unit { group: numbers.of(&row.school), before, after, retested: None });
        schools.entry((row.municipality.clone(), row.school.clone())).or_default().add(before, after, (u32::from(before.of() > 0), u32::from(after.of() > 0)));
    }
    let shown = shown(&schools)?;
    let (of_schools, whole) = changes(&units);
    let mut answer = ChangeAnswer { waves: pair.words(), ..ChangeAnswer::default() };
    for ((municipality, school), sum) in &schools {
        let change = of_schools.get(&numbers.of(school)).copied();
        answer.schools.extend(change.map(|change| place((school, municipality), sum, change, shown.contains(school))));
    }
    let (municipalities, whole_of_municipalities) = of_municipalities(&schools, &shown);
    answer.median = (municipalities.len() >= FEWEST_FOR_MEDIAN).then(|| super::effect::median(municipalities.iter().map(|one| one.change.value).collect()));
    answer.municipalities = municipalities;
    let all = schools.values().fold(Sum::default(), |mut all, sum| {
        all.add(sum.before, sum.after, sum.parts);
        all
    });
    answer.region = whole.or(whole_of_municipalities).map(|change| place((REGION, ""), &all, change, shown.contains(REGION)));
    Ok(answer)
}

/// A middle of fewer would tell of one.
const FEWEST_FOR_MEDIAN: usize = 5;

fn of_municipalities(schools: &BTreeMap<(String, String), Sum>, shown: &BTreeSet<String>) -> (Vec<PlaceChange>, Option<Measured>) {
    let mut numbers = Numbers::default();
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut units = Vec::new();
    for ((municipality, _), sum) in schools {
        units.push(Unit { group: numbers.of(municipality), before: sum.before, after: sum.after, retested: None });
        sums.entry(municipality.clone()).or_default().add(sum.before, sum.after, sum.parts);
    }
    let (found, whole) = changes(&units);
    let places = sums.iter().filter_map(|(id, sum)| Some(place((id, REGION), sum, *found.get(&numbers.of(id))?, shown.contains(id)))).collect();
    (places, whole)
}

/// By number of the group; none where groups are too few to know how they differ.
fn changes(units: &[Unit]) -> (BTreeMap<usize, Measured>, Option<Measured>) {
    let Ok(found) = coupling::change::change(units) else { return (BTreeMap::new(), None) };
    let known = found.groups.iter().filter_map(|group| Some((group.group, group.change?.into()))).collect();
    (known, Some(found.whole.into()))
}

fn place((id, parent): (&str, &str), sum: &Sum, change: Measured, outside: bool) -> PlaceChange {
    PlaceChange {
        place: id.to_owned(),
        parent: parent.to_owned(),
        before_pupils: sum.before.of().into(),
        after_pupils: sum.after.of().into(),
        parts: sum.parts.0.min(sum.parts.1) as usize,
        change,
        inside: [sum.before, sum.after].iter().all(|count| Rule::SCHOOL.shows(*count, 0)),
        outside,
    }
}

/// Places that may be shown outside the school in both waves, so that no difference tells the hidden ones.
fn shown(schools: &BTreeMap<(String, String), Sum>) -> anyhow::Result<BTreeSet<String>> {
    let before = shown_in(schools, |sum| Cell { count: sum.before, teachers: sum.parts.0 })?;
    let after = shown_in(schools, |sum| Cell { count: sum.after, teachers: sum.parts.1 })?;
    Ok(before.intersection(&after).cloned().collect())
}

fn shown_in(schools: &BTreeMap<(String, String), Sum>, cell: impl Fn(&Sum) -> Cell) -> anyhow::Result<BTreeSet<String>> {
    let mut table = Table::new(1);
    let mut rows: Vec<(String, usize)> = vec![(REGION.to_owned(), table.sum(None)?)];
    let mut last: Option<(String, usize)> = None;
    for ((municipality, school), sum) in schools {
        let above = match &last {
            Some((known, at)) if known == municipality => *at,
            _ => {
                let at = table.sum(Some(rows[0].1))?;
                rows.push((municipality.clone(), at));
                last = Some((municipality.clone(), at));
                at
            }
        };
        rows.push((school.clone(), table.leaf(Some(above), vec![cell(sum)])?));
    }
    let found = suppress(&table, &Rule::OUTSIDE);
    Ok(rows.into_iter().filter(|(_, row)| matches!(found.shown(*row, None), Shown::Value(count) if count.of() > 0)).map(|(id, _)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use outcomes::Source;

    fn pair() -> Pair {
        Pair { source: Source::SchoolTest, kind: "quarter".into(), number: 1, year: 2026, before_from: date(2025, 9, 1), before_until: date(2025, 10, 28), after_from: date(2026, 9, 1), after_until: date(2026, 10, 28) }
    }

    fn part(municipality: usize, school: usize, teacher: usize, pupils: i64) -> PartRow {
        PartRow {
            school: format!("s{municipality}-{school}"),
            municipality: format!("m{municipality}"),
            part: teacher.to_string(),
            before_pupils: pupils,
            before_under: pupils * 3 / 10,
            after_pupils: pupils,
            after_under: pupils * 3 / 10,
        }
    }

    #[test]
    fn a_school_of_two_teachers_is_for_itself_alone_and_can_not_be_had_by_taking_away() {
        let mut rows: Vec<PartRow> = (0..6).flat_map(|m| (0..4).flat_map(move |s| (0..5).map(move |t| part(m, s, t, 40)))).collect();
        rows.retain(|row| !(row.school == "s0-0" && row.part.parse::<usize>().unwrap() > 1));
        let answer = answer(Some(&pair()), &rows).unwrap();
        let small = answer.of("s0-0").unwrap();
        assert!(small.inside && !small.outside);
        let others = (1..4).filter(|s| answer.of(&format!("s0-{s}")).unwrap().outside).count();
        assert!(others < 3 || !answer.of("m0").unwrap().outside, "one of the others or the municipality is hidden too");
        assert!(answer.of("s1-0").unwrap().outside && answer.of(REGION).unwrap().outside);
        assert!(answer.median.is_some());
    }

    #[test]
    fn without_two_waves_there_is_no_answer() {
        assert_eq!(answer(None, &[]).unwrap(), ChangeAnswer::default());
        let one = answer(Some(&pair()), &[part(0, 0, 0, 20)]).unwrap();
        assert!(one.schools.is_empty() && one.region.is_none() && !one.waves.is_empty());
    }
}

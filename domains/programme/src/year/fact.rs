//! Plan beside fact: deeds of the ledger find lines of the plan by direction and kind. Nothing is typed twice.

use super::{
    lists::Lists,
    model::{Line, Part, place_of},
};
use ledger::{DeedKind, Written};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFact {
    pub line: Line,
    pub count: i64,
    pub minutes: i64,
    pub reached: i64,
}

/// What came of a plan, and what was done without being planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    pub lines: Vec<LineFact>,
    pub beside: Vec<Written>,
}

/// Gives each deed to one line of its direction and kind: of those that still expect something, the one nearest in time; when all
/// have what they expected, the nearest. A deed that no line speaks of stands beside.
#[must_use]
pub fn matched(lines: Vec<Line>, deeds: &[Written]) -> Fact {
    let mut fact = Fact { lines: lines.into_iter().map(|line| LineFact { line, count: 0, minutes: 0, reached: 0 }).collect(), beside: Vec::new() };
    let mut in_time: Vec<&Written> = deeds.iter().collect();
    in_time.sort_by_key(|deed| (deed.on, deed.id));
    for deed in in_time {
        let month = place_of(deed.on.month().into());
        let fits = |one: &&mut LineFact| one.line.direction == deed.direction && one.line.kind == deed.kind;
        let nearest = |one: &&mut LineFact| (one.count >= one.line.count, (place_of(one.line.month) - month).abs(), place_of(one.line.month));
        match fact.lines.iter_mut().filter(fits).min_by_key(nearest) {
            Some(one) => {
                one.count += 1;
                one.minutes += deed.minutes;
                one.reached += deed.reached;
            }
            None => fact.beside.push(deed.clone()),
        }
    }
    fact
}

/// A line as a report shows it, in words: it is read when the plan has long been changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    pub month: i64,
    pub what: String,
    pub direction: String,
    pub kind: String,
    pub audience: String,
    pub expected: String,
    pub count: i64,
    pub minutes: i64,
    pub fact_count: i64,
    pub fact_minutes: i64,
    pub reached: i64,
}

/// Work of one direction, or of one kind in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sum {
    pub direction: String,
    /// Empty: all kinds.
    pub kind: String,
    pub count: i64,
    pub minutes: i64,
    pub reached: i64,
}

/// Plan and fact of a period as they stood on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    pub rows: Vec<Row>,
    /// Done without a plan.
    pub beside: Vec<Sum>,
    /// Hours by direction.
    pub hours: Vec<Sum>,
    /// Hours by kind of work.
    pub kinds: Vec<Sum>,
    pub count: i64,
    pub minutes: i64,
    pub reached: i64,
}

impl Snapshot {
    /// Of lines and deeds of one period.
    #[must_use]
    pub fn of(lines: Vec<Line>, deeds: &[Written], lists: &Lists) -> Self {
        let fact = matched(lines, deeds);
        let rows = fact.lines.into_iter().map(|one| Row {
            month: one.line.month,
            direction: lists.short(&one.line.direction).to_owned(),
            kind: one.line.kind.label().to_owned(),
            what: one.line.what,
            audience: one.line.audience,
            expected: one.line.expected,
            count: one.line.count,
            minutes: one.line.minutes,
            fact_count: one.count,
            fact_minutes: one.minutes,
            reached: one.reached,
        });
        Self {
            rows: rows.collect(),
            beside: summed(&fact.beside, |deed| (deed.direction.clone(), Some(deed.kind)), lists),
            hours: summed(deeds, |deed| (deed.direction.clone(), None), lists),
            kinds: summed(deeds, |deed| (String::new(), Some(deed.kind)), lists),
            count: i64::try_from(deeds.len()).unwrap_or(i64::MAX),
            minutes: deeds.iter().map(|deed| deed.minutes).sum(),
            reached: deeds.iter().map(|deed| deed.reached).sum(),
        }
    }

    /// As it was kept; what can't be read is empty.
    #[must_use]
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or_default()
    }

    /// # Errors
    /// Never in fact: strings and numbers always become JSON.
    pub fn kept(&self) -> kernel::Result<String> {
        Ok(serde_json::to_string(self).map_err(anyhow::Error::new)?)
    }
}

/// Lines of the months of a part.
#[must_use]
pub fn of_part(lines: Vec<Line>, part: Part) -> Vec<Line> {
    lines.into_iter().filter(|line| part.has(line.month)).collect()
}

fn summed(deeds: &[Written], by: impl Fn(&Written) -> (String, Option<DeedKind>), lists: &Lists) -> Vec<Sum> {
    let mut sums: BTreeMap<(String, Option<DeedKind>), Sum> = BTreeMap::new();
    for deed in deeds {
        let key = by(deed);
        let sum = sums.entry(key).or_default();
        sum.count += 1;
        sum.minutes += deed.minutes;
        sum.reached += deed.reached;
    }
    let named = |((direction, kind), sum): ((String, Option<DeedKind>), Sum)| Sum { direction: lists.short(&direction).to_owned(), kind: kind.map(DeedKind::label).unwrap_or_default().to_owned(), ..sum };
    sums.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::{Date, id::PlaceId};
    use ledger::DeedId;
    use proptest::prelude::*;

    fn line(month: i64, direction: &str, kind: DeedKind, count: i64) -> Line {
        Line { id: super::super::model::LineId::fresh(), month, what: "Дело".into(), direction: direction.into(), kind, audience: String::new(), expected: String::new(), count, minutes: 60 }
    }

    fn deed(on: Date, direction: &str, kind: DeedKind) -> Written {
        Written {
            id: DeedId::fresh(),
            person: None,
            place: PlaceId::from("p"),
            kind,
            source: "s".into(),
            direction: direction.into(),
            on,
            minutes: 45,
            part: String::new(),
            title: String::new(),
            url: String::new(),
            reached: 3,
        }
    }

    #[test]
    fn a_deed_goes_to_the_line_of_its_month_and_then_to_one_that_still_waits() {
        let lines = vec![line(9, "d01", DeedKind::Activity, 1), line(11, "d01", DeedKind::Activity, 2)];
        let deeds = [deed(date(2026, 9, 5), "d01", DeedKind::Activity), deed(date(2026, 9, 20), "d01", DeedKind::Activity), deed(date(2026, 10, 1), "d02", DeedKind::Activity)];
        let fact = matched(lines, &deeds);
        assert_eq!(fact.lines.iter().map(|one| one.count).collect::<Vec<_>>(), [1, 1], "the second of September is what November expected");
        assert_eq!(fact.beside.len(), 1, "another direction is beside the plan");
        assert_eq!(fact.lines[0].minutes, 45);
    }

    #[test]
    fn a_kind_that_no_line_speaks_of_is_beside_and_more_than_planned_is_counted_all_the_same() {
        let fact = matched(
            vec![line(9, "d01", DeedKind::Activity, 1)],
            &[deed(date(2026, 9, 1), "d01", DeedKind::Consultation), deed(date(2026, 9, 2), "d01", DeedKind::Activity), deed(date(2026, 12, 2), "d01", DeedKind::Activity)],
        );
        assert_eq!((fact.lines[0].count, fact.beside.len()), (2, 1));
    }

    proptest! {
        #[test]
        fn every_deed_is_counted_once_whatever_was_planned(months in proptest::collection::vec((1i64..=12, 0usize..3, 0usize..3, 0i64..4), 0..12), done in proptest::collection::vec((1i8..=12, 0usize..3, 0usize..3), 0..60)) {
            let (directions, kinds) = (["d01", "d02", "d03"], [DeedKind::Activity, DeedKind::Visit, DeedKind::Help]);
            let lines = months.iter().map(|(month, d, k, count)| line(*month, directions[*d], kinds[*k], *count)).collect();
            let deeds: Vec<Written> = done.iter().map(|(month, d, k)| deed(date(2026, *month, 3), directions[*d], kinds[*k])).collect();
            let fact = matched(lines, &deeds);
            let counted: i64 = fact.lines.iter().map(|one| one.count).sum();
            prop_assert_eq!(counted + i64::try_from(fact.beside.len()).unwrap(), i64::try_from(deeds.len()).unwrap());
            let minutes: i64 = fact.lines.iter().map(|one| one.minutes).sum::<i64>() + fact.beside.iter().map(|one| one.minutes).sum::<i64>();
            prop_assert_eq!(minutes, deeds.iter().map(|one| one.minutes).sum::<i64>());
        }
    }
}

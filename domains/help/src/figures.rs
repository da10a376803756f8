//! What the keepers of the queue read about a year: how much was asked, in which directions, how soon it was answered, what came of it.

use crate::{
    private::figures::{self as confidential, Months},
    store::figures::{Counted, counted},
};
use access::{Action, Actor};
use kernel::{Date, Result, Tx};
use std::collections::BTreeMap;
use structure::places::REGION;

/// A row of figures: of a direction, of a month, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub asked: u64,
    pub waiting: u64,
    pub late: u64,
    /// Middle of the response times in working days, of those answered.
    pub median: Option<i64>,
    pub answered: u64,
    pub helped: u64,
    pub partly: u64,
    pub not: u64,
}

/// The year's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    pub year: i16,
    pub all: Row,
    pub directions: BTreeMap<String, Row>,
    pub months: BTreeMap<String, Row>,
    /// Only for the whole region: the confidential kind keeps no place.
    pub confidential: Option<Months>,
}

/// Figures of a year within the actor's scope.
///
/// # Errors
/// Not found: not a keeper.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, year: i16) -> Result<Year> {
    actor.may(Action::AnswerHelp)?;
    let first = |year: i16| Date::new(year, 1, 1).unwrap_or(Date::MAX);
    let rows = counted(tx, &actor.scope(), first(year), first(year.saturating_add(1)))?;
    let confidential = if actor.place.as_str() == REGION { Some(confidential::of(tx, &format!("{year}-01"), &format!("{}-01", year.saturating_add(1)))?) } else { None };
    Ok(Year { year, all: row(&rows.iter().collect::<Vec<_>>()), directions: by(&rows, |one| &one.direction), months: by(&rows, |one| &one.month), confidential })
}

fn by(rows: &[Counted], key: fn(&Counted) -> &String) -> BTreeMap<String, Row> {
    let mut groups: BTreeMap<String, Vec<&Counted>> = BTreeMap::new();
    for one in rows {
        groups.entry(key(one).clone()).or_default().push(one);
    }
    groups.into_iter().map(|(key, group)| (key, row(&group))).collect()
}

fn row(group: &[&Counted]) -> Row {
    let count = |fits: fn(&Counted) -> bool| group.iter().filter(|one| fits(one)).count() as u64;
    let mut days: Vec<i64> = group.iter().filter_map(|one| one.response_days).collect();
    days.sort_unstable();
    Row {
        asked: group.len() as u64,
        waiting: count(|one| matches!(one.state.as_str(), "new" | "taken")),
        late: count(|one| one.is_late),
        median: days.get(days.len().saturating_sub(1) / 2).copied(),
        answered: days.len() as u64,
        helped: count(|one| one.outcome == "helped"),
        partly: count(|one| one.outcome == "partly"),
        not: count(|one| one.outcome == "not"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(month: &str, days: Option<i64>, outcome: &str) -> Counted {
        Counted { month: month.into(), direction: "d03".into(), state: if days.is_some() { "closed" } else { "new" }.into(), outcome: outcome.into(), response_days: days, is_late: days.is_none() }
    }

    #[test]
    fn the_middle_response_is_of_those_that_were_answered() {
        let rows = [one("2026-01", Some(1), "helped"), one("2026-01", Some(9), "not"), one("2026-02", Some(3), "helped"), one("2026-02", None, "")];
        let all = row(&rows.iter().collect::<Vec<_>>());
        assert_eq!((all.asked, all.answered, all.median, all.waiting, all.late, all.helped, all.not), (4, 3, Some(3), 1, 1, 2, 1));
        assert_eq!(by(&rows, |one| &one.month)["2026-02"].median, Some(3));
        assert_eq!(row(&[]).median, None);
    }
}

//! How many asked confidentially, by month: only where at least five people did, and so that no hidden month can be reckoned from the rest.

use super::model::DIRECTION;
use deficits::groups::{Node, shown};
use kernel::{Result, Tx, params};

/// A month's count; `None` is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    pub total: Option<u64>,
    pub months: Vec<(String, Option<u64>)>,
}

/// Of the months `[from, to)`, written `2026-11`.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, from: &str, to: &str) -> Result<Months> {
    let sql = "SELECT month, askers FROM private_help_month WHERE direction = $1 AND month >= $2 AND month < $3 ORDER BY month";
    let counted: Vec<(String, u64)> = tx.query(sql, params![DIRECTION, from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(hidden(&counted))
}

/// A year over its months, as a tree of two levels.
#[must_use]
pub fn hidden(counted: &[(String, u64)]) -> Months {
    let total: u64 = counted.iter().map(|(_, askers)| askers).sum();
    let mut tree = vec![Node { parent: None, people: total }];
    tree.extend(counted.iter().map(|(_, askers)| Node { parent: Some(0), people: *askers }));
    let seen = shown(&tree);
    let figure = |at: usize, number: u64| seen.get(at).copied().unwrap_or_default().then_some(number);
    Months { total: figure(0, total), months: counted.iter().enumerate().map(|(at, (month, askers))| (month.clone(), figure(at + 1, *askers))).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[u64]) -> Months {
        hidden(&numbers.iter().enumerate().map(|(at, number)| (format!("2026-{:02}", at + 1), *number)).collect::<Vec<_>>())
    }

    #[test]
    fn a_month_of_fewer_than_five_is_hidden_and_so_is_what_would_betray_it() {
        let months = of(&[7, 3, 9]);
        assert_eq!(months.total, Some(19));
        assert_eq!(months.months.iter().filter(|(_, number)| number.is_none()).count(), 2, "the small one and one that hides it: {months:?}");
        assert_eq!(months.months[1].1, None);
    }

    #[test]
    fn a_year_of_fewer_than_five_is_hidden_whole() {
        let months = of(&[2, 1]);
        assert!(months.total.is_none() && months.months.iter().all(|(_, number)| number.is_none()));
    }
}

//! Hours that a member means to give in a study year beside those given already: what is left is room for more work.

use kernel::{Date, Result, Tx, id::PersonId, params};
use std::collections::BTreeMap;

/// Hours of a member's study year, in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearHours {
    /// By the agreed plan.
    pub planned: i64,
    /// By the ledger.
    pub used: i64,
}

impl YearHours {
    /// What is left of the plan; more than was planned leaves nothing.
    #[must_use]
    pub fn left(self) -> i64 {
        (self.planned - self.used).max(0)
    }
}

/// The calendar year in which the study year of a day begins.
#[must_use]
pub fn study_year(day: Date) -> i64 {
    i64::from(if day.month() >= 9 { day.year() } else { day.year() - 1 })
}

/// Says how much is agreed for a year; nothing: no plan is in force.
///
/// # Errors
/// The store fails.
pub fn plan_hours(tx: &mut Tx<'_>, person: PersonId, year: i64, minutes: Option<i64>) -> Result<()> {
    match minutes {
        Some(minutes) => tx.execute("INSERT INTO hours_plan (person_id, year, minutes) VALUES ($1, $2, $3) ON CONFLICT (person_id, year) DO UPDATE SET minutes = $3", params![person, year, minutes])?,
        None => tx.execute("DELETE FROM hours_plan WHERE person_id = $1 AND year = $2", params![person, year])?,
    };
    Ok(())
}

/// Planned and used hours of the study year of a day, of everybody whose plan of it is agreed. Whose hours may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn year_hours(tx: &mut Tx<'_>, day: Date) -> Result<BTreeMap<PersonId, YearHours>> {
    let year = study_year(day);
    let first = |year: i64| i16::try_from(year).ok().and_then(|year| Date::new(year, 9, 1).ok());
    let (Some(from), Some(to)) = (first(year), first(year + 1)) else { return Ok(BTreeMap::new()) };
    let sql = "SELECT h.person_id, h.minutes, CAST(COALESCE((SELECT SUM(d.minutes) FROM deed d WHERE d.person_id = h.person_id AND d.done_on >= $2 AND d.done_on < $3), 0) AS BIGINT) FROM hours_plan h WHERE h.year = $1";
    Ok(tx.query(sql, params![year, from, to], |row| Ok((row.get(0)?, YearHours { planned: row.get(1)?, used: row.get(2)? })))?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_study_year_begins_in_september_and_what_is_over_leaves_nothing() {
        assert_eq!([date(2026, 8, 31), date(2026, 9, 1), date(2027, 5, 31)].map(study_year), [2025, 2026, 2026]);
        assert_eq!((YearHours { planned: 600, used: 240 }.left(), YearHours { planned: 60, used: 240 }.left()), (360, 0));
    }
}

//! Hints that come from the walk: all steps on one day, no repeat two months after the presentation.

use super::store;
use crate::{
    hints::{self, HintKind},
    store::Loaded,
};
use cases::TeamRole;
use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx, params};
use std::collections::BTreeSet;

/// Fewer steps on one day are no wonder.
const FEWEST: usize = 3;
/// Days after the presentation within which a repeat is expected.
const REPEAT_WITHIN: i64 = 60;

/// Whether all of these days are one, and there are enough of them.
fn is_one_day(days: &[Option<Date>]) -> bool {
    let known: BTreeSet<Date> = days.iter().copied().flatten().collect();
    days.len() >= FEWEST && days.iter().all(Option::is_some) && known.len() == 1
}

/// All steps handed in, or all accepted, on one day: told to the teacher alone at first.
pub(super) fn one_day(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<()> {
    let zone = structure::zone(tx).unwrap_or(TimeZone::UTC);
    let rows = store::handed_in(tx, loaded.pathway.id)?;
    let sent: Vec<Option<Date>> = rows.iter().map(|(_, at, _)| at.map(|at| at.to_zoned_datetime(zone.clone()).date())).collect();
    let accepted: Vec<Option<Date>> = rows.iter().map(|(_, _, on)| *on).collect();
    if is_one_day(&sent) || is_one_day(&accepted) {
        let teacher = cases::team(tx, loaded.standing.case.id)?.into_iter().find(|member| member.role == TeamRole::Teacher).map(|member| member.seat);
        hints::note(tx, loaded.pathway.id, HintKind::OneDay, "", teacher)?;
    }
    Ok(())
}

/// The daily look: presented two months ago, a measured deficit, and no repeat yet. How many were found.
///
/// # Errors
/// The store fails.
pub fn find_missing_repeats(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let before = today.checked_sub(jiff::Span::new().days(REPEAT_WITHIN)).unwrap_or(today);
    let sql = "SELECT p.id, p.case_id FROM pathway p JOIN presentation n ON n.pathway_id = p.id WHERE p.state = 'presented' AND n.held_on < $1
        AND NOT EXISTS (SELECT 1 FROM formalism_hint h WHERE h.pathway_id = p.id AND h.kind = 'no_repeat') ORDER BY p.id";
    let late: Vec<(crate::PathwayId, cases::CaseId)> = tx.query(sql, params![before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found = 0;
    for (pathway, case) in late {
        let round = cases::find(tx, case)?.round;
        if cases::stage_of(tx, case, round)?.current <= 6 {
            hints::note(tx, pathway, HintKind::NoRepeat, "", None)?;
            found += 1;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn three_steps_on_one_day_are_noticed_and_two_or_different_days_are_not() {
        let day = |day| Some(date(2026, 11, day));
        assert!(is_one_day(&[day(3), day(3), day(3)]));
        assert!(!is_one_day(&[day(3), day(3)]));
        assert!(!is_one_day(&[day(3), day(3), day(4)]));
        assert!(!is_one_day(&[day(3), day(3), None]));
    }
}

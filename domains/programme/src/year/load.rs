//! One's load beside the median of the same kind, in words. Nobody is ranked; a group under five has no median.

use super::{model::hours, store::list::loads};
use access::Scope;
use kernel::{Date, Result, Tx, id::PersonId, params};

/// Groups smaller than this tell more of a person than of a group.
pub const FEWEST: usize = 5;

/// One's own load and that of the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub own: i64,
    pub median: i64,
}

/// The load of a member beside the median of the same kind in the region over `[from, until)`; none for who has no kind or whose
/// kind has fewer than [`FEWEST`].
///
/// # Errors
/// The store fails.
pub fn compare(tx: &mut Tx<'_>, person: PersonId, (from, until): (Date, Date)) -> Result<Option<Load>> {
    let sql = "SELECT MIN(kind) FROM membership WHERE person_id = $1 AND valid_from < $3 AND (valid_to IS NULL OR valid_to > $2) AND (ended_on IS NULL OR ended_on > $2)";
    let kind: Option<String> = tx.one(sql, params![person, from, until], |row| row.get(0))?;
    let Some(kind) = kind else { return Ok(None) };
    let all = loads(tx, &Scope::program("a median of the region, no one's load"), &kind, (from, until))?;
    let own = ledger::hours(tx, person, from, until)?.iter().map(|one| one.minutes).sum();
    Ok(median(all).map(|median| Load { own, median }))
}

/// The middle of at least [`FEWEST`] loads.
#[must_use]
pub fn median(mut all: Vec<i64>) -> Option<i64> {
    if all.len() < FEWEST {
        return None;
    }
    all.sort_unstable();
    let at = all.len() / 2;
    let (low, high) = (all.get(at - 1).copied()?, all.get(at).copied()?);
    Some(if all.len() % 2 == 0 { i64::midpoint(low, high) } else { high })
}

/// In words: near the median is what differs by a quarter at most.
#[must_use]
pub fn told(load: Load) -> String {
    let Load { own, median } = load;
    let place = match (own, median) {
        (_, 0) => "у половины коллег часов за этот срок ещё нет",
        _ if own * 4 < median * 3 => "это меньше, чем обычно у коллег того же вида участия",
        _ if own * 4 > median * 5 => "это больше, чем обычно у коллег того же вида участия",
        _ => "это около обычного для коллег того же вида участия",
    };
    format!("У вас {}, у коллег посередине {}: {place}.", hours(own), hours(median))
}

/// A step of the spread of loads: hours from, hours until (exclusive), how many members.
pub type Step = (i64, i64, usize);

/// How loads are spread, by steps of ten hours; the last one is open. Nobody's own load can be read from it.
#[must_use]
pub fn spread(all: &[i64]) -> Vec<Step> {
    const STEPS: [(i64, i64); 7] = [(0, 1), (1, 10), (10, 20), (20, 40), (40, 60), (60, 100), (100, i64::MAX)];
    STEPS.iter().map(|(from, until)| (*from, *until, all.iter().filter(|minutes| **minutes >= from * 60 && (*until == i64::MAX || **minutes < until * 60)).count())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_group_has_no_median_and_a_large_one_has_its_middle() {
        assert_eq!(median(vec![1, 2, 3, 4]), None);
        assert_eq!(median(vec![5, 1, 4, 2, 3]), Some(3));
        assert_eq!(median(vec![60, 0, 120, 180, 240, 300]), Some(150));
    }

    #[test]
    fn words_never_say_better_or_worse() {
        let words = |own, median| told(Load { own, median });
        assert!(words(60, 600).contains("меньше, чем обычно") && words(700, 600).contains("около обычного") && words(900, 600).contains("больше, чем обычно"));
        assert!(words(60, 0).contains("ещё нет"));
        for (own, median) in [(0, 100), (100, 100), (1000, 100)] {
            assert!(!words(own, median).contains("мест") && !words(own, median).contains("лучше"));
        }
    }

    #[test]
    fn the_spread_counts_everybody_once() {
        let all = [0, 59, 60, 600, 1200, 2400, 3600, 6000, 9000];
        assert_eq!(spread(&all).iter().map(|step| step.2).sum::<usize>(), all.len());
    }
}

//! Results of classes as far as they may be told outside of a school: one table of the whole region for a source and a period,
//! suppressed once, from which every page takes its cells.

use crate::{desk::Desk, told::Told};
use coupling::{share::interval, suppress::Shown};
use kernel::{Result, Tx, id::PlaceId};
pub use outcomes::Choice;
use outcomes::{PeriodKind, Use};

/// A period as in the address: «quarter-1».
#[must_use]
pub fn period(choice: &Choice) -> String {
    format!("{}-{}", choice.kind, choice.number)
}

#[must_use]
pub fn period_label(choice: &Choice) -> String {
    outcomes::key_label(choice.kind, choice.school_year, choice.number)
}

/// In which order periods come in a school year: a work's month is a calendar one, and the first is September.
#[must_use]
pub fn along_year(choice: &Choice) -> (PeriodKind, i64) {
    let number = if choice.kind == PeriodKind::Day { (choice.number + 3).rem_euclid(12) } else { choice.number };
    (choice.kind, number)
}

/// Periods to choose from, as the school year goes, with what they are called.
#[must_use]
pub fn periods(choices: &[Choice]) -> Vec<(String, String)> {
    let mut sorted: Vec<&Choice> = choices.iter().collect();
    sorted.sort_by_key(|choice| along_year(choice));
    let mut found: Vec<(String, String)> = sorted.into_iter().map(|choice| (period(choice), period_label(choice))).collect();
    found.dedup();
    found
}

/// The table of a period, told in this crate's words.
#[derive(Default)]
pub struct Published(outcomes::Published);

impl Published {
    fn read(tx: &mut Tx<'_>, choice: Choice) -> Result<Self> {
        Ok(Self(outcomes::Published::read(tx, choice)?))
    }

    /// The share under the minimum with its interval.
    #[must_use]
    pub fn told(&self, place: &PlaceId, subject: &str) -> Told {
        match self.0.shown(place, subject) {
            Shown::Empty => Told::Nothing,
            Shown::Hidden => Told::Hidden,
            Shown::Value(count) => {
                let found = interval(count);
                let share = f64::from(count.below()) / f64::from(count.of().max(1));
                Told::Range { share: tenth(share), low: tenth(found.low), high: tenth(found.high) }
            }
        }
    }

    /// How many results stand behind it.
    #[must_use]
    pub fn results(&self, place: &PlaceId, subject: &str) -> Told {
        match self.0.shown(place, subject) {
            Shown::Empty => Told::Nothing,
            Shown::Hidden => Told::Hidden,
            Shown::Value(count) => Told::Count(i64::from(count.of())),
        }
    }

    #[must_use]
    pub fn subjects(&self) -> &[String] {
        self.0.subjects()
    }
}

/// Percent to one digit after the comma.
fn tenth(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

/// What the address asks for, of what there is.
pub struct Results {
    /// Of the year, in the order of sources and periods.
    pub choices: Vec<Choice>,
    pub choice: Option<Choice>,
    pub now: Published,
    pub past: Published,
    subject: String,
}

impl Results {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, desk: &Desk) -> Result<Self> {
        let year = i64::from(desk.asked.year);
        // What stands on most results comes first there.
        let most: Vec<Choice> = outcomes::choices(tx, Use::RegionPicture)?.into_iter().filter(|choice| choice.school_year == year).collect();
        let choice = choose(&most, &desk.asked.source, &desk.asked.period);
        let (now, past) = match choice {
            Some(choice) => (Published::read(tx, choice)?, Self::of(tx, choice, 1)?),
            None => (Published::default(), Published::default()),
        };
        let mut choices = most;
        choices.sort_by_key(|choice| (choice.school_year, choice.source, along_year(choice)));
        Ok(Self { choices, choice, now, past, subject: desk.asked.subject.clone() })
    }

    /// A period of the same source, so many years before.
    ///
    /// # Errors
    /// The store fails.
    pub fn of(tx: &mut Tx<'_>, choice: Choice, before: i64) -> Result<Published> {
        Published::read(tx, Choice { school_year: choice.school_year - before, ..choice })
    }

    /// The share of the filter's subject, or of all together.
    #[must_use]
    pub fn share(&self, place: &PlaceId) -> Told {
        self.now.told(place, &self.subject)
    }
}

/// What is asked for; else of the source asked for, else of all, what stands on most results.
fn choose(most: &[Choice], source: &str, asked: &str) -> Option<Choice> {
    let mut of_source = most.iter().copied().filter(|choice| choice.source.as_str() == source).peekable();
    let among: Vec<Choice> = if of_source.peek().is_some() { of_source.collect() } else { most.to_vec() };
    among.iter().find(|choice| period(choice) == asked).or_else(|| among.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcomes::Source;

    #[test]
    fn months_come_as_the_school_year_goes() {
        let of = |number| Choice { school_year: 2026, source: Source::SchoolTest, kind: PeriodKind::Day, number };
        let values: Vec<String> = periods(&[of(1), of(10), of(11), of(9), of(9)]).into_iter().map(|(value, _)| value).collect();
        assert_eq!(values, ["day-9", "day-10", "day-11", "day-1"]);
    }
}

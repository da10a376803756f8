//! Results of classes as far as they may be told outside of a school: one table of the whole region for a source and a period,
//! suppressed once, from which every page takes its cells.

use crate::{desk::Desk, told::Told};
use coupling::{
    share::{Count, interval},
    suppress::{self, Rule, Shown, Suppressed, Table},
};
use kernel::{Result, Tx, id::PlaceId};
use outcomes::{PeriodKind, Source, Sum, SumFilter, Use, key_label, sums, sums_below};
use std::collections::{BTreeSet, HashMap};
use structure::places::{PlaceKind, REGION};

/// Which results: a source and a period of a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice {
    pub source: Source,
    pub kind: PeriodKind,
    pub number: i64,
}

impl Choice {
    /// As in the address: «quarter-1».
    #[must_use]
    pub fn period(&self) -> String {
        format!("{}-{}", self.kind, self.number)
    }

    #[must_use]
    pub fn label(&self, year: i16) -> String {
        key_label(self.kind, i64::from(year), self.number)
    }

    fn filter(&self, year: i64) -> SumFilter {
        SumFilter { source: Some(self.source), school_year: Some(year), kind: Some(self.kind), number: Some(self.number), purpose: Some(Use::RegionPicture), ..SumFilter::default() }
    }
}

/// The table of a period, with what may not be told hidden.
pub struct Published {
    subjects: Vec<String>,
    rows: HashMap<PlaceId, usize>,
    suppressed: Option<Suppressed>,
}

impl Published {
    fn read(tx: &mut Tx<'_>, desk: &Desk, choice: Choice, year: i64) -> Result<Self> {
        let filter = choice.filter(year);
        let mut schools: HashMap<PlaceId, Vec<Sum>> = HashMap::new();
        for spot in desk.tree.peers(PlaceKind::Municipality) {
            for sum in sums_below(tx, &spot.path, &filter)? {
                schools.entry(sum.place.clone()).or_default().push(sum);
            }
        }
        Ok(Self::of(desk, &schools))
    }

    fn of(desk: &Desk, schools: &HashMap<PlaceId, Vec<Sum>>) -> Self {
        let subjects: Vec<String> = schools.values().flatten().map(|sum| sum.key.subject.clone()).collect::<BTreeSet<String>>().into_iter().collect();
        let mut table = Table::new(subjects.len());
        let mut rows = HashMap::new();
        for spot in &desk.tree.spots {
            let parent = desk.tree.above(spot).and_then(|up| rows.get(&up.id).copied());
            let added = match spot.kind {
                PlaceKind::Region => table.sum(None),
                PlaceKind::Municipality => table.sum(parent),
                PlaceKind::School => {
                    let Some(sums) = schools.get(&spot.id) else { continue };
                    let cell = |subject: &String| {
                        sums.iter().find(|sum| sum.key.subject == *subject).map_or_else(suppress::Cell::default, |sum| suppress::Cell {
                            count: Count::new(sum.under, sum.pupils).unwrap_or_default(),
                            // The rule of ten is of different pupils, not of results.
                            teachers: if sum.heads < Rule::OUTSIDE.pupils.into() { 0 } else { u32::try_from(sum.behind()).unwrap_or(0) },
                        })
                    };
                    table.leaf(parent, subjects.iter().map(cell).collect())
                }
                PlaceKind::Institute | PlaceKind::Ministry => continue,
            };
            if let Ok(row) = added {
                rows.insert(spot.id.clone(), row);
            }
        }
        let suppressed = if subjects.is_empty() { None } else { Some(suppress::suppress(&table, &Rule::OUTSIDE)) };
        Self { subjects, rows, suppressed }
    }

    /// A place's cell of a subject; of no subject the total.
    #[must_use]
    pub fn shown(&self, place: &PlaceId, subject: &str) -> Shown {
        let Some(suppressed) = &self.suppressed else { return Shown::Empty };
        let Some(row) = self.rows.get(place) else { return Shown::Empty };
        if subject.is_empty() {
            return suppressed.shown(*row, None);
        }
        match self.subjects.iter().position(|known| known == subject) {
            Some(column) => suppressed.shown(*row, Some(column)),
            None => Shown::Empty,
        }
    }

    /// The share under the minimum with its interval.
    #[must_use]
    pub fn told(&self, place: &PlaceId, subject: &str) -> Told {
        match self.shown(place, subject) {
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
        match self.shown(place, subject) {
            Shown::Empty => Told::Nothing,
            Shown::Hidden => Told::Hidden,
            Shown::Value(count) => Told::Count(i64::from(count.of())),
        }
    }

    #[must_use]
    pub fn subjects(&self) -> &[String] {
        &self.subjects
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
        let every = SumFilter { school_year: Some(year), purpose: Some(Use::RegionPicture), ..SumFilter::default() };
        let mut most: HashMap<Choice, i64> = HashMap::new();
        for sum in sums(tx, &format!("{REGION}/"), &every)? {
            *most.entry(Choice { source: sum.key.source, kind: sum.key.kind, number: sum.key.number }).or_default() += sum.pupils;
        }
        let mut choices: Vec<Choice> = most.keys().copied().collect();
        choices.sort_unstable();
        let choice = choose(&choices, &most, &desk.asked.source, &desk.asked.period);
        let empty = || Published { subjects: Vec::new(), rows: HashMap::new(), suppressed: None };
        let (now, past) = match choice {
            Some(choice) => (Published::read(tx, desk, choice, year)?, Published::read(tx, desk, choice, year - 1)?),
            None => (empty(), empty()),
        };
        Ok(Self { choices, choice, now, past, subject: desk.asked.subject.clone() })
    }

    /// Another period of the same source, so many years before.
    ///
    /// # Errors
    /// The store fails.
    pub fn of(tx: &mut Tx<'_>, desk: &Desk, choice: Choice, before: i64) -> Result<Published> {
        Published::read(tx, desk, choice, i64::from(desk.asked.year) - before)
    }

    /// The share of the filter's subject, or of all together.
    #[must_use]
    pub fn share(&self, place: &PlaceId) -> Told {
        self.now.told(place, &self.subject)
    }
}

/// What is asked for; else of the source asked for, else of all, what stands on most results.
fn choose(choices: &[Choice], most: &HashMap<Choice, i64>, source: &str, period: &str) -> Option<Choice> {
    let of_source: Vec<Choice> = choices.iter().copied().filter(|choice| choice.source.as_str() == source).collect();
    let among = if of_source.is_empty() { choices } else { &of_source };
    let asked = among.iter().find(|choice| choice.period() == period);
    asked.or_else(|| among.iter().max_by_key(|choice| (most.get(choice).copied().unwrap_or(0), **choice))).copied()
}

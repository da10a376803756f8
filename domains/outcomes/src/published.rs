//! What may be told of results outside of the school: one table of the whole region for a source and a period, suppressed once.
//! Whoever shows cells of it takes them from here, so that no two pages differ.

use crate::{
    period::PeriodKind,
    source::{Source, Use},
    store::sums::{Grades, SumFilter, of_all_places, sums},
    sum::Sum,
};
use coupling::{
    share::Count,
    suppress::{self, Rule, Shown, Suppressed, Table},
};
use kernel::{Result, Tx, id::PlaceId};
use std::collections::{BTreeSet, HashMap};
use structure::places::{PlaceKind, REGION};

/// Which results: a source and a period of a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice {
    pub school_year: i64,
    pub source: Source,
    pub kind: PeriodKind,
    pub number: i64,
}

impl Choice {
    /// As in an address: `marks:2026:quarter:1`.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}:{}:{}:{}", self.source, self.school_year, self.kind, self.number)
    }

    /// «отметки за четверть или триместр, 1 четверть 2026/27».
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}, {}", self.source.label(), crate::period::key_label(self.kind, self.school_year, self.number))
    }
}

/// What there is to choose from over all years, of sources that serve a purpose; the newest year first, in it what stands on most results.
///
/// # Errors
/// The store fails.
pub fn choices(tx: &mut Tx<'_>, purpose: Use) -> Result<Vec<Choice>> {
    let filter = SumFilter { grades: Grades::Together, purpose: Some(purpose), ..SumFilter::default() };
    let mut most: HashMap<Choice, i64> = HashMap::new();
    for sum in sums(tx, &format!("{REGION}/"), &filter)? {
        *most.entry(Choice { school_year: sum.key.school_year, source: sum.key.source, kind: sum.key.kind, number: sum.key.number }).or_default() += sum.pupils;
    }
    let mut all: Vec<(Choice, i64)> = most.into_iter().collect();
    all.sort_by(|one, other| (other.0.school_year, other.1, other.0).cmp(&(one.0.school_year, one.1, one.0)));
    Ok(all.into_iter().map(|(choice, _)| choice).collect())
}

/// The table of a choice, with what may not be told hidden.
#[derive(Debug, Default)]
pub struct Published {
    subjects: Vec<String>,
    rows: HashMap<PlaceId, usize>,
    suppressed: Option<Suppressed>,
}

impl Published {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, choice: Choice) -> Result<Self> {
        let filter = SumFilter { source: Some(choice.source), school_year: Some(choice.school_year), kind: Some(choice.kind), number: Some(choice.number), purpose: Some(Use::RegionPicture), ..SumFilter::default() };
        let mut known: HashMap<PlaceId, Vec<Sum>> = HashMap::new();
        for sum in of_all_places(tx, &filter)? {
            known.entry(sum.place.clone()).or_default().push(sum);
        }
        let mut places: Vec<(PlaceId, PlaceKind, Option<PlaceId>, String)> = tx.query("SELECT id, kind, parent_id, path FROM place", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        places.sort_by(|one, other| one.3.cmp(&other.3));
        Ok(Self::of(&places, &known))
    }

    fn of(places: &[(PlaceId, PlaceKind, Option<PlaceId>, String)], known: &HashMap<PlaceId, Vec<Sum>>) -> Self {
        let subjects: Vec<String> = known.values().flatten().map(|sum| sum.key.subject.clone()).collect::<BTreeSet<String>>().into_iter().collect();
        let mut table = Table::new(subjects.len());
        let mut rows: HashMap<PlaceId, usize> = HashMap::new();
        for (id, kind, parent, _) in places {
            let parent = parent.as_ref().and_then(|parent| rows.get(parent).copied());
            let added = match kind {
                PlaceKind::Region => table.sum(None),
                PlaceKind::Municipality => table.sum(parent),
                PlaceKind::School => {
                    let Some(sums) = known.get(id) else { continue };
                    table.leaf(parent, subjects.iter().map(|subject| sums.iter().find(|sum| sum.key.subject == *subject).map_or_else(suppress::Cell::default, cell)).collect())
                }
                PlaceKind::Institute | PlaceKind::Ministry => continue,
            };
            let Ok(row) = added else { continue };
            rows.insert(id.clone(), row);
            if *kind != PlaceKind::School {
                // Who teaches at two schools stands behind the municipality's sum once.
                for sum in known.get(id).into_iter().flatten() {
                    if let Some(column) = subjects.iter().position(|known| *known == sum.key.subject) {
                        let _ = table.know_teachers(row, Some(column), cell(sum).teachers);
                    }
                }
            }
        }
        let suppressed = (!subjects.is_empty()).then(|| suppress::suppress_totals_first(&table, &Rule::OUTSIDE));
        Self { subjects, rows, suppressed }
    }

    /// A place's cell of a subject; of no subject the total.
    #[must_use]
    pub fn shown(&self, place: &PlaceId, subject: &str) -> Shown {
        let (Some(suppressed), Some(row)) = (&self.suppressed, self.rows.get(place)) else { return Shown::Empty };
        if subject.is_empty() {
            return suppressed.shown(*row, None);
        }
        self.subjects.iter().position(|known| known == subject).map_or(Shown::Empty, |column| suppressed.shown(*row, Some(column)))
    }

    #[must_use]
    pub fn subjects(&self) -> &[String] {
        &self.subjects
    }
}

/// The cell of a sum: the rule of ten is of different pupils, not of results, so where they are few nobody stands behind it.
fn cell(sum: &Sum) -> suppress::Cell {
    suppress::Cell { count: Count::new(sum.under, sum.pupils).unwrap_or_default(), teachers: if sum.heads < Rule::OUTSIDE.pupils.into() { 0 } else { u32::try_from(sum.behind()).unwrap_or(0) } }
}

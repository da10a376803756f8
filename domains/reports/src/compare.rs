//! Own figures beside the sum of what was handed in from below: they are counted alike, so whatever differs has a reason.

use crate::{
    counter::Counter,
    figure::{Figure, Unit},
    ground::Ground,
    model::{Edition, Report},
    sight::Sight,
    snapshot::{self, Counted},
    store,
};
use kernel::{Result, Tx, id::PlaceId};
use std::collections::BTreeMap;

/// A place below and what it handed in, if anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Below {
    pub place: PlaceId,
    pub name: String,
    pub report: Option<Report>,
}

/// One indicator: live here, summed from reports, and what makes the difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub title: String,
    pub unit: Unit,
    /// Of the place itself, as counted now.
    pub live: f64,
    /// Of the newest editions handed in.
    pub handed_in: f64,
    /// Entered below after those editions were frozen.
    pub late: f64,
    /// Of places that have not handed in.
    pub missing: f64,
}

impl Line {
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.live - self.handed_in
    }

    /// What is left: the place's own work, and what several places did together, which is counted once here.
    #[must_use]
    pub fn own(&self) -> f64 {
        self.difference() - self.late - self.missing
    }
}

/// Who has handed in and who hasn't, by name of place.
///
/// # Errors
/// The store fails.
pub fn below(tx: &mut Tx<'_>, sight: &Sight, ground: &Ground) -> Result<Vec<Below>> {
    let reports = store::below(tx, sight, &ground.place, ground.period)?;
    let mut by_place: BTreeMap<PlaceId, Report> = reports.into_iter().map(|report| (report.place.clone(), report)).collect();
    Ok(ground.below(tx)?.into_iter().map(|under| Below { report: by_place.remove(&under.place), place: under.place, name: under.name }).collect())
}

/// Compares, indicator by indicator.
///
/// # Errors
/// The store fails.
pub fn compare(tx: &mut Tx<'_>, sight: &Sight, ground: &Ground) -> Result<Vec<Line>> {
    let live: Vec<Counted> = snapshot::indicators(tx, ground)?.into_iter().filter(|counted| counted.counter.is_additive() && counted.figure.numerator.is_some()).collect();
    let mut lines: Vec<Line> = live.iter().map(|counted| Line { title: counted.title.clone(), unit: whole(counted.unit), live: numerator(&counted.figure), handed_in: 0.0, late: 0.0, missing: 0.0 }).collect();
    let reports = below(tx, sight, ground)?;
    for (under, one) in ground.below(tx)?.iter().zip(reports) {
        let edition = match &one.report {
            Some(report) => Some(store::edition_of(tx, report.id, report.handed_edition)?),
            None => None,
        };
        for (line, counted) in lines.iter_mut().zip(&live) {
            add(tx, line, counted.counter, (&counted.code, under), edition.as_ref())?;
        }
    }
    Ok(lines)
}

fn add(tx: &mut Tx<'_>, line: &mut Line, counter: Counter, (code, under): (&str, &Ground), edition: Option<&Edition>) -> Result<()> {
    let now = if counter.is_of(under.level) { numerator(&counter.count(tx, under)?) } else { 0.0 };
    match edition {
        Some(edition) => {
            let then = edition.snapshot.of(code).map_or(0.0, |counted| numerator(&counted.figure));
            line.handed_in += then;
            line.late += now - then;
        }
        None => line.missing += now,
    }
    Ok(())
}

/// What is hidden adds nothing: it may not be worked out from a difference either, so both sides leave it out.
fn numerator(figure: &Figure) -> f64 {
    figure.numerator.unwrap_or(0.0)
}

/// Numerators of shares are counts.
fn whole(unit: Unit) -> Unit {
    match unit {
        Unit::Percent | Unit::Count => Unit::Count,
        Unit::Hours | Unit::Days => unit,
    }
}

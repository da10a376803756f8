//! One indicator over periods: one's own past, and what is usual in the region. Neighbours are never named.

use crate::{
    figure::{Unit, median},
    ground::{Ground, Level},
    model::Edition,
    period::Period,
    snapshot::{self, Counted},
    store,
};
use kernel::{Result, Tx};

/// One period of a trend.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub period: Period,
    /// As frozen in the own report, or counted now.
    pub own: Option<Counted>,
    pub is_frozen: bool,
    /// The middle of what places of the same level handed in, where five or more did.
    pub median: Option<f64>,
}

/// How many periods are shown.
pub const PERIODS: usize = 6;
/// Fewer reports than this are not put together: a single one could be told apart.
const LEAST: usize = 5;

/// The last periods of the same kind up to this one, the earliest first.
///
/// # Errors
/// The store fails.
pub fn trend(tx: &mut Tx<'_>, ground: &Ground, code: &str) -> Result<Vec<Point>> {
    let mut periods = vec![ground.period];
    while periods.len() < PERIODS {
        let before = periods.last().map_or(ground.period, |period| period.before());
        periods.push(before);
    }
    let mut points = Vec::new();
    for period in periods.into_iter().rev() {
        let frozen = match store::of_period(tx, &ground.place, period)? {
            Some(report) if report.edition > 0 => store::edition_of(tx, report.id, report.edition)?.snapshot.of(code).cloned(),
            Some(_) | None => None,
        };
        let is_frozen = frozen.is_some();
        let own = match frozen {
            Some(counted) => Some(counted),
            None => {
                let then = ground.during(tx, period)?;
                snapshot::one(tx, code, &then)?
            }
        };
        let median = usual(tx, ground.level, code, period)?;
        points.push(Point { period, own, is_frozen, median });
    }
    Ok(points)
}

fn usual(tx: &mut Tx<'_>, level: Level, code: &str, period: Period) -> Result<Option<f64>> {
    let kind = match level {
        Level::School => "school",
        Level::Municipality => "municipality",
        Level::Region => return Ok(None),
    };
    let editions: Vec<Edition> = store::handed_in(tx, kind, period)?;
    let mut values: Vec<f64> = editions.iter().filter_map(|edition| edition.snapshot.of(code)).filter_map(|counted| counted.figure.value(counted.unit)).collect();
    Ok(if values.len() < LEAST { None } else { median(&mut values) })
}

/// The unit of a trend: of the newest point that has one.
#[must_use]
pub fn unit(points: &[Point]) -> Unit {
    points.iter().rev().find_map(|point| point.own.as_ref()).map_or(Unit::Count, |counted| counted.unit)
}

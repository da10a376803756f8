//! Where and when is counted: a place with all below it, and a period with the instants at which its days begin.

use crate::period::Period;
use jiff::tz::TimeZone;
use kernel::{Date, Result, Timestamp, Tx, id::PlaceId, params};
use structure::places::{self, Place, PlaceKind};

/// Whom a report is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    School,
    Municipality,
    Region,
}

/// A place and a period. In SQL a row's place `pl` is within when `pl.path >= from AND pl.path < to`.
#[derive(Debug, Clone)]
pub struct Ground {
    pub place: PlaceId,
    pub name: String,
    pub level: Level,
    pub from: String,
    pub to: String,
    pub period: Period,
    /// What is held is counted on this day.
    pub day: Date,
    /// The period in instants: what happened has a time of the day.
    pub from_at: Timestamp,
    pub until_at: Timestamp,
}

impl Ground {
    /// # Errors
    /// Not found: no such place. The store fails.
    pub fn of(tx: &mut Tx<'_>, place: &PlaceId, period: Period) -> Result<Self> {
        let (today, zone) = (tx.today(), structure::zone(tx)?);
        let found = places::load(tx, place, period.day(today))?;
        Ok(Self::at(&found, period, today, &zone))
    }

    fn at(place: &Place, period: Period, today: Date, zone: &TimeZone) -> Self {
        let level = match place.kind {
            PlaceKind::School => Level::School,
            PlaceKind::Municipality => Level::Municipality,
            PlaceKind::Region | PlaceKind::Institute | PlaceKind::Ministry => Level::Region,
        };
        let begins = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
        let name = if level == Level::Region { "Регион".to_owned() } else { place.short_name.clone() };
        Self { place: place.id.clone(), name, level, from: place.path.clone(), to: kernel::search::after(&place.path), period, day: period.day(today), from_at: begins(period.from), until_at: begins(period.until) }
    }

    /// The same place in another period.
    ///
    /// # Errors
    /// The store fails.
    pub fn during(&self, tx: &mut Tx<'_>, period: Period) -> Result<Self> {
        Self::of(tx, &self.place, period)
    }

    /// The places one step below, by name: municipalities of the region, schools of a municipality.
    ///
    /// # Errors
    /// The store fails.
    pub fn below(&self, tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        let (today, zone) = (tx.today(), structure::zone(tx)?);
        let found = match self.level {
            Level::Region => places::municipalities(tx, self.day)?,
            Level::Municipality => places::schools_of(tx, &self.place, self.day)?,
            Level::School => Vec::new(),
        };
        Ok(found.iter().map(|place| Self::at(place, self.period, today, &zone)).collect())
    }
}

/// The path of the place above, for who is handed in to whom.
///
/// # Errors
/// Not found.
pub fn above(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Option<PlaceId>> {
    tx.one("SELECT parent_id FROM place WHERE id = $1", params![place], |row| row.get(0))
}

//! Places of the tree (region → institute, municipalities → schools) and their names on a day.
//!
//! A place's code and path never change; its names do, and every list asks for a day. No personal data.

use kernel::{Date, Error, Result, Row, Tx, db::DbError, id::PlaceId, params};
use serde::{Deserialize, Serialize};

/// The root of the tree. Roles of the institute's staff are held here, so that their scope is the region.
pub const REGION: &str = "region";
/// The institute itself, as the place where its own people work.
pub const INSTITUTE: &str = "institute";

/// The ministry of education of the region.
pub const MINISTRY: &str = "ministry";

kernel::text_enum! {
    PlaceKind { Region = "region", Ministry = "ministry", Institute = "institute", Municipality = "municipality", School = "school" }
}

/// A place as it is called on the day that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    pub kind: PlaceKind,
    pub parent: Option<PlaceId>,
    /// `region/mo-bikin/sch-12/`: a scope is a range of paths.
    pub path: String,
    /// Official name.
    pub name: String,
    /// For lists.
    pub short_name: String,
    /// «муниципальный округ», «школа», …
    pub type_label: String,
    pub has_methodical_service: bool,
    pub facts: Facts,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub version: i64,
}

impl Place {
    pub fn is_open_on(&self, day: Date) -> bool {
        self.opened_on.is_none_or(|opened| opened <= day) && self.closed_on.is_none_or(|closed| day < closed)
    }
}

/// What else is known of a place; absent keys are simply unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Municipality: its centre. School: its settlement.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub settlement: String,
    /// Zone of the tz database where it differs from the region's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Row and column on the tile map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tile: Option<(u32, u32)>,
    /// Other spellings, for imports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
}

/// A name with the days on which it is in force: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRecord {
    pub from: Date,
    pub until: Option<Date>,
    pub name: String,
    pub short_name: String,
    pub type_label: String,
}

/// The first day of names that have always been so.
pub const ALWAYS: Date = jiff::civil::date(1900, 1, 1);

/// $1 is the day. Before a place's first name, its first name is shown.
const SELECT: &str = "SELECT p.id, p.kind, p.parent_id, p.path, n.name, n.short_name, n.type_label,
        COALESCE((SELECT s.has_service FROM place_service s WHERE s.place_id = p.id AND s.valid_from <= $1 ORDER BY s.valid_from DESC LIMIT 1), p.has_methodical_service), p.facts, p.opened_on, p.closed_on, p.version
    FROM place p JOIN place_name n ON n.place_id = p.id AND n.valid_from = COALESCE(
        (SELECT MAX(m.valid_from) FROM place_name m WHERE m.place_id = p.id AND m.valid_from <= $1),
        (SELECT MIN(m.valid_from) FROM place_name m WHERE m.place_id = p.id))";

const OPEN: &str = "(p.opened_on IS NULL OR p.opened_on <= $1) AND (p.closed_on IS NULL OR p.closed_on > $1)";

fn place(row: &Row<'_>) -> Result<Place, DbError> {
    let facts: String = row.get(8)?;
    Ok(Place {
        id: row.get(0)?,
        kind: row.get(1)?,
        parent: row.get(2)?,
        path: row.get(3)?,
        name: row.get(4)?,
        short_name: row.get(5)?,
        type_label: row.get(6)?,
        has_methodical_service: row.get(7)?,
        facts: serde_json::from_str(&facts).map_err(|cause| DbError::Shape(format!("place facts: {cause}")))?,
        opened_on: row.get(9)?,
        closed_on: row.get(10)?,
        version: row.get(11)?,
    })
}

/// The municipalities that exist on a day, in the order of Russian lists.
pub fn municipalities(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Place>> {
    let sql = format!("{SELECT} WHERE p.kind = 'municipality' AND {OPEN} ORDER BY n.sort_key, p.id");
    Ok(tx.query(&sql, params![on], place)?)
}

/// The schools of a municipality that are open on a day.
pub fn schools_of(tx: &mut Tx<'_>, municipality: &PlaceId, on: Date) -> Result<Vec<Place>> {
    let sql = format!("{SELECT} WHERE p.kind = 'school' AND p.parent_id = $2 AND {OPEN} ORDER BY n.sort_key, p.id");
    Ok(tx.query(&sql, params![on, municipality], place)?)
}

/// The schools of the region that are open on a day.
pub fn schools(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Place>> {
    let sql = format!("{SELECT} WHERE p.kind = 'school' AND {OPEN} ORDER BY n.sort_key, p.id");
    Ok(tx.query(&sql, params![on], place)?)
}

/// The schools of a municipality with the closed ones.
pub fn all_schools_of(tx: &mut Tx<'_>, municipality: &PlaceId, on: Date) -> Result<Vec<Place>> {
    let sql = format!("{SELECT} WHERE p.kind = 'school' AND p.parent_id = $2 ORDER BY n.sort_key, p.id");
    Ok(tx.query(&sql, params![on, municipality], place)?)
}

/// How many open schools each municipality has.
pub fn school_counts(tx: &mut Tx<'_>, on: Date) -> Result<Vec<(PlaceId, u64)>> {
    let sql = format!("SELECT p.parent_id, COUNT(*) FROM place p WHERE p.kind = 'school' AND {OPEN} GROUP BY p.parent_id");
    Ok(tx.query(&sql, params![on], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A place by its code, open or closed, called as on that day.
pub fn find(tx: &mut Tx<'_>, id: &PlaceId, on: Date) -> Result<Option<Place>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE p.id = $2"), params![on, id], place)?)
}

/// As [`find`], for places that must be there.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(tx: &mut Tx<'_>, id: &PlaceId, on: Date) -> Result<Place> {
    find(tx, id, on)?.ok_or(Error::NotFound)
}

/// A place's path in the tree.
///
/// # Errors
/// [`Error::NotFound`].
pub fn path(tx: &mut Tx<'_>, id: &PlaceId) -> Result<String> {
    tx.one("SELECT path FROM place WHERE id = $1", params![id], |row| row.get(0))
}

/// How a place was officially called on a day.
///
/// # Errors
/// [`Error::NotFound`].
pub fn name_on(tx: &mut Tx<'_>, id: &PlaceId, on: Date) -> Result<String> {
    Ok(load(tx, id, on)?.name)
}

/// The municipality of a school, or the municipality itself; `None` for the region and the institute.
pub fn municipality_of(tx: &mut Tx<'_>, id: &PlaceId, on: Date) -> Result<Option<Place>> {
    let Some(found) = find(tx, id, on)? else { return Ok(None) };
    match (found.kind, &found.parent) {
        (PlaceKind::Municipality, _) => Ok(Some(found)),
        (PlaceKind::School, Some(parent)) => find(tx, parent, on),
        (PlaceKind::School | PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute, _) => Ok(None),
    }
}

/// All names of a place, oldest first.
pub fn names(tx: &mut Tx<'_>, id: &PlaceId) -> Result<Vec<NameRecord>> {
    let sql = "SELECT valid_from, valid_to, name, short_name, type_label FROM place_name WHERE place_id = $1 ORDER BY valid_from";
    Ok(tx.query(sql, params![id], kernel::row!(NameRecord { from, until, name, short_name, type_label }))?)
}

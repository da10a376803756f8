//! Activities that were held, by direction and month. They are no persons: counted as they are.

use super::ByPlace;
use crate::asked::Asked;
use jiff::tz::TimeZone;
use kernel::{Result, Timestamp, Tx, id::PlaceId, params};

/// An activity as far as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    pub place: PlaceId,
    pub direction: String,
    pub is_past: bool,
    /// 0: September … 11: August.
    pub month: usize,
}

/// Held activities of both years at places of a path, by the filter's subject and direction.
///
/// # Errors
/// The store fails.
pub fn met(tx: &mut Tx<'_>, asked: &Asked, path: &str, zone: &TimeZone) -> Result<Vec<Met>> {
    let sql = "SELECT a.place_id, a.direction, a.starts_at FROM activity a JOIN place pl ON pl.id = a.place_id
        WHERE a.state IN ('held', 'closed') AND ((a.starts_at >= $1 AND a.starts_at < $2) OR (a.starts_at >= $3 AND a.starts_at < $4)) AND pl.path >= $5 AND pl.path < $6
          AND (CAST($7 AS TEXT) = '' OR a.direction = $7) AND (CAST($8 AS TEXT) = '' OR a.subject = $8)";
    let to = kernel::search::after(path);
    let rows: Vec<(PlaceId, String, Timestamp)> =
        tx.query(sql, params![asked.past.from_at, asked.past.until_at, asked.now.from_at, asked.now.until_at, path, to, asked.direction, asked.subject], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let one = |(place, direction, at): (PlaceId, String, Timestamp)| {
        let month = zone.to_datetime(at).date().month();
        let month = usize::try_from((month + 3).rem_euclid(12)).unwrap_or(0);
        Met { place, direction, is_past: at < asked.past.until_at, month }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Held activities of the year by place, over the whole region.
///
/// # Errors
/// The store fails.
pub fn by_place(tx: &mut Tx<'_>, asked: &Asked) -> Result<ByPlace> {
    let sql = "SELECT place_id, COUNT(*) FROM activity WHERE state IN ('held', 'closed') AND starts_at >= $1 AND starts_at < $2
        AND (CAST($3 AS TEXT) = '' OR direction = $3) AND (CAST($4 AS TEXT) = '' OR subject = $4) GROUP BY place_id";
    Ok(tx.query(sql, params![asked.now.from_at, asked.now.until_at, asked.direction, asked.subject], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

//! How much classes of one kind differ: what a small class's share is drawn towards.

use crate::{
    period::school_year_of,
    source::{Source, Use},
};
use coupling::share::{Count, DISPERSION, Population};
use kernel::{Result, Tx, params};

/// So many classes are enough to learn from.
const MOST: i64 = 20_000;

/// The population of shares of a subject and source (and a year of study, if one is named) over this school year and the one before;
/// nothing where classes are few or the source isn't for this.
///
/// # Errors
/// The store fails.
pub fn population(tx: &mut Tx<'_>, subject: &str, source: Source, grade: Option<i64>) -> Result<Option<Population>> {
    if !source.may(Use::RegionPicture) {
        return Ok(None);
    }
    let since = school_year_of(tx.today()) - 1;
    let sql = "SELECT under, pupils FROM outcome WHERE subject = $1 AND source = $2 AND school_year >= $3 AND (CAST($4 AS BIGINT) = 0 OR grade = $4) AND withdrawn_at IS NULL ORDER BY id LIMIT $5";
    let counts = tx.query(sql, params![subject, source, since, grade.unwrap_or_default(), MOST], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let counts: Vec<Count> = counts.into_iter().filter_map(|(under, pupils)| Count::new(under, pupils).ok()).collect();
    Ok(Population::of(&counts, DISPERSION))
}

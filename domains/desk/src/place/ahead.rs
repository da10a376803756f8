//! The plan: activities ahead, as the calendar would show them to the viewer.

use access::Actor;
use kernel::{Result, Timestamp, Tx, params};
use structure::places::Place;

/// How many titles the page shows; the calendar has them all.
const SHOWN: u32 = 5;

pub struct Line {
    pub url: String,
    pub title: String,
    /// In the region's zone.
    pub at: String,
    pub place: String,
}

pub struct Ahead {
    pub count: u64,
    pub lines: Vec<Line>,
}

/// Announced, from now on, held by the place or under it: those that are open, for the viewer's own place, or of places under it.
const WHERE: &str = "FROM activity a JOIN place pl ON pl.id = a.place_id WHERE a.state = 'announced' AND a.starts_at >= $1 AND pl.path >= $2 AND pl.path < $3
    AND (a.is_public = 1 OR (pl.path >= $4 AND pl.path < $5) OR SUBSTR($4, 1, LENGTH(a.reach_path)) = a.reach_path)";

impl Ahead {
    pub fn read(tx: &mut Tx<'_>, actor: &Actor, place: &Place) -> Result<Self> {
        let (now, today, zone) = (tx.now(), tx.today(), structure::zone(tx)?);
        let (to, own_to) = (kernel::search::after(&place.path), kernel::search::after(&actor.place_path));
        let count = tx.count(&format!("SELECT COUNT(*) {WHERE}"), params![now, place.path, to, actor.place_path, own_to])?;
        let sql = format!(
            "SELECT a.id, a.title, a.starts_at, (SELECT n.short_name FROM place_name n WHERE n.place_id = a.place_id AND n.valid_from <= $6 AND (n.valid_to IS NULL OR n.valid_to > $6))
             {WHERE} ORDER BY a.starts_at, a.id LIMIT $7"
        );
        let lines = tx.query(&sql, params![now, place.path, to, actor.place_path, own_to, today, SHOWN], |row| {
            let id: activities::ActivityId = row.get(0)?;
            Ok(Line { url: activities::url(id), title: row.get(1)?, at: ui::ru::datetime(row.get::<Timestamp>(2)?, &zone), place: row.get::<Option<String>>(3)?.unwrap_or_default() })
        })?;
        Ok(Self { count, lines })
    }
}

//! SQL of activities, their sessions and directions.

pub mod hosts;
pub mod list;
pub mod people;

use crate::{
    model::{Activity, ActivityId, Session},
    sight::{SEEN, Sight},
};
use access::Actor;
use kernel::{Result, Row, Tx, db::DbError, params};

/// $6 is the day on which places are named.
pub(crate) const SELECT: &str = "SELECT a.id, a.number, a.kind, a.title, a.summary, a.direction, a.subject, a.development, a.level, a.place_id, a.reach_path, a.starts_at, a.ends_at, a.where_text, a.link, a.audience, a.union_id, a.is_public, a.seats,
    a.apply_by, a.minutes, a.extra, a.state, a.cancel_why, a.guests, a.door_secret, a.resource_id, a.made_by, a.made_at, a.closed_on, a.version,
    COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = a.place_id AND pn.valid_from <= $6 AND (pn.valid_to IS NULL OR pn.valid_to > $6) ORDER BY pn.valid_from DESC LIMIT 1), a.place_id), pl.path
    FROM activity a JOIN place pl ON pl.id = a.place_id";

pub(crate) fn shape(row: &Row<'_>) -> Result<Activity, DbError> {
    let (extra, resource): (String, Option<String>) = (row.get(21)?, row.get(26)?);
    Ok(Activity {
        id: row.get(0)?,
        number: row.get(1)?,
        kind: row.get(2)?,
        title: row.get(3)?,
        summary: row.get(4)?,
        direction: row.get(5)?,
        subject: row.get(6)?,
        development: row.get(7)?,
        level: row.get(8)?,
        place: row.get(9)?,
        reach: row.get(10)?,
        starts_at: row.get(11)?,
        ends_at: row.get(12)?,
        where_text: row.get(13)?,
        link: row.get(14)?,
        audience: row.get(15)?,
        union: row.get(16)?,
        is_public: row.get(17)?,
        seats: row.get(18)?,
        apply_by: row.get(19)?,
        minutes: row.get(20)?,
        extra: serde_json::from_str(&extra).map_err(|cause| DbError::Shape(format!("fields of an activity: {cause}")))?,
        state: row.get(22)?,
        cancel_why: row.get(23)?,
        guests: row.get(24)?,
        door_secret: row.get(25)?,
        resource: resource.and_then(|raw| kernel::id::Uuid::parse_str(&raw).ok()),
        made_by: row.get(27)?,
        made_at: row.get(28)?,
        closed_on: row.get(29)?,
        version: row.get(30)?,
        place_name: row.get(31)?,
        place_path: row.get(32)?,
    })
}

/// An activity within sight.
///
/// # Errors
/// Not found, or the store fails.
pub fn find(tx: &mut Tx<'_>, sight: &Sight, id: ActivityId) -> Result<Activity> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE ({SEEN}) AND a.id = $7"), params![sight.from, sight.to, sight.drafts, sight.path, sight.person, today, id], shape)
}

/// An activity as somebody at work sees it.
///
/// # Errors
/// Not found, or the store fails.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<Activity> {
    let sight = Sight::of(tx, actor)?;
    find(tx, &sight, id)
}

/// Its meetings in order.
///
/// # Errors
/// The store fails.
pub fn sessions(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Session>> {
    Ok(tx.query("SELECT id, starts_at, ends_at FROM activity_session WHERE activity_id = $1 ORDER BY position", params![id], kernel::row!(Session { id, starts_at, ends_at }))?)
}

/// Its directions, the main one first.
///
/// # Errors
/// The store fails.
pub fn directions(tx: &mut Tx<'_>, one: &Activity) -> Result<Vec<String>> {
    let mut found = vec![one.direction.clone()];
    found.extend(tx.query("SELECT direction FROM activity_direction WHERE activity_id = $1 AND direction <> $2 ORDER BY direction", params![one.id, one.direction], |row| row.get::<String>(0))?);
    Ok(found)
}

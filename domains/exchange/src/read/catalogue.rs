//! Open activities, the catalogue of resources, practices that their authors show openly.

use super::{Item, stated};
use kernel::{Date, Result, Timestamp, Tx, params};
use serde_json::json;
use std::collections::HashMap;

pub fn activities(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    const OPEN: &str = "a.is_public = 1 AND a.state IN ('announced', 'held', 'closed')";
    let mut directions: HashMap<String, Vec<String>> = HashMap::new();
    let sql = format!("SELECT d.activity_id, d.direction FROM activity_direction d JOIN activity a ON a.id = d.activity_id WHERE {OPEN} AND d.direction <> a.direction ORDER BY d.direction");
    tx.each(&sql, params![], |row| {
        directions.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    let sql = format!(
        "SELECT a.id, pl.path, a.number, a.kind, a.title, a.direction, a.subject, a.level, a.place_id, a.starts_at, a.ends_at, a.apply_by, a.seats, a.state FROM activity a JOIN place pl ON pl.id = a.place_id WHERE {OPEN} ORDER BY a.starts_at, a.id"
    );
    Ok(tx.query(&sql, params![], |row| {
        let (id, path, direction): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(5)?);
        let mut codes = vec![direction];
        codes.extend(directions.remove(&id).unwrap_or_default());
        let (starts, ends): (Timestamp, Timestamp) = (row.get(9)?, row.get(10)?);
        let body = json!({
            "number": row.get::<String>(2)?, "kind": row.get::<String>(3)?, "title": row.get::<String>(4)?, "directions": codes, "subject": stated(row.get(6)?), "level": row.get::<String>(7)?,
            "place_id": row.get::<String>(8)?, "starts_at": starts, "ends_at": ends, "apply_by": row.get::<Option<Date>>(11)?, "seats": row.get::<Option<i64>>(12)?, "state": row.get::<String>(13)?,
        });
        Ok(Item::new(id, path, body))
    })?)
}

/// Mentors of the catalogue are people and stay inside.
pub fn resources(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let sql = "SELECT r.id, pl.path, r.kind, r.title, r.summary, r.provider, r.subject, r.form, r.hours, r.starts_on, r.ends_on, r.apply_by, r.place_id, r.link FROM resource r JOIN place pl ON pl.id = r.place_id
        WHERE r.state = 'live' AND r.kind <> 'mentor' AND r.person_id IS NULL AND (r.valid_to IS NULL OR r.valid_to >= $1) ORDER BY r.id";
    let today = tx.today();
    Ok(tx.query(sql, params![today], |row| {
        let body = json!({
            "kind": row.get::<String>(2)?, "title": row.get::<String>(3)?, "summary": row.get::<String>(4)?, "provider": row.get::<String>(5)?, "subject": stated(row.get(6)?),
            "form": row.get::<String>(7)?, "hours": row.get::<i64>(8)?, "starts_on": row.get::<Option<Date>>(9)?, "ends_on": row.get::<Option<Date>>(10)?, "apply_by": row.get::<Option<Date>>(11)?,
            "place_id": row.get::<String>(12)?, "link": stated(row.get(13)?),
        });
        Ok(Item::new(row.get::<String>(0)?, row.get::<String>(1)?, body))
    })?)
}

/// Where an author works would name the author in a small school: the place is only for the scope of tokens.
pub fn practices(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let sql = "SELECT r.id, pl.path, v.title, v.problem, v.idea, v.subject, v.direction, v.audience, r.published_on FROM practice r JOIN place pl ON pl.id = r.place_id
        JOIN practice_version v ON v.practice_id = r.id AND v.number = r.published_number WHERE r.state = 'published' AND r.is_open = 1 AND r.published_on IS NOT NULL ORDER BY r.id";
    Ok(tx.query(sql, params![], |row| {
        let body = json!({
            "title": row.get::<String>(2)?, "problem": row.get::<String>(3)?, "idea": row.get::<String>(4)?, "subject": stated(row.get(5)?), "direction": row.get::<String>(6)?,
            "audience": row.get::<String>(7)?, "published_on": row.get::<Date>(8)?,
        });
        Ok(Item::new(row.get::<String>(0)?, row.get::<String>(1)?, body))
    })?)
}

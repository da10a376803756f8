//! How many teachers a member accompanies at a time, where it isn't the usual number.

use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Paged, Result, Row, Slice, ToValue, Tx, Value, db::DbError, id::PersonId, name::FullName, params};
use serde_json::json;
use std::collections::BTreeMap;

/// Figures that somebody set, by person.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>) -> Result<BTreeMap<PersonId, u32>> {
    Ok(tx.query("SELECT person_id, places FROM member_capacity", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// A member with the figure and the teachers of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub places: Option<u32>,
    pub words: String,
    pub busy: u32,
    pub version: i64,
}

const FROM: &str = "FROM person p JOIN place pl ON pl.id = p.place_id LEFT JOIN member_capacity c ON c.person_id = p.id
    WHERE pl.path >= $2 AND pl.path < $3 AND p.erased_at IS NULL AND p.merged_into IS NULL
    AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1))";

fn shape(row: &Row<'_>) -> Result<Room, DbError> {
    let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
    Ok(Room { person: row.get(0)?, name: name.full(), place: row.get(4)?, places: row.get(5)?, words: row.get(6)?, version: row.get(7)?, busy: row.get(8)? })
}

/// Members of the active in the actor's reach, by name.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, text: &str, slice: Slice) -> Result<Paged<Room>> {
    actor.may(Action::ManagePairs)?;
    let (today, scope) = (tx.today(), actor.scope());
    let (named, names) = people::search::plan(text).matching_sql("p.id", 4);
    let mut values: Vec<Value<'_>> = vec![today.to_value(), scope.from().to_value(), scope.to().to_value()];
    values.extend(names);
    let total = tx.count(&format!("SELECT COUNT(*) {FROM} AND {named}"), &values)?;
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), p.place_id),
            c.places, COALESCE(c.words, ''), COALESCE(c.version, 0), (SELECT COUNT(*) FROM pair x WHERE x.methodist_id = p.id AND x.state = 'active')
         {FROM} AND {named} ORDER BY p.sort_key, p.id LIMIT ${} OFFSET ${}",
        values.len() - 1,
        values.len()
    );
    Ok(Paged { rows: tx.query(&sql, &values, shape)?, total, slice })
}

/// Sets the figure, or takes it back when `places` is `None`.
///
/// # Errors
/// Not found: not a member in the actor's reach. Stale: somebody was first.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (places, words): (Option<u32>, &str), version: i64) -> Result<()> {
    actor.may(Action::ManagePairs)?;
    let (today, now, scope) = (tx.today(), tx.now(), actor.scope());
    tx.one(&format!("SELECT p.id {FROM} AND p.id = $4"), params![today, scope.from(), scope.to(), person], |row| row.get::<PersonId>(0))?;
    let words: String = kernel::name::clean_line(words).chars().take(200).collect();
    match places {
        // No figure was shown, and there is none: nothing to take back.
        None if version == 0 && tx.count("SELECT COUNT(*) FROM member_capacity WHERE person_id = $1", params![person])? == 0 => {}
        None => tx.change_one("Число мест", "DELETE FROM member_capacity WHERE person_id = $1 AND version = $2", params![person, version])?,
        Some(places) if version == 0 => {
            let new =
                tx.execute("INSERT INTO member_capacity (person_id, places, words, set_by, set_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id) DO NOTHING", params![person, places, words, actor.account, now])?;
            if new == 0 {
                return Err(kernel::Error::stale("Число мест"));
            }
        }
        Some(places) => tx.change_one(
            "Число мест",
            "UPDATE member_capacity SET places = $1, words = $2, set_by = $3, set_at = $4, version = version + 1 WHERE person_id = $5 AND version = $6",
            params![places, words, actor.account, now, person, version],
        )?,
    }
    tx.record(&actor.by(), Event::new("capacity.set", "person", person).of(person).with(json!({"places": places})))
}

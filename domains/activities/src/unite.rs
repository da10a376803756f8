//! Unions as far as an activity is for the members of one: read for the choice and the audience, never written.

use access::Actor;
use kernel::{Result, Tx, id::PersonId, params};

/// Whether there is such a union today.
pub(crate) fn is_there(tx: &mut Tx<'_>, union: &str) -> Result<bool> {
    let today = tx.today();
    Ok(tx.count("SELECT COUNT(*) FROM union_body WHERE id = $1 AND (closed_on IS NULL OR closed_on > $2)", params![union, today])? > 0)
}

/// Whether the person is a member today.
pub(crate) fn has(tx: &mut Tx<'_>, union: &str, person: PersonId) -> Result<bool> {
    let today = tx.today();
    Ok(tx.count("SELECT COUNT(*) FROM union_member WHERE union_id = $1 AND person_id = $2 AND joined_on <= $3 AND (left_on IS NULL OR left_on > $3)", params![union, person, today])? > 0)
}

/// What it is called today.
pub(crate) fn title(tx: &mut Tx<'_>, union: &str) -> Result<String> {
    let today = tx.today();
    let sql = "SELECT title FROM union_title WHERE union_id = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1";
    Ok(tx.maybe(sql, params![union, today], |row| row.get(0))?.unwrap_or_else(|| "объединение".to_owned()))
}

/// Unions to choose from: of the places above one's own and below, by title.
pub(crate) fn choices(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let today = tx.today();
    let path = match actor.person {
        Some(person) if !actor.can(access::Action::PlanActivities) => people::find(tx, &access::Scope::person(person), person)?.place_path,
        Some(_) | None => actor.place_path.clone(),
    };
    let sql = "SELECT u.id, t.title FROM union_body u JOIN place pl ON pl.id = u.place_id JOIN union_title t ON t.union_id = u.id AND t.valid_from <= $1 AND (t.valid_to IS NULL OR t.valid_to > $1)
        WHERE (u.closed_on IS NULL OR u.closed_on > $1) AND ((pl.path >= $2 AND pl.path < $3) OR SUBSTR(CAST($2 AS TEXT), 1, LENGTH(pl.path)) = pl.path) ORDER BY t.search_key, u.id LIMIT 400";
    Ok(tx.query(sql, params![today, path, kernel::search::after(&path)], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

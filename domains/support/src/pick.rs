//! Who may be chosen: people of one's own scope; members of the active. A teacher, whose scope is the teacher, chooses among members
//! who let their name be published.

use crate::sql::{name, place_name};
use access::{Action, Actor};
use kernel::{Result, Tx, Value, id::PersonId, params};

/// Among whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Members of the active today.
    Members,
    /// Everybody of the register within the scope.
    People,
}

/// Somebody who may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    pub person: PersonId,
    pub name: String,
    pub place: String,
}

const MOST: i64 = 20;

/// A membership of `p` that is in force on `$1`.
pub(crate) const IS_MEMBER: &str = "EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)
    AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1)))";

/// People by what was typed.
///
/// # Errors
/// The store fails.
pub fn search(tx: &mut Tx<'_>, actor: &Actor, among: Among, text: &str) -> Result<Vec<Somebody>> {
    let asked = people::search::plan(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let (matching, values) = asked.matching_sql("p.id", 4);
    found(tx, actor, among, &matching, values)
}

/// One person, if the actor may choose them.
///
/// # Errors
/// The store fails.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, among: Among, person: PersonId) -> Result<Option<Somebody>> {
    Ok(found(tx, actor, among, "p.id = $4", vec![Value::Text(person.to_string().into())])?.into_iter().next())
}

fn found(tx: &mut Tx<'_>, actor: &Actor, among: Among, matching: &str, values: Vec<Value<'static>>) -> Result<Vec<Somebody>> {
    let today = tx.today();
    let scope = actor.scope();
    let (from, to) = if actor.can(Action::ViewPeople) { (scope.from().to_owned(), scope.to().to_owned()) } else { ("~".to_owned(), "~".to_owned()) };
    let published = consent::live_item_sql("p.id", "'full_name'", "$1");
    let allowed = match among {
        Among::People => "(pl.path >= $2 AND pl.path < $3)".to_owned(),
        Among::Members => format!("{IS_MEMBER} AND ((pl.path >= $2 AND pl.path < $3) OR {published})"),
    };
    let sql = format!(
        "SELECT p.id, {}, {} FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND {matching} AND {allowed} ORDER BY p.sort_key, p.id LIMIT {MOST}",
        name("p"),
        place_name("p.place_id", "$1")
    );
    let mut params: Vec<Value<'_>> = params![today, from, to].to_vec();
    params.extend(values);
    Ok(tx.query(&sql, &params, |row| Ok(Somebody { person: row.get(0)?, name: row.get(1)?, place: row.get(2)? }))?)
}

/// Whether somebody is a member of the active today, wherever.
///
/// # Errors
/// The store fails.
pub fn is_member(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    Ok(tx.count(&format!("SELECT COUNT(*) FROM person p WHERE p.id = $2 AND {IS_MEMBER}"), params![today, person])? > 0)
}

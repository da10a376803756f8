//! Members, as the public register shows them: datum by datum by live consents, asked at the very reading.

use super::Item;
use kernel::{Result, Tx, params};
use register::PublicMember;
use serde_json::json;
use std::collections::HashMap;
use structure::places::REGION;

pub fn everybody(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let people = register::published_people(tx)?;
    among(tx, &people)
}

/// Those of these people who are published now.
///
/// # Errors
/// The store fails.
pub fn among(tx: &mut Tx<'_>, people: &[String]) -> Result<Vec<Item>> {
    let paths: HashMap<String, String> = tx.query("SELECT id, path FROM place WHERE kind = 'municipality'", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let shown = register::published(tx, people)?;
    Ok(shown.into_iter().map(|(person, member)| item(person, &member, &paths)).collect())
}

fn item(person: String, member: &PublicMember, paths: &HashMap<String, String>) -> Item {
    let told = |datum: &Option<String>| datum.clone().filter(|text| !text.is_empty());
    let municipality = told(&member.municipality);
    // Whose school isn't told is nobody's in particular: only a token of the whole region meets them.
    let path = municipality.as_ref().and_then(|id| paths.get(id)).cloned().unwrap_or_else(|| format!("{REGION}/"));
    let conditions = Some(member.conditions.clone()).filter(|text| !text.is_empty());
    Item::new(person, path, json!({"full_name": member.name.full(), "subject": told(&member.subject), "school": told(&member.school), "municipality_id": municipality, "conditions": conditions}))
}

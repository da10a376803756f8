//! What the catalogue has for given deficits, for whoever makes a first draft of a pathway.

use crate::{
    model::{Kind, Resource, ResourceId, Tag},
    needs::is_member,
    sight::{SEEN, Sight},
    store::{SELECT, named, needs_of, numbered, shape, tags_of},
};
use kernel::{Date, Result, ToValue, Tx, Value, params};
use std::collections::BTreeSet;

/// A resource that can be begun, with what it helps with and what must be walked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub resource: Resource,
    /// All its competencies, asked for or not.
    pub tags: Vec<Tag>,
    /// Each of them is among the offers too, unless it can't be begun.
    pub needs: Vec<ResourceId>,
}

/// Live resources seen at a place that help with any of these competencies and can still be begun on the day; with them what they
/// need. In the order of ids, so that the same catalogue gives the same list.
///
/// # Errors
/// The store fails.
pub fn of_tags(tx: &mut Tx<'_>, codes: &[String], place_path: &str, on: Date) -> Result<Vec<Offer>> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let (sight, today) = (Sight::at(place_path), tx.today());
    let mut values: Vec<Value<'_>> = params![sight.from, sight.to, sight.path, today].to_vec();
    values.extend(codes.iter().map(ToValue::to_value));
    let sql = format!("{SELECT} WHERE {SEEN} AND EXISTS (SELECT 1 FROM resource_tag t WHERE t.resource_id = r.id AND t.competency_code IN ({})) ORDER BY r.id", numbered(5, codes.len()));
    let mut found = tx.query(&sql, &values, shape)?;
    with_needed(tx, &sight, &mut found)?;
    let mut able = Vec::new();
    for resource in found {
        if resource.is_open_on(on) && has_mentor(tx, &resource)? {
            able.push(resource);
        }
    }
    let ids: Vec<ResourceId> = able.iter().map(|resource| resource.id).collect();
    let (mut tags, mut needs) = (tags_of(tx, &ids)?, needs_of(tx, &ids)?);
    Ok(able.into_iter().map(|resource| Offer { tags: tags.remove(&resource.id).unwrap_or_default(), needs: needs.remove(&resource.id).unwrap_or_default(), resource }).collect())
}

/// A mentor who is no longer a member isn't offered, whether or not anybody has withdrawn the resource yet.
fn has_mentor(tx: &mut Tx<'_>, resource: &Resource) -> Result<bool> {
    match (resource.kind, resource.person) {
        (Kind::Mentor, Some(person)) => is_member(tx, person),
        (Kind::Mentor, None) => Ok(false),
        (Kind::Programme | Kind::Internship | Kind::MasterClass | Kind::OpenLesson | Kind::Material | Kind::Practice, _) => Ok(true),
    }
}

/// Adds what those found need, at any remove.
fn with_needed(tx: &mut Tx<'_>, sight: &Sight, found: &mut Vec<Resource>) -> Result<()> {
    let mut known: BTreeSet<ResourceId> = found.iter().map(|resource| resource.id).collect();
    let mut next: Vec<ResourceId> = known.iter().copied().collect();
    while !next.is_empty() {
        let needed: BTreeSet<ResourceId> = needs_of(tx, &next)?.into_values().flatten().filter(|id| !known.contains(id)).collect();
        next = needed.into_iter().collect();
        known.extend(&next);
        found.extend(named(tx, &next)?.into_iter().filter(|resource| sight.path.starts_with(&resource.place_path)));
    }
    found.sort_by_key(|resource| resource.id);
    Ok(())
}

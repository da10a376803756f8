//! SQL of resources, their tags and what they need.

pub mod links;
pub mod list;
pub mod returns;

use crate::{
    form::Draft,
    model::{Resource, ResourceId, Tag},
    sight::{SEEN, Sight},
};
use kernel::{
    Date, Result, Row, ToValue, Tx, Value,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};
use std::collections::BTreeMap;

/// $4 is the day on which places are named.
pub(crate) const SELECT: &str = "SELECT r.id, r.kind, r.title, r.summary, r.provider, r.subject, r.form, r.technology, r.hours, r.starts_on, r.ends_on, r.apply_by, r.seats, r.person_id, r.place_id, r.link, r.link_state, r.link_checked_at, r.digest, r.file_name,
    r.valid_to, r.state, r.withdrawn_why, r.reviewed_by, r.reviewed_on, r.batch, r.made_by, r.made_at, r.version,
    COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = r.place_id AND pn.valid_from <= $4 AND (pn.valid_to IS NULL OR pn.valid_to > $4) ORDER BY pn.valid_from DESC LIMIT 1), r.place_id), pl.path,
    (SELECT MAX(b.returned_on) FROM resource_return b WHERE b.resource_id = r.id AND b.mended_on IS NULL)
    FROM resource r JOIN place pl ON pl.id = r.place_id";

pub(crate) fn shape(row: &Row<'_>) -> Result<Resource, DbError> {
    kernel::row!(Resource {
        id,
        kind,
        title,
        summary,
        provider,
        subject,
        form,
        technology,
        hours,
        starts_on,
        ends_on,
        apply_by,
        seats,
        person,
        place,
        link,
        link_state,
        link_checked_at,
        digest,
        file_name,
        valid_to,
        state,
        withdrawn_why,
        reviewed_by,
        reviewed_on,
        batch,
        made_by,
        made_at,
        version,
        place_name,
        place_path,
        returned_on
    })(row)
}

/// A resource within sight.
///
/// # Errors
/// Not found, or the store fails.
pub fn find(tx: &mut Tx<'_>, sight: &Sight, id: ResourceId) -> Result<Resource> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE {SEEN} AND r.id = $5"), params![sight.from, sight.to, sight.path, today, id], shape)
}

/// `$from, $from+1, …`: as many as there are values.
pub(crate) fn numbered(from: usize, count: usize) -> String {
    (from..from + count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

/// Parameters of one statement: engines allow more, plans get no better.
const AT_ONCE: usize = 400;

/// Competencies of resources, the strongest first.
///
/// # Errors
/// The store fails.
pub fn tags_of(tx: &mut Tx<'_>, ids: &[ResourceId]) -> Result<BTreeMap<ResourceId, Vec<Tag>>> {
    let mut found: BTreeMap<ResourceId, Vec<Tag>> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let values: Vec<Value<'_>> = some.iter().map(ToValue::to_value).collect();
        let sql = format!("SELECT resource_id, competency_code, strength FROM resource_tag WHERE resource_id IN ({}) ORDER BY resource_id, strength DESC, competency_code", numbered(1, some.len()));
        tx.each(&sql, &values, |row| {
            found.entry(row.get(0)?).or_default().push(Tag { code: row.get(1)?, strength: u8::try_from(row.get::<i64>(2)?).unwrap_or(1) });
            Ok(())
        })?;
    }
    Ok(found)
}

/// What must be walked before each of these.
///
/// # Errors
/// The store fails.
pub fn needs_of(tx: &mut Tx<'_>, ids: &[ResourceId]) -> Result<BTreeMap<ResourceId, Vec<ResourceId>>> {
    let mut found: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let values: Vec<Value<'_>> = some.iter().map(ToValue::to_value).collect();
        let sql = format!("SELECT resource_id, needs_id FROM resource_need WHERE resource_id IN ({}) ORDER BY resource_id, needs_id", numbered(1, some.len()));
        tx.each(&sql, &values, |row| {
            found.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// What needs this one to be walked before.
pub(crate) fn needed_by(tx: &mut Tx<'_>, id: ResourceId) -> Result<Vec<ResourceId>> {
    Ok(tx.query("SELECT resource_id FROM resource_need WHERE needs_id = $1 ORDER BY resource_id", params![id], |row| row.get(0))?)
}

/// Resources by id, in the order of their titles; for what is shown beside another.
pub(crate) fn named(tx: &mut Tx<'_>, ids: &[ResourceId]) -> Result<Vec<Resource>> {
    let (today, sight) = (tx.today(), Sight::program());
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let mut values: Vec<Value<'_>> = params![sight.from, sight.to, sight.path, today].to_vec();
        values.extend(some.iter().map(ToValue::to_value));
        found.extend(tx.query(&format!("{SELECT} WHERE {SEEN} AND r.id IN ({}) ORDER BY r.search_key, r.id", numbered(5, some.len())), &values, shape)?);
    }
    Ok(found)
}

/// Whether the catalogue of a place has the same already: title, provider and first day.
pub(crate) fn is_known(tx: &mut Tx<'_>, place: &PlaceId, draft: &Draft) -> Result<bool> {
    let starts = draft.starts_on.map(|day| day.to_string()).unwrap_or_default();
    let sql = "SELECT r.id FROM resource r WHERE r.place_id = $1 AND r.kind = $2 AND r.title = $3 AND r.provider = $4 AND COALESCE(r.starts_on, '') = $5 AND r.state <> 'withdrawn'";
    Ok(tx.maybe(sql, params![place, draft.kind, draft.title, draft.provider, starts], |row| row.get::<String>(0))?.is_some())
}

// --- writing ------------------------------------------------------------------------------------------------------------

/// What a search looks in: each word with a space before it.
fn search_key(draft: &Draft) -> String {
    format!(" {}", kernel::search::fold(&[draft.title.as_str(), &draft.provider, &draft.summary].join(" ")))
}

/// Where a new resource comes from.
pub(crate) struct Origin<'a> {
    pub place: &'a PlaceId,
    pub by: Option<AccountId>,
    pub batch: &'a str,
}

pub(crate) fn insert(tx: &mut Tx<'_>, origin: &Origin<'_>, draft: &Draft) -> Result<ResourceId> {
    let (id, now) = (ResourceId::fresh(), tx.now());
    let Draft { kind, title, summary, provider, subject, form, technology, hours, starts_on, ends_on, apply_by, seats, link, valid_to, tags } = draft;
    tx.execute(
        "INSERT INTO resource (id, kind, title, search_key, summary, provider, subject, form, technology, hours, starts_on, ends_on, apply_by, seats, place_id, link, valid_to, state, batch, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'draft', $18, $19, $20)",
        params![id, kind, title, search_key(draft), summary, provider, subject, form, technology, hours, starts_on, ends_on, apply_by, seats, origin.place, link, valid_to, origin.batch, origin.by, now],
    )?;
    set_tags(tx, id, tags)?;
    Ok(id)
}

/// Writes what was edited: the review is asked for again, a new link is unchecked.
pub(crate) fn change(tx: &mut Tx<'_>, before: &Resource, draft: &Draft, by: AccountId, version: i64) -> Result<()> {
    let Draft { kind, title, summary, provider, subject, form, technology, hours, starts_on, ends_on, apply_by, seats, link, valid_to, tags } = draft;
    let is_same_link = before.link == *link;
    let (link_state, checked) = if is_same_link { (before.link_state, before.link_checked_at) } else { (crate::LinkState::Unchecked, None) };
    tx.change_one(
        "Ресурс",
        "UPDATE resource SET kind = $1, title = $2, search_key = $3, summary = $4, provider = $5, subject = $6, form = $7, technology = $8, hours = $9, starts_on = $10, ends_on = $11, apply_by = $12, seats = $13, link = $14, link_state = $15,
         link_checked_at = $16, valid_to = $17, made_by = $18, reviewed_by = NULL, reviewed_on = NULL, version = version + 1 WHERE id = $19 AND version = $20",
        params![kind, title, search_key(draft), summary, provider, subject, form, technology, hours, starts_on, ends_on, apply_by, seats, link, link_state, checked, valid_to, by, before.id, version],
    )?;
    returns::mended(tx, before.id)?;
    set_tags(tx, before.id, tags)
}

fn set_tags(tx: &mut Tx<'_>, id: ResourceId, tags: &[Tag]) -> Result<()> {
    tx.execute("DELETE FROM resource_tag WHERE resource_id = $1", params![id])?;
    for tag in tags {
        tx.execute("INSERT INTO resource_tag (resource_id, competency_code, strength) VALUES ($1, $2, $3)", params![id, tag.code, i64::from(tag.strength)])?;
    }
    Ok(())
}

/// The file of a resource, or none.
pub(crate) fn set_file(tx: &mut Tx<'_>, id: ResourceId, file: Option<(&files::Digest, &str)>) -> Result<()> {
    let (digest, name) = (file.map(|(digest, _)| digest), file.map_or("", |(_, name)| name));
    tx.execute("UPDATE resource SET digest = $1, file_name = $2 WHERE id = $3", params![digest, name, id])?;
    Ok(())
}

pub(crate) fn set_live(tx: &mut Tx<'_>, id: ResourceId, reviewer: AccountId, version: i64) -> Result<()> {
    let today = tx.today();
    tx.change_one("Ресурс", "UPDATE resource SET state = 'live', withdrawn_why = '', reviewed_by = $1, reviewed_on = $2, version = version + 1 WHERE id = $3 AND version = $4", params![reviewer, today, id, version])
}

/// Who reviewed resources on which days of `[from, to)`, a line for each that nobody reviewed since. Whose work may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn reviewed_by(tx: &mut Tx<'_>, people: &[PersonId], (from, to): (Date, Date)) -> Result<Vec<(PersonId, Date)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value<'_>> = params![from, to].to_vec();
    let listed = (3..3 + people.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    values.extend(people.iter().map(ToValue::to_value));
    let sql = format!("SELECT a.person_id, r.reviewed_on FROM resource r JOIN account a ON a.id = r.reviewed_by WHERE a.person_id IN ({listed}) AND r.reviewed_on >= $1 AND r.reviewed_on < $2");
    Ok(tx.query(&sql, &values, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(crate) fn set_withdrawn(tx: &mut Tx<'_>, id: ResourceId, why: &str, version: i64) -> Result<()> {
    tx.change_one("Ресурс", "UPDATE resource SET state = 'withdrawn', withdrawn_why = $1, version = version + 1 WHERE id = $2 AND version = $3", params![why, id, version])
}

pub(crate) fn set_draft(tx: &mut Tx<'_>, id: ResourceId, by: AccountId, version: i64) -> Result<()> {
    returns::mended(tx, id)?;
    tx.change_one("Ресурс", "UPDATE resource SET state = 'draft', withdrawn_why = '', reviewed_by = NULL, reviewed_on = NULL, made_by = $1, version = version + 1 WHERE id = $2 AND version = $3", params![by, id, version])
}

/// A person becomes the mentor: whoever named them asks for a review.
pub(crate) fn set_mentor(tx: &mut Tx<'_>, id: ResourceId, person: PersonId, by: AccountId, version: i64) -> Result<()> {
    returns::mended(tx, id)?;
    tx.change_one("Ресурс", "UPDATE resource SET person_id = $1, made_by = $2, reviewed_by = NULL, reviewed_on = NULL, version = version + 1 WHERE id = $3 AND version = $4", params![person, by, id, version])
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: ResourceId, version: i64) -> Result<()> {
    tx.change_one("Ресурс", "UPDATE resource SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

pub(crate) fn add_need(tx: &mut Tx<'_>, id: ResourceId, needed: ResourceId) -> Result<()> {
    tx.execute("INSERT INTO resource_need (resource_id, needs_id) VALUES ($1, $2) ON CONFLICT (resource_id, needs_id) DO NOTHING", params![id, needed])?;
    Ok(())
}

pub(crate) fn remove_need(tx: &mut Tx<'_>, id: ResourceId, needed: ResourceId) -> Result<()> {
    tx.execute("DELETE FROM resource_need WHERE resource_id = $1 AND needs_id = $2", params![id, needed])?;
    Ok(())
}

/// Takes a draft away that nobody has seen in the catalogue.
pub(crate) fn delete(tx: &mut Tx<'_>, id: ResourceId) -> Result<()> {
    let digest: Option<files::Digest> = tx.one("SELECT digest FROM resource WHERE id = $1", params![id], |row| row.get(0))?;
    tx.execute("DELETE FROM resource_tag WHERE resource_id = $1", params![id])?;
    tx.execute("DELETE FROM resource_need WHERE resource_id = $1 OR needs_id = $1", params![id])?;
    returns::forget(tx, id)?;
    tx.execute("DELETE FROM resource WHERE id = $1", params![id])?;
    digest.map_or(Ok(()), |digest| forget_file(tx, &digest))
}

/// The row of a file that nothing refers to any more goes; others may have kept the same bytes.
pub(crate) fn forget_file(tx: &mut Tx<'_>, digest: &files::Digest) -> Result<()> {
    files::forget_unused(tx, digest).map(|_| ())
}

//! What the catalogue says now of the resources that a pathway's lines rest on.

use kernel::{Date, Result, Tx, params, row};
use resources::ResourceId;
use std::collections::BTreeMap;

/// A resource as a line needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: ResourceId,
    pub title: String,
    pub provider: String,
    pub hours: i64,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub technology: String,
    pub link: String,
    pub link_state: String,
    pub file_name: String,
    pub has_file: bool,
    pub is_live: bool,
    pub withdrawn_why: String,
}

const COLUMNS: &str = "r.id, r.title, r.provider, r.hours, r.starts_on, r.ends_on, r.technology, r.link, r.link_state, r.file_name, CASE WHEN r.digest IS NULL THEN 0 ELSE 1 END, CASE WHEN r.state = 'live' THEN 1 ELSE 0 END, r.withdrawn_why";

/// The resources of a pathway's lines by id. The catalogue holds no personal data but a mentor's name in a title, which the line bears too.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, pathway: crate::PathwayId) -> Result<BTreeMap<ResourceId, Offer>> {
    let sql = format!("SELECT {COLUMNS} FROM resource r WHERE r.id IN (SELECT s.resource_id FROM pathway_step s WHERE s.pathway_id = $1)");
    let found = tx.query(&sql, params![pathway], row!(Offer { id, title, provider, hours, starts_on, ends_on, technology, link, link_state, file_name, has_file, is_live, withdrawn_why }))?;
    Ok(found.into_iter().map(|offer| (offer.id, offer)).collect())
}

/// One by its id, offered or not.
///
/// # Errors
/// The store fails.
pub fn maybe(tx: &mut Tx<'_>, id: ResourceId) -> Result<Option<Offer>> {
    let sql = format!("SELECT {COLUMNS} FROM resource r WHERE r.id = $1");
    Ok(tx.maybe(&sql, params![id], row!(Offer { id, title, provider, hours, starts_on, ends_on, technology, link, link_state, file_name, has_file, is_live, withdrawn_why }))?)
}

/// One that may be taken into a pathway now.
///
/// # Errors
/// A refusal: it isn't offered (any more).
pub fn live(tx: &mut Tx<'_>, id: ResourceId) -> Result<Offer> {
    maybe(tx, id)?.filter(|offer| offer.is_live).ok_or_else(|| kernel::Error::refusal("Этого ресурса в каталоге больше нет. Выберите другой."))
}

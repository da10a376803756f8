//! Who waits: teachers with a measured difficulty that is sure enough, opened to the viewer, and without a case.

use super::draw::digest;
use access::Actor;
use deficits::{Deficit, DeficitId, Sight, Source};
use kernel::{
    Result, Slice, Tx,
    id::{PersonId, PlaceId, Uuid},
    params,
};
use std::collections::{BTreeMap, BTreeSet};

/// From this probability on a difficulty is sure enough to offer help for.
pub const SURE: f64 = 0.8;

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub person: PersonId,
    pub name: String,
    pub place_name: String,
    /// What brings the person here.
    pub deficit: DeficitId,
    /// Titles of the difficulties that the viewer may know of.
    pub titles: Vec<String>,
}

/// Everybody within the actor's sight who waits, by name; a code narrows to one competency.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor, competency: &str) -> Result<Vec<Waiting>> {
    let busy = busy(tx)?;
    let mut found: BTreeMap<PersonId, Waiting> = BTreeMap::new();
    let mut order = Vec::new();
    for deficit in sure(tx, actor, competency)? {
        if busy.contains(&deficit.person) {
            continue;
        }
        let Deficit { person, name, place_name, id, title, .. } = deficit;
        let one = found.entry(person).or_insert_with(|| {
            order.push(person);
            Waiting { person, name, place_name, deficit: id, titles: Vec::new() }
        });
        one.titles.push(title);
    }
    Ok(order.into_iter().filter_map(|person| found.remove(&person)).collect())
}

fn sure(tx: &mut Tx<'_>, actor: &Actor, competency: &str) -> Result<Vec<Deficit>> {
    let sight = Sight::of(actor);
    let mut found = Vec::new();
    for page in 1.. {
        let paged = deficits::deficits(tx, &sight, &Default::default(), ("name", false), Slice::new(page, 500))?;
        let is_last = page >= paged.pages();
        let is_sure = |deficit: &Deficit| deficit.source == Source::Measured && deficit.p_below.is_some_and(|p| p >= SURE) && (competency.is_empty() || deficit.code == competency);
        found.extend(paged.rows.into_iter().filter(is_sure));
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// Those who aren't asked: accompanied now, said no within a year, or in another queue.
fn busy(tx: &mut Tx<'_>) -> Result<BTreeSet<PersonId>> {
    let year_ago = tx.today().checked_sub(jiff::Span::new().years(1)).unwrap_or(kernel::Date::MIN);
    let sql = "SELECT c.person_id FROM case_file c WHERE c.state IN ('proposed', 'open') OR (c.state = 'declined' AND c.opened_on >= $1)
        UNION SELECT e.person_id FROM insight_lot_entry e JOIN insight_lot l ON l.id = e.lot_id WHERE e.person_id IS NOT NULL AND l.state <> 'cancelled' AND e.left_on IS NULL AND e.case_id IS NULL";
    Ok(tx.query(sql, params![year_ago], |row| row.get(0))?.into_iter().collect())
}

/// In an order by chance, in which the people of a municipality, and within it of a school, stand beside each other: the draw takes from
/// each its part. Nothing else is told of schools to whoever checks, so where one ends can't be seen.
///
/// # Errors
/// The store fails.
pub(super) fn by_school(tx: &mut Tx<'_>, list: Vec<Waiting>) -> Result<Vec<Waiting>> {
    let chance = || Uuid::new_v4();
    let mut groups: BTreeMap<PlaceId, Uuid> = BTreeMap::new();
    let mut lines = Vec::with_capacity(list.len());
    for one in list {
        let (school, parent): (PlaceId, Option<PlaceId>) =
            tx.one("SELECT pl.id, pl.parent_id FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1", params![one.person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let above = parent.unwrap_or_else(|| school.clone());
        let (above, school) = (*groups.entry(above).or_insert_with(chance), *groups.entry(school).or_insert_with(chance));
        lines.push(((above, school, chance()), one));
    }
    lines.sort_by_key(|(key, _)| *key);
    Ok(lines.into_iter().map(|(_, one)| one).collect())
}

/// Of a list as it stood on a page: another one is noticed.
#[must_use]
pub fn seen_digest(list: &[Waiting]) -> String {
    let mut lines: Vec<String> = list.iter().map(|one| format!("{} {}", one.person, one.deficit)).collect();
    lines.sort();
    digest(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Competencies that difficulties within sight are of: code and title.
///
/// # Errors
/// The store fails.
pub fn competencies(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let found: BTreeMap<String, String> = sure(tx, actor, "")?.into_iter().map(|deficit| (deficit.code, deficit.title)).collect();
    Ok(found.into_iter().collect())
}

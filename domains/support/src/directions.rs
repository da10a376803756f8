//! A page for each of the twelve directions: what the active offers in it, who works on it, where to ask.
//!
//! Names stand here by the viewer's scope or by the person's own consent to publish; nobody's hours or counts do.

use crate::{
    contests::{self, Contest},
    courses::{self, Course},
    form::LINE,
    pick::IS_MEMBER,
    sql::{name, place_name},
    words::Words,
};
use access::{Action, Actor};
use audit::{Event, Record};
use jiff::ToSpan;
use kernel::{Error, Result, Slice, Tx, params};
use resources::{Resource, ResourceId, Sight};
use serde_json::json;
use structure::profile::TermKind;

/// The direction of contests.
pub const CONTESTS: &str = "d07";

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub name: String,
    pub place: String,
    pub subject: String,
}

/// What a direction's page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    pub code: String,
    pub label: String,
    pub activities: Vec<activities::store::list::Listed>,
    pub resources: Vec<Resource>,
    pub courses: Vec<Course>,
    pub contests: Vec<Contest>,
    pub people: Vec<Colleague>,
}

const MOST: u32 = 8;

/// A direction of the dictionary.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Shown> {
    actor.may(Action::ViewActivities)?;
    let words = Words::read(tx, TermKind::WorkDirection)?;
    if !words.has(code) {
        return Err(Error::NotFound);
    }
    let today = tx.today();
    let ahead = activities::store::list::Filter { from: Some(today), direction: code.to_owned(), is_alive: true, ..activities::store::list::Filter::default() };
    let sight = activities::Sight::of(tx, actor)?;
    let activities = activities::store::list::list(tx, &sight, &ahead, (activities::store::list::Sort::Starts, false), Slice::new(1, MOST))?.rows;
    let sees = actor.can(Action::ViewSupport);
    let courses = if sees { courses::list(tx, actor, "", Slice::all(500))?.rows.into_iter().filter(|course| course.direction == code).take(MOST as usize).collect() } else { Vec::new() };
    let contests = if code == CONTESTS && (sees || actor.can(Action::UseOwnCabinet)) { contests::list(tx, actor)?.into_iter().take(MOST as usize).collect() } else { Vec::new() };
    Ok(Shown { code: code.to_owned(), label: words.label(code).to_owned(), activities, resources: chosen(tx, actor, code)?, courses, contests, people: people(tx, actor, code)? })
}

/// Resources that somebody has put here, as far as the viewer sees them.
fn chosen(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Vec<Resource>> {
    if !actor.can(Action::ViewResources) {
        return Ok(Vec::new());
    }
    let ids: Vec<ResourceId> = tx.query("SELECT resource_id FROM direction_resource WHERE direction = $1 ORDER BY made_at DESC LIMIT 100", params![code], |row| row.get(0))?;
    let sight = Sight::of(tx, actor)?;
    let mut found = Vec::new();
    for id in ids {
        match resources::find(tx, &sight, id) {
            Ok(resource) if resource.state == resources::State::Live => found.push(resource),
            Ok(_) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

/// Members who have worked in the direction within a year, by name.
fn people(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Vec<Colleague>> {
    let today = tx.today();
    let since = today.saturating_sub(1.year());
    let scope = actor.scope();
    // One's own card is no answer to «whom to ask».
    let (from, to) = if actor.can(Action::ViewPeople) { (scope.from().to_owned(), scope.to().to_owned()) } else { ("~".to_owned(), "~".to_owned()) };
    let published = |item: &str| consent::live_item_sql("p.id", item, "$1");
    let sql = format!(
        "SELECT {}, CASE WHEN (pl.path >= $2 AND pl.path < $3) OR {} THEN {} ELSE '' END, COALESCE((SELECT t.label FROM person_subject s JOIN term t ON t.kind = 'subject' AND t.code = s.subject WHERE s.person_id = p.id AND ((pl.path >= $2 AND pl.path < $3) OR {}) ORDER BY s.is_main DESC, s.subject LIMIT 1), '')
         FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND {IS_MEMBER}
         AND ((pl.path >= $2 AND pl.path < $3) OR {}) AND p.id IN (SELECT d.person_id FROM deed d WHERE d.direction = $4 AND d.kind <> 'private_help' AND d.done_on >= $5 AND d.person_id IS NOT NULL) ORDER BY p.sort_key, p.id LIMIT 30",
        name("p"),
        published("'school'"),
        place_name("p.place_id", "$1"),
        published("'subject'"),
        published("'full_name'")
    );
    Ok(tx.query(&sql, params![today, from, to, code, since], kernel::row!(Colleague { name, place, subject }))?)
}

/// Resources of the catalogue by words of the title, for putting one on the page.
///
/// # Errors
/// Not found; the store fails.
pub fn offered(tx: &mut Tx<'_>, actor: &Actor, text: &str) -> Result<Vec<Resource>> {
    actor.may(Action::ManageSupport)?;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let sight = Sight::of(tx, actor)?;
    let text: String = text.chars().take(LINE).collect();
    Ok(resources::search(tx, &sight, &text, 20)?.rows.into_iter().map(|row| row.resource).collect())
}

/// Puts a resource on a direction's page. Twice is once.
///
/// # Errors
/// Not found.
pub fn put(tx: &mut Tx<'_>, actor: &Actor, code: &str, resource: ResourceId) -> Result<()> {
    actor.may(Action::ManageSupport)?;
    let (sight, now) = (Sight::of(tx, actor)?, tx.now());
    resources::find(tx, &sight, resource)?;
    if !Words::read(tx, TermKind::WorkDirection)?.has(code) {
        return Err(Error::NotFound);
    }
    tx.execute("INSERT INTO direction_resource (direction, resource_id, made_by, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (direction, resource_id) DO NOTHING", params![code, resource, actor.account, now])?;
    tx.record(&actor.by(), Event::new("direction.resource_put", "resource", resource).with(json!({"direction": code})))
}

/// Takes a resource off a direction's page.
///
/// # Errors
/// Not found.
pub fn take_off(tx: &mut Tx<'_>, actor: &Actor, code: &str, resource: ResourceId) -> Result<()> {
    actor.may(Action::ManageSupport)?;
    if tx.execute("DELETE FROM direction_resource WHERE direction = $1 AND resource_id = $2", params![code, resource])? == 0 {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), Event::new("direction.resource_taken_off", "resource", resource).with(json!({"direction": code})))
}

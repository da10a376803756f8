//! What goes with a resource: the mentor behind it, and what must be walked before.

use crate::{
    model::{Kind, Resource, ResourceId, State},
    returning,
    sight::Sight,
    store,
    workflow::managed,
};
use access::{Actor, Scope};
use audit::{Event, Record};
use kernel::{Error, Result, Slice, Tx, id::PersonId};
use membership::{MembershipRow, Standing};

/// A mentor as those may know who see the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentor {
    pub person: PersonId,
    pub name: String,
    pub school: String,
    /// Subject or direction.
    pub field: String,
}

impl From<MembershipRow> for Mentor {
    fn from(row: MembershipRow) -> Self {
        let school = if row.school.is_empty() { row.municipality } else { row.school };
        Self { person: row.membership.person, name: row.name, school, field: row.field }
    }
}

/// A person's present membership, as far as the viewer sees the person.
pub(crate) fn mentor(tx: &mut Tx<'_>, scope: &Scope, person: PersonId) -> Result<Option<Mentor>> {
    let today = tx.today();
    Ok(membership::current_of(tx, scope, person, today)?.into_iter().find(|row| row.membership.standing(today) == Standing::Active).map(Mentor::from))
}

/// Whether somebody is a member of the active today.
pub(crate) fn is_member(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(mentor(tx, &Scope::program("whether a mentor is still a member"), person)?.is_some())
}

/// Members within the actor's scope by the beginning of a name.
pub(crate) fn members(tx: &mut Tx<'_>, actor: &Actor, text: &str) -> Result<Vec<Mentor>> {
    let today = tx.today();
    let asked = kernel::search::fold(text);
    // The list of members looks for one word; the others are looked for in what it found.
    let first = asked.split(' ').next().unwrap_or_default().to_owned();
    let filter = membership::Filter { text: first, standing: "active".into(), ..membership::Filter::default() };
    let found = membership::list(tx, &actor.scope(), &filter, today, Slice::new(1, 200))?.rows.into_iter().map(Mentor::from);
    let fits = |mentor: &Mentor| {
        let name = format!(" {}", kernel::search::fold(&mentor.name));
        asked.split(' ').filter(|word| !word.is_empty()).all(|word| name.contains(&format!(" {word}")))
    };
    Ok(found.filter(fits).take(30).collect())
}

/// Says who the mentor is: a member of the active within the actor's scope.
///
/// # Errors
/// Not found: the resource or the person isn't within reach; refused: it is no mentor, nobody's member, or somebody was first.
pub fn name_mentor(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, person: PersonId, version: i64) -> Result<()> {
    let found = managed(tx, actor, id)?;
    if found.kind != Kind::Mentor || found.state == State::Withdrawn {
        return Err(Error::refusal("Человека указывают только у наставника, который не снят. Обновите страницу ресурса."));
    }
    people::find(tx, &actor.scope(), person)?;
    if mentor(tx, &actor.scope(), person)?.is_none() {
        return Err(Error::refusal("Наставником может быть только действующий участник актива. Выберите другого человека."));
    }
    returning::no_longer_asked(tx, id)?;
    store::set_mentor(tx, id, person, actor.account, version)?;
    tx.record(&actor.by(), Event::new("resource.mentor_named", "resource", id).of(person))
}

/// One more to be walked before.
///
/// # Errors
/// Not found; refused: it would be needed by what it needs, or somebody was first.
pub fn need(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, needed: ResourceId, version: i64) -> Result<()> {
    let found = managed(tx, actor, id)?;
    let sight = Sight::of(tx, actor)?;
    let other = store::find(tx, &sight, needed)?;
    if leads_to(tx, needed, id)? {
        return Err(Error::refusal(format!("«{}» сам требует сначала пройти «{}»: получился бы круг. Выберите другой ресурс.", other.title, found.title)));
    }
    if other.state == State::Withdrawn {
        return Err(Error::refusal(format!("«{}» снят: пройти его нельзя. Выберите другой ресурс.", other.title)));
    }
    store::touch(tx, id, version)?;
    store::add_need(tx, id, needed)?;
    tx.record(&actor.by(), Event::new("resource.need_added", "resource", id))
}

/// One fewer.
///
/// # Errors
/// Not found; somebody was first.
pub fn unneed(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, needed: ResourceId, version: i64) -> Result<()> {
    managed(tx, actor, id)?;
    store::touch(tx, id, version)?;
    store::remove_need(tx, id, needed)?;
    tx.record(&actor.by(), Event::new("resource.need_removed", "resource", id))
}

/// Whether `to` is among what `from` needs, at any remove, or is itself.
fn leads_to(tx: &mut Tx<'_>, from: ResourceId, to: ResourceId) -> Result<bool> {
    let (mut seen, mut next) = (vec![from], vec![from]);
    while !next.is_empty() {
        if seen.contains(&to) {
            return Ok(true);
        }
        next = store::needs_of(tx, &next)?.into_values().flatten().filter(|id| !seen.contains(id)).collect();
        next.sort_unstable();
        next.dedup();
        seen.extend(&next);
    }
    Ok(false)
}

/// What stands before and after a resource, for its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    pub before: Vec<Resource>,
    pub after: Vec<Resource>,
}

/// What of it the viewer sees.
pub(crate) fn around(tx: &mut Tx<'_>, sight: &Sight, id: ResourceId) -> Result<Around> {
    let is_seen = |one: &Resource| sight.manages(&one.place_path) || (one.state != State::Draft && sight.path.starts_with(&one.place_path));
    let before = store::needs_of(tx, &[id])?.remove(&id).unwrap_or_default();
    let after = store::needed_by(tx, id)?;
    Ok(Around { before: store::named(tx, &before)?.into_iter().filter(is_seen).collect(), after: store::named(tx, &after)?.into_iter().filter(is_seen).collect() })
}

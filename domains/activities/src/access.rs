//! Who may do what with an activity: one pure table, and the loading that asks it.

use crate::{
    model::{Activity, ActivityId},
    sight::Sight,
    store,
};
use access::{Action, Actor, Scope};
use kernel::{
    Error, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};

/// What somebody is to an activity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Plans activities at the place that holds it.
    pub oversees: bool,
    /// Holds it and said yes.
    pub hosts: bool,
    /// Is named among those who hold it and hasn't answered.
    pub is_asked: bool,
}

/// What may be done with an activity that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Its content and dates, announcing, cancelling.
    Edit,
    /// Naming those who hold it with the one who does; who holds it first is named from above.
    NameHosts,
    /// Reading who signed up, noting who came, writing materials, reading what people said, closing.
    Run,
    /// Annulling a certificate and issuing another.
    Correct,
}

/// The one table: whoever oversees the place and whoever holds the activity do its work, and ask others to hold it with them.
#[must_use]
pub fn may(act: Act, standing: Standing) -> bool {
    match act {
        Act::Edit | Act::Run | Act::Correct | Act::NameHosts => standing.oversees || standing.hosts,
    }
}

/// Whether one may plan at a place: staff where they plan, a member of the active at the own school, its municipality and the region.
#[must_use]
pub fn may_plan_at(actor_plans: bool, actor_path: &str, is_member: bool, own_path: &str, place_path: &str) -> bool {
    (actor_plans && place_path.starts_with(actor_path)) || (is_member && !own_path.is_empty() && own_path.starts_with(place_path))
}

/// What the actor is to an activity.
pub(crate) fn standing(tx: &mut Tx<'_>, actor: &Actor, one: &Activity) -> Result<Standing> {
    let state: Option<String> = match actor.person {
        Some(person) => tx.maybe("SELECT state FROM activity_host WHERE activity_id = $1 AND person_id = $2", params![one.id, person], |row| row.get(0))?,
        None => None,
    };
    Ok(Standing { oversees: oversees(actor, &one.place_path), hosts: state.as_deref() == Some("joined"), is_asked: state.as_deref() == Some("invited") })
}

pub(crate) fn oversees(actor: &Actor, path: &str) -> bool {
    actor.can(Action::PlanActivities) && path.starts_with(&actor.place_path)
}

/// An activity within sight with which the actor may do that.
pub(crate) fn load(tx: &mut Tx<'_>, actor: &Actor, act: Act, id: ActivityId) -> Result<Activity> {
    let sight = Sight::of(tx, actor)?;
    let found = store::find(tx, &sight, id)?;
    let standing = standing(tx, actor, &found)?;
    if may(act, standing) { Ok(found) } else { Err(Error::NotFound) }
}

/// As [`load`], and nobody was first.
pub(crate) fn load_version(tx: &mut Tx<'_>, actor: &Actor, act: Act, id: ActivityId, version: i64) -> Result<Activity> {
    let found = load(tx, actor, act, id)?;
    if found.version == version { Ok(found) } else { Err(Error::stale("Мероприятие")) }
}

/// Whether the person is a member of the active on the transaction's day.
pub(crate) fn is_member(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    let sql = "SELECT COUNT(*) FROM membership m WHERE m.person_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to > $2) AND (m.ended_on IS NULL OR m.ended_on > $2)
        AND NOT EXISTS (SELECT 1 FROM membership_pause s WHERE s.membership_id = m.id AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to > $2))";
    Ok(tx.count(sql, params![person, today])? > 0)
}

/// Places at which the actor may plan, with their names, one's own first.
pub(crate) fn places(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let today = tx.today();
    let called = |place: structure::places::Place| {
        let name = if place.id.as_str() == structure::places::REGION { "весь край".to_owned() } else { place.short_name };
        (place.id.to_string(), name)
    };
    if actor.can(Action::PlanActivities) {
        let own = structure::places::load(tx, &actor.place, today)?;
        let below = match own.kind {
            structure::places::PlaceKind::Region => structure::places::municipalities(tx, today)?,
            structure::places::PlaceKind::Municipality => structure::places::schools_of(tx, &own.id, today)?,
            structure::places::PlaceKind::Ministry | structure::places::PlaceKind::Institute | structure::places::PlaceKind::School => Vec::new(),
        };
        return Ok(std::iter::once(own).chain(below).map(called).collect());
    }
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    if !actor.can(Action::ViewActivities) || !is_member(tx, person)? {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut at = Some(people::find(tx, &Scope::person(person), person)?.place);
    while let Some(id) = at {
        let place = structure::places::load(tx, &id, today)?;
        at = place.parent.clone();
        found.push(called(place));
    }
    Ok(found)
}

/// A place where the actor may plan; its path.
pub(crate) fn planning_place(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId) -> Result<String> {
    let path = structure::places::path(tx, place).map_err(|_| no_place())?;
    let (is_member, own) = match actor.person {
        Some(person) => (is_member(tx, person)?, people::find(tx, &Scope::person(person), person).map(|found| found.place_path).unwrap_or_default()),
        None => (false, String::new()),
    };
    if may_plan_at(actor.can(Action::PlanActivities), &actor.place_path, is_member, &own, &path) { Ok(path) } else { Err(no_place()) }
}

fn no_place() -> Error {
    Error::field("place", "Выберите, кто проводит: свою школу, муниципалитет или край")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_plan_below_themselves_and_members_above() {
        assert!(may_plan_at(true, "region/mo-a/", false, "", "region/mo-a/sch-1/"));
        assert!(!may_plan_at(true, "region/mo-a/", false, "", "region/mo-b/"));
        for above in ["region/mo-a/sch-1/", "region/mo-a/", "region/"] {
            assert!(may_plan_at(false, "region/mo-a/sch-1/", true, "region/mo-a/sch-1/", above), "{above}");
        }
        assert!(!may_plan_at(false, "region/mo-a/sch-1/", true, "region/mo-a/sch-1/", "region/mo-a/sch-2/"));
        assert!(!may_plan_at(false, "region/mo-a/sch-1/", false, "region/mo-a/sch-1/", "region/mo-a/sch-1/"), "a teacher who is no member");
    }

    #[test]
    fn who_only_looks_does_nothing_and_who_holds_it_does_all() {
        let (none, host, above) = (Standing::default(), Standing { hosts: true, ..Standing::default() }, Standing { oversees: true, ..Standing::default() });
        for act in [Act::Edit, Act::Run, Act::Correct, Act::NameHosts] {
            assert!(!may(act, none) && may(act, host) && may(act, above));
        }
        let asked = Standing { is_asked: true, ..Standing::default() };
        assert!(!may(Act::Run, asked) && !may(Act::NameHosts, asked), "only who said yes");
    }
}

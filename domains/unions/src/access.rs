//! Who may do what with a union. One function; forbidden looks like absent.

use crate::{
    model::{Kind, Office, Union, UnionId},
    store,
};
use access::{Action, Actor, Role};
use kernel::{Error, Result, Tx};

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The page, plan, meetings; names only with [`Act::SeePeople`].
    View,
    /// Names of all its people.
    SeePeople,
    /// Make, rename, close, appoint.
    Manage,
    /// Members, plan, meetings, drafts of minutes.
    Lead,
    /// Approve, correct, annul minutes.
    Approve,
}

/// What somebody is to a union.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The offices held today.
    pub offices: Vec<Office>,
    pub is_member: bool,
}

/// All rights on one screen; a new role or act stops the build.
#[must_use]
pub fn may(actor: &Actor, act: Act, kind: Kind, place_path: &str, standing: &Standing) -> bool {
    if !actor.can(Action::ViewUnions) {
        return false;
    }
    let within = place_path.starts_with(&actor.place_path);
    let manages = kind_is_run_by(actor.role, kind) && within && actor.can(Action::ManageUnions);
    let leads = kind.is_ours() && standing.offices.iter().any(|office| matches!(office, Office::Head | Office::Deputy));
    let writes = kind.is_ours() && standing.offices.contains(&Office::Secretary);
    match act {
        Act::View => true,
        Act::SeePeople => manages || leads || writes || standing.is_member,
        Act::Manage => manages,
        Act::Lead => manages || leads || writes,
        Act::Approve => manages || leads,
    }
}

/// Outside bodies are entered by the coordinator only; the rest by whoever runs the place.
fn kind_is_run_by(role: Role, kind: Kind) -> bool {
    match role {
        Role::Coordinator => true,
        Role::Municipal | Role::School | Role::Methodist => kind.is_ours(),
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => false,
    }
}

/// What the actor is to a union today.
pub(crate) fn standing(tx: &mut Tx<'_>, actor: &Actor, union: UnionId) -> Result<Standing> {
    match actor.person {
        Some(person) => store::people::standing(tx, union, person),
        None => Ok(Standing::default()),
    }
}

/// A union that the actor may do this with. What is closed is only looked at.
///
/// # Errors
/// Not found; refused: it is closed.
pub(crate) fn load(tx: &mut Tx<'_>, actor: &Actor, act: Act, id: UnionId) -> Result<(Union, Standing)> {
    actor.may(Action::ViewUnions)?;
    let today = tx.today();
    let union = store::body::find(tx, id, today)?;
    let standing = standing(tx, actor, id)?;
    if !may(actor, act, union.kind, &union.place_path, &standing) {
        return Err(Error::NotFound);
    }
    match act {
        Act::View | Act::SeePeople => Ok((union, standing)),
        Act::Manage | Act::Lead | Act::Approve if union.is_open_on(today) => Ok((union, standing)),
        Act::Manage | Act::Lead | Act::Approve => Err(Error::refusal("Объединение закрыто: его план, состав и протоколы можно только смотреть.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::AccountId;

    fn actor(role: Role, path: &str) -> Actor {
        Actor { account: AccountId::fresh(), person: None, name: String::new(), role, place: "x".into(), place_path: path.into(), place_name: String::new(), session: String::new() }
    }

    /// view people manage lead approve
    fn row(role: Role, path: &str, kind: Kind, union_path: &str, standing: &Standing) -> String {
        [Act::View, Act::SeePeople, Act::Manage, Act::Lead, Act::Approve].map(|act| if may(&actor(role, path), act, kind, union_path, standing) { '+' } else { '-' }).iter().collect()
    }

    #[test]
    fn whoever_runs_the_place_manages_and_the_head_leads() {
        const HERE: &str = "region/mo-bikin/";
        let nobody = Standing::default();
        let head = Standing { offices: vec![Office::Head], is_member: true };
        let secretary = Standing { offices: vec![Office::Secretary], is_member: true };
        let member = Standing { offices: vec![], is_member: true };
        for (role, path, standing, expected) in [
            (Role::Coordinator, "region/", &nobody, "+++++"),
            (Role::Methodist, "region/", &nobody, "+++++"),
            (Role::Municipal, HERE, &nobody, "+++++"),
            (Role::Municipal, "region/mo-other/", &nobody, "+----"),
            (Role::School, "region/mo-bikin/sch-6/", &nobody, "+----"),
            (Role::Ministry, "region/", &nobody, "-----"),
            (Role::Member, "region/mo-bikin/sch-6/", &nobody, "+----"),
            (Role::Member, "region/mo-bikin/sch-6/", &member, "++---"),
            (Role::Member, "region/mo-bikin/sch-6/", &secretary, "++-+-"),
            (Role::Member, "region/mo-bikin/sch-6/", &head, "++-++"),
            (Role::Administrator, "region/", &head, "-----"),
            (Role::Expert, "region/", &nobody, "-----"),
        ] {
            assert_eq!(row(role, path, Kind::Municipal, HERE, standing), expected, "{role} {path} {standing:?}");
        }
        assert_eq!(row(Role::School, "region/mo-bikin/sch-6/", Kind::School, "region/mo-bikin/sch-6/", &nobody), "+++++");
        assert_eq!(row(Role::Methodist, "region/", Kind::Federal, "region/", &nobody), "+----");
        assert_eq!(row(Role::Coordinator, "region/", Kind::Federal, "region/", &nobody), "+++++");
    }
}

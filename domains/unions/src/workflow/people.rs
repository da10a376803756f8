//! Members join and leave, heads are appointed: everything with its day.

use super::within;
use crate::{
    access::{self as rights, Act},
    model::{Office, Union, UnionId},
    store::people as store,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Date, Error, Result, Tx, id::PersonId, params};
use serde_json::json;

/// A person of the union's place; anybody else isn't there.
fn of_place(tx: &mut Tx<'_>, union: &Union, person: PersonId) -> Result<()> {
    let until = kernel::search::after(&union.place_path);
    let sql = "SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1 AND pl.path >= $2 AND pl.path < $3 AND p.erased_at IS NULL AND p.merged_into IS NULL";
    if tx.count(sql, params![person, union.place_path, until])? == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A person joins from a day on.
///
/// # Errors
/// Fields: `on`; not found: not of the union's place; refused: a member already.
pub fn join(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, person: PersonId, on: Date) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Lead, id)?;
    let today = tx.today();
    within(on, union.opened_on, today, "on")?;
    of_place(tx, &union, person)?;
    let taken = tx.count("SELECT COUNT(*) FROM union_member WHERE union_id = $1 AND person_id = $2 AND (left_on IS NULL OR left_on > $3)", params![id, person, on])?;
    if taken > 0 {
        return Err(Error::refusal("Этот человек уже в объединении. Обновите страницу: он есть в списке участников."));
    }
    store::join(tx, id, person, on)?;
    tx.record(&actor.by(), Event::new("union.member_joined", "union", id).of(person))
}

/// A person leaves from a day on, with the offices held.
///
/// # Errors
/// Fields: `on`; not found: no member.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, person: PersonId, on: Date) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Lead, id)?;
    let today = tx.today();
    within(on, union.opened_on, today, "on")?;
    let is_member = tx.count("SELECT COUNT(*) FROM union_member WHERE union_id = $1 AND person_id = $2 AND (left_on IS NULL OR left_on > $3)", params![id, person, on])? > 0;
    if !is_member {
        return Err(Error::NotFound);
    }
    store::leave(tx, id, person, on)?;
    tx.record(&actor.by(), Event::new("union.member_left", "union", id).of(person))
}

/// Appoints a member; of heads and secretaries there is one at a time, so the one before ends. Who isn't a member yet becomes one.
///
/// # Errors
/// Fields: `on`; not found: not of the union's place, or not one's own to appoint; refused: holds the office already.
pub fn appoint(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, (person, office): (PersonId, Office), on: Date) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Manage, id)?;
    let today = tx.today();
    within(on, union.opened_on, today, "on")?;
    of_place(tx, &union, person)?;
    let holds = tx.count("SELECT COUNT(*) FROM union_office WHERE union_id = $1 AND person_id = $2 AND office = $3 AND (valid_to IS NULL OR valid_to > $4)", params![id, person, office, on])?;
    if holds > 0 {
        return Err(Error::refusal("Этот человек уже назначен. Обновите страницу."));
    }
    if tx.count("SELECT COUNT(*) FROM union_member WHERE union_id = $1 AND person_id = $2 AND joined_on <= $3 AND (left_on IS NULL OR left_on > $3)", params![id, person, on])? == 0 {
        // A membership that begins later begins with the office.
        tx.execute("DELETE FROM union_member WHERE union_id = $1 AND person_id = $2 AND joined_on > $3", params![id, person, on])?;
        store::join(tx, id, person, on)?;
    }
    match office {
        Office::Head | Office::Secretary => {
            store::end_terms(tx, id, None, Some(office), on)?;
        }
        Office::Deputy => {}
    }
    store::appoint(tx, id, person, office, on)?;
    tx.record(&actor.by(), Event::new("union.appointed", "union", id).of(person).with(json!({"office": office})))
}

/// Ends a term of office from a day; the person stays a member.
///
/// # Errors
/// Fields: `on`; not found: holds no such office.
pub fn dismiss(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, (person, office): (PersonId, Office), on: Date) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Manage, id)?;
    let today = tx.today();
    within(on, union.opened_on, today, "on")?;
    if store::end_terms(tx, id, Some(person), Some(office), on)? == 0 {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), Event::new("union.dismissed", "union", id).of(person).with(json!({"office": office})))
}

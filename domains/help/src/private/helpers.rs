//! Who agreed to take confidential requests: a flag that helpers set themselves, with what they can help and how they are reached.

use super::{asking::release, note, store};
use crate::form::needed;
use access::{Action, Actor, Role, Scope, accounts, grants};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, name::FullName, params};
use membership::Standing;

/// One who takes such requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub field: String,
    pub reach: String,
}

/// One's own flag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flag {
    pub field: String,
    pub reach: String,
    pub is_open: bool,
    pub version: i64,
}

/// Whether the actor may agree: a present member of the active, or whoever answers requests, with a card.
///
/// # Errors
/// The store fails.
pub fn may_take(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let Some(person) = actor.person else { return Ok(false) };
    if actor.can(Action::AnswerHelp) {
        return Ok(true);
    }
    if actor.role != Role::Member {
        return Ok(false);
    }
    is_member(tx, person)
}

fn is_member(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    Ok(membership::current_of(tx, &Scope::person(person), person, today)?.iter().any(|row| row.membership.standing(today) == Standing::Active))
}

/// Whether somebody answers by office, member or not.
///
/// # Errors
/// The store fails.
pub fn answers_by_office(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let Some(account) = accounts::of_person(tx, person)? else { return Ok(false) };
    Ok(!account.is_disabled() && grants::active(tx, account.id)?.iter().any(|grant| access::rights::allows(grant.role, Action::AnswerHelp)))
}

/// # Errors
/// The store fails.
pub fn flag(tx: &mut Tx<'_>, person: PersonId) -> Result<Flag> {
    let kept = tx.maybe("SELECT field, reach, is_open, version FROM private_helper WHERE person_id = $1", params![person], kernel::row!(Flag { field, reach, is_open, version }))?;
    Ok(kept.unwrap_or_default())
}

/// Agrees, or no longer: then whose requests are open hear that they choose another.
///
/// # Errors
/// Not found: may not. Fields. Stale.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, wished: &Flag) -> Result<()> {
    if !may_take(tx, actor)? {
        return Err(Error::NotFound);
    }
    let person = actor.person.ok_or(Error::NotFound)?;
    if flag(tx, person)?.version != wished.version {
        return Err(Error::stale("Приём личных обращений"));
    }
    let mut errors = FieldErrors::default();
    let field = if wished.is_open { needed(&mut errors, "field", &wished.field, "Напишите, с чем можете помочь") } else { Some(wished.field.clone()) };
    let reach = if wished.is_open { needed(&mut errors, "reach", &wished.reach, "Напишите, как с вами связаться") } else { Some(wished.reach.clone()) };
    let (field, reach) = errors.or(field.zip(reach))?;
    let now = tx.now();
    let sql = "INSERT INTO private_helper (person_id, field, reach, since, is_open) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id) DO UPDATE SET field = $2, reach = $3, is_open = $5, version = private_helper.version + 1";
    tx.execute(sql, params![person, field, reach, now, wished.is_open])?;
    if !wished.is_open {
        leave(tx, person)?;
    }
    note(tx, "private_help.helper_set")
}

/// Requests open at a helper go back to their askers.
///
/// # Errors
/// The store fails.
pub fn leave(tx: &mut Tx<'_>, person: PersonId) -> Result<usize> {
    tx.execute("UPDATE private_helper SET is_open = 0 WHERE person_id = $1", params![person])?;
    let open = store::open_at(tx, person)?;
    for one in &open {
        release(tx, one)?;
    }
    Ok(open.len())
}

/// All who take such requests today, in the order of names; never the one who asks.
///
/// # Errors
/// The store fails.
pub fn takers(tx: &mut Tx<'_>, asker: PersonId) -> Result<Vec<Taker>> {
    let today = tx.today();
    let sql = "SELECT p.id, p.family, p.given, p.patronymic, COALESCE(pn.short_name, ''), f.field, f.reach FROM private_helper f JOIN person p ON p.id = f.person_id
        LEFT JOIN place_name pn ON pn.place_id = p.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1)
        WHERE f.is_open = 1 AND p.id <> $2 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.sort_key, p.id LIMIT 200";
    Ok(tx.query(sql, params![today, asker], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? }.full();
        Ok(Taker { person: row.get(0)?, name, place: row.get(4)?, field: row.get(5)?, reach: row.get(6)? })
    })?)
}

/// # Errors
/// A field error at `helper`: nobody of that list.
pub fn chosen(tx: &mut Tx<'_>, asker: PersonId, raw: &str) -> Result<PersonId> {
    let wanted: Option<PersonId> = raw.parse().ok();
    let found = takers(tx, asker)?.into_iter().map(|taker| taker.person).find(|person| Some(*person) == wanted);
    found.ok_or_else(|| Error::field("helper", "Выберите, к кому обратиться"))
}

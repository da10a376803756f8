//! A teacher's own word on whom to be with. It is given in the cabinet, can be taken back there, and is read by those who manage pairs.

use crate::model::WishId;
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, name::FullName, params};
use serde_json::json;
use std::collections::BTreeMap;

type ByPerson = BTreeMap<PersonId, Vec<PersonId>>;

/// All that hold: with whom gladly, with whom not.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>) -> Result<(ByPerson, ByPerson)> {
    let (mut gladly, mut never) = (ByPerson::new(), ByPerson::new());
    let rows = tx.query("SELECT person_id, methodist_id, is_for FROM pairing_wish WHERE ended_at IS NULL ORDER BY person_id, methodist_id", params![], |row| Ok((row.get(0)?, row.get(1)?, row.get::<bool>(2)?)))?;
    for (person, methodist, is_for) in rows {
        if is_for { &mut gladly } else { &mut never }.entry(person).or_default().push(methodist);
    }
    Ok((gladly, never))
}

/// One's own wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub id: WishId,
    pub methodist: PersonId,
    pub name: String,
    pub is_for: bool,
}

/// One's own wishes that hold.
///
/// # Errors
/// The store fails.
pub fn own(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wish>> {
    let sql = "SELECT w.id, w.methodist_id, p.family, p.given, p.patronymic, w.is_for FROM pairing_wish w JOIN person p ON p.id = w.methodist_id WHERE w.person_id = $1 AND w.ended_at IS NULL ORDER BY w.is_for DESC, p.sort_key, w.id";
    Ok(tx.query(sql, params![person], |row| {
        let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
        Ok(Wish { id: row.get(0)?, methodist: row.get(1)?, name: name.full(), is_for: row.get(5)? })
    })?)
}

/// Says a wish about a member of the active named in full; the same again changes nothing, the opposite replaces it.
///
/// # Errors
/// Fields `name`, `agreed`: nobody of the active has that name, several have, or it wasn't agreed who will read it.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, (name, is_for, agreed): (&str, bool, bool)) -> Result<WishId> {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let mut errors = kernel::FieldErrors::default();
    let methodist = member(tx, name, person)?;
    let methodist = errors.take("name", methodist);
    if !agreed {
        errors.add("agreed", "Отметьте, что согласны: пожелание прочтут те, кто подбирает пары");
    }
    let methodist = errors.or(methodist)?;
    let now = tx.now();
    tx.execute("UPDATE pairing_wish SET ended_at = $1 WHERE person_id = $2 AND methodist_id = $3 AND ended_at IS NULL", params![now, person, methodist])?;
    let id = WishId::fresh();
    tx.execute("INSERT INTO pairing_wish (id, person_id, methodist_id, is_for, made_at) VALUES ($1, $2, $3, $4, $5)", params![id, person, methodist, is_for, now])?;
    tx.record(&actor.by(), Event::new("pairing.wish_said", "person", person).of(person).with(json!({"is_for": is_for})))?;
    Ok(id)
}

/// A member of the active by the full name as the public register prints it.
fn member(tx: &mut Tx<'_>, name: &str, but: PersonId) -> Result<Result<PersonId, &'static str>> {
    let sought = kernel::search::fold(&kernel::name::clean_line(name));
    if sought.is_empty() {
        return Ok(Err("Напишите фамилию, имя и отчество полностью"));
    }
    let today = tx.today();
    let (named, names) = people::search::plan(name).matching_sql("p.id", 3);
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic FROM person p WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND p.id <> $2 AND {named}
         AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)) ORDER BY p.id LIMIT 200"
    );
    let mut values = params![today, but].to_vec();
    values.extend(names);
    let found = tx.query(&sql, &values, |row| Ok((row.get::<PersonId>(0)?, FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? })))?;
    let same: Vec<PersonId> = found.into_iter().filter(|(_, name)| kernel::search::fold(&name.full()) == sought).map(|(id, _)| id).collect();
    Ok(match same.as_slice() {
        [one] => Ok(*one),
        [] => Err("Участника актива с таким именем нет. Проверьте написание: ФИО полностью, как в реестре актива"),
        _ => Err("Участников с таким именем несколько. Скажите о своём пожелании координатору"),
    })
}

/// Takes a wish of one's own back.
///
/// # Errors
/// Not found: another's, or taken back already.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let (person, now) = (actor.person.ok_or(Error::NotFound)?, tx.now());
    if tx.execute("UPDATE pairing_wish SET ended_at = $1 WHERE id = $2 AND person_id = $3 AND ended_at IS NULL", params![now, id, person])? == 0 {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), Event::new("pairing.wish_ended", "person", person).of(person))
}

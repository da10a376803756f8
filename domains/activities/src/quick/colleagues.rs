//! With whom one may write down a consultation: those of one's scope, of one's own school, members of the active, those whom one
//! accompanies, and those one has consulted before. Names and places of work only.

use access::{Action, Actor};
use kernel::{Result, Slice, ToValue, Tx, Value, id::PersonId, name::FullName, params};

/// Somebody to consult.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub person: PersonId,
    pub name: String,
    pub place_name: String,
}

/// How many stand on the form as buttons.
const RECENT: i64 = 6;
const MOST: i64 = 12;

/// With whom one spoke last, the latest first.
///
/// # Errors
/// The store fails.
pub fn recent(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Colleague>> {
    let sql = "SELECT c.person_id FROM consultation c JOIN person p ON p.id = c.person_id
        WHERE c.account_id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL GROUP BY c.person_id ORDER BY MAX(c.made_at) DESC, c.person_id LIMIT $2";
    let ids: Vec<PersonId> = tx.query(sql, params![actor.account, RECENT], |row| row.get(0))?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(one(tx, actor, id)?);
    }
    Ok(found)
}

/// Colleagues by what was typed.
///
/// # Errors
/// The store fails.
pub fn search(tx: &mut Tx<'_>, actor: &Actor, text: &str) -> Result<Vec<Colleague>> {
    let asked = people::search::plan(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let (matching, values) = asked.matching_sql("p.id", FIRST_FREE);
    found(tx, actor, &matching, values)
}

/// One colleague, if one may write down a consultation with them.
///
/// # Errors
/// The store fails.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Option<Colleague>> {
    Ok(found(tx, actor, &format!("p.id = ${FIRST_FREE}"), vec![Value::Text(person.to_string().into())])?.into_iter().next())
}

const FIRST_FREE: usize = 6;

fn found(tx: &mut Tx<'_>, actor: &Actor, matching: &str, values: Vec<Value<'static>>) -> Result<Vec<Colleague>> {
    let (today, scope) = (tx.today(), actor.scope());
    // A member's scope is the member's own card, which is nobody to consult.
    let (from, to) = if actor.can(Action::ViewPeople) { (scope.from().to_owned(), scope.to().to_owned()) } else { ("~".to_owned(), "~".to_owned()) };
    let own = actor.person.map(|person| person.to_string()).unwrap_or_default();
    let taught = taught(tx, actor)?;
    let first = FIRST_FREE + values.len();
    let accompanied = if taught.is_empty() { String::new() } else { format!(" OR p.id IN ({})", (first..first + taught.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")) };
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic, COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = p.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), p.place_id)
         FROM person p JOIN place pl ON pl.id = p.place_id
         WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND p.id <> $2 AND {matching} AND ((pl.path >= $3 AND pl.path < $4)
            OR p.place_id = (SELECT o.place_id FROM person o WHERE o.id = $2)
            OR EXISTS (SELECT 1 FROM consultation c WHERE c.person_id = p.id AND c.account_id = $5)
            OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)){accompanied})
         ORDER BY p.sort_key, p.id LIMIT {MOST}"
    );
    let mut params: Vec<Value<'_>> = params![today, own, from, to, actor.account].to_vec();
    params.extend(values);
    params.extend(taught.iter().map(ToValue::to_value));
    Ok(tx.query(&sql, &params, |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Colleague { person: row.get(0)?, name: name.full(), place_name: row.get(4)? })
    })?)
}

/// Teachers of the cases in whose teams the actor is.
fn taught(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<PersonId>> {
    if actor.person.is_none() {
        return Ok(Vec::new());
    }
    let filter = cases::Filter { whose: "mine".into(), state: "open".into(), ..cases::Filter::default() };
    let mut people: Vec<PersonId> = cases::list(tx, actor, &filter, None, Slice::new(1, 100))?.rows.into_iter().map(|row| row.case.person).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

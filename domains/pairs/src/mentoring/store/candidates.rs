//! Who may mentor: any person with a card within the actor's scope, members of the active wherever they work. Members of the mentee's
//! subject and municipality come first.

use super::PLACE_NAME;
use access::{Action, Actor};
use kernel::{
    Result, Tx, Value,
    id::{AccountId, PersonId},
    name::FullName,
    params,
};

/// Somebody who may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub is_member: bool,
    pub same_subject: bool,
    pub same_municipality: bool,
    /// Mentorings that go on or are proposed now.
    pub load: i64,
}

const MOST: i64 = 12;

const MEMBER: &str = "EXISTS (SELECT 1 FROM membership w WHERE w.person_id = p.id AND w.valid_from <= $1 AND (w.valid_to IS NULL OR w.valid_to > $1) AND (w.ended_on IS NULL OR w.ended_on > $1))";

/// What the mentees have in common, for the order of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alike {
    pub subject: String,
    /// Path of the municipality.
    pub municipality: String,
}

fn found(tx: &mut Tx<'_>, actor: &Actor, alike: &Alike, (matching, values): (&str, Vec<Value<'static>>)) -> Result<Vec<Candidate>> {
    let (today, scope) = (tx.today(), actor.scope());
    let (from, to) = if actor.can(Action::ViewPeople) { (scope.from().to_owned(), scope.to().to_owned()) } else { ("~".to_owned(), "~".to_owned()) };
    let end = kernel::search::after(&alike.municipality);
    let sql = format!(
        "SELECT c.id, c.family, c.given, c.patronymic, c.place, c.is_member, c.same_subject, c.same_place, c.load FROM (
            SELECT p.id AS id, p.family AS family, p.given AS given, p.patronymic AS patronymic, p.sort_key AS sort_key, {PLACE_NAME} AS place, CASE WHEN {MEMBER} THEN 1 ELSE 0 END AS is_member,
            CASE WHEN EXISTS (SELECT 1 FROM person_subject ps WHERE ps.person_id = p.id AND ps.subject = $4) THEN 1 ELSE 0 END AS same_subject,
            CASE WHEN pl.path >= $5 AND pl.path < $6 THEN 1 ELSE 0 END AS same_place,
            (SELECT COUNT(*) FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = p.id AND s.role = 'mentor' AND s.answer <> 'no' AND m.state IN ('proposed', 'active')) AS load
            FROM person p JOIN place pl ON pl.id = p.place_id
            WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND ((pl.path >= $2 AND pl.path < $3) OR {MEMBER}) AND {matching}) AS c
        ORDER BY c.is_member + c.same_subject * 2 + c.same_place DESC, c.load, c.sort_key, c.id LIMIT {MOST}"
    );
    let mut all: Vec<Value<'_>> = params![today, from, to, alike.subject, alike.municipality, end].to_vec();
    all.extend(values);
    Ok(tx.query(&sql, &all, |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Candidate { person: row.get(0)?, name: name.full(), place: row.get(4)?, is_member: row.get(5)?, same_subject: row.get(6)?, same_municipality: row.get(7)?, load: row.get(8)? })
    })?)
}

/// Suggested without being asked for: members of the active of the same subject or municipality.
pub fn suggested(tx: &mut Tx<'_>, actor: &Actor, alike: &Alike) -> Result<Vec<Candidate>> {
    let matching = format!("{MEMBER} AND ((pl.path >= $5 AND pl.path < $6) OR EXISTS (SELECT 1 FROM person_subject ps WHERE ps.person_id = p.id AND ps.subject = $4))");
    found(tx, actor, alike, (&matching, Vec::new()))
}

/// By what was typed.
pub fn search(tx: &mut Tx<'_>, actor: &Actor, alike: &Alike, text: &str) -> Result<Vec<Candidate>> {
    let asked = people::search::plan(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let (matching, values) = asked.matching_sql("p.id", 7);
    found(tx, actor, alike, (&matching, values))
}

/// One person, if they may be asked.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, alike: &Alike, person: PersonId) -> Result<Option<Candidate>> {
    Ok(found(tx, actor, alike, ("p.id = $7", vec![Value::Text(person.to_string().into())]))?.into_iter().next())
}

/// Who may be the curator: the actor, and deputy heads and municipal methodists of the mentee's place and above.
pub fn curators(tx: &mut Tx<'_>, path: &str) -> Result<Vec<(AccountId, String)>> {
    let today = tx.today();
    let sql = "SELECT a.id, a.display_name, g.role, pl.path FROM account a JOIN role_grant g ON g.account_id = a.id JOIN place pl ON pl.id = g.place_id
        WHERE a.disabled_at IS NULL AND g.role IN ('school', 'municipal') AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) ORDER BY pl.path DESC, a.display_name LIMIT 2000";
    let all: Vec<(AccountId, String, access::Role, String)> = tx.query(sql, params![today], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(all.into_iter().filter(|(.., place)| path.starts_with(place.as_str())).map(|(id, name, role, _)| (id, format!("{name}, {}", role.label().to_lowercase()))).collect())
}

/// What the mentees have in common: their first one's subject and municipality.
pub fn alike(tx: &mut Tx<'_>, person: PersonId) -> Result<Alike> {
    let sql =
        "SELECT pl.path, COALESCE((SELECT ps.subject FROM person_subject ps WHERE ps.person_id = p.id ORDER BY ps.is_main DESC, ps.subject LIMIT 1), '') FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1";
    let (path, subject): (String, String) = tx.one(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // region/municipality/school/: the first two parts are the municipality's.
    let municipality = path.split_inclusive('/').take(2).collect();
    Ok(Alike { subject, municipality })
}

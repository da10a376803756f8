//! Who may be asked into a team: people of the teacher's own school, of the actor's scope, methodists, and members of the active
//! wherever they work. Names and places of work only.

use super::cases::place_name;
use crate::model::{Case, TeamRole};
use access::{Action, Actor, Role};
use kernel::{Result, Tx, Value, id::PersonId, id::PlaceId, name::FullName, params};

/// Somebody who may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub name: String,
    pub place_name: String,
    /// Roles that this person's office allows besides those open to everybody.
    pub offices: Vec<TeamRole>,
}

impl Candidate {
    /// Whether this person may be asked in this role. A methodist and a deputy head are so by their office: their word on a link counts.
    #[must_use]
    pub fn may_be(&self, role: TeamRole) -> bool {
        match role {
            TeamRole::Teacher => false,
            TeamRole::Union | TeamRole::Mentor | TeamRole::Tutor => true,
            TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist | TeamRole::DeputyHead => self.offices.contains(&role),
        }
    }
}

const MOST: i64 = 20;

/// People by what was typed.
///
/// # Errors
/// The store fails.
pub fn search(tx: &mut Tx<'_>, actor: &Actor, case: &Case, text: &str) -> Result<Vec<Candidate>> {
    let asked = people::search::plan(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let (matching, values) = asked.matching_sql("p.id", 6);
    found(tx, actor, case, &matching, values)
}

/// One person, if they may be asked.
///
/// # Errors
/// The store fails.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, case: &Case, person: PersonId) -> Result<Option<Candidate>> {
    Ok(found(tx, actor, case, "p.id = $6", vec![Value::Text(person.to_string().into())])?.into_iter().next())
}

fn found(tx: &mut Tx<'_>, actor: &Actor, case: &Case, matching: &str, values: Vec<Value<'static>>) -> Result<Vec<Candidate>> {
    let today = tx.today();
    let scope = actor.scope();
    // A member's scope is the member's own card, which is nobody to invite.
    let (from, to) = if actor.can(Action::ViewPeople) { (scope.from().to_owned(), scope.to().to_owned()) } else { ("~".to_owned(), "~".to_owned()) };
    let sql = format!(
        "SELECT p.id, p.family, p.given, p.patronymic, {} FROM person p JOIN place pl ON pl.id = p.place_id
         WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND p.id <> $2 AND {matching} AND (p.place_id = $3 OR (pl.path >= $4 AND pl.path < $5)
            OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1))
            OR EXISTS (SELECT 1 FROM account a JOIN role_grant g ON g.account_id = a.id WHERE a.person_id = p.id AND a.disabled_at IS NULL AND g.role IN ('methodist', 'municipal') AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)))
         ORDER BY p.sort_key, p.id LIMIT {MOST}",
        place_name("p.place_id", "$1")
    );
    let mut params: Vec<Value<'_>> = params![today, case.person, case.place, from, to].to_vec();
    params.extend(values);
    let mut people: Vec<Candidate> = tx.query(&sql, &params, |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Candidate { person: row.get(0)?, name: name.full(), place_name: row.get(4)?, offices: Vec::new() })
    })?;
    for person in &mut people {
        person.offices = offices(tx, person.person, case)?;
    }
    Ok(people)
}

/// At most twenty people are shown, so one look for each is nothing.
fn offices(tx: &mut Tx<'_>, person: PersonId, case: &Case) -> Result<Vec<TeamRole>> {
    let today = tx.today();
    let sql = "SELECT g.role, g.place_id, pl.kind FROM account a JOIN role_grant g ON g.account_id = a.id JOIN place pl ON pl.id = g.place_id
        WHERE a.person_id = $1 AND a.disabled_at IS NULL AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)";
    let held = tx.query(sql, params![person, today], |row| Ok((row.get::<Role>(0)?, row.get::<PlaceId>(1)?, row.get::<String>(2)?)))?;
    let office = |(role, place, kind): &(Role, PlaceId, String)| match (role, kind.as_str()) {
        (Role::Methodist, "region" | "institute") => Some(TeamRole::RegionalMethodist),
        (Role::Methodist | Role::Municipal, _) => Some(TeamRole::MunicipalMethodist),
        (Role::School, _) if *place == case.place => Some(TeamRole::DeputyHead),
        (Role::School, _) => None,
        (Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member, _) => None,
    };
    Ok(held.iter().filter_map(office).collect())
}

//! Members and offices, each for a period.

use super::{full_name_sql, place_name_sql};
use crate::{
    access::Standing,
    model::{Member, Office, Term, Union, UnionId},
};
use kernel::{Date, Result, Row, Tx, db::DbError, id::PersonId, params};
use std::collections::BTreeMap;

const IN_FORCE: &str = "joined_on <= $1 AND (left_on IS NULL OR left_on > $1)";
const IN_OFFICE: &str = "valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)";

fn member(row: &Row<'_>) -> Result<Member, DbError> {
    Ok(Member { person: row.get(0)?, name: row.get(1)?, school: row.get(2)?, place_path: row.get(3)?, joined_on: row.get(4)?, left_on: row.get(5)?, offices: Vec::new() })
}

fn select() -> String {
    format!(
        "SELECT m.person_id, {}, {}, pl.path, m.joined_on, m.left_on FROM union_member m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id",
        full_name_sql("p"),
        place_name_sql("p.place_id", "$1")
    )
}

/// Members on a day with the offices they hold on it, in the order of names.
///
/// # Errors
/// The store fails.
pub fn on(tx: &mut Tx<'_>, union: UnionId, day: Date) -> Result<Vec<Member>> {
    let sql = format!("{} WHERE m.union_id = $2 AND m.joined_on <= $1 AND (m.left_on IS NULL OR m.left_on > $1) ORDER BY p.sort_key, p.id", select());
    let mut members = tx.query(&sql, params![day, union], member)?;
    let offices: Vec<(PersonId, Office)> =
        tx.query(&format!("SELECT person_id, office FROM union_office WHERE union_id = $2 AND {IN_OFFICE} ORDER BY valid_from"), params![day, union], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (person, office) in offices {
        if let Some(found) = members.iter_mut().find(|member| member.person == person) {
            found.offices.push(office);
        }
    }
    Ok(members)
}

/// Those who were members once and are no more, the last to leave first.
///
/// # Errors
/// The store fails.
pub fn former(tx: &mut Tx<'_>, union: UnionId, day: Date) -> Result<Vec<Member>> {
    Ok(tx.query(&format!("{} WHERE m.union_id = $2 AND m.left_on <= $1 ORDER BY m.left_on DESC, p.sort_key LIMIT 100", select()), params![day, union], member)?)
}

/// Every term of office, the newest first.
///
/// # Errors
/// The store fails.
pub fn terms(tx: &mut Tx<'_>, union: UnionId) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT o.person_id, {}, pl.path, o.office, o.valid_from, o.valid_to FROM union_office o JOIN person p ON p.id = o.person_id JOIN place pl ON pl.id = p.place_id WHERE o.union_id = $1 ORDER BY o.valid_from DESC, o.office",
        full_name_sql("p")
    );
    Ok(tx.query(&sql, params![union], kernel::row!(Term { person, name, place_path, office, from, until }))?)
}

/// What a person is to a union today.
pub(crate) fn standing(tx: &mut Tx<'_>, union: UnionId, person: PersonId) -> Result<Standing> {
    let today = tx.today();
    let offices = tx.query(&format!("SELECT office FROM union_office WHERE union_id = $2 AND person_id = $3 AND {IN_OFFICE}"), params![today, union, person], |row| row.get(0))?;
    let is_member = tx.count(&format!("SELECT COUNT(*) FROM union_member WHERE union_id = $2 AND person_id = $3 AND {IN_FORCE}"), params![today, union, person])? > 0;
    Ok(Standing { offices, is_member })
}

/// Heads of unions today, by union.
///
/// # Errors
/// The store fails.
pub fn heads(tx: &mut Tx<'_>, unions: &[UnionId]) -> Result<BTreeMap<UnionId, (PersonId, String)>> {
    let today = tx.today();
    let mut found = BTreeMap::new();
    let sql = format!(
        "SELECT o.person_id, {} FROM union_office o JOIN person p ON p.id = o.person_id WHERE o.union_id = $2 AND o.office = 'head' AND o.valid_from <= $1 AND (o.valid_to IS NULL OR o.valid_to > $1) ORDER BY o.valid_from DESC LIMIT 1",
        full_name_sql("p")
    );
    for union in unions {
        if let Some(head) = tx.maybe(&sql, params![today, union], |row| Ok((row.get(0)?, row.get(1)?)))? {
            found.insert(*union, head);
        }
    }
    Ok(found)
}

/// Unions that a person is in today, with whether the person leads it.
///
/// # Errors
/// The store fails.
pub fn unions_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<UnionId>> {
    let today = tx.today();
    Ok(tx.query(&format!("SELECT DISTINCT union_id FROM union_member WHERE person_id = $2 AND {IN_FORCE} ORDER BY union_id"), params![today, person], |row| row.get(0))?)
}

pub(crate) fn join(tx: &mut Tx<'_>, union: UnionId, person: PersonId, on: Date) -> Result<()> {
    tx.execute("INSERT INTO union_member (id, union_id, person_id, joined_on) VALUES ($1, $2, $3, $4)", params![kernel::id::Uuid::now_v7().to_string(), union, person, on])?;
    Ok(())
}

/// Ends the membership and the offices. Whether there was one.
pub(crate) fn leave(tx: &mut Tx<'_>, union: UnionId, person: PersonId, on: Date) -> Result<bool> {
    // Who leaves on the day of joining was never in it.
    tx.execute("DELETE FROM union_member WHERE union_id = $1 AND person_id = $2 AND left_on IS NULL AND joined_on >= $3", params![union, person, on])?;
    let count = tx.execute("UPDATE union_member SET left_on = $3 WHERE union_id = $1 AND person_id = $2 AND (left_on IS NULL OR left_on > $3)", params![union, person, on])?;
    end_terms(tx, union, Some(person), None, on)?;
    Ok(count > 0)
}

/// Ends terms of office: of a person, or of an office, from a day.
pub(crate) fn end_terms(tx: &mut Tx<'_>, union: UnionId, person: Option<PersonId>, office: Option<Office>, on: Date) -> Result<u64> {
    let (who, which) = (person.map(|id| id.to_string()).unwrap_or_default(), office.map_or("", Office::as_str));
    let those = "union_id = $1 AND (CAST($2 AS TEXT) = '' OR person_id = $2) AND (CAST($3 AS TEXT) = '' OR office = $3)";
    let gone = tx.execute(&format!("DELETE FROM union_office WHERE {those} AND valid_from >= $4"), params![union, who, which, on])?;
    Ok(gone + tx.execute(&format!("UPDATE union_office SET valid_to = $4 WHERE {those} AND (valid_to IS NULL OR valid_to > $4)"), params![union, who, which, on])?)
}

pub(crate) fn appoint(tx: &mut Tx<'_>, union: UnionId, person: PersonId, office: Office, on: Date) -> Result<()> {
    tx.execute("INSERT INTO union_office (id, union_id, person_id, office, valid_from) VALUES ($1, $2, $3, $4, $5)", params![kernel::id::Uuid::now_v7().to_string(), union, person, office, on])?;
    Ok(())
}

/// Somebody who could be a member: within the union's place, by the beginning of the family name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub name: String,
    pub school: String,
    /// Teaches one of the union's subjects.
    pub is_of_subject: bool,
}

/// People of the union's place found by name who aren't members, teachers of its subjects first. `own_subjects_only` for those who
/// oversee nobody: they see no more of the place than they need.
///
/// # Errors
/// The store fails.
pub fn candidates(tx: &mut Tx<'_>, union: &Union, text: &str, own_subjects_only: bool) -> Result<Vec<Candidate>> {
    let (today, until, only) = (tx.today(), kernel::search::after(&union.place_path), i64::from(own_subjects_only));
    let asked = people::search::forgiving(tx, text)?;
    if asked.is_empty() || asked.is_senseless() {
        return Ok(Vec::new());
    }
    let (fits, words) = asked.matching_sql("p.id", 6);
    let teaches = "EXISTS (SELECT 1 FROM person_subject ps JOIN union_subject us ON us.subject = ps.subject WHERE ps.person_id = p.id AND us.union_id = $2)";
    let sql = format!(
        "SELECT p.id, {}, {}, CAST(CASE WHEN {teaches} THEN 1 ELSE 0 END AS BIGINT) FROM person p JOIN place pl ON pl.id = p.place_id
        WHERE pl.path >= $3 AND pl.path < $4 AND p.erased_at IS NULL AND p.merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM union_member m WHERE m.union_id = $2 AND m.person_id = p.id AND m.joined_on <= $1 AND (m.left_on IS NULL OR m.left_on > $1))
        AND (CAST($5 AS BIGINT) = 0 OR {teaches}) AND {fits} ORDER BY 4 DESC, p.sort_key, p.id LIMIT 20",
        full_name_sql("p"),
        place_name_sql("p.place_id", "$1")
    );
    let mut values = params![today, union.id, union.place_path, until, only].to_vec();
    values.extend(words);
    Ok(tx.query(&sql, &values, kernel::row!(Candidate { person, name, school, is_of_subject }))?)
}

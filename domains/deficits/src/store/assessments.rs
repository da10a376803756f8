//! Outside assessments. Staff see those that they recorded themselves and those that the teacher has opened.

use crate::{
    model::AssessmentId,
    sight::{IN_SCOPE, Sight, opened, place_name},
};
use files::Digest;
use kernel::{
    Date, Paged, Result, Row, Slice, Timestamp, ToValue, Tx, Value,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    name::FullName,
    params,
};

/// An assessment made elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    pub id: AssessmentId,
    pub person: PersonId,
    pub name: String,
    pub place_name: String,
    pub source: String,
    pub title: String,
    pub subject: String,
    pub competency_code: String,
    pub taken_on: Date,
    pub score: String,
    pub most: String,
    pub level: String,
    pub document: String,
    pub digest: Option<Digest>,
    pub objection: String,
    pub objected_at: Option<Timestamp>,
    pub version: i64,
}

/// One about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct New {
    pub person: PersonId,
    pub place: PlaceId,
    pub source: String,
    pub title: String,
    pub subject: String,
    pub competency_code: String,
    pub taken_on: Date,
    pub score: String,
    pub most: String,
    pub level: String,
    pub document: String,
    pub digest: Option<Digest>,
    pub batch: String,
}

const COLUMNS: &str = "e.id, p.id, p.family, p.given, p.patronymic, e.source, e.title, e.subject, e.competency_code, e.taken_on, e.score, e.most, e.level, e.document, e.digest, e.objection, e.objected_at, e.version";

/// $5 is the viewer's account.
fn from() -> String {
    format!(
        "FROM external_assessment e JOIN person p ON p.id = e.person_id JOIN place pl ON pl.id = p.place_id
         WHERE {IN_SCOPE} AND (({}) OR (CAST($5 AS TEXT) <> '' AND e.recorded_by = $5))",
        opened("e.id")
    )
}

fn assessment(row: &Row<'_>) -> Result<Assessment, DbError> {
    let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
    Ok(Assessment {
        id: row.get(0)?,
        person: row.get(1)?,
        name: name.full(),
        source: row.get(5)?,
        title: row.get(6)?,
        subject: row.get(7)?,
        competency_code: row.get(8)?,
        taken_on: row.get(9)?,
        score: row.get(10)?,
        most: row.get(11)?,
        level: row.get(12)?,
        document: row.get(13)?,
        digest: row.get(14)?,
        objection: row.get(15)?,
        objected_at: row.get(16)?,
        version: row.get(17)?,
        place_name: row.get(18)?,
    })
}

/// One within sight, or recorded by the viewer.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, sight: &Sight, viewer: Option<AccountId>, id: AssessmentId) -> Result<Assessment> {
    let (today, scope, viewer) = (tx.today(), sight.scope(), viewer.map(|id| id.to_string()).unwrap_or_default());
    let sql = format!("SELECT {COLUMNS}, {} {} AND e.id = $7", place_name("p.place_id", "$6"), from());
    tx.one(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), viewer, today, id], assessment)
}

/// A person's, within sight, newest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, sight: &Sight, person: PersonId) -> Result<Vec<Assessment>> {
    let (today, scope) = (tx.today(), sight.scope());
    let sql = format!("SELECT {COLUMNS}, {} {} AND p.id = $7 ORDER BY e.taken_on DESC, e.id", place_name("p.place_id", "$6"), from());
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), "", today, person], assessment)?)
}

/// A page of the list, newest first or by name.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, sight: &Sight, viewer: AccountId, (text, source): (&str, &str), sort: (&str, bool), slice: Slice) -> Result<Paged<Assessment>> {
    let (today, scope, viewer) = (tx.today(), sight.scope(), viewer.to_string());
    let (asked, names) = people::search::plan(text).matching_sql("p.id", 8);
    let narrowed = format!("{} AND CAST($6 AS TEXT) <> '' AND (CAST($7 AS TEXT) = '' OR e.source = $7) AND {asked}", from());
    let mut values: Vec<Value<'_>> = vec![scope.from().to_value(), scope.to().to_value(), scope.own().to_value(), sight.audience().to_value(), viewer.to_value(), today.to_value(), source.to_value()];
    values.extend(names);
    let total = tx.count(&format!("SELECT COUNT(*) {narrowed}"), &values)?;
    let order = match sort {
        ("name", false) => "p.sort_key, e.taken_on DESC, e.id",
        ("name", true) => "p.sort_key DESC, e.taken_on DESC, e.id",
        (_, true) => "e.taken_on, e.id",
        (_, false) => "e.taken_on DESC, e.id DESC",
    };
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!("SELECT {COLUMNS}, {} {narrowed} ORDER BY {order} LIMIT ${} OFFSET ${}", place_name("p.place_id", "$6"), values.len() - 1, values.len());
    Ok(Paged { rows: tx.query(&sql, &values, assessment)?, total, slice })
}

/// Sources named before, to be offered. No personal data.
pub(crate) fn sources(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    Ok(tx.query("SELECT DISTINCT source FROM external_assessment ORDER BY source LIMIT 100", params![], |row| row.get(0))?)
}

/// Whether the same assessment of the same day is there already.
pub(crate) fn is_known(tx: &mut Tx<'_>, person: PersonId, source: &str, title: &str, taken_on: Date) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM external_assessment WHERE person_id = $1 AND source = $2 AND title = $3 AND taken_on = $4", params![person, source, title, taken_on])? > 0)
}

pub(crate) fn insert(tx: &mut Tx<'_>, by: AccountId, new: &New) -> Result<AssessmentId> {
    let (id, now) = (AssessmentId::fresh(), tx.now());
    let New { person, place, source, title, subject, competency_code, taken_on, score, most, level, document, digest, batch } = new;
    tx.execute(
        "INSERT INTO external_assessment (id, person_id, place_id, source, title, subject, competency_code, taken_on, score, most, level, document, digest, batch, recorded_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![id, person, place, source, title, subject, competency_code, taken_on, score, most, level, document, digest, batch, by, now],
    )?;
    Ok(id)
}

pub(crate) fn object(tx: &mut Tx<'_>, id: AssessmentId, words: &str, version: i64) -> Result<()> {
    let now = tx.now();
    tx.change_one("Внешняя оценка", "UPDATE external_assessment SET objection = $1, objected_at = $2, version = version + 1 WHERE id = $3 AND version = $4", params![words, now, id, version])
}

/// Those of a list that were loaded: id, person, whether something rests on them by now.
pub(crate) fn of_batch(tx: &mut Tx<'_>, batch: &str) -> Result<Vec<(AssessmentId, PersonId, bool)>> {
    let sql =
        "SELECT e.id, e.person_id, CASE WHEN e.objected_at IS NOT NULL OR EXISTS (SELECT 1 FROM deficit_step s WHERE s.evidence_id = e.id) THEN 1 ELSE 0 END FROM external_assessment e WHERE e.batch = $1 ORDER BY e.id";
    Ok(tx.query(sql, params![batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: AssessmentId) -> Result<()> {
    tx.execute("DELETE FROM external_assessment WHERE id = $1", params![id])?;
    Ok(())
}

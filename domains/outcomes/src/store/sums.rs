//! Sums: brought up to date by whoever writes, read by all levels.

use crate::{
    period::PeriodKind,
    source::{Source, Use},
    sum::{Key, Line, Sum, Teachers, add_up},
};
use kernel::{Result, Row, Tx, Value, db::Bulk, db::DbError, id::PlaceId, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use structure::places::REGION;

/// Keys whose sums are out of date, with the schools that changed.
pub type Touched = BTreeMap<Key, BTreeSet<PlaceId>>;

/// From so many places on all rows of a key are written anew.
const MANY: usize = 40;

const COLUMNS: [&str; 19] = [
    "place_id",
    "school_year",
    "source",
    "subject",
    "period_kind",
    "period_number",
    "grade",
    "classes",
    "teachers",
    "untaught",
    "pupils",
    "heads",
    "under",
    "twos",
    "threes",
    "fours",
    "fives",
    "mean_pupils",
    "mean_part",
];

/// Brings the sums of these keys up to date, in the transaction that changed what they are of. What may not be summed is left out here,
/// and so can't be met by any question of sums.
///
/// # Errors
/// The store fails.
pub fn refresh(tx: &mut Tx<'_>, touched: &Touched) -> Result<()> {
    let region = PlaceId::from(REGION);
    let mut teachers: Option<((String, i64), Teachers)> = None;
    let mut bulk = Bulk::into("outcome_sum", &COLUMNS);
    for (key, schools) in touched.iter().filter(|(key, _)| key.source.may(Use::SchoolPicture)) {
        let of = (key.subject.clone(), key.school_year);
        if teachers.as_ref().is_none_or(|(known, _)| *known != of) {
            teachers = Some((of, taught(tx, key)?));
        }
        let lines = lines(tx, key, if key.source.may(Use::RegionPicture) { None } else { Some(schools) })?;
        let above: HashSet<&PlaceId> = lines.iter().filter(|line| schools.contains(&line.school)).filter_map(|line| line.municipality.as_ref()).collect();
        let mut places: HashSet<PlaceId> = above.into_iter().cloned().chain(schools.iter().cloned()).chain(std::iter::once(region.clone())).collect();
        if places.len() >= MANY {
            tx.execute(
                // Every year of study by name: so the index serves up to the subject.
                "DELETE FROM outcome_sum WHERE subject = $1 AND source = $2 AND school_year = $3 AND period_kind = $4 AND period_number = $5 AND grade IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)",
                params![key.subject, key.source, key.school_year, key.kind, key.number],
            )?;
            places.clear();
        } else {
            // Where nothing is left of a school its municipality isn't among the lines.
            places.extend(parents(tx, schools)?);
            for place in &places {
                tx.execute(
                    "DELETE FROM outcome_sum WHERE place_id = $1 AND school_year = $2 AND source = $3 AND subject = $4 AND period_kind = $5 AND period_number = $6",
                    params![place, key.school_year, key.source, key.subject, key.kind, key.number],
                )?;
            }
        }
        let known = teachers.as_ref().map(|(_, known)| known);
        let none = Teachers::new();
        for sum in add_up(key, &lines, known.unwrap_or(&none), &region, &|place| places.is_empty() || places.contains(place)) {
            push(&mut bulk, &sum);
        }
        if bulk.waiting() > 20_000 {
            bulk.flush(tx)?;
        }
    }
    Ok(bulk.flush(tx)?)
}

fn push(bulk: &mut Bulk, sum: &Sum) {
    let text = |text: &'static str| Value::Text(text.into());
    let [twos, threes, fours, fives] = sum.marks;
    bulk.push([
        Value::Text(sum.place.as_str().into()),
        Value::Int(sum.key.school_year),
        text(sum.key.source.as_str()),
        Value::Text(sum.key.subject.as_str().into()),
        text(sum.key.kind.as_str()),
        Value::Int(sum.key.number),
        Value::Int(sum.grade),
        Value::Int(sum.classes),
        Value::Int(sum.teachers),
        Value::Int(sum.untaught),
        Value::Int(sum.pupils),
        Value::Int(sum.heads),
        Value::Int(sum.under),
        Value::Int(twos),
        Value::Int(threes),
        Value::Int(fours),
        Value::Int(fives),
        Value::Int(sum.mean_pupils),
        Value::Real(sum.mean_part),
    ]);
}

fn parents(tx: &mut Tx<'_>, schools: &BTreeSet<PlaceId>) -> Result<Vec<PlaceId>> {
    let mut found = Vec::new();
    for school in schools {
        found.extend(tx.maybe("SELECT parent_id FROM place WHERE id = $1 AND parent_id IS NOT NULL", params![school], |row| row.get(0))?);
    }
    Ok(found)
}

fn taught(tx: &mut Tx<'_>, key: &Key) -> Result<Teachers> {
    let mut found = Teachers::new();
    tx.each("SELECT place_id, grade, letter, person_id FROM class_teacher WHERE subject = $1 AND school_year = $2", params![key.subject, key.school_year], |row| {
        found.entry((row.get(0)?, row.get(1)?, row.get(2)?)).or_default().push(row.get(3)?);
        Ok(())
    })?;
    Ok(found)
}

/// The results of a key; of these schools only, if it doesn't go further up.
fn lines(tx: &mut Tx<'_>, key: &Key, only: Option<&BTreeSet<PlaceId>>) -> Result<Vec<Line>> {
    let sql = "SELECT o.place_id, pl.parent_id, o.grade, o.letter, o.pupils, o.under, COALESCE(o.twos, 0), COALESCE(o.threes, 0), COALESCE(o.fours, 0), COALESCE(o.fives, 0), o.mean, o.scale
        FROM outcome o JOIN place pl ON pl.id = o.place_id
        WHERE o.subject = $1 AND o.source = $2 AND o.school_year = $3 AND o.period_kind = $4 AND o.period_number = $5 AND o.withdrawn_at IS NULL";
    let mut found = Vec::new();
    tx.each(sql, params![key.subject, key.source, key.school_year, key.kind, key.number], |row| {
        let line = Line {
            school: row.get(0)?,
            municipality: row.get(1)?,
            grade: row.get(2)?,
            letter: row.get(3)?,
            pupils: row.get(4)?,
            under: row.get(5)?,
            marks: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?],
            mean: row.get(10)?,
            scale: row.get(11)?,
        };
        if only.is_none_or(|schools| schools.contains(&line.school)) {
            found.push(line);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Which sums are asked for; what is left empty is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SumFilter {
    pub subject: Option<String>,
    pub source: Option<Source>,
    pub school_year: Option<i64>,
    pub kind: Option<PeriodKind>,
    pub number: Option<i64>,
    pub grades: Grades,
    /// What the sums are for: sources that may not be used so are left out.
    pub purpose: Option<Use>,
}

/// Of all years of study together, of each, or of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grades {
    #[default]
    Together,
    Each,
    Only(i64),
}

const SELECT: &str = "SELECT s.place_id, s.school_year, s.source, s.subject, s.period_kind, s.period_number, s.grade, s.classes, s.teachers, s.untaught, s.pupils, s.heads, s.under, s.twos, s.threes, s.fours, s.fives, s.mean_pupils, s.mean_part FROM outcome_sum s";

fn shape(row: &Row<'_>) -> Result<Sum, DbError> {
    Ok(Sum {
        place: row.get(0)?,
        key: Key { school_year: row.get(1)?, source: row.get(2)?, subject: row.get(3)?, kind: row.get(4)?, number: row.get(5)? },
        grade: row.get(6)?,
        classes: row.get(7)?,
        teachers: row.get(8)?,
        untaught: row.get(9)?,
        pupils: row.get(10)?,
        heads: row.get(11)?,
        under: row.get(12)?,
        marks: [row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?],
        mean_pupils: row.get(17)?,
        mean_part: row.get(18)?,
    })
}

fn wheres(filter: &SumFilter, first: Value<'static>) -> (String, Vec<Value<'static>>) {
    let (mut sql, mut values) = (String::new(), vec![first]);
    let mut and = |sql: &mut String, column: &str, value: Value<'static>| {
        values.push(value);
        sql.push_str(&format!(" AND s.{column} = ${}", values.len()));
    };
    if let Some(year) = filter.school_year {
        and(&mut sql, "school_year", Value::Int(year));
    }
    if let Some(source) = filter.source {
        and(&mut sql, "source", Value::Text(source.as_str().into()));
    }
    if let Some(subject) = &filter.subject {
        and(&mut sql, "subject", Value::Text(subject.clone().into()));
    }
    if let Some(kind) = filter.kind {
        and(&mut sql, "period_kind", Value::Text(kind.as_str().into()));
    }
    if let Some(number) = filter.number {
        and(&mut sql, "period_number", Value::Int(number));
    }
    match filter.grades {
        Grades::Together => sql.push_str(" AND s.grade = 0"),
        Grades::Each => sql.push_str(" AND s.grade > 0"),
        Grades::Only(grade) => and(&mut sql, "grade", Value::Int(grade)),
    }
    if let Some(purpose) = filter.purpose {
        let words: Vec<String> = Source::those_for(purpose).into_iter().map(|source| format!("'{source}'")).collect();
        sql.push_str(&format!(" AND s.source IN ({})", words.join(", ")));
    }
    (sql, values)
}

const ORDER: &str = " ORDER BY s.place_id, s.school_year, s.source, s.subject, s.period_kind, s.period_number, s.grade";

/// The sums of one place, by its path. Raw: who shows them outside of the school suppresses first.
///
/// # Errors
/// The store fails.
pub fn sums(tx: &mut Tx<'_>, place_path: &str, filter: &SumFilter) -> Result<Vec<Sum>> {
    let (more, values) = wheres(filter, Value::Text(place_path.to_owned().into()));
    Ok(tx.query(&format!("{SELECT} WHERE s.place_id = (SELECT id FROM place WHERE path = $1){more}{ORDER}"), &values, shape)?)
}

/// The sums of the places right below one: of a region its municipalities, of a municipality its schools. Raw, as [`sums`].
///
/// # Errors
/// The store fails.
pub fn sums_below(tx: &mut Tx<'_>, place_path: &str, filter: &SumFilter) -> Result<Vec<Sum>> {
    let (more, values) = wheres(filter, Value::Text(place_path.to_owned().into()));
    let sql = format!("{SELECT} JOIN place pl ON pl.id = s.place_id WHERE pl.parent_id = (SELECT id FROM place WHERE path = $1){more}{ORDER}");
    Ok(tx.query(&sql, &values, shape)?)
}

/// The sums of all places: schools, municipalities, the region. Raw, as [`sums`].
///
/// # Errors
/// The store fails.
pub fn of_all_places(tx: &mut Tx<'_>, filter: &SumFilter) -> Result<Vec<Sum>> {
    let (more, values) = wheres(filter, Value::Text("".into()));
    Ok(tx.query(&format!("{SELECT} WHERE s.place_id <> $1{more}{ORDER}"), &values, shape)?)
}

//! Results of classes, summed by teacher.

use kernel::{Date, Result, ToValue, Tx, Value, id::PersonId, params};
use outcomes::{Source, Use, key_label, school_year_label};

/// Sources that may be used so, as a list for SQL: words of the program's own, never typed by anybody.
fn sources(what: Use) -> String {
    Source::those_for(what).iter().map(|source| format!("'{source}'")).collect::<Vec<_>>().join(", ")
}

/// Classes of one teacher: where two share a class, nobody knows whose pupils they are.
const ONE_TEACHER: &str = "NOT EXISTS (SELECT 1 FROM class_teacher o2 WHERE o2.place_id = ct.place_id AND o2.school_year = ct.school_year AND o2.subject = ct.subject AND o2.grade = ct.grade AND o2.letter = ct.letter AND o2.person_id <> ct.person_id)";
const TAUGHT: &str = "JOIN class_teacher ct ON ct.place_id = o.place_id AND ct.school_year = o.school_year AND ct.subject = o.subject AND ct.grade = o.grade AND ct.letter = o.letter";

/// A teacher's pupils in one subject and source, in the newest period of each.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkRow {
    pub teacher: PersonId,
    pub school: String,
    pub municipality: String,
    pub subject: String,
    pub source: String,
    pub classes: i64,
    pub pupils: i64,
    pub under: i64,
}

/// # Errors
/// The store fails.
pub fn link_rows(tx: &mut Tx<'_>, path: &str) -> Result<Vec<LinkRow>> {
    let until = kernel::search::after(path);
    let allowed = sources(Use::Link);
    // Within a year and a month: what is older speaks of pupils who have left.
    let since = tx.today().checked_sub(jiff::Span::new().months(13)).unwrap_or(Date::MIN);
    let sql = format!(
        "SELECT ct.person_id, o.place_id, COALESCE(pl.parent_id, ''), o.subject, o.source, COUNT(*), CAST(SUM(o.pupils) AS BIGINT), CAST(SUM(o.under) AS BIGINT)
        FROM outcome o JOIN place pl ON pl.id = o.place_id {TAUGHT}
        JOIN (SELECT n.subject, n.source, MAX(n.until_on) AS until_on FROM outcome n WHERE n.withdrawn_at IS NULL AND n.source IN ({allowed}) AND n.until_on >= $1 GROUP BY n.subject, n.source) newest
            ON newest.subject = o.subject AND newest.source = o.source AND o.until_on = newest.until_on
        WHERE o.withdrawn_at IS NULL AND o.pupils > 0 AND o.source IN ({allowed}) AND pl.path >= $2 AND pl.path < $3 AND {ONE_TEACHER}
        GROUP BY ct.person_id, o.place_id, pl.parent_id, o.subject, o.source ORDER BY o.place_id, ct.person_id, o.subject, o.source"
    );
    Ok(tx.query(&sql, params![since, path, until], kernel::row!(LinkRow { teacher, school, municipality, subject, source, classes, pupils, under }))?)
}

/// Two waves of one source: the same period of two school years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub source: Source,
    pub kind: String,
    pub number: i64,
    /// Of the later wave.
    pub year: i64,
    pub before_from: Date,
    pub before_until: Date,
    pub after_from: Date,
    pub after_until: Date,
}

impl Pair {
    /// «школьная работа: 1 четверть 2025/26 и 1 четверть 2026/27».
    #[must_use]
    pub fn words(&self) -> String {
        let period = |year: i64| self.kind.parse().map_or_else(|_| school_year_label(year), |kind| key_label(kind, year, self.number));
        format!("{}: {} и {}", self.source.label(), period(self.year - 1), period(self.year))
    }
}

/// The newest pair of waves; of several of one year the one with more pupils in the smaller wave.
///
/// # Errors
/// The store fails.
pub fn pair(tx: &mut Tx<'_>, what: Use) -> Result<Option<Pair>> {
    let sql = format!(
        "SELECT o.source, o.period_kind, o.period_number, o.school_year, MIN(o.from_on), MAX(o.until_on), CAST(SUM(o.pupils) AS BIGINT) FROM outcome o
        WHERE o.withdrawn_at IS NULL AND o.pupils > 0 AND o.source IN ({}) GROUP BY o.source, o.period_kind, o.period_number, o.school_year ORDER BY o.source, o.period_kind, o.period_number, o.school_year",
        sources(what)
    );
    let waves: Vec<(Source, String, i64, i64, Date, Date, i64)> = tx.query(&sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?)))?;
    let mut best: Option<((i64, i64), Pair)> = None;
    for (source, kind, number, year, after_from, after_until, pupils) in &waves {
        let earlier = waves.iter().find(|wave| wave.0 == *source && wave.1 == *kind && wave.2 == *number && wave.3 == year - 1);
        let Some((.., before_from, before_until, before)) = earlier else { continue };
        let rank = (*year, (*pupils).min(*before));
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            let pair = Pair { source: *source, kind: kind.clone(), number: *number, year: *year, before_from: *before_from, before_until: *before_until, after_from: *after_from, after_until: *after_until };
            best = Some((rank, pair));
        }
    }
    Ok(best.map(|(_, pair)| pair))
}

/// A teacher's pupils in one subject, in both waves.
#[derive(Debug, Clone, PartialEq)]
pub struct TeacherRow {
    pub teacher: PersonId,
    pub school: String,
    pub municipality: String,
    pub subject: String,
    pub before_pupils: i64,
    pub before_under: i64,
    pub after_pupils: i64,
    pub after_under: i64,
}

const BOTH: &str = "CAST(SUM(CASE WHEN o.school_year < $1 THEN o.pupils ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN o.school_year < $1 THEN o.under ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN o.school_year = $1 THEN o.pupils ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN o.school_year = $1 THEN o.under ELSE 0 END) AS BIGINT)";
const OF_PAIR: &str = "o.withdrawn_at IS NULL AND o.pupils > 0 AND (o.school_year = $1 OR o.school_year = $1 - 1) AND o.source = $2 AND o.period_kind = $3 AND o.period_number = $4";

fn of_pair(pair: &Pair) -> Vec<Value<'_>> {
    vec![pair.year.to_value(), pair.source.to_value(), pair.kind.to_value(), pair.number.to_value()]
}

/// Those who taught a subject in both waves.
///
/// # Errors
/// The store fails.
pub fn teacher_rows(tx: &mut Tx<'_>, pair: &Pair) -> Result<Vec<TeacherRow>> {
    if !pair.source.may(Use::Link) {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT ct.person_id, o.place_id, COALESCE(pl.parent_id, ''), o.subject, {BOTH} FROM outcome o JOIN place pl ON pl.id = o.place_id {TAUGHT} WHERE {OF_PAIR} AND {ONE_TEACHER}
        GROUP BY ct.person_id, o.place_id, pl.parent_id, o.subject HAVING SUM(CASE WHEN o.school_year < $1 THEN 1 ELSE 0 END) > 0 AND SUM(CASE WHEN o.school_year = $1 THEN 1 ELSE 0 END) > 0
        ORDER BY o.place_id, ct.person_id, o.subject"
    );
    Ok(tx.query(&sql, &of_pair(pair), kernel::row!(TeacherRow { teacher, school, municipality, subject, before_pupils, before_under, after_pupils, after_under }))?)
}

/// A part of a school: pupils of one teacher; where none is known, a class stands for one.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRow {
    pub school: String,
    pub municipality: String,
    /// Of a teacher or a class; says only which pupils share one.
    pub part: String,
    pub before_pupils: i64,
    pub before_under: i64,
    pub after_pupils: i64,
    pub after_under: i64,
}

/// # Errors
/// The store fails.
pub fn part_rows(tx: &mut Tx<'_>, pair: &Pair) -> Result<Vec<PartRow>> {
    if !pair.source.may(Use::RegionPicture) {
        return Ok(Vec::new());
    }
    let part = "COALESCE((SELECT MIN(ct.person_id) FROM class_teacher ct WHERE ct.place_id = o.place_id AND ct.school_year = o.school_year AND ct.subject = o.subject AND ct.grade = o.grade AND ct.letter = o.letter), o.subject || ' ' || CAST(o.grade AS TEXT) || o.letter)";
    let sql = format!(
        "SELECT z.place_id, z.parent_id, z.part, CAST(SUM(z.n1) AS BIGINT), CAST(SUM(z.k1) AS BIGINT), CAST(SUM(z.n2) AS BIGINT), CAST(SUM(z.k2) AS BIGINT) FROM (
            SELECT o.place_id, COALESCE(pl.parent_id, '') AS parent_id, {part} AS part, CASE WHEN o.school_year < $1 THEN o.pupils ELSE 0 END AS n1, CASE WHEN o.school_year < $1 THEN o.under ELSE 0 END AS k1,
                CASE WHEN o.school_year = $1 THEN o.pupils ELSE 0 END AS n2, CASE WHEN o.school_year = $1 THEN o.under ELSE 0 END AS k2
            FROM outcome o JOIN place pl ON pl.id = o.place_id WHERE {OF_PAIR}) z
        GROUP BY z.place_id, z.parent_id, z.part ORDER BY z.place_id, z.part"
    );
    Ok(tx.query(&sql, &of_pair(pair), kernel::row!(PartRow { school, municipality, part, before_pupils, before_under, after_pupils, after_under }))?)
}

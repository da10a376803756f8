//! Sums for groups. Nobody's name, result or id leaves here: only sums per competency, place and study year.

use kernel::{Result, Tx, id::PlaceId, params, row};

/// What the people of one place show in one competency.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    pub competency: String,
    pub place: PlaceId,
    pub people: i64,
    /// Sum of the probabilities to be below the target.
    pub below: f64,
    pub undetermined: i64,
}

/// Sums of a framework in a study year; of each person the latest measurement counts, at the place of that time.
///
/// # Errors
/// The store fails.
pub fn sums(tx: &mut Tx<'_>, framework: &str, year: i64) -> Result<Vec<Sum>> {
    let sql = "SELECT r.competency_id, r.place_id, COUNT(*), SUM(r.p_below), CAST(SUM(CASE WHEN r.zone = 'undetermined' THEN 1 ELSE 0 END) AS BIGINT)
        FROM result r JOIN competency c ON c.id = r.competency_id
        WHERE c.framework_id = $1 AND r.study_year = $2
          AND NOT EXISTS (SELECT 1 FROM result n WHERE n.person_id = r.person_id AND n.competency_id = r.competency_id AND n.study_year = r.study_year AND (n.taken_on > r.taken_on OR (n.taken_on = r.taken_on AND n.attempt_id > r.attempt_id)))
        GROUP BY r.competency_id, r.place_id";
    Ok(tx.query(sql, params![framework, year], row!(Sum { competency, place, people, below, undetermined }))?)
}

/// Study years with results of a framework, the latest first.
///
/// # Errors
/// The store fails.
pub fn years(tx: &mut Tx<'_>, framework: &str) -> Result<Vec<i64>> {
    Ok(tx.query("SELECT DISTINCT r.study_year FROM result r JOIN competency c ON c.id = r.competency_id WHERE c.framework_id = $1 ORDER BY r.study_year DESC", params![framework], |row| row.get(0))?)
}

/// Frameworks with results: id and title, the one measured last first.
///
/// # Errors
/// The store fails.
pub fn frameworks(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    let sql = "SELECT f.id, f.title, f.number FROM framework f WHERE EXISTS (SELECT 1 FROM competency c JOIN result r ON r.competency_id = c.id WHERE c.framework_id = f.id) ORDER BY f.made_at DESC, f.id";
    let found = tx.query(sql, params![], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))?;
    Ok(found.into_iter().map(|(id, title, number)| (id, format!("{title}, версия {number}"))).collect())
}

/// A competency as a row of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competency {
    pub id: String,
    pub code: String,
    pub title: String,
}

/// The competencies of a framework that have results, in its order.
///
/// # Errors
/// The store fails.
pub fn competencies(tx: &mut Tx<'_>, framework: &str) -> Result<Vec<Competency>> {
    let sql = "SELECT c.id, c.code, c.title FROM competency c LEFT JOIN competency b ON b.id = c.parent_id
        WHERE c.framework_id = $1 AND c.id IN (SELECT competency_id FROM result) ORDER BY COALESCE(b.position, 0), c.position, c.code";
    Ok(tx.query(sql, params![framework], row!(Competency { id, code, title }))?)
}

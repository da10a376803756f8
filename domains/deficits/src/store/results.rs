//! Results: per attempt and competency. Lists join people and places for display and take the viewer's sight.

use crate::{
    model::{AttemptId, ResultLine, Taken},
    sight::{IN_SCOPE, Sight, opened, place_name},
};
use kernel::{Date, Paged, Result, Row, Slice, ToValue, Tx, Value, db::DbError, id::PersonId, name::FullName, params};

/// Which results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of a name, as typed.
    pub text: String,
    /// A place: itself and all below.
    pub place: String,
    /// Code of a competency that is told as a deficit.
    pub competency: String,
    /// `deficit`, `undetermined`: at least one such competency.
    pub zone: String,
    /// A study year by its first year.
    pub year: Option<i64>,
}

const TAKEN: &str = "a.id, p.id, p.family, p.given, p.patronymic, p.place_id, i.title,
    (SELECT MIN(r.taken_on) FROM result r WHERE r.attempt_id = a.id), a.shown_at,
    (SELECT COUNT(*) FROM result r WHERE r.attempt_id = a.id AND r.zone = 'deficit'), (SELECT COUNT(*) FROM result r WHERE r.attempt_id = a.id AND r.zone = 'undetermined'),
    (SELECT COUNT(*) FROM result r WHERE r.attempt_id = a.id), CASE WHEN s.repeat_of IS NULL THEN 0 ELSE 1 END";

fn from() -> String {
    format!(
        "FROM attempt a JOIN assignment s ON s.id = a.assignment_id JOIN instrument i ON i.id = a.instrument_id JOIN person p ON p.id = a.person_id JOIN place pl ON pl.id = p.place_id
         WHERE {IN_SCOPE} AND {} AND (CAST($4 AS TEXT) = '' OR a.shown_at IS NOT NULL) AND EXISTS (SELECT 1 FROM result r0 WHERE r0.attempt_id = a.id)",
        opened("a.id")
    )
}

fn taken(row: &Row<'_>) -> Result<Taken, DbError> {
    let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
    Ok(Taken {
        attempt: row.get(0)?,
        person: row.get(1)?,
        name: name.full(),
        place: row.get(5)?,
        place_name: row.get(13)?,
        title: row.get(6)?,
        taken_on: row.get(7)?,
        shown_at: row.get(8)?,
        deficits: row.get(9)?,
        undetermined: row.get(10)?,
        competencies: row.get(11)?,
        is_repeat: row.get(12)?,
    })
}

/// One scored attempt within sight.
///
/// # Errors
/// [`kernel::Error::NotFound`]: another's, not opened, or not seen by the teacher yet.
pub fn find(tx: &mut Tx<'_>, sight: &Sight, attempt: AttemptId) -> Result<Taken> {
    let today = tx.today();
    let sql = format!("SELECT {TAKEN}, {} {} AND a.id = $6", place_name("p.place_id", "$5"), from());
    let scope = sight.scope();
    tx.one(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), today, attempt], taken)
}

/// A person's scored attempts within sight, newest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, sight: &Sight, person: PersonId) -> Result<Vec<Taken>> {
    let today = tx.today();
    let sql = format!("SELECT {TAKEN}, {} {} AND p.id = $6 ORDER BY 8 DESC, a.id DESC", place_name("p.place_id", "$5"), from());
    let scope = sight.scope();
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), today, person], taken)?)
}

/// A page of the list: `sort` is `name` or `taken`.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, sort: (&str, bool), slice: Slice) -> Result<Paged<Taken>> {
    let today: Date = tx.today();
    let scope = sight.scope();
    let path = path_of(tx, &filter.place)?;
    let (asked, names) = people::search::plan(&filter.text).matching_sql("p.id", 11);
    let narrowed = format!(
        "{} AND pl.path >= $6 AND pl.path < $7 AND CAST($5 AS TEXT) <> ''
         AND (CAST($8 AS TEXT) = '' OR EXISTS (SELECT 1 FROM result r JOIN competency c ON c.id = r.competency_id WHERE r.attempt_id = a.id AND c.code = $8 AND r.zone = 'deficit'))
         AND (CAST($9 AS TEXT) = '' OR EXISTS (SELECT 1 FROM result r WHERE r.attempt_id = a.id AND r.zone = $9))
         AND (CAST($10 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM result r WHERE r.attempt_id = a.id AND r.study_year = $10))
         AND {asked}",
        from()
    );
    let until = kernel::search::after(&path);
    let (year, limit, offset) = (filter.year.unwrap_or(0), slice.limit(), slice.offset());
    let mut values: Vec<Value<'_>> = vec![
        scope.from().to_value(),
        scope.to().to_value(),
        scope.own().to_value(),
        sight.audience().to_value(),
        today.to_value(),
        path.to_value(),
        until.to_value(),
        filter.competency.to_value(),
        filter.zone.to_value(),
        year.to_value(),
    ];
    values.extend(names);
    let total = tx.count(&format!("SELECT COUNT(*) {narrowed}"), &values)?;
    let order = match sort {
        ("name", false) => "p.sort_key, 8 DESC, a.id",
        ("name", true) => "p.sort_key DESC, 8 DESC, a.id",
        (_, true) => "8, a.id",
        (_, false) => "8 DESC, a.id DESC",
    };
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!("SELECT {TAKEN}, {} {narrowed} ORDER BY {order} LIMIT ${} OFFSET ${}", place_name("p.place_id", "$5"), values.len() - 1, values.len());
    Ok(Paged { rows: tx.query(&sql, &values, taken)?, total, slice })
}

/// The path that a filter narrows to: all, a place, or nothing for a place that isn't there.
pub(crate) fn path_of(tx: &mut Tx<'_>, place: &str) -> Result<String> {
    if place.is_empty() {
        return Ok(String::new());
    }
    let found: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![place], |row| row.get(0))?;
    Ok(found.unwrap_or_else(|| "~".into()))
}

fn line(row: &Row<'_>) -> Result<ResultLine, DbError> {
    Ok(ResultLine {
        attempt: row.get(0)?,
        competency: row.get(1)?,
        code: row.get(2)?,
        title: row.get(3)?,
        items: row.get(4)?,
        points: row.get(5)?,
        most_points: row.get(6)?,
        percent: row.get(7)?,
        low: row.get(8)?,
        high: row.get(9)?,
        theta: row.get(10)?,
        sd: row.get(11)?,
        cut: row.get(12)?,
        target_percent: row.get(13)?,
        p_below: row.get(14)?,
        zone: row.get(15)?,
        more_items: row.get(16)?,
        level: row.get(17)?,
        target_level: row.get(18)?,
        is_preliminary: row.get(19)?,
    })
}

/// What an attempt says, in the order of the framework. Whether it may be seen was asked with [`find`].
pub(crate) fn lines(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<Vec<ResultLine>> {
    let sql = "SELECT r.attempt_id, r.competency_id, c.code, c.title, r.items, r.points, r.most_points, r.percent, r.percent_low, r.percent_high, r.theta, r.sd, r.cut, r.target_percent, r.p_below, r.zone, r.more_items,
            COALESCE(l.label, r.level), COALESCE(t.label, r.target_level), r.is_preliminary
        FROM result r JOIN competency c ON c.id = r.competency_id JOIN attempt a ON a.id = r.attempt_id JOIN instrument i ON i.id = a.instrument_id
        LEFT JOIN competency b ON b.id = c.parent_id
        LEFT JOIN scale_level l ON l.scale_id = i.scale_id AND l.code = r.level LEFT JOIN scale_level t ON t.scale_id = i.scale_id AND t.code = r.target_level
        WHERE r.attempt_id = $1 ORDER BY COALESCE(b.position, 0), c.position, c.code";
    Ok(tx.query(sql, params![attempt], line)?)
}

/// Who and where a result belongs to, beside what was measured.
pub(crate) struct Ground {
    pub person: PersonId,
    pub place: kernel::id::PlaceId,
    pub calibration: Option<String>,
    pub taken_on: Date,
}

/// Writes a line; level and target are codes here.
pub(crate) fn insert(tx: &mut Tx<'_>, ground: &Ground, line: &ResultLine) -> Result<()> {
    let (now, year) = (tx.now(), crate::model::study_year(ground.taken_on));
    tx.execute(
        "INSERT INTO result (attempt_id, competency_id, person_id, place_id, items, points, most_points, percent, percent_low, percent_high, theta, sd, cut, p_below, zone, more_items, level, target_level, target_percent, is_preliminary, calibration_id, taken_on, study_year, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)",
        params![
            line.attempt, line.competency, ground.person, ground.place, line.items, line.points, line.most_points, line.percent, line.low, line.high, line.theta, line.sd, line.cut, line.p_below, line.zone, line.more_items, line.level,
            line.target_level, line.target_percent, line.is_preliminary, ground.calibration, ground.taken_on, year, now
        ],
    )?;
    Ok(())
}

/// Whether an attempt has its results.
pub(crate) fn is_computed(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM result WHERE attempt_id = $1", params![attempt])? > 0)
}

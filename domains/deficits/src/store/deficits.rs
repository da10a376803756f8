//! Deficits and their history.

use crate::{
    model::{CompetencyId, Deficit, DeficitId, Evidence, Source, Status, Step},
    sight::{DEFICIT_OPENED, IN_SCOPE, Sight, place_name},
    store::results::path_of,
};
use kernel::{
    Date, Paged, Result, Row, Slice, ToValue, Tx, Value,
    db::DbError,
    id::{AccountId, PersonId, PlaceId, Uuid},
    name::FullName,
    params,
};

/// Which deficits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub place: String,
    /// Code of a competency.
    pub competency: String,
    /// `open` (default), a status, or `all`.
    pub status: String,
    pub source: String,
    /// The study year in which it was found, by its first year.
    pub year: Option<i64>,
}

const COLUMNS: &str = "d.id, p.id, p.family, p.given, p.patronymic, p.place_id, d.competency_id, d.competency_code, c.title, d.source, d.status, d.level, d.p_below, d.found_on, d.closed_on, d.version";

fn from() -> String {
    format!("FROM deficit d JOIN competency c ON c.id = d.competency_id JOIN person p ON p.id = d.person_id JOIN place pl ON pl.id = p.place_id WHERE {IN_SCOPE} AND {DEFICIT_OPENED}")
}

fn deficit(row: &Row<'_>) -> Result<Deficit, DbError> {
    let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
    Ok(Deficit {
        id: row.get(0)?,
        person: row.get(1)?,
        name: name.full(),
        place: row.get(5)?,
        place_name: row.get(16)?,
        competency: row.get(6)?,
        code: row.get(7)?,
        title: row.get(8)?,
        source: row.get(9)?,
        status: row.get(10)?,
        level: row.get(11)?,
        p_below: row.get(12)?,
        found_on: row.get(13)?,
        closed_on: row.get(14)?,
        version: row.get(15)?,
    })
}

/// A deficit by its name, for what a case works on: without figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: DeficitId,
    /// Of the competency.
    pub code: String,
    pub title: String,
    pub source: Source,
    /// As the teacher knows it: a result that was not looked at yet says nothing here.
    pub status: Status,
}

/// All deficits of a person by their names. Whether they may be shown is for the caller, to whom the teacher gave them.
///
/// # Errors
/// The store fails.
pub fn named(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Named>> {
    let sql = "SELECT d.id, d.competency_code, c.title, d.source,
            COALESCE((SELECT st.status FROM deficit_step st WHERE st.deficit_id = d.id AND NOT EXISTS (SELECT 1 FROM attempt ua WHERE st.evidence_kind = 'attempt' AND ua.id = st.evidence_id AND ua.shown_at IS NULL)
                ORDER BY st.happened_at DESC, st.id DESC LIMIT 1), 'found')
        FROM deficit d JOIN competency c ON c.id = d.competency_id JOIN person p ON p.id = d.person_id WHERE d.person_id = $1 AND p.erased_at IS NULL ORDER BY d.found_on, d.id";
    Ok(tx.query(sql, params![person], |row| Ok(Named { id: row.get(0)?, code: row.get(1)?, title: row.get(2)?, source: row.get(3)?, status: row.get(4)? }))?)
}

/// One within sight.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, sight: &Sight, id: DeficitId) -> Result<Deficit> {
    let (today, scope) = (tx.today(), sight.scope());
    let sql = format!("SELECT {COLUMNS}, {} {} AND d.id = $6", place_name("p.place_id", "$5"), from());
    tx.one(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), today, id], deficit)
}

/// A person's, within sight: open ones first, then the latest.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, sight: &Sight, person: PersonId) -> Result<Vec<Deficit>> {
    let (today, scope) = (tx.today(), sight.scope());
    let sql = format!("SELECT {COLUMNS}, {} {} AND p.id = $6 ORDER BY CASE WHEN d.closed_on IS NULL THEN 0 ELSE 1 END, d.found_on DESC, d.id", place_name("p.place_id", "$5"), from());
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), sight.audience(), today, person], deficit)?)
}

/// A page of the list: `sort` is `name`, `found` or `competency`.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, sort: (&str, bool), slice: Slice) -> Result<Paged<Deficit>> {
    let (today, scope) = (tx.today(), sight.scope());
    let path = path_of(tx, &filter.place)?;
    let until = kernel::search::after(&path);
    let status = if filter.status.is_empty() { "open" } else { filter.status.as_str() };
    // Days are texts; «~» comes after all of them.
    let year = filter.year.filter(|year| (1_900..3_000).contains(year));
    let (since, before) = year.map_or_else(|| (String::new(), "~".to_owned()), |year| (format!("{year}-09-01"), format!("{}-09-01", year + 1)));
    let (asked, names) = people::search::plan(&filter.text).matching_sql("p.id", 13);
    let narrowed = format!(
        "{} AND pl.path >= $6 AND pl.path < $7 AND CAST($5 AS TEXT) <> '' AND (CAST($8 AS TEXT) = '' OR d.competency_code = $8)
         AND (CAST($9 AS TEXT) = 'all' OR ($9 = 'open' AND d.closed_on IS NULL) OR d.status = $9) AND (CAST($10 AS TEXT) = '' OR d.source = $10)
         AND d.found_on >= $11 AND d.found_on < $12 AND {asked}",
        from()
    );
    let mut values: Vec<Value<'_>> = vec![
        scope.from().to_value(),
        scope.to().to_value(),
        scope.own().to_value(),
        sight.audience().to_value(),
        today.to_value(),
        path.to_value(),
        until.to_value(),
        filter.competency.to_value(),
        status.to_value(),
        filter.source.to_value(),
        since.to_value(),
        before.to_value(),
    ];
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend(names);
    let total = tx.count(&format!("SELECT COUNT(*) {narrowed}"), &values)?;
    let order = match sort {
        ("name", false) => "p.sort_key, d.found_on, d.id",
        ("name", true) => "p.sort_key DESC, d.found_on, d.id",
        ("competency", false) => "c.title, p.sort_key, d.id",
        ("competency", true) => "c.title DESC, p.sort_key, d.id",
        (_, true) => "d.found_on, d.id",
        (_, false) => "d.found_on DESC, d.id DESC",
    };
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!("SELECT {COLUMNS}, {} {narrowed} ORDER BY {order} LIMIT ${} OFFSET ${}", place_name("p.place_id", "$5"), values.len() - 1, values.len());
    Ok(Paged { rows: tx.query(&sql, &values, deficit)?, total, slice })
}

/// The history, oldest first: to staff only what rests on what was opened, unless the whole deficit was.
pub(crate) fn steps(tx: &mut Tx<'_>, sight: &Sight, id: DeficitId) -> Result<Vec<Step>> {
    let sql = "SELECT s.status, s.evidence_kind, s.evidence_id, s.words, COALESCE(k.display_name, ''), s.happened_at FROM deficit_step s JOIN deficit d ON d.id = s.deficit_id LEFT JOIN account k ON k.id = s.account_id
        WHERE s.deficit_id = $1 AND (CAST($2 AS TEXT) = '' OR EXISTS (SELECT 1 FROM sharing sh WHERE sh.person_id = d.person_id AND sh.audience = $2 AND sh.ended_at IS NULL AND (sh.about = 'all' OR sh.about = d.id OR sh.about = s.evidence_id)))
        ORDER BY s.happened_at, s.id";
    Ok(tx.query(sql, params![id, sight.audience()], kernel::row!(Step { status, evidence, evidence_id, words, who, happened_at }))?)
}

/// The open deficit of a person in a competency, if there is one: id, source, status.
pub(crate) fn open_of(tx: &mut Tx<'_>, person: PersonId, code: &str) -> Result<Option<(DeficitId, Source, Status)>> {
    Ok(tx.maybe("SELECT id, source, status FROM deficit WHERE person_id = $1 AND competency_code = $2 AND closed_on IS NULL ORDER BY id LIMIT 1", params![person, code], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?)
}

/// A deficit about to be opened.
pub(crate) struct New<'a> {
    pub person: PersonId,
    pub place: &'a PlaceId,
    pub competency: &'a CompetencyId,
    pub code: &'a str,
    pub source: Source,
    pub level: &'a str,
    pub p_below: Option<f64>,
    pub on: Date,
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<DeficitId> {
    let id = DeficitId::fresh();
    tx.execute(
        "INSERT INTO deficit (id, person_id, place_id, competency_id, competency_code, source, status, level, p_below, found_on) VALUES ($1, $2, $3, $4, $5, $6, 'found', $7, $8, $9)",
        params![id, new.person, new.place, new.competency, new.code, new.source, new.level, new.p_below, new.on],
    )?;
    Ok(id)
}

/// What a step says.
pub(crate) struct Said<'a> {
    pub evidence: Evidence,
    pub evidence_id: &'a str,
    pub words: &'a str,
    pub account: Option<AccountId>,
}

pub(crate) fn add_step(tx: &mut Tx<'_>, id: DeficitId, status: Status, said: &Said<'_>) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO deficit_step (id, deficit_id, status, evidence_kind, evidence_id, words, account_id, happened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![Uuid::now_v7().to_string(), id, status, said.evidence, said.evidence_id, said.words, said.account, now],
    )?;
    Ok(())
}

/// Sets the status; what is removed is closed on that day.
pub(crate) fn set_status(tx: &mut Tx<'_>, id: DeficitId, status: Status, version: i64) -> Result<()> {
    let closed = (!status.is_open()).then(|| tx.today());
    tx.change_one("Затруднение", "UPDATE deficit SET status = $1, closed_on = $2, version = version + 1 WHERE id = $3 AND version = $4", params![status, closed, id, version])
}

/// What a measurement says of a deficit that is open.
pub(crate) fn set_measured(tx: &mut Tx<'_>, id: DeficitId, status: Status, level: &str, p_below: f64) -> Result<()> {
    let closed = (!status.is_open()).then(|| tx.today());
    tx.execute("UPDATE deficit SET status = $1, closed_on = $2, level = $3, p_below = $4, version = version + 1 WHERE id = $5", params![status, closed, level, p_below, id])?;
    Ok(())
}

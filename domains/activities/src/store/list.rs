//! The list of activities: filters, order, pages.

use crate::{
    model::{Activity, ActivityId, Kind, Level, State},
    sight::{SEEN, Sight},
    store::{SELECT, shape},
};
use kernel::{Date, Paged, Result, Slice, Timestamp, ToValue, Tx, Value, id::PersonId, params};
use std::collections::BTreeMap;

/// What is one's own in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mine {
    Hosted(PersonId),
    SignedUp(PersonId),
}

/// Which activities; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    /// First and last day, both inclusive.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Code of a work direction, among the main one and the others.
    pub direction: String,
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub state: Option<State>,
    /// Cancelled ones are left out.
    pub is_alive: bool,
    /// Code of a place: itself and those below.
    pub place: String,
    pub subject: String,
    pub mine: Option<Mine>,
    /// Path of a place: what is over there and below it for more than a week without an end.
    pub unfinished: Option<String>,
}

/// An end is expected so long after the last meeting, hours.
const END_WITHIN: i64 = 24 * 7;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Starts,
    Title,
    Place,
}

impl Sort {
    fn sql(self, downwards: bool) -> &'static str {
        match (self, downwards) {
            (Self::Starts, false) => "a.starts_at, a.id",
            (Self::Starts, true) => "a.starts_at DESC, a.id DESC",
            (Self::Title, false) => "a.search_key, a.id",
            (Self::Title, true) => "a.search_key DESC, a.id DESC",
            (Self::Place, false) => "pl.path, a.starts_at, a.id",
            (Self::Place, true) => "pl.path DESC, a.starts_at, a.id",
        }
    }
}

/// An activity of a list and how full it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub activity: Activity,
    pub signed: i64,
    pub present: i64,
}

struct Where {
    sql: String,
    values: Vec<Value<'static>>,
}

impl Where {
    /// Each `{}` stands for the next parameter.
    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = String>) {
        let mut sql = sql.to_owned();
        for value in values {
            self.values.push(Value::Text(value.into()));
            sql = sql.replacen("{}", &format!("${}", self.values.len()), 1);
        }
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql);
    }
}

/// The instant at which a day begins in the region.
pub(crate) fn midnight(tx: &mut Tx<'_>, day: Date) -> Result<String> {
    let zone = structure::zone(tx)?;
    let at = day.to_datetime(jiff::civil::Time::midnight()).to_zoned_datetime(zone).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
    Ok(instant(at))
}

/// As the columns keep it.
fn instant(at: Timestamp) -> String {
    match at.to_value() {
        Value::Text(text) => text.into_owned(),
        Value::Null | Value::Int(_) | Value::Real(_) | Value::Blob(_) => String::new(),
    }
}

fn narrow(tx: &mut Tx<'_>, fits: &mut Where, filter: &Filter) -> Result<()> {
    let Filter { text, from, to, direction, kind, level, state, is_alive, place, subject, mine, unfinished } = filter;
    for word in kernel::search::tokens(text) {
        fits.and("(a.search_key LIKE {} OR a.number LIKE {})", [format!("% {word}%"), format!("%{}%", word.to_uppercase())]);
    }
    if let Some(day) = from {
        let at = midnight(tx, *day)?;
        fits.and("a.ends_at >= {}", [at]);
    }
    if let Some(day) = to.and_then(|day| day.tomorrow().ok()) {
        let at = midnight(tx, day)?;
        fits.and("a.starts_at < {}", [at]);
    }
    if !direction.is_empty() {
        fits.and("EXISTS (SELECT 1 FROM activity_direction d WHERE d.activity_id = a.id AND d.direction = {})", [direction.clone()]);
    }
    let words = [("a.kind", kind.map(Kind::as_str)), ("a.level", level.map(Level::as_str)), ("a.state", state.map(State::as_str)), ("a.subject", (!subject.is_empty()).then_some(subject.as_str()))];
    for (column, word) in words {
        if let Some(word) = word {
            fits.and(&format!("{column} = {{}}"), [word.to_owned()]);
        }
    }
    if *is_alive {
        fits.and("a.state <> 'cancelled'", []);
    }
    if !place.is_empty() {
        let path: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![place], |row| row.get(0))?;
        match path {
            Some(path) => fits.and("pl.path >= {} AND pl.path < {}", [path.clone(), kernel::search::after(&path)]),
            None => fits.and("1 = 0", []),
        }
    }
    if let Some(path) = unfinished {
        let before = tx.now() - jiff::SignedDuration::from_hours(END_WITHIN);
        let sql = "pl.path >= {} AND pl.path < {} AND a.state IN ('announced', 'held') AND a.ends_at < {}";
        fits.and(sql, [path.clone(), kernel::search::after(path), instant(before)]);
    }
    match mine {
        Some(Mine::Hosted(person)) => fits.and("EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = {} AND h.state <> 'declined')", [person.to_string()]),
        Some(Mine::SignedUp(person)) => fits.and("EXISTS (SELECT 1 FROM activity_seat t WHERE t.activity_id = a.id AND t.person_id = {} AND t.state <> 'left')", [person.to_string()]),
        None => {}
    }
    Ok(())
}

/// Activities within sight that fit the filter.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, (sort, downwards): (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let (mut fits, total) = counted(tx, sight, filter)?;
    fits.values.extend([Value::Int(slice.limit()), Value::Int(slice.offset())]);
    let last = fits.values.len();
    let sql = format!("{SELECT} WHERE {} ORDER BY {} LIMIT ${} OFFSET ${last}", fits.sql, sort.sql(downwards), last - 1);
    let found = tx.query(&sql, &fits.values, shape)?;
    let ids: Vec<ActivityId> = found.iter().map(|one| one.id).collect();
    let (signed, present) = (
        counts(tx, "SELECT activity_id, COUNT(*) FROM activity_seat WHERE state = 'signed' AND activity_id IN", &ids)?,
        counts(tx, &format!("SELECT r.activity_id, COUNT(DISTINCT r.person_id) FROM activity_presence r WHERE {} AND r.activity_id IN", crate::presence::CAME), &ids)?,
    );
    let count = |of: &BTreeMap<ActivityId, i64>, id: &ActivityId| of.get(id).copied().unwrap_or(0);
    let rows = found.into_iter().map(|activity| Listed { signed: count(&signed, &activity.id), present: count(&present, &activity.id), activity }).collect();
    Ok(Paged { rows, total, slice })
}

/// How many are within sight and fit the filter.
///
/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter) -> Result<u64> {
    Ok(counted(tx, sight, filter)?.1)
}

fn counted(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter) -> Result<(Where, u64)> {
    let today = tx.today().to_string();
    let values = [&sight.from, &sight.to, &sight.drafts.to_owned(), &sight.path, &sight.person, &today].map(|text| Value::Text(text.clone().into()));
    // The day of the names is a parameter of the count too, so that both statements have the same.
    let mut fits = Where { sql: format!("({SEEN}) AND a.number <> $6"), values: values.to_vec() };
    narrow(tx, &mut fits, filter)?;
    let total = tx.count(&format!("SELECT COUNT(*) FROM activity a JOIN place pl ON pl.id = a.place_id WHERE {}", fits.sql), &fits.values)?;
    Ok((fits, total))
}

/// Those of the open calendar that are not over, the soonest first.
///
/// # Errors
/// The store fails.
pub fn open(tx: &mut Tx<'_>) -> Result<Vec<Activity>> {
    let (sight, today, now) = (Sight::program(), tx.today(), tx.now());
    let sql = format!("{SELECT} WHERE ({SEEN}) AND a.is_public = 1 AND a.state IN ('announced', 'cancelled') AND a.ends_at >= $7 ORDER BY a.starts_at, a.id LIMIT 200");
    Ok(tx.query(&sql, params![sight.from, sight.to, sight.drafts, sight.path, sight.person, today, now], shape)?)
}

fn counts(tx: &mut Tx<'_>, sql: &str, ids: &[ActivityId]) -> Result<BTreeMap<ActivityId, i64>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(400) {
        let values: Vec<Value<'_>> = some.iter().map(ToValue::to_value).collect();
        let marks = (1..=some.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        tx.each(&format!("{sql} ({marks}) GROUP BY activity_id"), &values, |row| {
            found.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(found)
}

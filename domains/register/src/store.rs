//! Reading the published list. `$1` is the day everywhere.
//!
//! Two ways to a page, because a reader's 25 rows must not cost more when the register grows:
//! * the whole list is walked in its order along `person_listed` and left after the page is full;
//! * what a search or a filter leaves is gathered (up to [`MOST_GATHERED`] ids), sorted here, and cut; a longer rest is walked too.
//!
//! Counting stops where a number no longer helps: at [`MOST_COUNTED`] and [`MOST_GATHERED`].

use crate::{
    filter::{Filter, Lists},
    model::{Found, PublicMember, Tally},
};
use consent::{conditions::conditions_sql, live_item_sql};
use kernel::{Date, Result, Slice, ToValue, Tx, Value, id::PersonId, name::FullName, params};
use people::search::{self, Asked};

pub(crate) const MOST_COUNTED: u64 = 1_000;
pub(crate) const MOST_GATHERED: u64 = 500;

/// A membership `m` that is in force today and not paused.
const MEMBER: &str = "m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)
    AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1))";

/// A card that is neither erased nor merged into another.
const ALIVE: &str = "p.erased_at IS NULL AND p.merged_into IS NULL";

/// The one subject that stands on the page.
const SUBJECT: &str = "(SELECT s.subject FROM person_subject s WHERE s.person_id = p.id ORDER BY s.is_main DESC, s.subject LIMIT 1)";

fn live(item: &str) -> String {
    live_item_sql("p.id", item, "$1")
}

/// Published members who fit, a page of them, in the order of Russian lists.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, filter: &Filter, slice: Slice) -> Result<Found> {
    let today = tx.today();
    let lists = Lists::read(tx, today)?;
    find_among(tx, filter, &lists, slice)
}

/// As [`find`], with the lists already read.
pub(crate) fn find_among(tx: &mut Tx<'_>, filter: &Filter, lists: &Lists, slice: Slice) -> Result<Found> {
    if !lists.know(filter) {
        return Ok(nobody(slice));
    }
    if filter.is_empty() {
        return whole(tx, slice);
    }
    let strict = fitting(tx, filter, &search::plan(&filter.text), slice)?;
    if strict.total.counted > 0 || filter.text.is_empty() {
        return Ok(strict);
    }
    let asked = search::forgiving(tx, &filter.text)?;
    let found = fitting(tx, filter, &asked, slice)?;
    Ok(Found { is_guess: found.total.counted > 0, ..found })
}

fn nobody(slice: Slice) -> Found {
    Found { members: Vec::new(), slice, total: Tally::default(), has_next: false, unpublished: None, is_guess: false }
}

/// The whole list, and how many members it leaves out.
fn whole(tx: &mut Tx<'_>, slice: Slice) -> Result<Found> {
    let (members, published) = tally(tx)?;
    let total = if members > MOST_COUNTED { Tally { counted: published.min(MOST_COUNTED), is_more: true } } else { Tally { counted: published, is_more: false } };
    let unpublished = Tally { counted: members.min(MOST_COUNTED).saturating_sub(total.counted), is_more: members > MOST_COUNTED };
    let (ids, has_next) = walk(tx, &Conditions::default(), slice)?;
    Ok(Found { members: read(tx, &ids)?, slice, total, has_next, unpublished: Some(unpublished), is_guess: false })
}

/// Members, and those of them who are published, among the first so many.
fn tally(tx: &mut Tx<'_>) -> Result<(u64, u64)> {
    let sql = format!(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0)
         FROM (SELECT DISTINCT m.person_id AS id FROM membership m WHERE {MEMBER} LIMIT $2) d CROSS JOIN person p WHERE p.id = d.id AND {ALIVE}",
        live("'full_name'")
    );
    let (today, limit) = (tx.today(), MOST_COUNTED + 1);
    tx.one(&sql, params![today, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Conditions on `p` with their values; parameters from `$2`.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value<'static>>,
    /// Some of them are a search by name: the index of words leads.
    by_name: bool,
}

impl Conditions {
    fn of(filter: &Filter, asked: &Asked) -> Self {
        let mut all = Self { by_name: !asked.is_empty(), ..Self::default() };
        if all.by_name {
            let (sql, values) = asked.matching_sql("p.id", 2);
            all.sql = format!(" AND {sql}");
            all.values = values;
        }
        if !filter.subject.is_empty() {
            all.and(&format!("{SUBJECT} = {{}} AND {}", live("'subject'")), &filter.subject);
        }
        if !filter.municipality.is_empty() {
            all.and(&format!("EXISTS (SELECT 1 FROM place w WHERE w.id = p.place_id AND (w.id = {{}} OR w.parent_id = {{}})) AND {}", live("'school'")), &filter.municipality);
        }
        all
    }

    /// `{}` stands for the value.
    fn and(&mut self, condition: &str, value: &str) {
        self.values.push(Value::Text(value.to_owned().into()));
        let at = format!("${}", self.values.len() + 1);
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace("{}", &at));
    }

    /// Today before the values, these after them.
    fn params(&self, today: Date, last: &[i64]) -> Vec<Value<'static>> {
        let today = std::iter::once(Value::Text(today.to_string().into()));
        today.chain(self.values.iter().cloned()).chain(last.iter().map(|number| Value::Int(*number))).collect()
    }

    fn next_parameter(&self) -> usize {
        self.values.len() + 2
    }
}

fn fitting(tx: &mut Tx<'_>, filter: &Filter, asked: &Asked, slice: Slice) -> Result<Found> {
    let conditions = Conditions::of(filter, asked);
    let gathered = gather(tx, &conditions)?;
    let total = Tally::up_to(MOST_GATHERED, u64::try_from(gathered.len()).unwrap_or(u64::MAX));
    let (ids, has_next) = if total.is_more { walk(tx, &conditions, slice)? } else { cut(gathered, slice) };
    Ok(Found { members: read(tx, &ids)?, slice, total, has_next, unpublished: None, is_guess: false })
}

/// Ids of those who fit with the keys of their order, one more than is counted.
fn gather(tx: &mut Tx<'_>, conditions: &Conditions) -> Result<Vec<(String, String)>> {
    let (from, member) = if conditions.by_name {
        ("person p".to_owned(), format!(" AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND {MEMBER})"))
    } else {
        (format!("(SELECT DISTINCT m.person_id AS id FROM membership m WHERE {MEMBER}) d CROSS JOIN person p"), " AND p.id = d.id".to_owned())
    };
    let sql = format!("SELECT p.sort_key, p.id FROM {from} WHERE {ALIVE}{}{member} AND {} LIMIT ${}", conditions.sql, live("'full_name'"), conditions.next_parameter());
    let limit = i64::try_from(MOST_GATHERED + 1).unwrap_or(i64::MAX);
    let params = conditions.params(tx.today(), &[limit]);
    Ok(tx.query(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn cut(mut gathered: Vec<(String, String)>, slice: Slice) -> (Vec<String>, bool) {
    gathered.sort_unstable();
    let start = usize::try_from(slice.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(slice.limit()).unwrap_or(usize::MAX);
    let has_next = gathered.len() > start.saturating_add(size);
    (gathered.into_iter().skip(start).take(size).map(|(_, id)| id).collect(), has_next)
}

/// Along the order of the list, until the page is full.
fn walk(tx: &mut Tx<'_>, conditions: &Conditions, slice: Slice) -> Result<(Vec<String>, bool)> {
    let limit = conditions.next_parameter();
    let sql = format!(
        "SELECT p.id FROM person p WHERE {ALIVE} AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND {MEMBER}){} AND {} ORDER BY p.sort_key, p.id LIMIT ${limit} OFFSET ${}",
        conditions.sql,
        live("'full_name'"),
        limit + 1
    );
    let params = conditions.params(tx.today(), &[slice.limit() + 1, slice.offset()]);
    let mut ids: Vec<String> = tx.query(&sql, &params, |row| row.get(0))?;
    let has_next = ids.len() > usize::try_from(slice.limit()).unwrap_or(usize::MAX);
    ids.truncate(usize::try_from(slice.limit()).unwrap_or(usize::MAX));
    Ok((ids, has_next))
}

/// The rows of these people; what may not be shown does not leave the store.
fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<PublicMember>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<String> = (2..ids.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT p.family, p.given, p.patronymic, CASE WHEN {subject} THEN COALESCE({SUBJECT}, '') END,
            CASE WHEN {school} THEN n.short_name END, CASE WHEN NOT {school} THEN NULL WHEN w.kind = 'municipality' THEN w.id ELSE w.parent_id END, {conditions}
         FROM person p JOIN place w ON w.id = p.place_id
         JOIN place_name n ON n.place_id = w.id AND n.valid_from = COALESCE(
            (SELECT MAX(x.valid_from) FROM place_name x WHERE x.place_id = w.id AND x.valid_from <= $1), (SELECT MIN(x.valid_from) FROM place_name x WHERE x.place_id = w.id))
         WHERE p.id IN ({}) AND {} ORDER BY p.sort_key, p.id",
        numbers.join(", "),
        live("'full_name'"),
        subject = live("'subject'"),
        school = live("'school'"),
        conditions = conditions_sql("p.id"),
    );
    let today = tx.today();
    let params: Vec<Value<'_>> = std::iter::once(today.to_value()).chain(ids.iter().map(ToValue::to_value)).collect();
    Ok(tx.query(&sql, &params, |row| {
        let name = FullName { family: row.get(0)?, given: row.get(1)?, patronymic: row.get(2)? };
        Ok(PublicMember { name, subject: row.get(3)?, school: row.get(4)?, municipality: row.get(5)?, conditions: row.get(6)? })
    })?)
}

/// Whether the page shows a person now.
pub(crate) fn shows(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) FROM person p WHERE p.id = $2 AND {ALIVE} AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND {MEMBER}) AND {}", live("'full_name'"));
    let today = tx.today();
    Ok(tx.count(&sql, params![today, person])? > 0)
}

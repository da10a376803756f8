//! Reading the published list. `$1` is the day everywhere.
//!
//! A reader's 25 rows must not cost more when the register grows. So every page is made in two steps:
//! * who may come into question, from the short list of all who ever had a place in the active ([`candidates`]);
//! * who of them is published, asked of memberships in force and live consents: of all of them while they are few enough to be
//!   counted, otherwise only until the page is full.

use crate::{
    candidates::{self, Candidates, MOST_COUNTED, Values},
    filter::{Filter, Lists},
    model::{Found, PublicMember, Tally},
};
use consent::{conditions::conditions_sql, live_item_sql};
use kernel::{Date, Result, Slice, ToValue, Tx, Value, id::PersonId, name::FullName, params};
use people::search::{self, Asked};
use std::collections::HashSet;

/// Of a longer list nobody needs the number.
const MOST_MEMBERS: u64 = 1_000;

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

/// The person `p` is a member today.
fn in_force() -> String {
    format!("EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND {MEMBER})")
}

/// The person `p` stands on the page, and may be found by what the filter asks for.
fn shown(filter: &Filter) -> String {
    let mut conditions = vec![ALIVE.to_owned(), in_force(), live("'full_name'")];
    if !filter.subject.is_empty() {
        conditions.push(live("'subject'"));
    }
    if !filter.municipality.is_empty() {
        conditions.push(live("'school'"));
    }
    conditions.join(" AND ")
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
    if !strict.total.is_nobody() || filter.text.is_empty() {
        return Ok(strict);
    }
    let asked = search::forgiving(tx, &filter.text)?;
    let found = fitting(tx, filter, &asked, slice)?;
    Ok(Found { is_guess: !found.total.is_nobody(), ..found })
}

fn nobody(slice: Slice) -> Found {
    Found { members: Vec::new(), slice, total: Tally::default(), has_next: false, unpublished: None, is_guess: false }
}

/// The whole list, and how many members it leaves out.
fn whole(tx: &mut Tx<'_>, slice: Slice) -> Result<Found> {
    let (members, published) = tally(tx)?;
    let is_more = members > MOST_MEMBERS;
    let total = Tally { counted: published.min(MOST_MEMBERS), is_more };
    let unpublished = Tally { counted: members.min(MOST_MEMBERS).saturating_sub(total.counted), is_more };
    let (ids, has_next) = walk(tx, &Filter::default(), &Asked::default(), slice)?;
    Ok(Found { members: read(tx, &ids)?, slice, total, has_next, unpublished: Some(unpublished), is_guess: false })
}

/// Members, and those of them who are published, among the first so many.
fn tally(tx: &mut Tx<'_>) -> Result<(u64, u64)> {
    let sql = format!(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0)
         FROM (SELECT p.id FROM public_list l CROSS JOIN person p WHERE p.id = l.person_id AND {ALIVE} AND {} LIMIT $2) p",
        live("'full_name'"),
        in_force(),
    );
    let (today, limit) = (tx.today(), MOST_MEMBERS + 1);
    tx.one(&sql, params![today, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn fitting(tx: &mut Tx<'_>, filter: &Filter, asked: &Asked, slice: Slice) -> Result<Found> {
    let wanted = usize::try_from(slice.offset() + slice.limit()).unwrap_or(usize::MAX);
    let (ids, has_next, total) = match candidates::gather(tx, filter, asked)? {
        Candidates::Gathered(found) => {
            let most = if found.len() > MOST_COUNTED { wanted.saturating_add(1) } else { usize::MAX };
            let published = published(tx, filter, &found, most)?;
            let is_cut = published.len() >= most;
            let total = if is_cut { Tally::uncounted() } else { Tally::of(published.len()) };
            (page_of(&published, slice), published.len() > wanted, total)
        }
        Candidates::Many => {
            let (ids, has_next) = walk(tx, filter, asked, slice)?;
            let is_last = !has_next && (slice.number == 1 || !ids.is_empty());
            let total = if is_last { Tally::of(usize::try_from(slice.offset()).unwrap_or(usize::MAX).saturating_add(ids.len())) } else { Tally::uncounted() };
            (ids, has_next, total)
        }
    };
    Ok(Found { members: read(tx, &ids)?, slice, total, has_next, unpublished: None, is_guess: false })
}

fn page_of(ids: &[String], slice: Slice) -> Vec<String> {
    let (start, size) = (usize::try_from(slice.offset()).unwrap_or(usize::MAX), usize::try_from(slice.limit()).unwrap_or(usize::MAX));
    ids.iter().skip(start).take(size).cloned().collect()
}

/// Candidates asked about with one statement.
const TOGETHER: usize = 64;

/// Those of the candidates who are published, in their order, at least `most` of them if there are so many.
fn published(tx: &mut Tx<'_>, filter: &Filter, candidates: &[String], most: usize) -> Result<Vec<String>> {
    let numbers: Vec<String> = (2..TOGETHER + 2).map(|at| format!("${at}")).collect();
    let sql = format!("SELECT p.id FROM person p WHERE p.id IN ({}) AND {}", numbers.join(", "), shown(filter));
    let today = tx.today();
    let mut found = Vec::new();
    for some in candidates.chunks(TOGETHER) {
        // A short last load is filled up with nobody, so that one statement serves all.
        let ids = some.iter().map(ToValue::to_value).chain(std::iter::repeat_with(|| "".to_value())).take(TOGETHER);
        let params: Vec<Value<'_>> = std::iter::once(today.to_value()).chain(ids).collect();
        let fit: HashSet<String> = tx.query(&sql, &params, |row| row.get(0))?.into_iter().collect();
        found.extend(some.iter().filter(|id| fit.contains(*id)).cloned());
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// Along the order of the list, until the page is full.
fn walk(tx: &mut Tx<'_>, filter: &Filter, asked: &Asked, slice: Slice) -> Result<(Vec<String>, bool)> {
    let today: Date = tx.today();
    let mut values = Values::default();
    values.text(&today.to_string());
    let narrow = candidates::walking(&mut values, filter, asked);
    let (limit, offset) = (values.number(slice.limit() + 1), values.number(slice.offset()));
    let sql = format!("SELECT l.person_id FROM public_list l CROSS JOIN person p WHERE p.id = l.person_id AND {narrow} AND {} ORDER BY l.sort_key, l.person_id LIMIT {limit} OFFSET {offset}", shown(filter));
    let mut ids: Vec<String> = tx.query(&sql, &values.0, |row| row.get(0))?;
    let size = usize::try_from(slice.limit()).unwrap_or(usize::MAX);
    let has_next = ids.len() > size;
    ids.truncate(size);
    Ok((ids, has_next))
}

/// Everybody whom the page shows now, for programs that follow it.
///
/// # Errors
/// The store fails.
pub fn published_people(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let sql = format!("SELECT l.person_id FROM public_list l CROSS JOIN person p WHERE p.id = l.person_id AND {} ORDER BY l.sort_key, l.person_id", shown(&Filter::default()));
    let today = tx.today();
    Ok(tx.query(&sql, params![today], |row| row.get(0))?)
}

/// Those of these people whom the page shows now, with what it shows of them.
///
/// # Errors
/// The store fails.
pub fn published_among(tx: &mut Tx<'_>, people: &[String]) -> Result<Vec<(String, PublicMember)>> {
    let mut found = Vec::new();
    for some in people.chunks(TOGETHER) {
        found.extend(read_with_ids(tx, some)?);
    }
    Ok(found)
}

/// The rows of these people; what may not be shown does not leave the store.
fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<PublicMember>> {
    Ok(read_with_ids(tx, ids)?.into_iter().map(|(_, member)| member).collect())
}

fn read_with_ids(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<(String, PublicMember)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<String> = (2..ids.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT p.family, p.given, p.patronymic, CASE WHEN {subject} THEN COALESCE({SUBJECT}, '') END,
            CASE WHEN {school} THEN n.short_name END, CASE WHEN NOT {school} THEN NULL WHEN w.kind = 'municipality' THEN w.id ELSE w.parent_id END, {conditions}, p.id
         FROM person p JOIN place w ON w.id = p.place_id
         JOIN place_name n ON n.place_id = w.id AND n.valid_from = COALESCE(
            (SELECT MAX(x.valid_from) FROM place_name x WHERE x.place_id = w.id AND x.valid_from <= $1), (SELECT MIN(x.valid_from) FROM place_name x WHERE x.place_id = w.id))
         WHERE p.id IN ({}) AND {ALIVE} AND {} ORDER BY p.sort_key, p.id",
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
        Ok((row.get(7)?, PublicMember { name, subject: row.get(3)?, school: row.get(4)?, municipality: row.get(5)?, conditions: row.get(6)? }))
    })?)
}

/// Whether the page shows a person now.
pub(crate) fn shows(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) FROM person p WHERE p.id = $2 AND {ALIVE} AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND {MEMBER}) AND {}", live("'full_name'"));
    let today = tx.today();
    Ok(tx.count(&sql, params![today, person])? > 0)
}

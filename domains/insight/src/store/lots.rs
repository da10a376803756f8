//! Lots and their lists.

use crate::{
    lots::{Asked, Waiting},
    model::{Entry, LeftWhy, Lot, LotId, LotState},
};
use access::Actor;
use cases::CaseId;
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    params,
};

const WHAT: &str = "Жребий";

/// The short name of a place on the day $1.
fn place_name(place: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {place} AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), {place})")
}

/// $1 is the day on which places are named. The secret is told when the lot is drawn.
fn select() -> String {
    format!(
        "SELECT l.id, l.number, l.place_id, {}, l.competency_code, COALESCE((SELECT MAX(k.title) FROM competency k WHERE k.code = l.competency_code), ''), l.capacity, l.first_month, l.draws_on, l.state, l.list_digest,
        CASE WHEN l.state = 'drawn' THEN l.secret ELSE '' END, l.commitment, l.public_source, l.public_value, l.cancelled_why, l.announced_at, l.drawn_at, l.version, (SELECT COUNT(*) FROM insight_lot_entry e WHERE e.lot_id = l.id)
        FROM insight_lot l JOIN place pl ON pl.id = l.place_id",
        place_name("l.place_id")
    )
}

fn lot(row: &Row<'_>) -> Result<Lot, DbError> {
    Ok(Lot {
        id: row.get(0)?,
        number: row.get(1)?,
        place: row.get(2)?,
        place_name: row.get(3)?,
        competency: row.get(4)?,
        competency_title: row.get(5)?,
        capacity: row.get(6)?,
        first_month: row.get(7)?,
        draws_on: row.get(8)?,
        state: row.get(9)?,
        list_digest: row.get(10)?,
        secret: row.get(11)?,
        commitment: row.get(12)?,
        public_source: row.get(13)?,
        public_value: row.get(14)?,
        cancelled_why: row.get(15)?,
        announced_at: row.get(16)?,
        drawn_at: row.get(17)?,
        version: row.get(18)?,
        size: row.get(19)?,
    })
}

/// One of a place under this path.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, path: &str, id: LotId) -> Result<Lot> {
    let (today, until) = (tx.today(), kernel::search::after(path));
    tx.one(&format!("{} WHERE l.id = $2 AND pl.path >= $3 AND pl.path < $4", select()), params![today, id, path, until], lot)
}

/// All of places under this path, the newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, path: &str) -> Result<Vec<Lot>> {
    let (today, until) = (tx.today(), kernel::search::after(path));
    Ok(tx.query(&format!("{} WHERE pl.path >= $2 AND pl.path < $3 ORDER BY l.announced_at DESC, l.id DESC LIMIT 300", select()), params![today, path, until], lot)?)
}

/// Those whose queue may still change.
///
/// # Errors
/// The store fails.
pub fn running(tx: &mut Tx<'_>) -> Result<Vec<Lot>> {
    let today = tx.today();
    let sql = format!("{} WHERE l.state <> 'cancelled' AND EXISTS (SELECT 1 FROM insight_lot_entry e WHERE e.lot_id = l.id AND e.left_on IS NULL AND e.case_id IS NULL) ORDER BY l.announced_at, l.id", select());
    Ok(tx.query(&sql, params![today], lot)?)
}

/// Where the names of lines stand in [`ENTRY`]: $1 is the day.
fn entry_select() -> String {
    format!(
        "SELECT e.ref, e.person_id, COALESCE(p.family, ''), COALESCE(p.given, ''), p.patronymic, CASE WHEN p.id IS NULL THEN '' ELSE {} END, e.position, e.starts_on, e.left_on, e.left_why, e.case_id, e.number
        FROM insight_lot_entry e LEFT JOIN person p ON p.id = e.person_id AND p.erased_at IS NULL",
        place_name("p.place_id")
    )
}

fn entry(row: &Row<'_>) -> Result<Entry, DbError> {
    let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
    let why: String = row.get(9)?;
    Ok(Entry {
        number: row.get(11)?,
        label: row.get(0)?,
        person: row.get(1)?,
        name: if name.family.is_empty() { String::new() } else { name.full() },
        place_name: row.get(5)?,
        position: row.get(6)?,
        starts_on: row.get(7)?,
        left_on: row.get(8)?,
        left_why: why.parse().ok(),
        case: row.get(10)?,
    })
}

/// The list: in the drawn order, before the draw by name.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, id: LotId) -> Result<Vec<Entry>> {
    let today = tx.today();
    let sql = format!("{} WHERE e.lot_id = $2 ORDER BY CASE WHEN e.position IS NULL THEN 1 ELSE 0 END, e.position, p.sort_key, e.ref", entry_select());
    Ok(tx.query(&sql, params![today, id], entry)?)
}

/// The queues that a person is or was in, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(Lot, Entry)>> {
    let today = tx.today();
    let lots = tx.query(&format!("{} WHERE l.id IN (SELECT e.lot_id FROM insight_lot_entry e WHERE e.person_id = $2) ORDER BY l.announced_at DESC, l.id DESC", select()), params![today, person], lot)?;
    let mut found = Vec::new();
    for lot in lots {
        let sql = format!("{} WHERE e.lot_id = $2 AND e.person_id = $3 ORDER BY e.left_on, e.ref", entry_select());
        let mine = tx.query(&sql, params![today, lot.id, person], entry)?;
        found.extend(mine.into_iter().map(|entry| (lot.clone(), entry)));
    }
    Ok(found)
}

/// As it lies sealed; for the draw alone.
///
/// # Errors
/// Not found.
pub fn sealed(tx: &mut Tx<'_>, id: LotId) -> Result<String> {
    tx.one("SELECT secret FROM insight_lot WHERE id = $1", params![id], |row| row.get(0))
}

// --- writing ------------------------------------------------------------------------------------------------------------

/// Says nothing of the person.
#[must_use]
pub fn fresh_label() -> String {
    Uuid::new_v4().simple().to_string().chars().take(12).collect()
}

/// A lot about to be announced.
pub struct New<'a> {
    pub id: LotId,
    pub asked: &'a Asked,
    pub place: &'a PlaceId,
    pub list_digest: &'a str,
    pub commitment: &'a str,
    /// The sealed secret.
    pub sealed: &'a str,
}

pub fn insert(tx: &mut Tx<'_>, actor: &Actor, new: &New<'_>) -> Result<()> {
    let (now, year) = (tx.now(), tx.today().year());
    let number = tx.count("SELECT COUNT(*) FROM insight_lot WHERE number LIKE $1", params![format!("Ж-{year}-%")])? + 1;
    tx.execute(
        "INSERT INTO insight_lot (id, number, place_id, competency_code, capacity, first_month, draws_on, state, list_digest, secret, commitment, public_source, announced_by, announced_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'announced', $8, $9, $10, $11, $12, $13)",
        params![
            new.id,
            format!("Ж-{year}-{number:03}"),
            new.place,
            new.asked.competency,
            new.asked.capacity,
            new.asked.first_month,
            new.asked.draws_on,
            new.list_digest,
            new.sealed,
            new.commitment,
            new.asked.public_source,
            actor.account,
            now
        ],
    )?;
    Ok(())
}

pub fn insert_entry(tx: &mut Tx<'_>, id: LotId, (number, label): (i64, &str), one: &Waiting) -> Result<()> {
    tx.execute("INSERT INTO insight_lot_entry (lot_id, number, ref, person_id, deficit_id) VALUES ($1, $2, $3, $4, $5)", params![id, number, label, one.person, one.deficit])?;
    Ok(())
}

/// The secret lies open from now on.
pub fn set_drawn(tx: &mut Tx<'_>, actor: &Actor, id: LotId, (secret, value, version): (&str, &str, i64)) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        WHAT,
        "UPDATE insight_lot SET state = $1, secret = $2, public_value = $3, drawn_by = $4, drawn_at = $5, version = version + 1 WHERE id = $6 AND version = $7 AND state = 'announced'",
        params![LotState::Drawn, secret, value, actor.account, now, id, version],
    )
}

pub fn set_cancelled(tx: &mut Tx<'_>, id: LotId, version: i64, why: &str) -> Result<()> {
    tx.change_one(WHAT, "UPDATE insight_lot SET state = 'cancelled', cancelled_why = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'announced'", params![why, id, version])
}

pub fn set_position(tx: &mut Tx<'_>, id: LotId, label: &str, position: i64, starts_on: Option<Date>) -> Result<()> {
    tx.execute("UPDATE insight_lot_entry SET position = $1, starts_on = $2 WHERE lot_id = $3 AND ref = $4", params![position, starts_on, id, label])?;
    Ok(())
}

pub fn set_left(tx: &mut Tx<'_>, id: LotId, label: &str, why: LeftWhy) -> Result<()> {
    let today = tx.today();
    tx.execute("UPDATE insight_lot_entry SET left_on = $1, left_why = $2 WHERE lot_id = $3 AND ref = $4 AND left_on IS NULL", params![today, why, id, label])?;
    Ok(())
}

pub fn set_case(tx: &mut Tx<'_>, id: LotId, label: &str, case: CaseId) -> Result<()> {
    tx.execute("UPDATE insight_lot_entry SET case_id = $1 WHERE lot_id = $2 AND ref = $3", params![case, id, label])?;
    Ok(())
}

/// The person goes, the line stays: the order of the others can be checked all the same. How many.
///
/// # Errors
/// The store fails.
pub fn forget(tx: &mut Tx<'_>, person: PersonId, why: LeftWhy) -> Result<u64> {
    let today = tx.today();
    let sql = "UPDATE insight_lot_entry SET left_on = COALESCE(left_on, $1), left_why = CASE WHEN left_on IS NULL THEN $2 ELSE left_why END, person_id = NULL, deficit_id = NULL, case_id = NULL WHERE person_id = $3";
    Ok(tx.execute(sql, params![today, why, person])?)
}

/// One of two cards becomes the other; where both are in one queue, the kept one stays.
///
/// # Errors
/// The store fails.
pub fn merge(tx: &mut Tx<'_>, gone: PersonId, into: PersonId) -> Result<()> {
    let today = tx.today();
    let twin = "UPDATE insight_lot_entry SET left_on = COALESCE(left_on, $1), left_why = CASE WHEN left_on IS NULL THEN 'moved' ELSE left_why END, person_id = NULL, deficit_id = NULL
        WHERE person_id = $2 AND lot_id IN (SELECT o.lot_id FROM insight_lot_entry o WHERE o.person_id = $3)";
    tx.execute(twin, params![today, gone, into])?;
    tx.execute("UPDATE insight_lot_entry SET person_id = $1 WHERE person_id = $2", params![into, gone])?;
    Ok(())
}

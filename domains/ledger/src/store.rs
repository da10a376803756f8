//! Tables of the ledger.

use crate::model::{Deed, DeedId, DeedKind, Hours, NOT_PRIVATE, Written};
use access::Scope;
use kernel::{Date, Result, Row, Tx, db::DbError, id::PersonId, params};

const COLUMNS: &str = "d.id, d.person_id, d.place_id, d.kind, d.source_id, d.direction, d.done_on, d.minutes, d.part, d.title, d.url, d.reached";

fn written(row: &Row<'_>) -> Result<Written, DbError> {
    Ok(Written {
        id: row.get(0)?,
        person: row.get(1)?,
        place: row.get(2)?,
        kind: row.get(3)?,
        source: row.get(4)?,
        direction: row.get(5)?,
        on: row.get(6)?,
        minutes: row.get(7)?,
        part: row.get(8)?,
        title: row.get(9)?,
        url: row.get(10)?,
        reached: row.get(11)?,
    })
}

/// Writes a deed, or what became of it: the same kind, source and person is one row.
///
/// # Errors
/// The store fails; no such person.
pub fn write(tx: &mut Tx<'_>, deed: &Deed) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO deed (id, person_id, place_id, kind, source_id, direction, done_on, minutes, part, title, url, reached, made_at)
        SELECT $1, p.id, p.place_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM person p WHERE p.id = $2
        ON CONFLICT (kind, source_id, person_id) DO UPDATE SET direction = $5, done_on = $6, minutes = $7, part = $8, title = $9, url = $10, reached = $11";
    tx.execute(sql, params![DeedId::fresh(), deed.person, deed.kind, deed.source, deed.direction, deed.on, deed.minutes, deed.part, deed.title, deed.url, deed.reached, now])?;
    Ok(())
}

/// Strikes out what didn't happen after all: of everybody, or of one person.
///
/// # Errors
/// The store fails.
pub fn strike(tx: &mut Tx<'_>, kind: DeedKind, source: &str, person: Option<PersonId>) -> Result<()> {
    match person {
        Some(person) => tx.execute("DELETE FROM deed WHERE kind = $1 AND source_id = $2 AND person_id = $3", params![kind, source, person])?,
        None => tx.execute("DELETE FROM deed WHERE kind = $1 AND source_id = $2", params![kind, source])?,
    };
    Ok(())
}

/// One person's deeds of `[from, to)`, the newest first. Whose ledger may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, from: Date, to: Date) -> Result<Vec<Written>> {
    let sql = format!("SELECT {COLUMNS} FROM deed d WHERE d.person_id = $1 AND d.done_on >= $2 AND d.done_on < $3 ORDER BY d.done_on DESC, d.id DESC");
    Ok(tx.query(&sql, params![person, from, to], written)?)
}

/// Deeds of `[from, to)` within a scope of places, the newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, from: Date, to: Date) -> Result<Vec<Written>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deed d JOIN place pl ON pl.id = d.place_id
        WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR d.person_id = $3) AND d.done_on >= $4 AND d.done_on < $5 AND ({NOT_PRIVATE} OR CAST($3 AS TEXT) <> '') ORDER BY d.done_on DESC, d.id DESC"
    );
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), from, to], written)?)
}

fn counted(row: &Row<'_>) -> Result<Hours, DbError> {
    Ok(Hours { direction: row.get(0)?, deeds: row.get(1)?, minutes: row.get(2)?, reached: row.get(3)? })
}

/// One person's work by direction over `[from, to)`.
///
/// # Errors
/// The store fails.
pub fn hours(tx: &mut Tx<'_>, person: PersonId, from: Date, to: Date) -> Result<Vec<Hours>> {
    let sql = "SELECT direction, COUNT(*), CAST(SUM(minutes) AS BIGINT), CAST(SUM(reached) AS BIGINT) FROM deed WHERE person_id = $1 AND done_on >= $2 AND done_on < $3 GROUP BY direction ORDER BY direction";
    Ok(tx.query(sql, params![person, from, to], counted)?)
}

/// Work by direction over `[from, to)` within a scope of places. What several did together counts as one deed and one audience; the minutes are everybody's.
///
/// # Errors
/// The store fails.
pub fn total(tx: &mut Tx<'_>, scope: &Scope, from: Date, to: Date) -> Result<Vec<Hours>> {
    let sql = format!(
        "SELECT direction, COUNT(*), CAST(SUM(minutes) AS BIGINT), CAST(SUM(reached) AS BIGINT) FROM (
            SELECT d.direction AS direction, d.kind, d.source_id, SUM(d.minutes) AS minutes, MAX(d.reached) AS reached FROM deed d JOIN place pl ON pl.id = d.place_id
            WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR d.person_id = $3) AND d.done_on >= $4 AND d.done_on < $5 AND ({NOT_PRIVATE} OR CAST($3 AS TEXT) <> '')
            GROUP BY d.direction, d.kind, d.source_id) AS things GROUP BY direction ORDER BY direction"
    );
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), from, to], counted)?)
}

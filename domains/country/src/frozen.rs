//! A region's summary as the coordinator freezes it, looks at it, and hands it over or throws it away.

use crate::{
    giving,
    summary::{self, Summary},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Row, Timestamp, Tx, db::DbError, params};
use serde_json::json;

kernel::uuid_id! {
    /// A frozen summary.
    SummaryId,
}

/// A summary as it stands in the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub id: SummaryId,
    pub summary: Summary,
    /// Nothing: it waits for a decision.
    pub given_at: Option<Timestamp>,
}

const SELECT: &str = "SELECT id, body, given_at FROM country_summary";

fn shape(row: &Row<'_>) -> Result<Frozen, DbError> {
    let body: String = row.get(1)?;
    let mut summary: Summary = serde_json::from_str(&body).map_err(|cause| DbError::Shape(format!("country_summary.body: {cause}")))?;
    // Frozen before the door became narrower, it goes no more exactly than a new one.
    summary::coarsen(&mut summary.sections);
    Ok(Frozen { id: row.get(0)?, summary, given_at: row.get(2)? })
}

/// The one that waits for a decision.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Option<Frozen>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE given_at IS NULL"), params![], shape)?)
}

/// The one in force: handed over, neither taken back nor replaced.
///
/// # Errors
/// The store fails.
pub fn in_force(tx: &mut Tx<'_>) -> Result<Option<Frozen>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE given_at IS NOT NULL AND withdrawn_at IS NULL"), params![], shape)?)
}

/// Freezes the figures of now; one that still waited gives way.
///
/// # Errors
/// Not found: only the coordinator does. The store fails.
pub fn freeze(tx: &mut Tx<'_>, actor: &Actor) -> Result<SummaryId> {
    actor.may(Action::PublishOpenData)?;
    let (id, now, today) = (SummaryId::fresh(), tx.now(), tx.today());
    let summary = Summary { as_of: today, frozen_at: now, sections: summary::count(tx)? };
    let body = serde_json::to_string(&summary).map_err(anyhow::Error::new)?;
    tx.execute("DELETE FROM country_summary WHERE given_at IS NULL", params![])?;
    tx.execute("INSERT INTO country_summary (id, as_of, frozen_at, frozen_by, body) VALUES ($1, $2, $3, $4, $5)", params![id, today, now, actor.account, body])?;
    tx.record(&actor.by(), Event::new("country.summary_frozen", "country_summary", id).with(json!({"lines": summary.lines()})))?;
    Ok(id)
}

/// Hands the frozen one over: from now on the country has this one and no other.
///
/// # Errors
/// Not found: only the coordinator does, or it is gone. Refused: the region gives nothing, or it is handed over already.
pub fn hand_over(tx: &mut Tx<'_>, actor: &Actor, id: SummaryId) -> Result<()> {
    actor.may(Action::PublishOpenData)?;
    if !giving::decision(tx)?.is_some_and(|decision| decision.gives) {
        return Err(Error::refusal("Регион ничего не передаёт на страницу страны. Сначала нажмите «Передавать показатели», потом передайте сводку."));
    }
    let found = tx.maybe(&format!("{SELECT} WHERE id = $1"), params![id], shape)?.ok_or(Error::NotFound)?;
    if found.given_at.is_some() {
        return Err(Error::refusal("Эта сводка уже передана. Обновите страницу."));
    }
    let now = tx.now();
    tx.execute("UPDATE country_summary SET withdrawn_at = $1 WHERE given_at IS NOT NULL AND withdrawn_at IS NULL", params![now])?;
    tx.execute("UPDATE country_summary SET given_at = $1 WHERE id = $2", params![now, id])?;
    tx.record(&actor.by(), Event::new("country.summary_handed_over", "country_summary", id).with(json!({"lines": found.summary.lines()})))
}

/// Throws away one that waits, or takes back the one in force.
///
/// # Errors
/// Not found: only the coordinator does, or it is gone. Refused: it is not in force any more.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: SummaryId) -> Result<()> {
    actor.may(Action::PublishOpenData)?;
    let given: Option<Timestamp> = tx.maybe("SELECT given_at FROM country_summary WHERE id = $1", params![id], |row| row.get(0))?.ok_or(Error::NotFound)?;
    if given.is_none() {
        tx.execute("DELETE FROM country_summary WHERE id = $1", params![id])?;
        return tx.record(&actor.by(), Event::new("country.summary_discarded", "country_summary", id));
    }
    let now = tx.now();
    if tx.execute("UPDATE country_summary SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL", params![now, id])? == 0 {
        return Err(Error::refusal("Эта сводка уже не действует. Обновите страницу."));
    }
    tx.record(&actor.by(), Event::new("country.summary_taken_back", "country_summary", id))
}

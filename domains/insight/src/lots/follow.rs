//! What becomes of a queue by itself: cases that begin are noted, those who left are marked.

use crate::{
    model::{LeftWhy, Lot, LotState},
    store::lots as kept,
};
use audit::{By, Event, Record};
use cases::CaseId;
use kernel::{Date, Result, Tx, id::PersonId, params};

/// The job: notes which cases began by a drawn lot, and who is no longer in a queue. How many lines changed.
///
/// # Errors
/// The store fails.
pub fn follow(tx: &mut Tx<'_>) -> Result<u64> {
    let mut count = 0;
    for lot in kept::running(tx)? {
        count += mark_gone(tx, &lot)?;
        if lot.state == LotState::Drawn {
            count += link(tx, &lot)?;
        }
    }
    Ok(count)
}

/// Marks those who work elsewhere now, were erased, or are accompanied without the lot.
///
/// # Errors
/// The store fails.
pub(super) fn mark_gone(tx: &mut Tx<'_>, lot: &Lot) -> Result<u64> {
    let until = kernel::search::after(&lot_path(tx, lot)?);
    let from = lot_path(tx, lot)?;
    let mut count = 0;
    for entry in kept::entries(tx, lot.id)?.into_iter().filter(|entry| entry.left_on.is_none() && entry.case.is_none()) {
        let Some(person) = entry.person else { continue };
        let here = "SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1 AND pl.path >= $2 AND pl.path < $3 AND p.erased_at IS NULL AND p.merged_into IS NULL";
        let why = if tx.count(here, params![person, from, until])? == 0 {
            LeftWhy::Moved
        } else if lot.state == LotState::Announced && begun(tx, person, None)?.is_some() {
            LeftWhy::Case
        } else if declined(tx, person, lot)? {
            LeftWhy::OwnWish
        } else {
            continue;
        };
        kept::set_left(tx, lot.id, &entry.label, why)?;
        tx.record(&By::system(), Event::new("insight_lot.left", "insight_lot", lot.id).of(person).with(serde_json::json!({"why": why})))?;
        count += 1;
    }
    Ok(count)
}

fn lot_path(tx: &mut Tx<'_>, lot: &Lot) -> Result<String> {
    structure::places::path(tx, &lot.place)
}

/// The first case of a person that runs, or began on a day or later.
fn begun(tx: &mut Tx<'_>, person: PersonId, since: Option<Date>) -> Result<Option<CaseId>> {
    let sql = "SELECT c.id FROM case_file c WHERE c.person_id = $1 AND ((CAST($2 AS TEXT) IS NULL AND c.state IN ('proposed', 'open')) OR (c.opened_on >= $2 AND c.state IN ('open', 'closed') )) ORDER BY c.opened_on, c.id LIMIT 1";
    Ok(tx.maybe(sql, params![person, since], |row| row.get(0))?)
}

fn declined(tx: &mut Tx<'_>, person: PersonId, lot: &Lot) -> Result<bool> {
    let Some(drawn) = drawn_on(tx, lot)? else { return Ok(false) };
    Ok(tx.count("SELECT COUNT(*) FROM case_file c WHERE c.person_id = $1 AND c.state = 'declined' AND c.opened_on >= $2", params![person, drawn])? > 0)
}

fn drawn_on(tx: &mut Tx<'_>, lot: &Lot) -> Result<Option<Date>> {
    let zone = structure::zone(tx)?;
    Ok(lot.drawn_at.map(|at| zone.to_datetime(at).date()))
}

fn link(tx: &mut Tx<'_>, lot: &Lot) -> Result<u64> {
    let Some(drawn) = drawn_on(tx, lot)? else { return Ok(0) };
    let mut count = 0;
    for entry in kept::entries(tx, lot.id)?.into_iter().filter(|entry| entry.left_on.is_none() && entry.case.is_none()) {
        let Some(person) = entry.person else { continue };
        if let Some(case) = begun(tx, person, Some(drawn))? {
            kept::set_case(tx, lot.id, &entry.label, case)?;
            tx.record(&By::system(), Event::new("insight_lot.case_linked", "insight_lot", lot.id).of(person).with(serde_json::json!({"case": case})))?;
            count += 1;
        }
    }
    Ok(count)
}

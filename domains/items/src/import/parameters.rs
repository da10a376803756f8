//! Parameters that come with items: a calibration of origin import for each name.

use super::{Brought, Known};
use crate::{
    calibration::{Calibration, CalibrationState, Facts, Family, Model, Origin, Parameters},
    model::{CalibrationId, ItemId},
    store::scales,
};
use audit::{By, Event, Record};
use competencies::FrameworkId;
use kernel::{Error, Result, Tx};
use std::collections::BTreeMap;

/// Puts the parameters into the calibrations they name; a name met for the first time makes one.
pub fn load(tx: &mut Tx<'_>, by: &By, framework: FrameworkId, items: &[Brought], added: &[ItemId]) -> Result<()> {
    let mut by_name: BTreeMap<&str, Vec<(ItemId, &Brought, &Known)>> = BTreeMap::new();
    for (brought, id) in items.iter().zip(added) {
        if let Some(known) = &brought.known {
            by_name.entry(known.calibration.as_str()).or_default().push((*id, brought, known));
        }
    }
    for (name, rows) in by_name {
        let calibration = named(tx, by, framework, name, &rows)?;
        for (item, brought, known) in &rows {
            check(brought, known)?;
            let parameters = Parameters { family: Family::PartialCredit, slope: known.slope, intercepts: known.intercepts.clone(), preliminary: false, errors: Vec::new(), flags: Vec::new() };
            scales::put_parameters(tx, calibration, *item, 1, &parameters)?;
        }
        scales::count_items(tx, calibration)?;
    }
    Ok(())
}

fn check(brought: &Brought, known: &Known) -> Result<()> {
    let fits =
        known.slope.is_finite() && known.slope > 0.0 && known.slope <= 20.0 && known.intercepts.iter().all(|d| d.is_finite() && d.abs() <= 100.0) && known.intercepts.len() == brought.draft.body.max_score() as usize;
    if fits {
        Ok(())
    } else {
        Err(Error::refusal(format!("Ничего не загружено. {}: параметры не подходят к заданию. Крутизна — от 0 до 20, сдвигов столько же, сколько баллов.", brought.at)))
    }
}

fn named(tx: &mut Tx<'_>, by: &By, framework: FrameworkId, name: &str, rows: &[(ItemId, &Brought, &Known)]) -> Result<CalibrationId> {
    let known = scales::calibrations(tx)?.into_iter().find(|calibration| calibration.framework == framework && calibration.origin == Origin::Import && calibration.title == name);
    if let Some(known) = known {
        return Ok(known.id);
    }
    let has_steps = rows.iter().any(|(_, brought, _)| brought.draft.body.max_score() > 1);
    let now = tx.now();
    let new = Calibration {
        id: CalibrationId::fresh(),
        framework,
        title: name.to_owned(),
        origin: Origin::Import,
        model: if has_steps { Model::PartialCredit } else { Model::TwoParameter },
        state: CalibrationState::Done,
        // The first scale of a framework is the one new attempts are measured by.
        is_current: scales::current_calibration(tx, framework)?.is_none(),
        linked_to: None,
        progress: 100,
        message: String::new(),
        facts: Facts { converged: true, ..Facts::default() },
        asked_at: now,
        started_at: None,
        ended_at: Some(now),
        version: 1,
    };
    scales::insert(tx, &new, by.account)?;
    tx.record(by, Event::new("calibration.imported", "calibration", new.id))?;
    Ok(new.id)
}

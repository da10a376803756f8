//! Asking for a calibration and calling it off. The run itself is a background job.

use super::{Calibration, CalibrationState, Facts, Model, Origin};
use crate::{model::CalibrationId, store::scales};
use audit::{By, Event, Record};
use competencies::FrameworkId;
use kernel::{Error, Result, Tx};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub framework: FrameworkId,
    pub model: Model,
    pub title: String,
    /// Items with fewer answers are left out.
    pub min_answers: u64,
}

/// Puts a calibration into the queue.
///
/// # Errors
/// The framework isn't found.
pub fn ask(tx: &mut Tx<'_>, by: &By, wanted: &Wanted) -> Result<CalibrationId> {
    let framework = competencies::framework(tx, wanted.framework).map_err(|_| Error::field("framework", "Такой рамки нет. Выберите её из списка"))?;
    let new = Calibration {
        id: CalibrationId::fresh(),
        framework: framework.id,
        title: wanted.title.clone(),
        origin: Origin::Engine,
        model: wanted.model,
        state: CalibrationState::Waiting,
        is_current: false,
        linked_to: None,
        progress: 0,
        message: String::new(),
        facts: Facts { min_answers: wanted.min_answers, ..Facts::default() },
        asked_at: tx.now(),
        started_at: None,
        ended_at: None,
        version: 1,
    };
    scales::insert(tx, &new, by.account)?;
    tx.record(by, Event::new("calibration.asked", "calibration", new.id))?;
    Ok(new.id)
}

/// Calls off one that waits or runs; a run notices before it saves anything.
///
/// # Errors
/// It has ended.
pub fn cancel(tx: &mut Tx<'_>, by: &By, id: CalibrationId) -> Result<()> {
    let calibration = scales::calibration(tx, id)?;
    if !calibration.state.is_open() {
        return Err(Error::refusal("Расчёт уже закончился, отменять нечего. Обновите страницу."));
    }
    scales::end(tx, id, CalibrationState::Cancelled, "", &calibration.facts, None)?;
    tx.record(by, Event::new("calibration.cancelled", "calibration", id))
}

//! The level expected of a person, on the scale of ability: where an adaptive attempt aims and what a plan is judged by.

use crate::{
    bank,
    instrument::fill::engine_item,
    model::{CalibrationId, CompetencyId, Instrument},
};
use access::Scope;
use kernel::{Error, Result, Tx, id::PersonId};

/// Shares nearer to the ends have no ability.
const NEAREST_TO_THE_ENDS: f64 = 0.02;
/// Expected where a scale has one level only.
const USUAL_PERCENT: i64 = 60;

/// The ability at which the target percent is reached on the reference form (all live items of the competency).
///
/// # Errors
/// The store fails.
pub fn cut(tx: &mut Tx<'_>, instrument: &Instrument, person: PersonId, competency: CompetencyId, calibration: Option<CalibrationId>) -> Result<f64> {
    let everywhere = Scope::program("the level expected of the one who takes the test; shown to nobody");
    let (subject, post) = match people::find(tx, &everywhere, person) {
        Ok(card) => (card.main_subject().unwrap_or_default().to_owned(), card.position),
        Err(Error::NotFound) => (String::new(), String::new()),
        Err(other) => return Err(other),
    };
    let subject = if instrument.subject.is_empty() { subject } else { instrument.subject.clone() };
    at(tx, instrument, competency, calibration, (&subject, &post))
}

/// As [`cut`], for nobody in particular.
///
/// # Errors
/// The store fails.
pub fn usual_cut(tx: &mut Tx<'_>, instrument: &Instrument, competency: CompetencyId, calibration: Option<CalibrationId>) -> Result<f64> {
    at(tx, instrument, competency, calibration, (&instrument.subject, ""))
}

fn at(tx: &mut Tx<'_>, instrument: &Instrument, competency: CompetencyId, calibration: Option<CalibrationId>, (subject, post): (&str, &str)) -> Result<f64> {
    let scale = competencies::scale(tx, instrument.scale)?;
    let targets = competencies::targets_for(tx, instrument.framework, subject, post)?;
    let level = targets.get(&competency).and_then(|code| scale.level(code)).or(scale.levels.get(1));
    let percent = level.map_or(USUAL_PERCENT, |level| level.percent_from);
    let reference: Vec<psychometrics::Item> = bank::live_items(tx, competency, calibration)?.iter().map(|one| engine_item(&one.parameters)).filter(|item| item.check().is_ok()).collect();
    if reference.is_empty() {
        return Ok(0.0);
    }
    let share = (percent as f64 / 100.0).clamp(NEAREST_TO_THE_ENDS, 1.0 - NEAREST_TO_THE_ENDS);
    Ok(psychometrics::form::ability_at(&reference, share).unwrap_or(0.0))
}

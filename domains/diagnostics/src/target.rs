//! The level expected of a person, on the scale of ability: where an adaptive attempt aims and what a plan is judged by.

use crate::{
    bank::{self, BankItem},
    instrument::fill::engine_item,
    model::{CalibrationId, CompetencyId, Instrument},
};
use access::Scope;
use kernel::{Error, Result, Tx, id::PersonId};
use std::collections::BTreeMap;

/// Shares nearer to the ends have no ability.
const NEAREST_TO_THE_ENDS: f64 = 0.02;
/// Expected where a scale has one level only.
const USUAL_PERCENT: i64 = 60;

/// The abilities at which the target percents are reached, competency by competency; each comes with its reference form: all live
/// items of the competency.
///
/// # Errors
/// The store fails.
pub fn cuts(tx: &mut Tx<'_>, instrument: &Instrument, person: PersonId, lines: &[(CompetencyId, Vec<psychometrics::Item>)]) -> Result<Vec<f64>> {
    let everywhere = Scope::program("the level expected of the one who takes the test; shown to nobody");
    let (subject, post) = match people::find(tx, &everywhere, person) {
        Ok(card) => (card.main_subject().unwrap_or_default().to_owned(), card.position),
        Err(Error::NotFound) => (String::new(), String::new()),
        Err(other) => return Err(other),
    };
    let subject = if instrument.subject.is_empty() { subject } else { instrument.subject.clone() };
    let expected = Expected::read(tx, instrument, (&subject, &post))?;
    Ok(lines.iter().map(|(competency, reference)| expected.cut(*competency, reference)).collect())
}

/// As [`cuts`], for nobody in particular and one competency.
///
/// # Errors
/// The store fails.
pub fn usual_cut(tx: &mut Tx<'_>, instrument: &Instrument, competency: CompetencyId, calibration: Option<CalibrationId>) -> Result<f64> {
    let reference = reference(&bank::live_items(tx, competency, calibration)?);
    Ok(Expected::read(tx, instrument, (&instrument.subject, ""))?.cut(competency, &reference))
}

/// The engine's items of a reference form; what is no item is left out.
#[must_use]
pub fn reference(live: &[BankItem]) -> Vec<psychometrics::Item> {
    live.iter().map(|one| engine_item(&one.parameters)).filter(|item| item.check().is_ok()).collect()
}

/// The levels expected of a subject and a post.
struct Expected {
    scale: competencies::Scale,
    targets: BTreeMap<CompetencyId, String>,
}

impl Expected {
    fn read(tx: &mut Tx<'_>, instrument: &Instrument, (subject, post): (&str, &str)) -> Result<Self> {
        Ok(Self { scale: competencies::scale(tx, instrument.scale)?, targets: competencies::targets_for(tx, instrument.framework, subject, post)? })
    }

    fn cut(&self, competency: CompetencyId, reference: &[psychometrics::Item]) -> f64 {
        let level = self.targets.get(&competency).and_then(|code| self.scale.level(code)).or(self.scale.levels.get(1));
        let percent = level.map_or(USUAL_PERCENT, |level| level.percent_from);
        if reference.is_empty() {
            return 0.0;
        }
        let share = (percent as f64 / 100.0).clamp(NEAREST_TO_THE_ENDS, 1.0 - NEAREST_TO_THE_ENDS);
        psychometrics::form::ability_at(reference, share).unwrap_or(0.0)
    }
}

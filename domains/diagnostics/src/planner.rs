//! What an instrument will be able to prove, said before anybody takes it.

use crate::{
    attempt::adaptive::USUAL_CORRELATION,
    bank,
    instrument::{
        fill::{difficulty, engine_item},
        made::Made,
    },
    model::{CompetencyId, FormState, Mode, Parameters},
    target,
};
use kernel::{Result, Tx};
use psychometrics::{
    decide::{JointPrior, Planned, Promise, Thresholds, plan},
    estimate::Normal,
};

/// The outlook for one competency.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub competency: CompetencyId,
    pub items: usize,
    /// Share of people of whom it will not be able to say.
    pub undetermined: f64,
    /// Share of people told of a deficit who have none.
    pub falsely_told: f64,
    pub reliability: f64,
    /// In standard deviations of teachers.
    pub detectable_change: f64,
    /// Parameters are guessed.
    pub preliminary: bool,
}

/// What a teacher is told before a test, for one competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    pub title: String,
    /// Of ten teachers, of how many it will be able to say something sure.
    pub of_ten: u8,
    pub preliminary: bool,
}

/// The outlook in a teacher's words.
///
/// # Errors
/// The store fails.
pub fn promised(tx: &mut Tx<'_>, made: &Made) -> Result<Vec<Promised>> {
    let in_words = |one: Outlook| {
        let of_ten = ((1.0 - one.undetermined) * 10.0).floor().clamp(0.0, 10.0);
        Promised { title: made.title_of(one.competency).to_owned(), of_ten: of_ten as u8, preliminary: one.preliminary }
    };
    Ok(outlook(tx, made)?.into_iter().map(in_words).collect())
}

/// The outlook of an instrument by its first form with items (adaptive: by as many items as it asks at most, the ones that tell most about the target).
/// Empty where there is nothing to judge by.
///
/// # Errors
/// The store fails.
pub fn outlook(tx: &mut Tx<'_>, made: &Made) -> Result<Vec<Outlook>> {
    let model = made.forms.iter().find(|one| one.form.state == FormState::Ready).or_else(|| made.forms.iter().find(|one| one.form.state == FormState::Draft && !one.items.is_empty()));
    let mut sets: Vec<(CompetencyId, Vec<Parameters>, f64)> = Vec::new();
    for line in &made.blueprint {
        let cut = target::usual_cut(tx, &made.instrument, line.competency, made.calibration)?;
        let mut items = Vec::new();
        match made.instrument.mode {
            Mode::Fixed => {
                for one in model.iter().flat_map(|one| one.items.iter()).filter(|one| one.competency == line.competency) {
                    items.push(bank::parameters(tx, one.item, one.revision, made.calibration)?.1);
                }
            }
            Mode::Adaptive => {
                let mut all: Vec<Parameters> = bank::live_items(tx, line.competency, made.calibration)?.into_iter().filter(|one| !one.is_open()).map(|one| one.parameters).collect();
                all.sort_by(|a, b| (difficulty(a) - cut).abs().total_cmp(&(difficulty(b) - cut).abs()));
                all.truncate(usize::try_from(line.most.unwrap_or(line.items)).unwrap_or(0));
                items = all;
            }
        }
        if !items.is_empty() {
            sets.push((line.competency, items, cut));
        }
    }
    Ok(judged(&sets, made.instrument.settings.deficit_from, made.instrument.settings.none_to))
}

fn judged(sets: &[(CompetencyId, Vec<Parameters>, f64)], deficit: f64, clear: f64) -> Vec<Outlook> {
    let engine: Vec<Vec<psychometrics::Item>> = sets.iter().map(|(_, items, _)| items.iter().map(engine_item).collect()).collect();
    let planned: Vec<Planned<'_>> = engine.iter().zip(sets).map(|(items, (_, _, cut))| Planned { items, cut: *cut }).collect();
    let prior = JointPrior::even(&vec![Normal::STANDARD; sets.len()], USUAL_CORRELATION);
    let promise = Promise { thresholds: Thresholds { deficit, clear }, ..Promise::default() };
    let found = prior.and_then(|prior| plan(&prior, &planned, promise));
    let prospects = match found {
        Ok(prospects) => prospects,
        Err(cause) => {
            tracing::warn!(%cause, "no outlook");
            return Vec::new();
        }
    };
    let line = |((competency, items, _), prospect): (&(CompetencyId, Vec<Parameters>, f64), &psychometrics::decide::Prospect)| Outlook {
        competency: *competency,
        items: items.len(),
        undetermined: prospect.undetermined,
        falsely_told: prospect.falsely_told,
        reliability: prospect.reliability,
        detectable_change: prospect.detectable_change,
        preliminary: items.iter().any(|item| item.preliminary),
    };
    sets.iter().zip(&prospects).map(line).collect()
}

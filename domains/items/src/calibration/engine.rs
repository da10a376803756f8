//! The one place that speaks with the engine: answers of one competency in, parameters out.

use super::{Family, Model, Parameters};
use psychometrics::{
    Item, Responses,
    calibrate::{self, CalibrationError, ItemFlag, Plan, Priors},
    dif, estimate,
};
use std::ops::ControlFlow;

/// Answers of one competency: a row per person, a column per item.
pub struct Table {
    pub rows: Vec<Vec<Option<u8>>>,
    /// Parameters that stay as they are, by column.
    pub anchors: Vec<Option<Parameters>>,
}

/// What came out.
pub struct Fitted {
    /// By column.
    pub items: Vec<Parameters>,
    pub mean: f64,
    pub sd: f64,
    pub log_likelihood: f64,
    pub iterations: u64,
    pub converged: bool,
}

/// Why nothing came out.
pub enum Failure {
    Cancelled,
    /// A sentence.
    Impossible(String),
}

/// Calibrates a table. `goes_on` is asked after every pass.
pub fn fit(table: &Table, model: Model, mut goes_on: impl FnMut() -> bool) -> Result<Fitted, Failure> {
    let responses = Responses::from_rows(&table.rows).map_err(|_| Failure::Impossible("нет ни одного ответа".into()))?;
    let anchors: Vec<Option<Item>> = table.anchors.iter().map(|anchor| anchor.as_ref().map(Parameters::item)).collect();
    let has_anchors = anchors.iter().any(Option::is_some);
    let mut plan = Plan::new(engine_model(model, &table.rows));
    plan.anchors = has_anchors.then_some(anchors.as_slice());
    plan.priors = Some(Priors::weak());
    let mut watch = |_: calibrate::Progress| if goes_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    let found = calibrate::calibrate_watched(&responses, &plan, &mut watch).map_err(failure)?;
    let group = found.groups.first();
    let items = found.items.iter().map(|item| {
        let errors = std::iter::once(item.slope_error).chain(item.intercept_errors.iter().copied()).map(|error| error.unwrap_or(0.0)).collect();
        Parameters { family: family(&item.item), slope: item.item.slope, intercepts: item.item.intercepts.clone(), preliminary: false, errors, flags: item.flags.iter().map(|flag| name(*flag).to_owned()).collect() }
    });
    Ok(Fitted {
        items: items.collect(),
        mean: group.map_or(0.0, |group| group.mean),
        sd: group.map_or(1.0, |group| group.variance.max(0.0).sqrt()),
        log_likelihood: found.loglik,
        iterations: found.iterations as u64,
        converged: found.converged,
    })
}

/// Rasch and 2PL know scores of 0 and 1 only; with steps their kin with steps are meant.
fn engine_model(model: Model, rows: &[Vec<Option<u8>>]) -> calibrate::Model {
    let has_steps = rows.iter().flatten().any(|score| score.is_some_and(|score| score > 1));
    match (model, has_steps) {
        (Model::Rasch, false) => calibrate::Model::Rasch,
        (Model::Rasch, true) => calibrate::Model::PartialCredit,
        (Model::TwoParameter, false) => calibrate::Model::TwoParameter,
        (Model::TwoParameter, true) | (Model::PartialCredit, _) => calibrate::Model::GeneralizedPartialCredit,
    }
}

fn family(item: &Item) -> Family {
    match item.family {
        psychometrics::Family::Graded => Family::Graded,
        _ => Family::PartialCredit,
    }
}

fn name(flag: ItemFlag) -> &'static str {
    match flag {
        ItemFlag::FewAnswers => "few_answers",
        ItemFlag::UnusedScore(_) => "unused_score",
        ItemFlag::SlopeAtBound => "slope_at_bound",
        ItemFlag::PerfectSeparation => "perfect_separation",
        ItemFlag::NegativeSlope => "negative_slope",
        ItemFlag::NoError => "no_error",
    }
}

fn failure(error: CalibrationError) -> Failure {
    Failure::Impossible(
        match error {
            CalibrationError::Cancelled => return Failure::Cancelled,
            CalibrationError::TooFewPersons { .. } => "ответил только один человек",
            CalibrationError::TooFewItems { .. } => "заданий слишком мало",
            CalibrationError::OneScore { .. } => "на одно из заданий все ответили одинаково",
            _ => "ответы не подходят к модели",
        }
        .into(),
    )
}

/// A person's ability out of answers, with its error: mean and deviation of the posterior under the group's normal distribution.
pub fn ability(answers: &[(&Item, usize)], (mean, sd): (f64, f64)) -> Option<(f64, f64)> {
    let answers: Vec<estimate::Answer<'_>> = answers.iter().map(|(item, score)| estimate::Answer::new(item, *score)).collect();
    let found = estimate::eap(&answers, &estimate::Normal { mean, sd: sd.max(1e-3) }.into()).ok()?;
    Some((found.theta, found.se))
}

/// Mantel–Haenszel's difference of each item on the delta scale with its standard error, people matched in `parts` by the share of
/// the items that they got right; `None` where the counts give no number. `focal` says of each row whether it is of the focal group.
pub fn differences(rows: &[Vec<Option<u8>>], focal: &[Option<bool>], parts: usize) -> Vec<Option<(f64, f64)>> {
    let group = |is_focal: bool| if is_focal { dif::Group::Focal } else { dif::Group::Reference };
    let groups: Vec<Option<dif::Group>> = focal.iter().map(|is_focal| is_focal.map(group)).collect();
    let matched = Responses::from_rows(rows).ok().and_then(|responses| dif::Groups::with_gaps(&responses, &groups, parts).ok());
    let Some(matched) = matched else { return Vec::new() };
    let found = dif::mantel_haenszel(&matched, dif::Correction::None);
    found.into_iter().map(|one| Some((one.delta?, 2.35 * one.ln_alpha_variance?.sqrt())).filter(|(delta, error)| delta.is_finite() && error.is_finite() && *error > 0.0)).collect()
}

/// Infit and outfit of an item out of scores of people with known ability; `None` where they tell nothing.
pub fn fit_of(item: &Item, scores: &[(u8, f64)]) -> Option<(f64, f64)> {
    let rows: Vec<[Option<u8>; 1]> = scores.iter().map(|(score, _)| [Some(*score)]).collect();
    let responses = Responses::from_rows(&rows).ok()?;
    let thetas: Vec<Option<f64>> = scores.iter().map(|(_, theta)| Some(*theta)).collect();
    let found = psychometrics::fit::item_fit(std::slice::from_ref(item), &responses, &thetas).ok()?;
    found.into_iter().next().flatten().map(|squares| (squares.infit, squares.outfit))
}

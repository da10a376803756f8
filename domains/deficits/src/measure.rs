//! The one place that calls the engine. What can't be measured is `None`, never a number that is none.

use crate::{context::Prior, model::Verdict};
use psychometrics::{
    Item,
    change::{self, Evidence},
    decide::{self, JointPrior, Thresholds},
    estimate::{Answer, Normal},
    form,
};

/// The answers of one competency and what they are judged by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub scores: Vec<(Item, usize)>,
    /// The form by which percents are told.
    pub reference: Vec<Item>,
    pub target_percent: f64,
    pub is_preliminary: bool,
}

/// What the answers say of one competency, all competencies' answers considered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimate {
    /// On the official scale, with its 90 % interval.
    pub percent: f64,
    pub low: f64,
    pub high: f64,
    pub theta: f64,
    pub sd: f64,
    pub cut: f64,
    pub p_below: f64,
    /// How many more items would decide, as likely as not; `None`: no reasonable number.
    pub more_items: Option<usize>,
}

/// How much of a posterior an interval holds.
const LEVEL: f64 = 0.9;
/// A scale's ends are out of a curve's reach: «from 0 %» is told as a thousandth.
const NEAREST_TO_THE_ENDS: f64 = 0.001;

/// Each competency by the joint posterior of all; `None` where the engine finds nothing to measure with.
pub(crate) fn profile(measured: &[Measured], prior: &Prior, (deficit, clear): (f64, f64)) -> Vec<Option<Estimate>> {
    let nothing = || measured.iter().map(|_| None).collect();
    let answers: Vec<Vec<Answer<'_>>> = measured.iter().map(|one| answers(&one.scores)).collect();
    let Some(joint) = joint_prior(prior).and_then(|prior| logged(decide::joint(&prior, &answers))) else { return nothing() };
    let thresholds = Thresholds { deficit, clear };
    measured.iter().zip(&joint.each).map(|(one, posterior)| estimate(one, posterior, thresholds)).collect()
}

fn answers(scores: &Scores) -> Vec<Answer<'_>> {
    scores.iter().map(|(item, score)| Answer::new(item, *score)).collect()
}

fn joint_prior(prior: &Prior) -> Option<JointPrior> {
    let each: Vec<Normal> = prior.means.iter().zip(&prior.sds).map(|(mean, sd)| Normal { mean: *mean, sd: *sd }).collect();
    let told: Vec<f64> = prior.correlations.iter().flatten().copied().collect();
    // Correlations estimated one by one may not fit together; the usual ones always do.
    JointPrior::new(&each, &told).or_else(|_| JointPrior::new(&each, &Prior::usual(each.len()).correlations.into_iter().flatten().collect::<Vec<_>>())).ok()
}

/// What the engine refuses is a matter for whoever runs the program, not for the reader of a page.
fn logged<T>(done: Result<T, psychometrics::Error>) -> Option<T> {
    done.map_err(|cause| tracing::warn!(%cause, "a competency could not be measured")).ok()
}

fn estimate(one: &Measured, posterior: &psychometrics::estimate::Posterior, thresholds: Thresholds) -> Option<Estimate> {
    if one.scores.is_empty() {
        return None;
    }
    let cut = logged(form::ability_at(&one.reference, (one.target_percent / 100.0).clamp(NEAREST_TO_THE_ENDS, 1.0 - NEAREST_TO_THE_ENDS)))?;
    let standing = logged(decide::standing(posterior, cut, thresholds, LEVEL))?;
    let percent = |theta: f64| logged(form::share_at(&one.reference, theta)).map(|share| (share * 100.0).clamp(0.0, 100.0));
    let items: Vec<Item> = one.scores.iter().map(|(item, _)| item.clone()).collect();
    let more_items = decide::typical_information(&items, cut).and_then(|information| decide::further_answers(posterior, cut, information, thresholds, 0.5)).unwrap_or(None);
    Some(Estimate { percent: percent(standing.mean)?, low: percent(standing.interval.0)?, high: percent(standing.interval.1)?, theta: standing.mean, sd: standing.sd, cut, p_below: standing.below, more_items })
}

/// Items with scores of one competency.
pub(crate) type Scores = [(Item, usize)];

/// What one person's two measurements say of a change.
pub(crate) fn evidence(first: &Scores, second: &Scores, (mean, sd): (f64, f64)) -> Option<Evidence> {
    let (first, second) = (answers(first), answers(second));
    logged(change::evidence(Normal { mean, sd }, &first, &second))
}

/// What is believed of changes before an answer to the repeat: learned from so many pairs.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct ChangePrior {
    pub mean: f64,
    pub sd: f64,
    pub pairs: usize,
}

impl ChangePrior {
    /// Before anybody came twice.
    pub fn start() -> Self {
        Self::of(change::Start::default().prior, 0)
    }

    fn of(prior: Normal, pairs: usize) -> Self {
        Self { mean: prior.mean, sd: prior.sd, pairs }
    }

    pub fn as_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }
}

/// The prior of change out of everybody who was measured twice.
pub(crate) fn learn(repeaters: &[Evidence]) -> ChangePrior {
    logged(change::learn(repeaters, change::Start::default())).map_or_else(ChangePrior::start, |learned| ChangePrior::of(learned.prior(), repeaters.len()))
}

/// A change with its 90 % interval and what it proves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Changed {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub p_grew: f64,
    pub verdict: Verdict,
}

/// The change by the joint posterior of both measurements.
pub(crate) fn change(evidence: &Evidence, prior: &ChangePrior) -> Option<Changed> {
    let found = logged(change::change(evidence, Normal { mean: prior.mean, sd: prior.sd }, change::Sureness::default(), LEVEL))?;
    let verdict = match found.verdict {
        change::Verdict::Grew => Verdict::Grew,
        change::Verdict::LikelyGrew => Verdict::LikelyGrew,
        change::Verdict::WithinError => Verdict::WithinError,
        change::Verdict::Fell => Verdict::Fell,
    };
    Some(Changed { mean: found.mean, low: found.interval.0, high: found.interval.1, p_grew: found.rose, verdict })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    const ZONES: (f64, f64) = (0.8, 0.2);

    fn items(of: usize) -> Vec<Item> {
        (0..of).map(|at| Item::two_parameter(1.2, 1.5 - 3.0 * at as f64 / (of.max(2) - 1) as f64)).collect()
    }

    fn measured(right: usize, of: usize) -> Measured {
        let scores = items(of).into_iter().enumerate().map(|(at, item)| (item, usize::from(at < right))).collect();
        Measured { scores, reference: items(40), target_percent: 60.0, is_preliminary: false }
    }

    fn one(right: usize, of: usize) -> Estimate {
        profile(&[measured(right, of)], &Prior::usual(1), ZONES).remove(0).unwrap()
    }

    #[test]
    fn few_right_answers_are_a_deficit_many_are_none_and_few_answers_decide_nothing() {
        let zone = |estimate: Estimate| Zone::of(estimate.p_below, 0.8, 0.2);
        assert_eq!(zone(one(3, 20)), Zone::Deficit);
        assert_eq!(zone(one(18, 20)), Zone::None);
        let little = one(2, 4);
        assert_eq!(zone(little), Zone::Undetermined);
        assert!(little.more_items.unwrap() > 0);
    }

    #[test]
    fn the_percent_is_the_reference_forms_and_the_interval_holds_it() {
        for (right, of) in [(0, 6), (3, 6), (6, 6), (10, 20), (0, 1), (1, 1)] {
            let found = one(right, of);
            assert!(found.low <= found.percent && found.percent <= found.high && (0.0..=100.0).contains(&found.low) && found.high <= 100.0, "{right} of {of}: {found:?}");
            assert!([found.theta, found.sd, found.cut, found.p_below].iter().all(|number| number.is_finite()));
        }
        let narrow = |estimate: Estimate| estimate.high - estimate.low;
        assert!(narrow(one(15, 30)) < narrow(one(3, 6)), "more answers, less error");
    }

    #[test]
    fn other_competencies_answers_help_where_own_ones_are_few() {
        let alone = one(1, 3);
        let all_high = profile(&[measured(1, 3), measured(19, 20), measured(19, 20)], &Prior::usual(3), ZONES).remove(0).unwrap();
        assert!(all_high.p_below < alone.p_below && all_high.sd < alone.sd);
    }

    #[test]
    fn a_target_at_the_scales_end_is_still_a_cut() {
        let end = |target_percent| profile(&[Measured { target_percent, ..measured(5, 10) }], &Prior::usual(1), ZONES).remove(0).unwrap().p_below;
        assert!(end(0.0) < 0.01 && end(100.0) > 0.99);
    }

    #[test]
    fn items_that_are_none_measure_nothing() {
        let broken = Measured { scores: vec![(Item::two_parameter(0.0, 0.0), 1)], ..measured(1, 3) };
        assert_eq!(profile(&[broken], &Prior::usual(1), ZONES), [None]);
        assert_eq!(profile(&[Measured { scores: Vec::new(), ..measured(1, 3) }], &Prior::usual(1), ZONES), [None]);
        let clashing = Prior { correlations: vec![vec![1.0, 0.99, -0.99], vec![0.99, 1.0, 0.99], vec![-0.99, 0.99, 1.0]], ..Prior::usual(3) };
        assert!(profile(&[measured(3, 6), measured(3, 6), measured(3, 6)], &clashing, ZONES).iter().all(Option::is_some), "correlations that can't be are replaced");
    }

    fn pair(first: usize, second: usize) -> Evidence {
        evidence(&measured(first, 20).scores, &measured(second, 20).scores, (0.0, 1.0)).unwrap()
    }

    #[test]
    fn a_raw_gain_of_one_selected_for_a_low_score_proves_nothing() {
        let changed = change(&pair(4, 7), &ChangePrior::start()).unwrap();
        assert_eq!(changed.verdict, Verdict::WithinError);
        assert!(changed.low < 0.0 && changed.high > 0.0);
    }

    #[test]
    fn where_all_grew_much_the_prior_learns_it_and_growth_is_proved() {
        let all: Vec<Evidence> = (0..40).map(|at| pair(3 + at % 3, 13 + at % 4)).collect();
        let prior = learn(&all);
        assert!(prior.mean > 0.5 && prior.pairs == 40, "{prior:?}");
        assert_eq!(change(&all[0], &prior).unwrap().verdict, Verdict::Grew);
        let same: Vec<Evidence> = (0..40).map(|_| pair(10, 10)).collect();
        assert!(learn(&same).mean.abs() < 0.1);
    }
}

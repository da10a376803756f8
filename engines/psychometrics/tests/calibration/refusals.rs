//! Answers no items can be made from, and items nobody should trust: a typed error or a flag, never a number out of nothing.

use super::simulated::{Chance, answers, items};
use proptest::prelude::*;
use psychometrics::{
    Item, Responses,
    calibrate::{Calibration, CalibrationError, ItemFlag, Model, Plan, Priors, Quadrature, calibrate, calibrate_watched, marginal_loglik},
};
use std::ops::ControlFlow;

fn table(rows: &[&str]) -> Responses {
    let row = |row: &&str| row.bytes().map(|mark| (mark != b'.').then(|| mark - b'0')).collect::<Vec<_>>();
    Responses::from_rows(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
}

fn refused(rows: &[&str], model: Model) -> CalibrationError {
    calibrate(&table(rows), &Plan::new(model)).unwrap_err()
}

#[test]
fn answers_that_say_nothing_of_an_item_are_refused_with_its_number() {
    assert_eq!(refused(&["10.", "01.", "11."], Model::TwoParameter), CalibrationError::Unanswered { item: 2 });
    assert_eq!(refused(&["101", "011", "111"], Model::TwoParameter), CalibrationError::OneScore { item: 2, score: 1 });
    assert_eq!(refused(&["102", "010", "111"], Model::TwoParameter), CalibrationError::NotDichotomous { item: 2, score: 2 });
    assert_eq!(refused(&["10", "01"], Model::TwoParameter), CalibrationError::TooFewItems { found: 2, needed: 3 });
    assert_eq!(refused(&["1", "0"], Model::Rasch), CalibrationError::TooFewItems { found: 1, needed: 2 });
    assert_eq!(refused(&["101"], Model::TwoParameter), CalibrationError::OneScore { item: 0, score: 1 });
}

#[test]
fn a_plan_that_does_not_fit_the_answers_is_refused() {
    let responses = table(&["101", "010", "110"]);
    let refused = |plan: Plan<'_>| calibrate(&responses, &plan).unwrap_err();
    let plan = Plan::new(Model::TwoParameter);
    assert_eq!(refused(Plan { groups: Some(&[0, 1]), ..plan }), CalibrationError::Groups { expected: 3, found: 2 });
    assert_eq!(refused(Plan { groups: Some(&[0, 2, 2]), ..plan }), CalibrationError::EmptyGroup { group: 1 });
    assert_eq!(refused(Plan { groups: Some(&[0, usize::MAX - 1, 2]), ..plan }), CalibrationError::EmptyGroup { group: 1 });
    assert_eq!(refused(Plan { anchors: Some(&[None]), ..plan }), CalibrationError::Anchors { expected: 3, found: 1 });
    let broken = [Some(Item::two_parameter(f64::NAN, 0.0)), None, None];
    assert_eq!(refused(Plan { anchors: Some(&broken), ..plan }), CalibrationError::AnchorParameters { item: 0 });
    let crossed = [Some(Item { family: psychometrics::Family::Graded, slope: 1.0, intercepts: vec![0.0, 1.0] }), None, None];
    assert_eq!(refused(Plan { anchors: Some(&crossed), ..plan }), CalibrationError::AnchorParameters { item: 0 });
    let guessed = [Some(Item { family: psychometrics::Family::Guessing { floor: 0.2 }, slope: 1.0, intercepts: vec![0.0] }), None, None];
    assert_eq!(refused(Plan { anchors: Some(&guessed), ..plan }), CalibrationError::AnchorFamily { item: 0 });
    assert_eq!(refused(Plan { quadrature: Quadrature::Even { nodes: 2, reach: 6.0 }, ..plan }), CalibrationError::Quadrature);
    assert_eq!(refused(Plan { priors: Some(Priors { log_slope: 0.0, difficulty: 1.0 }), ..plan }), CalibrationError::Priors);
    let items = vec![Item::two_parameter(1.0, 0.0); 3];
    let loglik = |abilities: &[(f64, f64)]| marginal_loglik(&responses, &items, None, abilities, Quadrature::Automatic);
    assert_eq!(loglik(&[]), Err(CalibrationError::NoAbility { group: 0 }));
    assert_eq!(loglik(&[(0.0, 0.0)]), Err(CalibrationError::NoAbility { group: 0 }));
    assert!(loglik(&[(0.0, 1.0)]).unwrap() < 0.0);
    let two_points = [Some(Item::two_parameter(1.0, 0.0)), None, None];
    let scored = table(&["201", "010", "110"]);
    assert_eq!(calibrate(&scored, &Plan { anchors: Some(&two_points), ..plan }).unwrap_err(), CalibrationError::AnchorScore { item: 0, score: 2 });
}

fn sound(found: &Calibration) -> bool {
    let items = found
        .items
        .iter()
        .all(|item| item.item.slope.is_finite() && item.item.intercepts.iter().all(|d| d.is_finite()) && item.slope_error.iter().chain(item.intercept_errors.iter().flatten()).all(|error| error.is_finite()));
    items && found.loglik.is_finite() && found.groups.iter().all(|group| group.mean.is_finite() && group.variance.is_finite() && group.variance > 0.0)
}

#[test]
fn an_item_that_divides_people_without_a_fault_is_stopped_and_flagged() {
    let mut chance = Chance(3);
    let others = items(6, &mut chance);
    let thetas: Vec<f64> = (0..300).map(|_| chance.normal()).collect();
    let base = answers(&others, &thetas, &mut chance, |_, _| true);
    let rows: Vec<Vec<Option<u8>>> = base.rows().map(|row| row.iter().map(|score| Some(*score)).chain([Some(u8::from(row.iter().map(|score| u32::from(*score)).sum::<u32>() > 3))]).collect()).collect();
    let found = calibrate(&Responses::from_rows(&rows).unwrap(), &Plan::new(Model::TwoParameter)).unwrap();
    assert!(sound(&found));
    assert!(found.items[6].flags.contains(&ItemFlag::SlopeAtBound) && found.items[6].flags.contains(&ItemFlag::PerfectSeparation), "{:?}", found.items[6]);
    assert_eq!(found.items[6].slope_error, None);
    assert!(found.items[..6].iter().all(|item| item.slope_error.is_some()));
}

#[test]
fn a_wrong_key_and_few_answers_and_scores_nobody_has_are_flagged() {
    let mut chance = Chance(5);
    let mut truth = items(8, &mut chance);
    truth[2] = Item::two_parameter(-1.0, 0.2);
    let thetas: Vec<f64> = (0..800).map(|_| chance.normal()).collect();
    let found = calibrate(&answers(&truth, &thetas, &mut chance, |person, item| item != 5 || person < 60), &Plan::new(Model::TwoParameter)).unwrap();
    assert!(found.items[2].flags.contains(&ItemFlag::NegativeSlope) && found.items[5].flags.contains(&ItemFlag::FewAnswers));
    assert!(found.items[0].flags.is_empty());

    for (model, family) in [(Model::GeneralizedPartialCredit, psychometrics::Family::PartialCredit), (Model::Graded, psychometrics::Family::Graded)] {
        let steps: Vec<Item> = (0..6).map(|_| Item { family, slope: 1.0, intercepts: vec![0.8, -0.8] }).collect();
        // Scores 0, 1, 2 become 1, 2, 4 on the first item: nobody has 0 or 3.
        let base = answers(&steps, &thetas, &mut chance, |_, _| true);
        let rows: Vec<Vec<Option<u8>>> = base.rows().map(|row| row.iter().enumerate().map(|(item, score)| Some(if item == 0 { [1, 2, 4][usize::from(*score)] } else { *score })).collect()).collect();
        let found = calibrate(&Responses::from_rows(&rows).unwrap(), &Plan::new(model)).unwrap();
        assert!(sound(&found));
        let first = &found.items[0];
        assert_eq!((first.item.max_score(), first.flags.as_slice()), (4, &[ItemFlag::UnusedScore(0), ItemFlag::UnusedScore(3)][..]));
        for theta in [-2.0, 0.0, 2.0] {
            let mut p = [0.0; 5];
            first.item.probabilities(theta, &mut p);
            assert!(p[0] < 1e-6 && p[3] < 1e-4 && p[1] + p[2] + p[4] > 0.99, "{model:?} {theta}: {p:?}");
        }
    }
}

#[test]
fn a_calibration_can_be_watched_and_stopped() {
    let responses = super::lsat6::persons();
    let mut told = Vec::new();
    let plan = Plan::new(Model::TwoParameter);
    calibrate_watched(&responses, &plan, &mut |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(told.len() > 5 && told.windows(2).all(|pair| pair[0].iteration < pair[1].iteration && pair[0].loglik <= pair[1].loglik + 1e-6));
    let stopped = calibrate_watched(&responses, &plan, &mut |progress| if progress.iteration > 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
    assert_eq!(stopped, Err(CalibrationError::Cancelled));
}

#[test]
fn a_climb_cut_short_says_that_it_did_not_arrive() {
    let found = calibrate(&super::lsat6::persons(), &Plan { max_iterations: 4, ..Plan::new(Model::TwoParameter) }).unwrap();
    assert!(!found.converged && sound(&found));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_answers_no_number_is_made_of_nothing(
        scores in (2_usize..5).prop_flat_map(|items| proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.85, 0_u8..3), items), 1..25)),
        model in proptest::sample::select(vec![Model::Rasch, Model::TwoParameter, Model::PartialCredit, Model::GeneralizedPartialCredit, Model::Graded]),
        weak in proptest::bool::ANY,
    ) {
        let two: Vec<Vec<Option<u8>>> = scores.iter().map(|row| row.iter().map(|score| score.map(|score| if model.is_dichotomous() { score.min(1) } else { score })).collect()).collect();
        let plan = Plan { priors: weak.then(Priors::weak), ..Plan::new(model) };
        if let Some(found) = Responses::from_rows(&two).ok().and_then(|responses| calibrate(&responses, &plan).ok()) {
            prop_assert!(sound(&found), "{:?}", found);
        }
    }
}

//! Gradient and information against differences of the height itself, for every kind of item, with groups, gaps, weights and priors.

use super::{
    Model, Plan, Priors, Quadrature,
    blocks::Blocks,
    grid::Grid,
    information,
    layout::Layout,
    problem::{Problem, Value},
    start,
};
use crate::{Item, MISSING, Responses};

/// A small generator of our own: the same numbers everywhere (Steele, Lea & Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Scores 0 … `top` of 400 persons on six items, missing where `gaps` says so.
fn answers(top: u8, gaps: impl Fn(usize, usize) -> bool) -> Responses {
    of_persons(400, top, gaps)
}

fn of_persons(persons: usize, top: u8, gaps: impl Fn(usize, usize) -> bool) -> Responses {
    let mut chance = Chance(7);
    let mut scores = Vec::new();
    for person in 0..persons {
        let theta = (0..12).map(|_| chance.next()).sum::<f64>() - 6.0;
        for item in 0..6 {
            let b = f64::from(item as u8) * 0.5 - 1.25;
            let passed = (0..top).filter(|_| chance.next() < 1.0 / (1.0 + (b - theta).exp())).count();
            scores.push(if gaps(person, item) { MISSING } else { passed as u8 });
        }
    }
    Responses::from_bytes(persons, 6, scores).unwrap()
}

/// Holds gradient and information against differences at a point away from the top.
fn check(responses: &Responses, plan: &Plan<'_>) {
    let layout = Layout::of(responses, plan).unwrap();
    let blocks = Blocks::of(responses, &layout, plan.groups);
    let mut point = start::point(&layout, &blocks.counts, plan.anchors);
    for (place, value) in point.iter_mut().enumerate().filter(|(place, _)| layout.free[*place]) {
        *value += 0.1 * ((place * 7 % 5) as f64 / 5.0 - 0.4);
    }
    let free: Vec<usize> = (0..point.len()).filter(|place| layout.free[*place]).collect();
    let mut problem = Problem::new(layout, &blocks, Grid::even(121, 6.0), plan.priors);
    let at = |problem: &mut Problem<'_>, place: usize, by: f64| -> Value {
        let mut moved = point.clone();
        moved[place] += by;
        problem.evaluate(&moved).unwrap()
    };
    let here = problem.evaluate(&point).unwrap();
    let step = 1e-4;
    let observed = information::matrix(&mut problem, &point).unwrap();
    for (row, place) in free.iter().enumerate() {
        let (low, high) = (at(&mut problem, *place, -step), at(&mut problem, *place, step));
        let slope = (high.height - low.height) / (2.0 * step);
        assert!((slope - here.gradient[*place]).abs() < 2e-4 * (1.0 + slope.abs()), "gradient at {place}: {} but {slope}", here.gradient[*place]);
        for (column, other) in free.iter().enumerate().take(row + 1) {
            let bend = -(high.gradient[*other] - low.gradient[*other]) / (2.0 * step);
            let ours = observed[(row, column)];
            assert!((bend - ours).abs() < 2e-3 * (10.0 + bend.abs()), "information at {place}, {other}: {ours} but {bend}");
        }
    }
}

#[test]
fn gradient_and_information_are_those_of_the_height_for_packed_persons() {
    check(&answers(1, |_, _| false), &Plan::new(Model::TwoParameter));
    check(&answers(1, |_, _| false), &Plan::new(Model::Rasch));
    check(&answers(3, |_, _| false), &Plan::new(Model::GeneralizedPartialCredit));
    // Two forms with items in common.
    check(&answers(2, |person, item| person % 2 == 0 && item < 2), &Plan::new(Model::PartialCredit));
}

#[test]
fn gradient_and_information_are_those_of_the_height_for_persons_one_by_one() {
    let gaps = |person: usize, item: usize| (person * 7 + item * 3).is_multiple_of(5) || person % 11 == item;
    check(&of_persons(90, 1, gaps), &Plan::new(Model::TwoParameter));
    check(&of_persons(90, 3, gaps), &Plan::new(Model::GeneralizedPartialCredit));
    check(&of_persons(90, 3, gaps), &Plan::new(Model::Graded));
    check(&of_persons(90, 2, |_, _| false), &Plan::new(Model::Graded));
}

#[test]
fn so_they_are_with_groups_weights_anchors_and_priors() {
    let responses = of_persons(180, 2, |person, item| person % 30 == 0 && item == 1).weighted((0..180).map(|person| 0.5 + f64::from(person % 4)).collect()).unwrap();
    // Of the reference group most are packed, of the other nobody.
    let groups: Vec<usize> = (0..180).map(|person| usize::from(person % 15 == 1)).collect();
    let mut anchors: Vec<Option<Item>> = vec![None; 6];
    anchors[2] = Some(Item { family: crate::Family::PartialCredit, slope: 1.2, intercepts: vec![0.3, -0.2] });
    for (model, priors) in [(Model::GeneralizedPartialCredit, None), (Model::Graded, Some(Priors::weak())), (Model::GeneralizedPartialCredit, Some(Priors::weak())), (Model::PartialCredit, Some(Priors::weak()))] {
        check(&responses, &Plan { groups: Some(&groups), priors, ..Plan::new(model) });
        check(&responses, &Plan { groups: Some(&groups), anchors: Some(&anchors), priors, quadrature: Quadrature::Automatic, ..Plan::new(model) });
    }
}

#[test]
fn a_table_over_the_sufficient_score_gives_the_sum_of_everybodys_own_integral() {
    for top in [1, 3, 20] {
        let responses = answers(top, |_, _| false);
        let plan = Plan::new(Model::GeneralizedPartialCredit);
        let layout = Layout::of(&responses, &plan).unwrap();
        let value = |responses: &Responses| {
            let blocks = Blocks::of(responses, &layout, None);
            let mut point = start::point(&layout, &Blocks::of(&answers(top, |_, _| false), &layout, None).counts, None);
            layout.items.iter().for_each(|shape| point[shape.at] = 0.4 + 0.2 * shape.at as f64 / point.len() as f64);
            (blocks.packed.len(), Problem::new(layout.clone(), &blocks, Grid::even(81, 6.0), None).evaluate(&point).unwrap())
        };
        let (tables, all) = value(&responses);
        assert_eq!(tables, 1);
        let parts: Vec<_> = (0..4).map(|part| value(&responses.of_persons(part * 100..(part + 1) * 100).unwrap())).collect();
        assert!(parts.iter().all(|(tables, _)| *tables == 0));
        let loglik: f64 = parts.iter().map(|(_, value)| value.loglik).sum();
        assert!((all.loglik - loglik).abs() < 1e-4, "{top}: {} {loglik}", all.loglik);
        for place in 0..all.gradient.len() {
            let sum: f64 = parts.iter().map(|(_, value)| value.gradient[place]).sum();
            assert!((all.gradient[place] - sum).abs() < 1e-3, "{top}, {place}: {} {sum}", all.gradient[place]);
        }
    }
}

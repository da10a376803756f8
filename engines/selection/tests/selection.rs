//! The selection against every possible one, on problems small enough; and what must hold on any.

#![expect(clippy::unwrap_used, reason = "tests: a failure is a panic")]

use proptest::{prelude::*, strategy::ValueTree};
use selection::{Deficit, Effort, How, Limits, Reason, Resource, Selection, Why, bound, greedily, select};

/// The model once more, written from its description alone.
fn worth(deficits: &[Deficit], resources: &[Resource], taken: &[usize]) -> f64 {
    let covered: f64 = deficits
        .iter()
        .enumerate()
        .map(|(at, deficit)| {
            let given: u32 = taken.iter().flat_map(|one| &resources[*one].strengths).filter(|(of, _)| *of == at).map(|(_, strength)| u32::from(*strength)).sum();
            let need = u32::from(deficit.need);
            let first = need.div_ceil(2);
            let second = need - first;
            let share = if second == 0 { 1.0 } else { 0.75 };
            let in_first = f64::from(given.min(first)) / f64::from(first) * share;
            let in_second = if second == 0 { 0.0 } else { f64::from(given.saturating_sub(first).min(second)) / f64::from(second) * 0.25 };
            deficit.weight * (in_first + in_second)
        })
        .sum();
    let distinct = |code: &dyn Fn(&Resource) -> u16| taken.iter().map(|at| code(&resources[*at])).collect::<std::collections::BTreeSet<_>>().len();
    let variety = 0.01 * (distinct(&|one| one.form) + distinct(&|one| one.kind)) as f64;
    let hours: f64 = taken.iter().map(|at| f64::from(resources[*at].hours) * (1.0 - f64::from(resources[*at].favour.min(500)) / 1_000.0)).sum();
    covered + variety - 0.002 * hours - 0.021 * taken.len() as f64
}

/// Whether some may be taken together: limits, dates, seats, what is needed and when it ends.
fn is_allowed(resources: &[Resource], limits: &Limits, taken: &[usize]) -> bool {
    fn ends(resources: &[Resource], limits: &Limits, at: usize) -> i32 {
        let before = resources[at].needs.iter().map(|needed| ends(resources, limits, *needed)).max().unwrap_or(limits.from);
        resources[at].ends.or(resources[at].starts).unwrap_or(before).max(before)
    }
    let fits = |at: &usize| {
        let one = &resources[*at];
        let after = one.needs.iter().map(|needed| ends(resources, limits, *needed)).max().unwrap_or(limits.from);
        one.seats != Some(0)
            && one.apply_by.is_none_or(|day| day >= limits.from)
            && one.starts.is_none_or(|day| day >= after.max(limits.from) && day <= limits.to)
            && one.ends.is_none_or(|day| day <= limits.to && day >= limits.from)
            && one.needs.iter().all(|needed| taken.contains(needed))
    };
    let hours: u64 = taken.iter().map(|at| u64::from(resources[*at].hours)).sum();
    hours <= u64::from(limits.hours) && taken.len() <= limits.lines && taken.iter().all(fits)
}

fn best(deficits: &[Deficit], resources: &[Resource], limits: &Limits) -> f64 {
    let subsets = 0..1_u32 << resources.len();
    let taken = |mask: u32| (0..resources.len()).filter(|at| mask & (1 << at) != 0).collect::<Vec<_>>();
    subsets.map(taken).filter(|taken| is_allowed(resources, limits, taken)).map(|taken| worth(deficits, resources, &taken)).fold(0.0, f64::max)
}

fn sound(deficits: &[Deficit], resources: &[Resource], limits: &Limits, found: &Selection) {
    let taken: Vec<usize> = found.lines.iter().map(|line| line.resource).collect();
    assert!(is_allowed(resources, limits, &taken), "{found:?}");
    assert!((worth(deficits, resources, &taken) - found.worth).abs() < 1e-9, "{found:?}");
    assert_eq!(found.hours, taken.iter().map(|at| resources[*at].hours).sum::<u32>());
    assert_eq!(found.coverage.len(), deficits.len());
    let mut before: Vec<usize> = Vec::new();
    let mut day = i32::MIN;
    for at in taken {
        assert!(resources[at].needs.iter().all(|needed| before.contains(needed)), "needed comes first: {found:?}");
        if let Some(starts) = resources[at].starts {
            assert!(starts >= day, "by day: {found:?}");
            day = starts;
        }
        before.push(at);
    }
    for missing in &found.missing {
        assert_eq!(found.coverage[missing.deficit].given, 0);
    }
}

fn resource(at: usize, deficits: usize) -> impl Strategy<Value = Resource> {
    let strengths = proptest::collection::btree_map(0..deficits, 1_u8..=3, 0..=deficits.min(3));
    let dates = proptest::option::of((0_i32..40, 0_i32..12));
    let needs = proptest::collection::btree_set(0..at.max(1), 0..=usize::from(at > 0 && at % 3 == 0));
    (1_u32..40, dates, proptest::option::of(0_u32..3), 0_u16..3, 0_u16..3, strengths, needs, prop_oneof![Just(0_u16), 0_u16..700]).prop_map(|(hours, dates, seats, form, kind, strengths, needs, favour)| Resource {
        hours,
        starts: dates.map(|(from, _)| from),
        ends: dates.map(|(from, long)| from + long),
        apply_by: dates.filter(|(from, _)| from % 5 == 0).map(|(from, _)| from - 3),
        seats,
        form,
        kind,
        strengths: strengths.into_iter().collect(),
        needs: needs.into_iter().collect(),
        favour,
    })
}

fn problem(most: usize) -> impl Strategy<Value = (Vec<Deficit>, Vec<Resource>, Limits)> {
    (1_usize..5, 1..=most).prop_flat_map(|(deficits, count)| {
        let weights = proptest::collection::vec((0.0_f64..1.0, 1_u8..5), deficits).prop_map(|all| all.into_iter().map(|(weight, need)| Deficit { weight, need }).collect());
        let resources: Vec<_> = (0..count).map(|at| resource(at, deficits)).collect();
        let limits = (0_u32..90, 0_i32..10, 20_i32..60, 0_usize..6).prop_map(|(hours, from, to, lines)| Limits { hours, from, to, lines });
        (weights, resources, limits)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn it_is_the_best_of_all_that_are_possible((deficits, resources, limits) in problem(10)) {
        let found = select(&deficits, &resources, &limits, Effort { nodes: 100_000, time: std::time::Duration::from_secs(30), per_deficit: 100 }).unwrap();
        sound(&deficits, &resources, &limits, &found);
        let best = best(&deficits, &resources, &limits);
        prop_assert!((found.worth - best).abs() < 1e-6, "found {} of {best}: {found:?}", found.worth);
        let most = bound(&deficits, &resources, &limits).unwrap().unwrap();
        prop_assert!(most >= best - 1e-6, "the bound {most} is above {best}");
    }

    #[test]
    fn with_the_usual_effort_it_keeps_within_everything_and_is_never_worse_than_the_simple_rule((deficits, resources, limits) in problem(40)) {
        let found = select(&deficits, &resources, &limits, Effort::default()).unwrap();
        sound(&deficits, &resources, &limits, &found);
        let simple = greedily(&deficits, &resources, &limits).unwrap();
        sound(&deficits, &resources, &limits, &simple);
        prop_assert!(found.worth >= simple.worth - 1e-9);
        prop_assert_eq!(&found, &select(&deficits, &resources, &limits, Effort::default()).unwrap(), "the same twice");
    }
}

#[test]
fn the_reduction_costs_little() {
    let (mut lost, mut whole) = (0.0, 0.0);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let effort = |per_deficit| Effort { nodes: 20_000, time: std::time::Duration::from_secs(30), per_deficit };
    for _ in 0..60 {
        let (deficits, resources, limits) = problem(60).new_tree(&mut runner).unwrap().current();
        let all = select(&deficits, &resources, &limits, effort(1_000)).unwrap();
        let few = select(&deficits, &resources, &limits, effort(Effort::default().per_deficit)).unwrap();
        whole += all.worth;
        lost += all.worth - few.worth;
    }
    assert!(lost <= 0.005 * whole, "a dozen per deficit loses {lost} of {whole}");
}

const YEAR: Limits = Limits { hours: 72, from: 0, to: 365, lines: 8 };

#[test]
fn of_two_alike_the_one_that_helped_more_often_is_proposed_and_not_instead_of_a_better_one() {
    let taken = |resources: &[Resource]| select(&[Deficit { weight: 0.8, need: 3 }], resources, &YEAR, Effort::default()).unwrap().lines.iter().map(|line| line.resource).collect::<Vec<_>>();
    let helped = Resource { favour: 300, ..on(&[(0, 3)], 24) };
    assert_eq!(taken(&[on(&[(0, 3)], 24), helped.clone()]), [1]);
    assert_eq!(taken(&[on(&[(0, 3)], 8), helped.clone()]), [0], "sixteen hours less outweigh it");
    assert_eq!(taken(&[on(&[(0, 3)], 24), Resource { strengths: vec![(0, 1)], ..helped }]), [0], "what does more outweighs it");
}

fn on(strengths: &[(usize, u8)], hours: u32) -> Resource {
    Resource { hours, strengths: strengths.to_vec(), ..Resource::default() }
}

fn deficits(count: usize) -> Vec<Deficit> {
    vec![Deficit { weight: 0.8, need: 3 }; count]
}

#[test]
fn one_that_closes_two_at_once_is_preferred_and_says_so() {
    let found = select(&deficits(2), &[on(&[(0, 3)], 16), on(&[(1, 3)], 16), on(&[(0, 3), (1, 3)], 24)], &YEAR, Effort::default()).unwrap();
    assert_eq!(found.lines.len(), 1);
    assert_eq!(found.lines[0].resource, 2);
    assert_eq!(found.lines[0].reasons, [Reason::Serves(vec![0, 1]), Reason::BestOf(1), Reason::AnyTime]);
    assert_eq!((found.how, found.hours), (How::Optimal, 24));
}

#[test]
fn what_is_needed_before_comes_first_and_says_for_what() {
    let first = Resource { starts: Some(10), ends: Some(12), ..on(&[], 6) };
    let main = Resource { needs: vec![0], starts: Some(20), ends: Some(40), ..on(&[(0, 3)], 18) };
    let found = select(&deficits(1), &[first, main], &YEAR, Effort::default()).unwrap();
    assert_eq!(found.lines.iter().map(|line| line.resource).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(found.lines[0].reasons, [Reason::NeededBefore(vec![1]), Reason::FitsDates]);
    assert!(found.lines[1].reasons.contains(&Reason::OnlyOneFor(vec![0])));
}

#[test]
fn another_form_decides_between_equals() {
    let of = |deficit: usize, form: u16| Resource { form, ..on(&[(deficit, 3)], 8) };
    let found = select(&deficits(2), &[of(0, 1), of(1, 1), of(1, 2)], &YEAR, Effort::default()).unwrap();
    assert_eq!(found.lines.iter().map(|line| line.resource).collect::<Vec<_>>(), [0, 2]);
    assert!(found.lines.iter().all(|line| line.reasons.contains(&Reason::AnotherForm)));
}

#[test]
fn what_stays_without_says_why() {
    let why = |resources: &[Resource], limits: &Limits| select(&deficits(1), resources, limits, Effort::default()).unwrap().missing.first().map(|missing| missing.why);
    assert_eq!(why(&[], &YEAR), Some(Why::NoResource));
    assert_eq!(why(&[on(&[(0, 3)], 73)], &YEAR), Some(Why::Hours));
    assert_eq!(why(&[on(&[(0, 3)], 1)], &Limits { hours: 0, ..YEAR }), Some(Why::Hours));
    assert_eq!(why(&[on(&[(0, 3)], 1)], &Limits { lines: 0, ..YEAR }), Some(Why::Lines));
    assert_eq!(why(&[Resource { starts: Some(366), ..on(&[(0, 3)], 8) }], &YEAR), Some(Why::Dates));
    assert_eq!(why(&[Resource { seats: Some(0), ..on(&[(0, 3)], 8) }], &YEAR), Some(Why::NoSeats));
    assert_eq!(why(&[Resource { seats: Some(0), ..on(&[], 8) }, Resource { needs: vec![0], ..on(&[(0, 3)], 8) }], &YEAR), Some(Why::Prerequisite));
    let slight = [Deficit { weight: 0.001, need: 3 }];
    assert_eq!(select(&slight, &[on(&[(0, 3)], 8)], &YEAR, Effort::default()).unwrap().missing[0].why, Why::NotWorth);
    assert_eq!(why(&[on(&[(0, 1)], 8)], &YEAR), None, "touched is not left out");
}

#[test]
fn nothing_to_close_proposes_nothing() {
    let found = select(&[], &[on(&[], 8)], &YEAR, Effort::default()).unwrap();
    assert!(found.lines.is_empty() && found.missing.is_empty() && found.worth == 0.0);
}

//! The optimum is held against brute force on small instances and against its own certificate on larger ones.

use matching::{FAIRNESS, Pair, Problem, REQUIRED, Solved};
use proptest::prelude::*;

/// A small instance: places, and for each teacher the pairs and what being left costs.
#[derive(Debug, Clone)]
struct Small {
    capacities: Vec<u32>,
    teachers: Vec<(Vec<Pair>, i64)>,
}

impl Small {
    fn problem(&self) -> Problem {
        let mut problem = Problem::new(&self.capacities);
        for (pairs, unserved) in &self.teachers {
            let row = problem.row(pairs);
            problem.teacher(row, *unserved);
        }
        problem
    }

    /// Tries everything.
    fn least(&self) -> i64 {
        fn from(small: &Small, at: usize, loads: &mut Vec<u32>) -> i64 {
            let Some((pairs, unserved)) = small.teachers.get(at) else { return 0 };
            let mut least = unserved + from(small, at + 1, loads);
            for pair in pairs {
                let methodist = pair.methodist as usize;
                if loads[methodist] < small.capacities[methodist] {
                    loads[methodist] += 1;
                    let price = FAIRNESS * i64::from(loads[methodist]) / i64::from(small.capacities[methodist]);
                    least = least.min(i64::from(pair.cost) + price + from(small, at + 1, loads));
                    loads[methodist] -= 1;
                }
            }
            least
        }
        from(self, 0, &mut vec![0; self.capacities.len()])
    }
}

fn small() -> impl Strategy<Value = Small> {
    (1usize..5).prop_flat_map(|methodists| {
        let pairs = prop::collection::btree_map(0..methodists as u32, -5i32..40, 0..=methodists).prop_map(|pairs| pairs.into_iter().map(|(methodist, cost)| Pair::new(methodist, cost)).collect::<Vec<_>>());
        let teachers = prop::collection::vec((pairs, 20i64..80), 0..7);
        (prop::collection::vec(0u32..4, methodists), teachers).prop_map(|(capacities, teachers)| Small { capacities, teachers })
    })
}

/// As [`small`], of teachers who share a few rows of pairs: what a search skips must not be what it needs.
fn alike() -> impl Strategy<Value = Small> {
    (small(), prop::collection::vec((0usize..3, 0i64..30), 0..8)).prop_map(|(small, chosen)| {
        let rows: Vec<Vec<Pair>> = small.teachers.iter().map(|(pairs, _)| pairs.clone()).take(3).collect();
        let teachers = chosen.into_iter().filter_map(|(row, more)| Some((rows.get(row)?.clone(), 20 + more))).collect();
        Small { teachers, ..small }
    })
}

/// A change to an instance.
#[derive(Debug, Clone)]
enum Change {
    Capacity(usize, u32),
    Forbid(usize, u32),
    Add(Vec<Pair>, i64),
    Remove(usize),
    Pin(usize),
    Methodist(u32, Vec<(usize, i32)>),
}

fn change() -> impl Strategy<Value = Change> {
    let pairs = prop::collection::vec((0u32..4, -5i32..40), 0..4).prop_map(|pairs| pairs.into_iter().map(|(methodist, cost)| Pair::new(methodist, cost)).collect());
    prop_oneof![
        (0usize..4, 0u32..5).prop_map(|(methodist, places)| Change::Capacity(methodist, places)),
        (0usize..6, 0u32..4).prop_map(|(teacher, methodist)| Change::Forbid(teacher, methodist)),
        (pairs, 20i64..80).prop_map(|(pairs, unserved)| Change::Add(pairs, unserved)),
        (0usize..6).prop_map(Change::Remove),
        (0usize..6).prop_map(Change::Pin),
        (1u32..4, prop::collection::btree_map(0usize..6, -5i32..40, 0..4)).prop_map(|(places, wanted)| Change::Methodist(places, wanted.into_iter().collect())),
    ]
}

/// Makes the change to both; what the brute force should hold against is `small`.
fn make(small: &mut Small, solved: &mut Solved, change: Change) {
    let known = small.capacities.len();
    match change {
        Change::Capacity(methodist, places) if methodist < known => {
            small.capacities[methodist] = places;
            solved.set_capacity(methodist, places);
        }
        Change::Forbid(teacher, methodist) if teacher < small.teachers.len() => {
            small.teachers[teacher].0.retain(|pair| pair.methodist != methodist);
            solved.forbid(teacher, methodist);
        }
        Change::Add(pairs, unserved) => {
            let mut pairs: Vec<Pair> = pairs.into_iter().filter(|pair| (pair.methodist as usize) < known).collect();
            pairs.sort_by_key(|pair| (pair.methodist, pair.cost));
            pairs.dedup_by_key(|pair| pair.methodist);
            solved.add_teacher(&pairs, unserved);
            small.teachers.push((pairs, unserved));
        }
        Change::Remove(teacher) if teacher < small.teachers.len() => {
            small.teachers[teacher] = (Vec::new(), 0);
            solved.remove_teacher(teacher);
        }
        Change::Pin(teacher) if teacher < small.teachers.len() => {
            let Some(pair) = small.teachers[teacher].0.first().copied() else { return };
            small.teachers[teacher] = (vec![pair], REQUIRED);
            solved.pin(teacher, pair);
        }
        Change::Methodist(places, wanted) => {
            let wanted: Vec<(usize, i32)> = wanted.into_iter().filter(|(teacher, _)| *teacher < small.teachers.len() && !small.teachers[*teacher].0.is_empty()).collect();
            small.capacities.push(places);
            for (teacher, cost) in &wanted {
                small.teachers[*teacher].0.push(Pair::new(known as u32, *cost));
            }
            solved.add_methodist(places, &wanted);
        }
        Change::Capacity(..) | Change::Forbid(..) | Change::Remove(_) | Change::Pin(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn no_other_pairing_costs_less(small in small()) {
        let solved = small.problem().solve();
        prop_assert_eq!(solved.check(), Ok(()));
        prop_assert_eq!(solved.total(), small.least());
    }

    #[test]
    fn teachers_with_the_same_facts_are_no_exception(small in alike(), changes in prop::collection::vec(change(), 0..4)) {
        let mut small = small;
        let mut solved = small.problem().solve();
        prop_assert_eq!(solved.total(), small.least());
        for change in changes {
            make(&mut small, &mut solved, change);
            prop_assert_eq!(solved.check(), Ok(()));
        }
        prop_assert_eq!(solved.total(), small.least());
    }

    #[test]
    fn after_any_changes_the_optimum_is_that_of_a_new_beginning(small in small(), changes in prop::collection::vec(change(), 1..6)) {
        let mut small = small;
        let mut solved = small.problem().solve();
        for change in changes {
            let said = format!("{change:?}");
            make(&mut small, &mut solved, change);
            prop_assert_eq!(solved.check(), Ok(()), "{}", said);
            prop_assert_eq!(solved.total(), small.problem().solve().total(), "{}", said);
        }
        prop_assert_eq!(solved.total(), small.least());
    }
}

/// Chance without a crate: the same instance everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn larger(teachers: usize, methodists: u32, places: u64) -> Problem {
    let mut chance = Chance(7);
    let capacities: Vec<u32> = (0..methodists).map(|_| (places / 2 + chance.below(places)) as u32).collect();
    let mut problem = Problem::new(&capacities);
    for _ in 0..teachers {
        let mut pairs = Vec::new();
        for methodist in 0..methodists {
            if chance.below(8) == 0 {
                pairs.push(Pair::new(methodist, [0, 0, 4, 10, 14][chance.below(5) as usize]));
            }
        }
        let row = problem.row(&pairs);
        problem.teacher(row, 1000 + chance.below(100) as i64);
    }
    problem
}

#[test]
fn a_larger_instance_carries_its_proof_with_room_and_without() {
    for places in [14, 8] {
        let mut solved = larger(1200, 120, places).solve();
        assert_eq!(solved.check(), Ok(()));
        for methodist in [3, 50, 119] {
            solved.set_capacity(methodist, 0);
            assert_eq!(solved.check(), Ok(()), "methodist {methodist} fell ill");
        }
        for teacher in [0, 600, 1199] {
            let Some(methodist) = solved.methodist_of(teacher) else { continue };
            solved.forbid(teacher, methodist as u32);
            assert_eq!(solved.check(), Ok(()), "teacher {teacher}");
        }
    }
}

#[test]
fn the_same_problem_has_the_same_answer() {
    let answer = |solved: &Solved| (0..300).map(|teacher| solved.methodist_of(teacher)).collect::<Vec<_>>();
    assert_eq!(answer(&larger(300, 40, 8).solve()), answer(&larger(300, 40, 8).solve()));
}

#[test]
fn required_pairs_take_their_places_before_all_others_and_too_many_are_told() {
    let mut problem = Problem::new(&[1, 1]);
    let cheap = problem.row(&[Pair::new(0, 0)]);
    let left = problem.teacher(cheap, 1000);
    let pinned = problem.required(0, 35);
    assert!(problem.overfull().is_empty());
    let solved = problem.clone().solve();
    assert_eq!((solved.methodist_of(pinned), solved.methodist_of(left)), (Some(0), None));
    problem.required(0, 0);
    assert_eq!(problem.overfull(), [(0, 1)]);
}

#[test]
fn loads_are_fair_where_costs_do_not_object() {
    let mut problem = Problem::new(&[10, 20, 10]);
    let row = problem.row(&[Pair::new(0, 0), Pair::new(1, 0), Pair::new(2, 0)]);
    for _ in 0..20 {
        problem.teacher(row, 1000);
    }
    let solved = problem.solve();
    assert_eq!([0, 1, 2].map(|methodist| solved.load(methodist).0), [5, 10, 5]);
}

#[test]
fn what_else_there_was_and_what_one_more_would_bring_are_told() {
    let mut problem = Problem::new(&[2, 1, 5]);
    let physics = [Pair::new(0, 0), Pair::new(1, 10)];
    let row = problem.row(&physics);
    let teachers: Vec<usize> = (0..6).map(|_| problem.teacher(row, 1000)).collect();
    let solved = problem.solve();
    assert_eq!(solved.unserved().len(), 3);
    let wanted: Vec<(usize, i32)> = teachers.iter().map(|teacher| (*teacher, 0)).collect();
    assert_eq!(solved.one_more(2, &wanted), 2);
    assert_eq!(solved.one_more(9, &wanted), 3);
    let served = teachers.into_iter().find(|teacher| solved.methodist_of(*teacher) == Some(0)).unwrap();
    let others = solved.alternatives(served, &physics, 3);
    assert_eq!(others.iter().map(|other| other.methodist).collect::<Vec<_>>(), [1]);
    assert!(others[0].worse_by >= 0);
}

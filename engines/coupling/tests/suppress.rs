//! No hidden cell can be computed, and no more is hidden than need be.
#![allow(clippy::unwrap_used)]

mod draw;

use coupling::{
    share::Count,
    suppress::{Cell, Quantity, Reason, Rule, Shown, Table, attack, suppress, suppress_beside, suppress_totals_first},
};
use draw::Draw;
use proptest::prelude::*;

fn cell(below: i64, of: i64, teachers: u32) -> Cell {
    Cell { count: Count::new(below, of).unwrap(), teachers }
}

/// A region of municipalities of schools; every cell `(below, of, teachers)`.
fn region(columns: usize, municipalities: &[Vec<Vec<Cell>>]) -> Table {
    let mut table = Table::new(columns);
    let top = table.sum(None).unwrap();
    for schools in municipalities {
        let place = table.sum(Some(top)).unwrap();
        for cells in schools {
            table.leaf(Some(place), cells.clone()).unwrap();
        }
    }
    table
}

#[test]
fn the_rule_hides_few_pupils_few_teachers_and_counts_near_an_edge() {
    let why = |below, of, teachers| Rule::OUTSIDE.hides(cell(below, of, teachers));
    assert_eq!(why(4, 9, 3), Some(Reason::FewPupils));
    assert_eq!(why(4, 10, 2), Some(Reason::FewTeachers));
    for (below, of) in [(1, 29), (2, 29), (27, 29), (28, 29)] {
        assert_eq!(why(below, of, 3), Some(Reason::NearEdge), "{below} of {of}");
    }
    for (below, of) in [(0, 29), (3, 29), (26, 29), (29, 29), (1, 30), (29, 30), (0, 0)] {
        assert_eq!(why(below, of, 3), None, "{below} of {of}");
    }
    assert_eq!(Rule::SCHOOL.hides(cell(4, 24, 1)), None);
    assert!(Rule::OUTSIDE.shows(Count::new(4, 24).unwrap(), 3) && !Rule::OUTSIDE.shows(Count::new(0, 0).unwrap(), 3));
}

#[test]
fn one_small_cell_takes_three_more_with_it() {
    let big = || cell(20, 80, 5);
    let table = region(2, &[vec![vec![cell(3, 8, 3), big()], vec![big(), big()], vec![big(), big()]]]);
    let shown = suppress(&table, &Rule::OUTSIDE);
    assert_eq!(shown.shown(2, Some(0)), Shown::Hidden);
    let tally = shown.tally();
    assert_eq!((tally.cells, tally.primary, tally.complementary), (6, 1, 3));
    assert!(matches!(shown.shown(0, None), Shown::Value(count) if count.of() == 408));
    assert_eq!(attack(&table, &shown.mask()), []);
}

/// A large subject everywhere, and what one school alone has entered besides.
#[test]
fn a_class_of_one_school_does_not_blank_a_large_subject() {
    let (large, none) = (|| cell(400, 1_300, 40), Cell::default);
    for besides in [[cell(5, 24, 1), none()], [cell(5, 24, 1), cell(1, 5, 1)]] {
        let first = vec![vec![large(), besides[0], besides[1]], vec![large(), none(), none()]];
        let table = region(3, &[first, vec![vec![large(), none(), none()], vec![large(), none(), none()]]]);
        let shown = suppress_totals_first(&table, &Rule::OUTSIDE);
        assert!((0..table.rows()).all(|row| matches!(shown.shown(row, Some(0)), Shown::Value(_))), "the large subject stays everywhere");
        assert_eq!(shown.shown(0, Some(1)), Shown::Hidden);
        assert!(matches!(shown.shown(4, None), Shown::Value(_)), "another municipality keeps its total");
        // Two small ones may hide each other; one alone is what the total less the large subject would be.
        assert!(besides[1].count.of() > 0 || shown.shown(0, None) == Shown::Hidden);
        assert_eq!(attack(&table, &shown.mask()), []);
    }
}

#[test]
fn hiding_the_small_cell_alone_is_found_out() {
    let big = || cell(20, 80, 5);
    let table = region(2, &[vec![vec![cell(3, 8, 3), big()], vec![big(), big()]]]);
    let mut mask = vec![false; table.rows() * 3];
    mask[2 * 3] = true;
    let found = attack(&table, &mask);
    assert_eq!(found.len(), 3);
    assert!(found.iter().any(|one| one.quantity == Quantity::Below && (one.row, one.column, one.low, one.high) == (2, Some(0), 3, 3)));
}

#[test]
fn a_sum_that_leaves_nothing_to_guess_is_found_out() {
    // Two rows and two columns hidden, but nobody is below the minimum in them: every hidden number below is 0.
    let none = || cell(0, 20, 3);
    let table = region(2, &[vec![vec![none(), none()], vec![none(), none()]]]);
    let mut mask = vec![false; table.rows() * 3];
    for row in [2, 3] {
        mask[row * 3..row * 3 + 2].fill(true);
    }
    let found = attack(&table, &mask);
    assert_eq!(found.iter().filter(|one| one.quantity == Quantity::Below && one.high == 0).count(), 4);
    assert!(found.iter().all(|one| one.quantity == Quantity::Below));
}

#[test]
fn a_table_of_one_small_school_shows_nothing() {
    let table = region(2, &[vec![vec![cell(3, 8, 1), cell(2, 5, 1)]]]);
    let shown = suppress(&table, &Rule::OUTSIDE);
    for row in 0..3 {
        assert_eq!([shown.shown(row, Some(0)), shown.shown(row, Some(1)), shown.shown(row, None)], [Shown::Hidden; 3]);
    }
    assert_eq!(shown.tally().pupils_shown, 0.0);
    let empty = suppress(&Table::new(3), &Rule::OUTSIDE);
    assert_eq!((empty.tally().cells, empty.shown(0, None)), (0, Shown::Hidden));
}

#[test]
fn a_total_counts_the_teachers_that_are_known() {
    let mut table = Table::new(2);
    let leaf = table.leaf(None, vec![cell(10, 40, 2); 2]).unwrap();
    assert_eq!(suppress(&table, &Rule::OUTSIDE).why(leaf, None), Some(Reason::FewTeachers));
    table.know_teachers(leaf, None, 4).unwrap();
    let shown = suppress(&table, &Rule::OUTSIDE);
    assert_eq!([shown.why(leaf, Some(0)), shown.why(leaf, Some(1)), shown.why(leaf, None)], [Some(Reason::FewTeachers), Some(Reason::FewTeachers), None]);
    assert!(table.know_teachers(9, None, 1).is_err() && table.know_teachers(leaf, Some(3), 1).is_err());
}

#[test]
fn a_teacher_of_two_schools_is_one_behind_their_sum() {
    let mut table = region(1, &[vec![vec![cell(10, 40, 2)], vec![cell(10, 40, 2)]]]);
    assert_eq!(suppress(&table, &Rule::OUTSIDE).why(1, Some(0)), None);
    table.know_teachers(1, Some(0), 2).unwrap();
    assert_eq!(suppress(&table, &Rule::OUTSIDE).why(1, Some(0)), Some(Reason::FewTeachers));
}

#[test]
fn rows_must_fit() {
    let mut table = Table::new(2);
    assert!(table.leaf(None, vec![cell(1, 10, 3)]).is_err() && table.sum(Some(0)).is_err());
    let leaf = table.leaf(None, vec![cell(1, 10, 3); 2]).unwrap();
    assert!(table.sum(Some(leaf)).is_err() && table.leaf(Some(7), vec![cell(1, 10, 3); 2]).is_err());
}

/// The attack by plain linear algebra, knowing nothing of circulations: which hidden cells all equations of sums determine.
fn determined(table_rows: &[Option<usize>], columns: usize, values: &[bool], hidden: &[bool]) -> Vec<usize> {
    let wide = columns + 1;
    let unknown: Vec<usize> = (0..hidden.len()).filter(|at| hidden[*at] && values[*at]).collect();
    let place = |at: usize| unknown.iter().position(|other| *other == at);
    let mut equations: Vec<Vec<f64>> = Vec::new();
    let mut equation = |whole: usize, parts: Vec<usize>| {
        let mut line = vec![0.0; unknown.len()];
        parts.into_iter().filter_map(place).for_each(|at| line[at] += 1.0);
        if let Some(at) = place(whole) {
            line[at] -= 1.0;
        }
        equations.push(line);
    };
    for row in 0..table_rows.len() {
        equation(row * wide + columns, (0..columns).map(|column| row * wide + column).collect());
        let children: Vec<usize> = (0..table_rows.len()).filter(|other| table_rows[*other] == Some(row)).collect();
        if !children.is_empty() {
            (0..wide).for_each(|column| equation(row * wide + column, children.iter().map(|child| child * wide + column).collect()));
        }
    }
    // Reduced row echelon form; a cell is determined when its pivot's line has nothing else.
    let (mut at, mut lines) = (0, equations);
    let mut pivots = Vec::new();
    for column in 0..unknown.len() {
        let Some(best) = (at..lines.len()).max_by(|one, other| lines[*one][column].abs().total_cmp(&lines[*other][column].abs())) else { break };
        if lines[best][column].abs() < 1e-9 {
            continue;
        }
        lines.swap(at, best);
        let scale = lines[at][column];
        lines[at].iter_mut().for_each(|value| *value /= scale);
        let pivot = lines[at].clone();
        for (row, line) in lines.iter_mut().enumerate() {
            let by = line[column];
            if row != at && by != 0.0 {
                line.iter_mut().zip(&pivot).for_each(|(value, own)| *value -= by * own);
            }
        }
        pivots.push((at, column));
        at += 1;
    }
    pivots.into_iter().filter(|(row, column)| lines[*row].iter().enumerate().all(|(other, value)| other == *column || value.abs() < 1e-9)).map(|(_, column)| unknown[column]).collect()
}

fn small() -> impl Strategy<Value = (usize, Vec<Vec<Vec<Cell>>>)> {
    let one = prop_oneof![2 => Just((0_i64, 0_i64, 0_u32)), 3 => (0_i64..4, 1_i64..12, 1_u32..4), 5 => (0_i64..40, 10_i64..60, 1_u32..8)].prop_map(|(below, of, teachers)| cell(below.min(of), of, teachers));
    (1_usize..5).prop_flat_map(move |columns| {
        let school = proptest::collection::vec(one.clone(), columns);
        (Just(columns), proptest::collection::vec(proptest::collection::vec(school, 1..5), 1..4))
    })
}

fn parents(municipalities: &[Vec<Vec<Cell>>]) -> Vec<Option<usize>> {
    let mut parents = vec![None];
    for schools in municipalities {
        let place = parents.len();
        parents.push(Some(0));
        parents.extend(schools.iter().map(|_| Some(place)));
    }
    parents
}

/// Which cells have anybody in them: an empty one is known.
fn living(columns: usize, municipalities: &[Vec<Vec<Cell>>]) -> Vec<bool> {
    let parents = parents(municipalities);
    let wide = columns + 1;
    let mut living = vec![false; parents.len() * wide];
    let mut row = 1;
    for schools in municipalities {
        row += 1;
        for cells in schools {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.count.of() > 0) {
                let _ = cell;
                let mut at = Some(row);
                while let Some(own) = at {
                    living[own * wide + column] = true;
                    living[own * wide + columns] = true;
                    at = parents[own];
                }
            }
            row += 1;
        }
    }
    living
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_suppression_no_attack_finds_anything((columns, municipalities) in small(), outside: bool, totals_first: bool) {
        let table = region(columns, &municipalities);
        let rule = if outside { Rule::OUTSIDE } else { Rule::SCHOOL };
        let shown = if totals_first { suppress_totals_first(&table, &rule) } else { suppress(&table, &rule) };
        let mask = shown.mask();
        prop_assert_eq!(attack(&table, &mask), vec![]);
        prop_assert_eq!(determined(&parents(&municipalities), columns, &living(columns, &municipalities), &mask), Vec::<usize>::new());
        for row in 0..table.rows() {
            for column in (0..columns).map(Some).chain([None]) {
                if let Shown::Value(count) = shown.shown(row, column) {
                    prop_assert!(count.of() >= rule.pupils, "{row} {column:?}");
                }
            }
        }
    }

    #[test]
    fn whatever_is_hidden_the_attack_finds_what_linear_algebra_finds((columns, municipalities) in small(), hide in proptest::collection::vec(any::<bool>(), 100)) {
        let table = region(columns, &municipalities);
        let wide = columns + 1;
        let living = living(columns, &municipalities);
        let mask: Vec<bool> = (0..table.rows() * wide).map(|at| living[at] && hide[at % hide.len()]).collect();
        let mut exact: Vec<usize> = attack(&table, &mask).iter().filter(|one| one.quantity == Quantity::Pupils && one.low == one.high).map(|one| one.row * wide + one.column.unwrap_or(columns)).collect();
        exact.sort_unstable();
        let mut plain = determined(&parents(&municipalities), columns, &living, &mask);
        plain.sort_unstable();
        // No cell with pupils is at its bound 0, so not below 0 adds nothing to the equations.
        prop_assert_eq!(exact, plain);
    }
}

/// Places by years of study: people, whose totals are told or hidden on another page.
fn beside() -> impl Strategy<Value = (Vec<Vec<Cell>>, Vec<Option<bool>>)> {
    let people = prop_oneof![2 => Just(0_i64), 3 => 1_i64..6, 4 => 5_i64..40].prop_map(Cell::people);
    proptest::collection::vec((proptest::collection::vec(people, 4), proptest::option::of(any::<bool>())), 1..7).prop_map(|rows| rows.into_iter().unzip())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn beside_totals_of_another_page_nothing_is_found_either((places, told) in beside(), top in proptest::option::of(Just(true))) {
        let mut table = Table::new(4);
        let region = table.sum(None).unwrap();
        for cells in &places {
            table.leaf(Some(region), cells.clone()).unwrap();
        }
        let people = |at: usize| places[at - 1].iter().map(|cell| cell.count.of()).sum::<u32>();
        // A few people are told nowhere.
        let told = |row: usize| if row == 0 { top } else { told[row - 1].map(|is_told| is_told && people(row) >= Rule::PEOPLE.pupils) };
        if let Some(shown) = suppress_beside(&table, &Rule::PEOPLE, told) {
            prop_assert_eq!(attack(&table, &shown.mask()), vec![]);
            for row in 0..table.rows() {
                match told(row) {
                    Some(true) => prop_assert!(shown.shown(row, None) != Shown::Hidden),
                    Some(false) if people(row) > 0 => prop_assert_eq!(shown.shown(row, None), Shown::Hidden),
                    Some(false) | None => {}
                }
                for column in 0..4 {
                    if let Shown::Value(count) = shown.shown(row, Some(column)) {
                        prop_assert!(count.of() >= Rule::PEOPLE.pupils);
                    }
                }
            }
        }
    }
}

#[test]
fn a_region_by_years_of_study_is_told_beside_its_totals() {
    let mut table = Table::new(4);
    let region = table.sum(None).unwrap();
    let rows: Vec<usize> = [[40, 90, 30, 12], [8, 20, 3, 0], [15, 31, 9, 6], [2, 11, 0, 7], [22, 60, 14, 20]].map(|cells| table.leaf(Some(region), cells.map(Cell::people).to_vec()).unwrap()).to_vec();
    let shown = suppress_beside(&table, &Rule::PEOPLE, |_| Some(true)).unwrap();
    assert!(attack(&table, &shown.mask()).is_empty());
    assert_eq!([shown.shown(rows[1], Some(2)), shown.shown(rows[3], Some(0))], [Shown::Hidden; 2]);
    assert!(shown.tally().pupils_shown > 0.6, "{:?}", shown.tally());
    assert!(rows.iter().all(|row| matches!(shown.shown(*row, None), Shown::Value(_))), "totals stand elsewhere and stay");
    let alone = {
        let mut table = Table::new(2);
        table.leaf(None, vec![Cell::people(3), Cell::people(30)]).unwrap();
        table
    };
    assert_eq!(suppress_beside(&alone, &Rule::PEOPLE, |_| Some(true)).map(|shown| shown.shown(0, Some(0))), Some(Shown::Hidden), "its two cells hide each other");
}

/// Two by two in one place: all tables with the same published sums, counted out.
#[test]
fn bounds_are_those_of_all_tables_there_could_be() {
    let mut draw = Draw::seed(5);
    for _ in 0..300 {
        let values: Vec<i64> = (0..6).map(|_| draw.below(6) as i64).collect();
        let schools: Vec<Vec<Cell>> = values.chunks(2).map(|pair| pair.iter().map(|below| cell(*below, 50, 3)).collect()).collect();
        let table = region(2, &[schools]);
        let mut mask = vec![false; table.rows() * 3];
        (2..5).for_each(|row| mask[row * 3..row * 3 + 2].fill(true));
        let found = attack(&table, &mask);
        let rows: Vec<i64> = values.chunks(2).map(|pair| pair[0] + pair[1]).collect();
        let first: i64 = values.iter().step_by(2).sum();
        let mut bounds = [(i64::MAX, i64::MIN); 3];
        for a in 0..=rows[0] {
            for b in 0..=rows[1] {
                let c = first - a - b;
                if (0..=rows[2]).contains(&c) {
                    [a, b, c].iter().zip(&mut bounds).for_each(|(value, bound)| *bound = (bound.0.min(*value), bound.1.max(*value)));
                }
            }
        }
        for (at, (low, high)) in bounds.into_iter().enumerate() {
            let value = values[2 * at];
            let told = found.iter().find(|one| one.quantity == Quantity::Below && (one.row, one.column) == (2 + at, Some(0)));
            let close = value - low <= 2 && high - value <= 2;
            assert_eq!(told.map(|one| (i64::from(one.low), i64::from(one.high))), close.then_some((low, high)), "{values:?} {at}");
        }
    }
}

/// The region of the reference: 370 schools in 19 municipalities, 25 subjects of which a small school has few teachers.
fn large() -> Table {
    let mut draw = Draw::seed(3);
    let mut table = Table::new(25);
    let top = table.sum(None).unwrap();
    let places: Vec<usize> = (0..19).map(|_| table.sum(Some(top)).unwrap()).collect();
    for school in 0..370 {
        let place = places[(draw.even().powi(2) * 19.0) as usize];
        let size = 30.0 + 900.0 * draw.even().powi(2);
        let cells = (0..25).map(|subject| {
            let taken = if school == 0 || draw.even() < 0.3 + 0.7 * (size / 930.0) { 1.0 / f64::from(1 + subject / 5) } else { 0.0 };
            let of = (size * 0.6 * taken * draw.even()) as i64;
            let share = draw.beta(3.0, 9.0);
            cell(draw.binomial(of, share), of, (of as u32).div_ceil(25))
        });
        table.leaf(Some(place), cells.collect()).unwrap();
    }
    table
}

#[test]
fn a_whole_region_is_safe_and_most_of_it_is_shown() {
    let table = large();
    for rule in [Rule::SCHOOL, Rule::OUTSIDE] {
        let started = std::time::Instant::now();
        let shown = suppress(&table, &rule);
        println!("{:?} in {:?}", shown.tally(), started.elapsed());
        assert!(attack(&table, &shown.mask()).is_empty());
        assert!(shown.tally().pupils_shown > if rule == Rule::SCHOOL { 0.9 } else { 0.7 });
        assert!(matches!(shown.shown(0, None), Shown::Value(_)));
    }
}

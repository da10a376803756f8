//! LSAT section 6 (Bock & Lieberman 1970; 1,000 persons, five items, 30 patterns): figures published many times over, so they are here and this always runs.

use super::known::close;
use psychometrics::{
    Responses,
    calibrate::{Calibration, Model, Plan, calibrate},
};

const PATTERNS: [(&str, u16); 30] = [
    ("00000", 3),
    ("00001", 6),
    ("00010", 2),
    ("00011", 11),
    ("00100", 1),
    ("00101", 1),
    ("00110", 3),
    ("00111", 4),
    ("01000", 1),
    ("01001", 8),
    ("01011", 16),
    ("01101", 3),
    ("01110", 2),
    ("01111", 15),
    ("10000", 10),
    ("10001", 29),
    ("10010", 14),
    ("10011", 81),
    ("10100", 3),
    ("10101", 28),
    ("10110", 15),
    ("10111", 80),
    ("11000", 16),
    ("11001", 56),
    ("11010", 21),
    ("11011", 173),
    ("11100", 11),
    ("11101", 61),
    ("11110", 28),
    ("11111", 298),
];

fn row(pattern: &str) -> Vec<Option<u8>> {
    pattern.bytes().map(|digit| Some(digit - b'0')).collect()
}

/// One row per pattern, weighted.
pub fn patterns() -> Responses {
    let rows: Vec<_> = PATTERNS.iter().map(|(pattern, _)| row(pattern)).collect();
    Responses::from_rows(&rows).unwrap().weighted(PATTERNS.iter().map(|(_, count)| f64::from(*count)).collect()).unwrap()
}

/// One row per person.
pub fn persons() -> Responses {
    let rows: Vec<_> = PATTERNS.iter().flat_map(|(pattern, count)| std::iter::repeat_n(row(pattern), usize::from(*count))).collect();
    Responses::from_rows(&rows).unwrap()
}

fn check_2pl(calibration: &Calibration) {
    let known = [
        (0.825_66, 2.773_234, 0.258_115, 0.205_744),
        (0.722_744, 0.990_201, 0.186_68, 0.090_019),
        (0.890_875, 0.249_148, 0.232_764, 0.076_273),
        (0.688_368, 1.284_757, 0.185_143, 0.099_038),
        (0.656_856, 2.053_27, 0.209_909, 0.135_359),
    ];
    assert!(calibration.converged);
    close("log-likelihood", calibration.loglik, -2466.653377, 1e-4);
    for (found, (a, d, se_a, se_d)) in calibration.items.iter().zip(known) {
        close("a", found.item.slope, a, 1e-4);
        close("d", found.item.intercepts[0], d, 1e-4);
        close("SE of a", found.slope_error.unwrap(), se_a, 2e-4);
        close("SE of d", found.intercept_errors[0].unwrap(), se_d, 2e-4);
        assert_eq!(found.flags, []);
    }
}

#[test]
fn two_parameters_as_published_from_persons_and_from_patterns() {
    let from_persons = calibrate(&persons(), &Plan::new(Model::TwoParameter)).unwrap();
    check_2pl(&from_persons);
    let from_patterns = calibrate(&patterns(), &Plan::new(Model::TwoParameter)).unwrap();
    check_2pl(&from_patterns);
    println!("iterations: {} and {}, nodes {}", from_persons.iterations, from_patterns.iterations, from_persons.nodes);
    close("AIC", from_persons.aic(), 4953.306755, 1e-3);
    close("BIC", from_patterns.bic(), 5002.384308, 1e-3);
}

#[test]
fn rasch_as_published_with_the_variance_free() {
    let calibration = calibrate(&persons(), &Plan::new(Model::Rasch)).unwrap();
    let known = [(2.730_017, 0.130_441), (0.998_608, 0.079_177), (0.239_854, 0.071_775), (1.306_454, 0.084_638), (2.099_407, 0.105_445)];
    for (found, (d, se_d)) in calibration.items.iter().zip(known) {
        assert_eq!((found.item.slope, found.slope_error), (1.0, None));
        close("d", found.item.intercepts[0], d, 1e-4);
        close("SE of d", found.intercept_errors[0].unwrap(), se_d, 2e-4);
    }
    let group = &calibration.groups[0];
    assert_eq!((group.mean, group.mean_error), (0.0, None));
    close("variance", group.variance, 0.570_237, 1e-4);
    close("SE of the variance", group.variance_error.unwrap(), 0.104_864, 2e-4);
    close("log-likelihood", calibration.loglik, -2466.9376, 1e-4);
    assert_eq!(calibration.parameters, 6);
}

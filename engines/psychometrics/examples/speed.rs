//! Times a calibration: `speed FILE PERSONS ITEMS MODEL [errors] [dense]`, the file being a byte per answer, person by person, 255 for none.
//!
//! Prints a row of JSON: processor seconds of this thread for the calibration alone (from answers in memory to parameters), the same for standard errors,
//! peak memory of the whole process, parameters; with `dense` the log-likelihood at the top found on 161 nodes over ±8. Used by `scripts/bench-measure`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for the bench: whatever is wrong with its input may stop it")]

use psychometrics::{
    Responses,
    calibrate::{Model, Plan, Quadrature, StandardErrors, calibrate},
};
use std::time::Instant;

/// Seconds this thread has been on a processor.
fn on_processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn peak_megabytes() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1024.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, persons, items, model, rest @ ..] = arguments.as_slice() else { panic!("speed FILE PERSONS ITEMS MODEL [errors] [dense]") };
    let model = match model.as_str() {
        "rasch" => Model::Rasch,
        "2pl" => Model::TwoParameter,
        "pcm" => Model::PartialCredit,
        "gpcm" => Model::GeneralizedPartialCredit,
        "grm" => Model::Graded,
        other => panic!("no model {other}"),
    };
    let bytes = std::fs::read(file).expect("the answers");
    let (clock, start) = (Instant::now(), on_processor());
    let responses = Responses::from_bytes(persons.parse().unwrap(), items.parse().unwrap(), bytes).expect("answers");
    let standard_errors = if rest.iter().any(|word| word == "errors") { StandardErrors::Observed } else { StandardErrors::Skip };
    let found = calibrate(&responses, &Plan { standard_errors, ..Plan::new(model) }).expect("a calibration");
    let (seconds, wall, memory) = (on_processor() - start, clock.elapsed().as_secs_f64(), peak_megabytes());
    let known: Vec<_> = found.items.iter().map(|item| item.item.clone()).collect();
    let dense = if rest.iter().any(|word| word == "dense") {
        let quadrature = Quadrature::Even { nodes: 161, reach: 8.0 };
        let plan = Plan { standard_errors: StandardErrors::Skip, quadrature, tolerance: 1e-9, ..Plan::new(model) };
        calibrate(&responses, &plan).expect("a calibration").loglik
    } else {
        f64::NAN
    };
    let row = serde_json::json!({
        "cpu": seconds, "wall": wall, "mb": memory, "loglik": found.loglik, "loglik_161": if dense.is_nan() { None } else { Some(dense) },
        "passes": found.iterations, "nodes": found.nodes, "converged": found.converged,
        "a": known.iter().map(|item| item.slope).collect::<Vec<_>>(),
        "d": known.iter().map(|item| item.intercepts[0]).collect::<Vec<_>>(),
    });
    println!("{row}");
}

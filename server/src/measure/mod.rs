//! `metodaktiv measure …`: the engine of measurement for whoever has a table of answers; no database, nothing kept.

pub mod answers;
pub mod calibrate;

use crate::say;
use clap::Subcommand;
use std::process::ExitCode;

/// One job each, in a file of its own: arguments and `run`, which gives the text to print.
#[derive(Subcommand)]
pub enum Measure {
    /// Откалибровать задания по таблице ответов: трудность, крутизна, погрешности
    Calibrate(calibrate::Arguments),
}

/// Does the job and prints what came out.
///
/// # Errors
/// In Russian, with the place in the file.
pub fn run(job: &Measure) -> anyhow::Result<ExitCode> {
    let text = match job {
        Measure::Calibrate(arguments) => calibrate::run(arguments)?,
    };
    say::line(&text);
    Ok(ExitCode::SUCCESS)
}

//! `metodaktiv measure …`: the engine of measurement for whoever has a table of answers; no database, nothing kept.

pub mod agree;
pub mod answers;
pub mod calibrate;
pub mod ctt;
pub mod dif;
pub mod link;
mod parameters;
pub mod score;
mod words;

use crate::say;
use clap::Subcommand;
use std::process::ExitCode;

/// One job each, in a file of its own: arguments and `run`, which gives the text to print.
#[derive(Subcommand)]
pub enum Measure {
    /// Откалибровать задания по таблице ответов: трудность, крутизна, погрешности
    Calibrate(calibrate::Arguments),
    /// Классическая статистика: доля верных, связь с остальными, надёжность
    Ctt(ctt::Arguments),
    /// Оценить уровень каждого человека с погрешностью
    Score(score::Arguments),
    /// Найти задания, которые работают по-разному в двух группах
    Dif(dif::Arguments),
    /// Связать две формы по общим заданиям: одна шкала
    Link(link::Arguments),
    /// Согласие экспертов и их строгость
    Agree(agree::Arguments),
}

/// Does the job and prints what came out.
///
/// # Errors
/// In Russian, with the place in the file.
pub fn run(job: &Measure) -> anyhow::Result<ExitCode> {
    let text = match job {
        Measure::Calibrate(arguments) => calibrate::run(arguments)?,
        Measure::Ctt(arguments) => ctt::run(arguments)?,
        Measure::Score(arguments) => score::run(arguments)?,
        Measure::Dif(arguments) => dif::run(arguments)?,
        Measure::Link(arguments) => link::run(arguments)?,
        Measure::Agree(arguments) => agree::run(arguments)?,
    };
    say::line(&text);
    Ok(ExitCode::SUCCESS)
}

//! `measure ctt`: classical statistics of a form.

use super::{
    answers,
    words::{number, refusal, width},
};
use anyhow::anyhow;
use clap::Args;
use psychometrics::classical::{ItemStatistics, Limits, Reliability, Warning, items, reliability, seen_largest};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Таблица CSV: строка на человека, столбец на задание, пустая клетка — нет ответа
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Столбец, который не задание (можно повторить)
    #[arg(long, value_name = "СТОЛБЕЦ")]
    skip: Vec<String>,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

/// Counts and tells.
///
/// # Errors
/// In Russian: a file that can't be read, answers that can't be counted.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let skip: Vec<&str> = arguments.skip.iter().map(String::as_str).collect();
    let answers = answers::read(&arguments.file, &skip)?;
    let each = items(&answers.responses, &seen_largest(&answers.responses), Limits::default()).map_err(|error| anyhow!(refusal(&error)))?;
    let whole = reliability(&answers.responses);
    if arguments.json { Ok(serde_json::to_string_pretty(&in_json(&answers.items, &each, whole.as_ref().ok()))?) } else { Ok(in_words(&answers.items, &each, &whole)) }
}

fn in_json(names: &[String], each: &[ItemStatistics], whole: Option<&Reliability>) -> Value {
    let factor = whole.and_then(|whole| whole.factor.as_ref());
    let item = |(at, (name, item)): (usize, (&String, &ItemStatistics))| {
        json!({
            "name": name, "answered": item.answered, "mean": item.mean, "sd": item.sd, "p": item.share,
            "item_total_r": item.total_r, "item_rest_r": item.rest_r,
            "alpha_if_dropped": whole.and_then(|whole| whole.alpha_if_dropped[at]),
            "loading": factor.map(|factor| factor.loadings[at]), "residual": factor.map(|factor| factor.residuals[at]),
            "flags": item.warnings.iter().map(|warning| code(*warning)).collect::<Vec<_>>(),
        })
    };
    json!({
        "items": names.iter().zip(each).enumerate().map(item).collect::<Vec<_>>(),
        "persons": whole.map(|whole| whole.people),
        "mean_total": whole.map(|whole| whole.mean), "sd_total": whole.map(|whole| whole.sd),
        "alpha": whole.map(|whole| whole.alpha), "alpha_standardised": whole.and_then(|whole| whole.standardised_alpha),
        "omega": factor.map(|factor| factor.omega), "lambda6": whole.and_then(|whole| whole.lambda6), "sem": whole.and_then(|whole| whole.sem),
    })
}

fn code(warning: Warning) -> &'static str {
    match warning {
        Warning::NobodyAnswered => "nobody_answered",
        Warning::NoVariation => "no_variation",
        Warning::TooHard => "too_hard",
        Warning::TooEasy => "too_easy",
        Warning::WeakDiscrimination => "weak_discrimination",
    }
}

fn told(warning: Warning) -> &'static str {
    match warning {
        Warning::NobodyAnswered => "никто не ответил",
        Warning::NoVariation => "у всех один балл",
        Warning::TooHard => "слишком трудное",
        Warning::TooEasy => "слишком лёгкое",
        Warning::WeakDiscrimination => "слабо связано с остальными: проверьте ключ и формулировку",
    }
}

fn in_words(names: &[String], each: &[ItemStatistics], whole: &Result<Reliability, psychometrics::Error>) -> String {
    let wide = width(names.iter(), 7);
    let mut text = format!("{:<wide$}  {:>8} {:>9} {:>9} {:>11}\n", "задание", "ответили", "доля", "связь", "α без него");
    for (at, (name, item)) in names.iter().zip(each).enumerate() {
        let dropped = whole.as_ref().ok().and_then(|whole| whole.alpha_if_dropped[at]);
        let _ = write!(text, "{name:<wide$}  {:>8} {:>9} {:>9} {:>11}", item.answered, number(item.share, 3), number(item.rest_r, 3), number(dropped, 3));
        let doubts: Vec<&str> = item.warnings.iter().map(|warning| told(*warning)).collect();
        let _ = writeln!(text, "{}", if doubts.is_empty() { String::new() } else { format!("   ! {}", doubts.join("; ")) });
    }
    match whole {
        Ok(whole) => {
            let omega = whole.factor.as_ref().map(|factor| factor.omega);
            let _ = write!(text, "\nЛюдей без пропусков {}: сумма {:.3} ± {:.3}; α {:.3}, ω {}; погрешность измерения {}", whole.people, whole.mean, whole.sd, whole.alpha, number(omega, 3), number(whole.sem, 3));
        }
        Err(error) => {
            let _ = write!(text, "\nНадёжность не посчитана. {}", refusal(error));
        }
    }
    text
}

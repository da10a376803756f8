//! `measure agree`: do raters agree, and are they equally strict?

use super::{
    answers::{self, Answers},
    words::{number, refusal, width},
};
use anyhow::bail;
use clap::Args;
use psychometrics::agree::{Kappa, Rating, Severities, Weights, severities, weighted_kappa};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Таблица CSV: строка на объект (урок, ответ), столбец на эксперта, в клетке его балл, пусто — не оценивал
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Столбец с отрезком времени (месяц, четверть): показать, меняется ли строгость
    #[arg(long, value_name = "СТОЛБЕЦ")]
    window: Option<String>,
    /// Столбец, который не эксперт (можно повторить)
    #[arg(long, value_name = "СТОЛБЕЦ")]
    skip: Vec<String>,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

/// Two raters.
struct Pair {
    raters: (usize, usize),
    plain: Result<Kappa, psychometrics::Error>,
    linear: Result<Kappa, psychometrics::Error>,
    quadratic: Result<Kappa, psychometrics::Error>,
}

/// Compares and tells.
///
/// # Errors
/// In Russian: a file that can't be read, fewer than two raters.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let labels: Vec<&str> = arguments.window.iter().chain(&arguments.skip).map(String::as_str).collect();
    let answers = answers::read(&arguments.file, &labels)?;
    if answers.items.len() < 2 {
        bail!("Экспертов {}, а сравнивать можно двоих и больше", answers.items.len());
    }
    let windows = windows(&answers, arguments.window.is_some());
    let pairs = pairs(&answers);
    let strict = severities(&ratings(&answers, &windows.1));
    if arguments.json { Ok(serde_json::to_string_pretty(&in_json(&answers.items, &windows.0, &pairs, strict.as_ref().ok()))?) } else { Ok(in_words(&answers.items, &windows.0, &pairs, &strict)) }
}

/// Names of the windows in their order, and each row's number among them.
fn windows(answers: &Answers, given: bool) -> (Vec<String>, Vec<usize>) {
    let Some(labels) = answers.labels.first().filter(|_| given) else { return (Vec::new(), vec![0; answers.responses.persons()]) };
    let mut names = labels.clone();
    names.sort();
    names.dedup();
    let numbers = labels.iter().map(|label| names.binary_search(label).unwrap_or(0)).collect();
    (names, numbers)
}

fn ratings(answers: &Answers, windows: &[usize]) -> Vec<Rating> {
    let of_object = |(object, window): (usize, &usize)| {
        let (object, window) = (object, *window);
        (0..answers.items.len()).filter_map(move |rater| Some(Rating { rater, object, score: f64::from(answers.responses.score(object, rater)?), window })).collect::<Vec<_>>()
    };
    windows.iter().enumerate().flat_map(of_object).collect()
}

fn pairs(answers: &Answers) -> Vec<Pair> {
    let responses = &answers.responses;
    let scores = || (0..answers.items.len()).filter_map(|rater| responses.range(rater));
    let lowest = scores().map(|range| range.0).min().unwrap_or(0);
    let categories = usize::from(scores().map(|range| range.1).max().unwrap_or(0) - lowest) + 1;
    let pair = |(one, other): (usize, usize)| {
        let both: Vec<(usize, usize)> = (0..responses.persons()).filter_map(|object| Some((usize::from(responses.score(object, one)? - lowest), usize::from(responses.score(object, other)? - lowest)))).collect();
        let kappa = |weights| weighted_kappa(&both, categories, weights);
        Pair { raters: (one, other), plain: kappa(Weights::None), linear: kappa(Weights::Linear), quadratic: kappa(Weights::Quadratic) }
    };
    (0..answers.items.len()).flat_map(|one| (one + 1..answers.items.len()).map(move |other| (one, other))).map(pair).collect()
}

fn in_json(names: &[String], windows: &[String], pairs: &[Pair], strict: Option<&Severities>) -> Value {
    let kappa = |found: &Result<Kappa, psychometrics::Error>| found.as_ref().ok().map(|found| json!({ "kappa": found.kappa, "se": found.se }));
    let pair = |pair: &Pair| {
        let some = pair.quadratic.as_ref().ok();
        json!({
            "first": names[pair.raters.0], "second": names[pair.raters.1], "objects": some.map(|found| found.objects),
            "exact": some.map(|found| found.exact), "adjacent": some.map(|found| found.adjacent), "shift": some.map(|found| found.shift),
            "unweighted": kappa(&pair.plain), "linear": kappa(&pair.linear), "quadratic": kappa(&pair.quadratic),
            "error": pair.quadratic.as_ref().err().map(ToString::to_string),
        })
    };
    let rater = |one: &psychometrics::agree::Severity| {
        let window = |window: &psychometrics::agree::Window| json!({ "window": windows.get(window.window), "ratings": window.ratings, "generosity": window.generosity, "se": window.se });
        json!({
            "name": names[one.rater], "ratings": one.ratings, "generosity": one.generosity, "se": one.se, "circle": one.circle,
            "windows": one.windows.iter().map(window).collect::<Vec<_>>(),
            "drift": one.drift.map(|drift| json!({ "change": drift.change, "se": drift.se, "z": drift.z })),
        })
    };
    json!({
        "pairs": pairs.iter().map(pair).collect::<Vec<_>>(),
        "raters": strict.map(|strict| strict.raters.iter().map(rater).collect::<Vec<_>>()),
        "residual_sd": strict.map(|strict| strict.residual_sd),
    })
}

fn in_words(names: &[String], windows: &[String], pairs: &[Pair], strict: &Result<Severities, psychometrics::Error>) -> String {
    let wide = width(names.iter(), 7);
    let mut text = format!("{:<wide$}  {:<wide$}  {:>8} {:>9} {:>14} {:>14}\n", "эксперт", "эксперт", "объектов", "одинаково", "κ линейная", "κ квадратичная");
    for pair in pairs {
        let (one, other) = (&names[pair.raters.0], &names[pair.raters.1]);
        let _ = match (&pair.linear, &pair.quadratic) {
            (Ok(linear), Ok(square)) => {
                let with_error = |kappa: &Kappa| format!("{:.3} ± {:.3}", kappa.kappa, kappa.se);
                writeln!(text, "{one:<wide$}  {other:<wide$}  {:>8} {:>8.0}% {:>14} {:>14}", linear.objects, linear.exact * 100.0, with_error(linear), with_error(square))
            }
            (Err(error), _) | (_, Err(error)) => writeln!(text, "{one:<wide$}  {other:<wide$}  {}", refusal(error)),
        };
    }
    match strict {
        Ok(strict) => {
            let _ = writeln!(text, "\n{:<wide$}  {:>8} {:>11} {:>7}  изменение строгости", "эксперт", "оценок", "щедрость", "±");
            for one in &strict.raters {
                let drift = one.drift.filter(|_| windows.len() > 1).map_or_else(|| "—".to_owned(), |drift| format!("{:+.2} (z {})", drift.change, number(drift.z, 1)));
                let _ = writeln!(text, "{:<wide$}  {:>8} {:>+11.3} {:>7.3}  {drift}", names[one.rater], one.ratings, one.generosity, one.se);
            }
            text.push_str("Щедрость: насколько выше среднего эксперта оценивает то же самое; меньше нуля — строже.");
        }
        Err(error) => {
            let _ = write!(text, "\nСтрогость не посчитана. {}", refusal(error));
        }
    }
    text
}

//! `measure link`: two forms on one scale by the items they share.

use super::{
    parameters::{self, Named},
    words::{number, refusal, width},
};
use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use psychometrics::{
    Item,
    link::{Covariances, Drift, Limits, Link, Method, Nodes, Screened, link, screen},
};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Параметры первой формы: JSON от measure calibrate или CSV «имя, d, a»
    #[arg(value_name = "ПЕРВАЯ")]
    first: PathBuf,
    /// Параметры второй формы, на шкалу которой переходим
    #[arg(value_name = "ВТОРАЯ")]
    second: PathBuf,
    /// Где сравнивать кривые: normal — как люди по N(0, 1), even — ровно от −4 до 4
    #[arg(long, value_name = "ВИД", default_value = "normal")]
    nodes: Where,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Where {
    Normal,
    Even,
}

const METHODS: [(&str, Method); 5] = [("mean-mean", Method::MeanMean), ("mean-sigma", Method::MeanSigma), ("mean-gmean", Method::MeanGmean), ("Haebara", Method::Haebara), ("Stocking-Lord", Method::StockingLord)];

/// Links by every method and tells; drift is judged by Stocking and Lord's.
///
/// # Errors
/// In Russian: files that can't be read, forms without common items.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let (one, other) = (parameters::read(&arguments.first)?, parameters::read(&arguments.second)?);
    let shared: Vec<(&Named, &Named)> = one.items.iter().filter_map(|named| Some((named, other.find(&named.name)?))).collect();
    if shared.is_empty() {
        bail!("У форм нет общих заданий: имена должны совпадать");
    }
    let (first, second): (Vec<Item>, Vec<Item>) = shared.iter().map(|(one, other)| (one.item.clone(), other.item.clone())).unzip();
    let nodes = match arguments.nodes {
        Where::Normal => Nodes::default(),
        Where::Even => Nodes::even(-4.0, 4.0, 40),
    };
    let covariances = diagonal(shared.iter().map(|(one, _)| *one)).zip(diagonal(shared.iter().map(|(_, other)| *other)));
    let known = covariances.as_ref().map(|(first, second)| Covariances { first, second });
    let links = METHODS.map(|(name, method)| (name, link(&first, &second, method, &nodes, known)));
    let screened = screen(&first, &second, Method::StockingLord, &nodes, Limits::default());
    let names: Vec<String> = shared.iter().map(|(one, _)| one.name.clone()).collect();
    if links.iter().all(|(_, found)| found.is_err())
        && let Some((_, Err(error))) = links.last()
    {
        return Err(anyhow!(refusal(error)));
    }
    if arguments.json { Ok(serde_json::to_string_pretty(&in_json(&names, &links, screened.as_ref().ok()))?) } else { Ok(in_words(&names, &links, &screened)) }
}

/// Squared errors on the diagonal: how slope and intercept err together is not in the file.
fn diagonal<'a>(items: impl Iterator<Item = &'a Named>) -> Option<Vec<f64>> {
    let errors: Vec<f64> = items.map(|named| named.errors.clone()).collect::<Option<Vec<_>>>()?.concat();
    let n = errors.len();
    Some((0..n * n).map(|at| if at / n == at % n { errors[at / n].powi(2) } else { 0.0 }).collect())
}

type Links<'a> = [(&'a str, Result<Link, psychometrics::Error>); 5];

fn in_json(names: &[String], links: &Links<'_>, screened: Option<&Screened>) -> Value {
    let method = |(name, found): &(&str, Result<Link, psychometrics::Error>)| match found {
        Ok(found) => json!({ "method": name, "A": found.a, "B": found.b, "se_A": found.se.map(|se| se.0), "se_B": found.se.map(|se| se.1) }),
        Err(error) => json!({ "method": name, "error": error.to_string() }),
    };
    let anchor = |(name, anchor): (&String, &psychometrics::link::Anchor)| json!({ "name": name, "difference": anchor.difference, "robust_z": anchor.robust_z, "dropped": anchor.drift == Drift::Dropped });
    json!({
        "n_common": names.len(),
        "links": links.iter().map(method).collect::<Vec<_>>(),
        "screened": screened.map(|screened| json!({
            "method": "Stocking-Lord", "A": screened.link.a, "B": screened.link.b, "n_kept": screened.link.anchors,
            "anchors": names.iter().zip(&screened.anchors).map(anchor).collect::<Vec<_>>(),
        })),
    })
}

fn in_words(names: &[String], links: &Links<'_>, screened: &Result<Screened, psychometrics::Error>) -> String {
    let mut text = format!("Общих заданий {}. Уровень на второй шкале = A · уровень на первой + B.\n\n{:<14} {:>9} {:>8} {:>9} {:>8}\n", names.len(), "способ", "A", "±", "B", "±");
    for (name, found) in links {
        let _ = match found {
            Ok(found) => writeln!(text, "{name:<14} {:>9.4} {:>8} {:>9.4} {:>8}", found.a, number(found.se.map(|se| se.0), 4), found.b, number(found.se.map(|se| se.1), 4)),
            Err(error) => writeln!(text, "{name:<14} {}", refusal(error)),
        };
    }
    match screened {
        Ok(screened) => {
            let wide = width(names.iter(), 7);
            for (name, anchor) in names.iter().zip(&screened.anchors).filter(|(_, anchor)| anchor.drift == Drift::Dropped) {
                let _ = write!(text, "\n{name:<wide$}  работает не как прежде: {} на {:.2}", if anchor.difference < 0.0 { "труднее" } else { "легче" }, anchor.difference.abs());
            }
            let _ = write!(text, "\nБез таких заданий (осталось {}): A {:.4}, B {:.4}", screened.link.anchors, screened.link.a, screened.link.b);
        }
        Err(error) => {
            let _ = write!(text, "\n{}. Формы не связаны", refusal(error));
        }
    }
    text
}

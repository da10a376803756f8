//! `measure dif`: items that work differently in two groups.

use super::{
    answers,
    words::{number, refusal, width},
};
use anyhow::{anyhow, bail};
use clap::Args;
use psychometrics::dif::{Correction, EtsClass, Group, Groups, LogisticDif, MantelHaenszel, Purified, logistic, mantel_haenszel, purified, standardised};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Таблица CSV: строка на человека, столбец на задание, пустая клетка — нет ответа
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Столбец с группой
    #[arg(long, value_name = "СТОЛБЕЦ", default_value = "group")]
    group: String,
    /// Группа, за которую тревожимся (иначе вторая по алфавиту); все прочие — точка отсчёта
    #[arg(long, value_name = "ЗНАЧЕНИЕ")]
    focal: Option<String>,
    /// Уровень значимости
    #[arg(long, value_name = "ЧИСЛО", default_value_t = 0.05)]
    level: f64,
    /// Столбец, который не задание (можно повторить)
    #[arg(long, value_name = "СТОЛБЕЦ")]
    skip: Vec<String>,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

/// Everything about one table.
struct Found {
    items: Vec<String>,
    focal: String,
    matching: Matching,
    corrected: Vec<MantelHaenszel>,
    plain: Vec<MantelHaenszel>,
    pure: Purified,
    regression: Vec<Option<LogisticDif>>,
    standard: Vec<Option<f64>>,
}

/// By what people of the two groups are matched.
#[derive(Clone, Copy)]
enum Matching {
    /// Everyone answered everything.
    Sum,
    /// There are gaps: parts of equal size by the share reached.
    Share,
}

const PARTS: usize = 10;

/// Most rounds of taking flagged items out of the sum.
const ROUNDS: usize = 20;

/// Compares and tells.
///
/// # Errors
/// In Russian: a file that can't be read, groups that can't be compared.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let labels: Vec<&str> = std::iter::once(arguments.group.as_str()).chain(arguments.skip.iter().map(String::as_str)).collect();
    let answers = answers::read(&arguments.file, &labels)?;
    let of = answers.labels.first().map(Vec::as_slice).unwrap_or_default();
    let focal = focal(of, arguments)?;
    let groups: Vec<Option<Group>> = of.iter().map(|label| (!label.is_empty()).then(|| if *label == focal { Group::Focal } else { Group::Reference })).collect();
    let explain = |error: psychometrics::Error| anyhow!(refusal(&error));
    let matching = if answers.responses.is_complete() { Matching::Sum } else { Matching::Share };
    let groups = match matching {
        Matching::Sum => Groups::new(&answers.responses, &groups),
        Matching::Share => Groups::with_gaps(&answers.responses, &groups, PARTS),
    };
    let groups = groups.map_err(explain)?;
    let found = Found {
        items: answers.items,
        focal,
        matching,
        corrected: mantel_haenszel(&groups, Correction::Continuity),
        plain: mantel_haenszel(&groups, Correction::None),
        pure: purified(&groups, Correction::Continuity, arguments.level, ROUNDS).map_err(explain)?,
        regression: logistic(&groups),
        standard: standardised(&groups),
    };
    if arguments.json { Ok(serde_json::to_string_pretty(&in_json(&found, arguments.level))?) } else { Ok(in_words(&found)) }
}

fn focal(labels: &[String], arguments: &Arguments) -> anyhow::Result<String> {
    let mut names: Vec<&String> = labels.iter().filter(|label| !label.is_empty()).collect();
    names.sort();
    names.dedup();
    match (&arguments.focal, names.as_slice()) {
        (Some(name), known) if known.contains(&name) => Ok(name.clone()),
        (Some(name), known) => bail!("В столбце «{}» нет группы «{name}». Есть: {}", arguments.group, known.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")),
        (None, [_, second]) => Ok((*second).clone()),
        (None, known) => bail!("В столбце «{}» групп {}, а сравниваются две. Назовите одну: --focal ЗНАЧЕНИЕ", arguments.group, known.len()),
    }
}

fn class(class: EtsClass) -> &'static str {
    match class {
        EtsClass::Negligible => "A",
        EtsClass::Moderate => "B",
        EtsClass::Large => "C",
    }
}

fn in_json(found: &Found, level: f64) -> Value {
    let item = |at: usize| {
        let (own, pure, fit) = (&found.corrected[at], &found.pure.items[at], found.regression[at]);
        json!({
            "name": found.items[at],
            "mh_chisq": own.chi2, "mh_p": own.p, "mh_chisq_nocc": found.plain[at].chi2, "mh_alpha": own.alpha, "mh_delta": own.delta, "mh_var_lambda": own.ln_alpha_variance,
            "ets": own.class.map(class), "mh_flagged": own.significant(level),
            "mh_purified_chisq": pure.chi2, "mh_purified_p": pure.p, "mh_purified_delta": pure.delta, "mh_purified_ets": pure.class.map(class), "mh_purified_flagged": pure.significant(level),
            "logistic": fit.map(|fit| json!({
                "both": fit.both, "both_p": fit.both_p, "uniform": fit.uniform, "uniform_p": fit.uniform_p,
                "non_uniform": fit.non_uniform, "non_uniform_p": fit.non_uniform_p, "delta_r2": fit.r2_gain,
            })),
            "std_pdif": found.standard[at],
        })
    };
    json!({
        "focal": found.focal, "level": level, "matching": match found.matching {
            Matching::Sum => "sum",
            Matching::Share => "share",
        },
        "items": (0..found.items.len()).map(item).collect::<Vec<_>>(),
        "purification_iterations": found.pure.iterations, "purification_settled": found.pure.settled,
    })
}

fn in_words(found: &Found) -> String {
    let wide = width(found.items.iter(), 7);
    let mut text = format!("Группа «{}» против остальных.\n\n{:<wide$}  {:>8} {:>7} {:>6} {:>9} {:>10}\n", found.focal, "задание", "χ² МХ", "Δ", "класс", "неравном.", "разн. долей");
    for (at, name) in found.items.iter().enumerate() {
        let pure = &found.pure.items[at];
        let non_uniform = found.regression[at].map(|fit| fit.non_uniform_p);
        let _ = write!(text, "{name:<wide$}  {:>8} {:>7} {:>6} {:>9} {:>10}", number(pure.chi2, 3), number(pure.delta, 2), pure.class.map_or("—", class), number(non_uniform, 3), number(found.standard[at], 3));
        let verdict = match (found.pure.flagged.contains(&at), pure.delta) {
            (true, Some(delta)) if delta < 0.0 => "   ! труднее для этой группы при том же уровне",
            (true, _) => "   ! легче для этой группы при том же уровне",
            _ => "",
        };
        let _ = writeln!(text, "{verdict}");
    }
    let settled = if found.pure.settled { "" } else { " Отбор отмеченных не установился." };
    if matches!(found.matching, Matching::Share) {
        text.push_str("\nЕсть пропуски: людей сравнивали по доле набранного, это грубее.");
    }
    let _ = write!(text, "\nОтмеченных заданий {} из {}.{settled} Отметка говорит, что задание работает по-разному, а не почему.", found.pure.flagged.len(), found.items.len());
    text
}

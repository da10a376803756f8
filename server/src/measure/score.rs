//! `measure score`: how able each person is.

use super::{
    answers::{self, Answers},
    calibrate::Named as Model,
    parameters,
    words::{number, refusal},
};
use anyhow::{Context, anyhow, bail};
use clap::Args;
use psychometrics::{
    Item,
    calibrate::{Plan, calibrate},
    estimate::{Answer, Estimate, Flag, Normal, Posterior, Range, eap, map, ml, posterior, wle},
    form,
};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Таблица CSV: строка на человека, столбец на задание, пустая клетка — нет ответа
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Параметры заданий: JSON от measure calibrate или CSV «имя, d, a»
    #[arg(long, value_name = "ФАЙЛ", conflicts_with = "model")]
    items: Option<PathBuf>,
    /// Без файла параметров: откалибровать задания по этой же таблице (иначе 2pl, а при частичных баллах gpcm)
    #[arg(long, value_name = "МОДЕЛЬ")]
    model: Option<Model>,
    /// Среднее уровня в популяции
    #[arg(long, value_name = "ЧИСЛО", allow_negative_numbers = true)]
    mean: Option<f64>,
    /// Разброс уровня в популяции (стандартное отклонение)
    #[arg(long, value_name = "ЧИСЛО")]
    sd: Option<f64>,
    /// Порог на шкале уровня: добавить вероятность быть ниже него
    #[arg(long, value_name = "ЧИСЛО", allow_negative_numbers = true, conflicts_with = "cut_percent")]
    cut: Option<f64>,
    /// Порог в процентах от наибольшего балла
    #[arg(long, value_name = "ПРОЦЕНТ")]
    cut_percent: Option<f64>,
    /// Столбец, который не задание (можно повторить)
    #[arg(long, value_name = "СТОЛБЕЦ")]
    skip: Vec<String>,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

/// A person's estimates; the answers alone may give none.
struct Person {
    answered: usize,
    eap: Estimate,
    map: Estimate,
    wle: Option<Estimate>,
    ml: Option<Estimate>,
    below: Option<f64>,
}

/// Scores and tells.
///
/// # Errors
/// In Russian: a file that can't be read, items that don't fit the answers.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let skip: Vec<&str> = arguments.skip.iter().map(String::as_str).collect();
    let answers = answers::read(&arguments.file, &skip)?;
    let (items, population) = items(arguments, &answers)?;
    let prior = Normal { mean: arguments.mean.unwrap_or(population.mean), sd: arguments.sd.unwrap_or(population.sd) };
    let explain = |error: psychometrics::Error| anyhow!(refusal(&error));
    prior.check().map_err(explain)?;
    let cut = match arguments.cut_percent {
        Some(percent) => Some(form::ability_at(&items, percent / 100.0).map_err(explain)?),
        None => arguments.cut,
    };
    let person = |(at, row): (usize, &[u8])| score(&items, row, prior, cut).map_err(|error| anyhow!("Строка {}: {}", at + 2, refusal(&error)));
    let people = answers.responses.rows().enumerate().map(person).collect::<anyhow::Result<Vec<Person>>>()?;
    if arguments.json { Ok(serde_json::to_string_pretty(&in_json(&items, prior, cut, &people))?) } else { Ok(in_words(prior, cut, &people)) }
}

fn items(arguments: &Arguments, answers: &Answers) -> anyhow::Result<(Vec<Item>, Normal)> {
    if let Some(file) = &arguments.items {
        let known = parameters::read(file)?;
        let find = |name: &String| known.find(name).map(|named| named.item.clone()).with_context(|| format!("В файле параметров нет задания «{name}». Лишний столбец пропускает --skip"));
        let items = answers.items.iter().map(find).collect::<anyhow::Result<_>>()?;
        return Ok((items, known.population.unwrap_or(Normal::STANDARD)));
    }
    let partial = (0..answers.responses.items()).filter_map(|item| answers.responses.range(item)).any(|(_, highest)| highest > 1);
    let model = arguments.model.unwrap_or(if partial { Model::Gpcm } else { Model::TwoParameter });
    match calibrate(&answers.responses, &Plan::new(model.model())) {
        Ok(found) => {
            let group = found.groups.first().map_or(Normal::STANDARD, |group| Normal { mean: group.mean, sd: group.variance.sqrt() });
            Ok((found.items.into_iter().map(|item| item.item).collect(), group))
        }
        Err(error) => bail!(super::calibrate::refusal(error, &answers.items, &[])),
    }
}

fn score(items: &[Item], row: &[u8], prior: Normal, cut: Option<f64>) -> Result<Person, psychometrics::Error> {
    let given: Vec<Answer<'_>> = items.iter().zip(row).filter(|(_, score)| **score != psychometrics::MISSING).map(|(item, score)| Answer::new(item, usize::from(*score))).collect();
    let known: Posterior = posterior(&given, &prior.into())?;
    Ok(Person { answered: given.len(), eap: eap(&given, &prior.into())?, map: map(&given, prior)?, wle: wle(&given, Range::default()).ok(), ml: ml(&given, Range::default()).ok(), below: cut.map(|cut| known.below(cut)) })
}

fn in_json(items: &[Item], prior: Normal, cut: Option<f64>, people: &[Person]) -> Value {
    let one = |estimate: Option<Estimate>| estimate.map(|estimate| json!({ "theta": estimate.theta, "se": estimate.se, "se_information": estimate.information_se, "flag": estimate.flag.map(code) }));
    let person = |(at, person): (usize, &Person)| {
        let mut fields = json!({ "row": at + 1, "answered": person.answered, "eap": one(Some(person.eap)), "map": one(Some(person.map)), "wle": one(person.wle), "ml": one(person.ml) });
        if let Some(below) = person.below {
            fields["below_cut"] = json!(below);
        }
        fields
    };
    let estimates: Vec<Estimate> = people.iter().map(|person| person.eap).collect();
    json!({
        "prior": { "mean": prior.mean, "sd": prior.sd },
        "cut": cut,
        "reliability_empirical": form::empirical_reliability(&estimates).ok(),
        "reliability_marginal": form::marginal_reliability(items, prior).ok(),
        "persons": people.iter().enumerate().map(person).collect::<Vec<_>>(),
    })
}

fn code(flag: Flag) -> &'static str {
    match flag {
        Flag::AllLowest => "all_lowest",
        Flag::AllHighest => "all_highest",
        Flag::OutOfRange => "out_of_range",
    }
}

fn in_words(prior: Normal, cut: Option<f64>, people: &[Person]) -> String {
    let mut text = format!("Популяция: среднее {:.3}, разброс {:.3}.", prior.mean, prior.sd);
    if let Some(cut) = cut {
        let _ = write!(text, " Порог {cut:.3}.");
    }
    let _ = writeln!(text, "\n\n{:>6} {:>8} {:>9} {:>7} {:>9} {:>7}{}", "строка", "ответов", "уровень", "±", "WLE", "±", if cut.is_some() { "  P(ниже порога)" } else { "" });
    for (at, person) in people.iter().enumerate() {
        let wle = |f: fn(Estimate) -> f64| number(person.wle.map(f), 3);
        let _ = write!(text, "{:>6} {:>8} {:>9.3} {:>7.3} {:>9} {:>7}", at + 1, person.answered, person.eap.theta, person.eap.se, wle(|one| one.theta), wle(|one| one.se));
        if let Some(below) = person.below {
            let _ = write!(text, "  {below:>14.3}");
        }
        let note = match person.eap.flag {
            Some(Flag::AllLowest) => "   ! всё неверно: насколько низко, по этим заданиям не сказать",
            Some(Flag::AllHighest) => "   ! всё верно: насколько высоко, по этим заданиям не сказать",
            _ => "",
        };
        let _ = writeln!(text, "{note}");
    }
    text.trim_end().to_owned()
}

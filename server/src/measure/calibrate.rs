//! `measure calibrate`: parameters of items from a table of answers.

use super::{
    answers::{self, Answers},
    parameters,
};
use anyhow::bail;
use clap::{Args, ValueEnum};
use psychometrics::{
    Family, Item,
    calibrate::{CalibratedItem, Calibration, CalibrationError, ItemFlag, LARGEST_SLOPE, Model, Plan, Priors, calibrate, few_answers},
};
use serde_json::{Map, Value, json};
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

#[derive(Args)]
pub struct Arguments {
    /// Таблица CSV: строка на человека, столбец на задание, пустая клетка — нет ответа
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Модель: rasch и 2pl для баллов 0–1, pcm, gpcm и grm для частичных баллов
    #[arg(long, value_name = "МОДЕЛЬ")]
    model: Named,
    /// Столбец с группой (не задание): у каждой группы свои среднее и разброс, первая по алфавиту — точка отсчёта
    #[arg(long, value_name = "СТОЛБЕЦ")]
    group: Option<String>,
    /// Слабые предположения о крутизне и трудности: держат в границах задания, у которых ответов мало
    #[arg(long)]
    weak_priors: bool,
    /// Опорные задания, чьи параметры не меняются: JSON от measure calibrate или CSV «имя, d, a». Новые задания, среднее и разброс считаются на их шкале
    #[arg(long, value_name = "ФАЙЛ")]
    anchors: Option<PathBuf>,
    /// Вывести JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Named {
    Rasch,
    #[value(name = "2pl")]
    TwoParameter,
    Pcm,
    Gpcm,
    Grm,
}

impl Named {
    pub(super) fn model(self) -> Model {
        match self {
            Self::Rasch => Model::Rasch,
            Self::TwoParameter => Model::TwoParameter,
            Self::Pcm => Model::PartialCredit,
            Self::Gpcm => Model::GeneralizedPartialCredit,
            Self::Grm => Model::Graded,
        }
    }

    fn word(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Calibrates and tells.
///
/// # Errors
/// In Russian: a file that can't be read, answers that can't be calibrated.
pub fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let labels: Vec<&str> = arguments.group.as_deref().into_iter().collect();
    let answers = answers::read(&arguments.file, &labels)?;
    let (names, numbers) = answers.labels.first().map(|labels| numbered(labels)).unwrap_or_default();
    let anchors = arguments.anchors.as_deref().map(|file| anchors(file, &answers.items)).transpose()?;
    let plan = Plan { groups: arguments.group.is_some().then_some(numbers.as_slice()), anchors: anchors.as_deref(), priors: arguments.weak_priors.then(Priors::weak), ..Plan::new(arguments.model.model()) };
    match calibrate(&answers.responses, &plan) {
        Ok(calibration) if arguments.json => Ok(serde_json::to_string_pretty(&in_json(arguments, (&answers, anchors.as_deref()), &names, &calibration))?),
        Ok(calibration) => Ok(in_words(arguments, (&answers, anchors.as_deref()), &names, &calibration)),
        Err(error) => bail!(refusal(error, &answers.items, &names)),
    }
}

/// The items that stay as a file has them, by their names in the table; those of the file that the table lacks are of no use here.
fn anchors(file: &Path, items: &[String]) -> anyhow::Result<Vec<Option<Item>>> {
    let known = parameters::read(file)?;
    let found: Vec<Option<Item>> = items.iter().map(|name| known.find(name).map(|named| named.item.clone())).collect();
    if found.iter().all(Option::is_none) {
        bail!(
            "В файле {} нет ни одного задания таблицы: имена должны совпадать. В файле, например, «{}», в таблице «{}»",
            file.display(),
            known.items.first().map_or("", |one| one.name.as_str()),
            items.first().map_or("", String::as_str)
        );
    }
    Ok(found)
}

/// Names in their order, and the number of each label among them.
fn numbered(labels: &[String]) -> (Vec<String>, Vec<usize>) {
    let mut names = labels.to_vec();
    names.sort();
    names.dedup();
    let numbers = labels.iter().map(|label| names.binary_search(label).unwrap_or(0)).collect();
    (names, numbers)
}

/// Why answers can't be calibrated, with the item's name and what to do.
pub(super) fn refusal(error: CalibrationError, items: &[String], groups: &[String]) -> String {
    let name = |item: usize| items.get(item).map_or("?", String::as_str);
    match error {
        CalibrationError::TooFewPersons { found } => format!("Ответы есть только у {found} чел. Для калибровки нужно хотя бы двое, для надёжной — сотни"),
        CalibrationError::TooFewItems { found, needed } => format!("Заданий {found}, а этой модели нужно не меньше {needed}"),
        CalibrationError::Unanswered { item } => format!("На задание «{}» никто не ответил. Уберите столбец", name(item)),
        CalibrationError::OneScore { item, score } => format!("На задании «{}» у всех один балл: {score}. Оно никого не различает; уберите столбец", name(item)),
        CalibrationError::NotDichotomous { item, score } => format!("На задании «{}» есть балл {score}, а модель знает только 0 и 1. Возьмите pcm, gpcm или grm", name(item)),
        CalibrationError::EmptyGroup { group } => format!("В группе «{}» никто не ответил. Уберите её строки", groups.get(group).map_or("?", String::as_str)),
        CalibrationError::AnchorFamily { item } => format!("Опорное задание «{}» другого вида, чем модель: для grm нужны параметры grm, для остальных — rasch, 2pl, pcm или gpcm", name(item)),
        CalibrationError::AnchorParameters { item } => format!("У опорного задания «{}» такие параметры, каких не бывает. Проверьте a и d", name(item)),
        CalibrationError::AnchorScore { item, score } => format!("На опорном задании «{}» есть балл {score}, а шагов в файле меньше", name(item)),
        other => format!("Калибровка невозможна: {other}"),
    }
}

/// A table with the items of it that were held.
type Held<'a> = (&'a Answers, Option<&'a [Option<Item>]>);

fn is_held(anchors: Option<&[Option<Item>]>, at: usize) -> bool {
    anchors.is_some_and(|anchors| anchors.get(at).is_some_and(Option::is_some))
}

fn in_json(arguments: &Arguments, (answers, anchors): Held<'_>, groups: &[String], calibration: &Calibration) -> Value {
    let item = |(at, (name, found)): (usize, (&String, &CalibratedItem))| {
        let mut fields = Map::new();
        fields.insert("name".into(), json!(name));
        fields.insert("a".into(), json!(found.item.slope));
        fields.insert("se_a".into(), json!(found.slope_error));
        let single = found.item.intercepts.len() == 1;
        fields.insert("d".into(), if single { json!(found.item.intercepts[0]) } else { json!(found.item.intercepts) });
        fields.insert("se_d".into(), if single { json!(found.intercept_errors[0]) } else { json!(found.intercept_errors) });
        let b = difficulties(found);
        fields.insert("b".into(), if single { json!(b[0]) } else { json!(b) });
        fields.insert("answers".into(), json!(found.answers));
        fields.insert("anchor".into(), json!(is_held(anchors, at)));
        fields.insert("flags".into(), found.flags.iter().map(|flag| json!(flag_code(*flag))).collect());
        Value::Object(fields)
    };
    let group = |(number, found): (usize, &psychometrics::calibrate::CalibratedGroup)| {
        json!({
            "name": groups.get(number), "mean": found.mean, "var": found.variance, "se_mean": found.mean_error, "se_var": found.variance_error, "persons": found.persons,
        })
    };
    json!({
        "model": arguments.model.word(),
        "items": answers.items.iter().zip(&calibration.items).enumerate().map(item).collect::<Vec<_>>(),
        "groups": calibration.groups.iter().enumerate().map(group).collect::<Vec<_>>(),
        "loglik": calibration.loglik,
        "parameters": calibration.parameters,
        "aic": calibration.aic(),
        "bic": calibration.bic(),
        "persons": calibration.persons,
        "iterations": calibration.iterations,
        "converged": calibration.converged,
    })
}

/// Step difficulties; nothing where a slope of 0 leaves them open.
fn difficulties(found: &CalibratedItem) -> Vec<Option<f64>> {
    let mut before = 0.0;
    let step = |d: &f64| {
        let rise = d - before;
        if found.item.family == Family::PartialCredit {
            before = *d;
        }
        Some(-rise / found.item.slope).filter(|b| b.is_finite())
    };
    found.item.intercepts.iter().map(step).collect()
}

fn flag_code(flag: ItemFlag) -> String {
    match flag {
        ItemFlag::FewAnswers => "few_answers".into(),
        ItemFlag::UnusedScore(score) => format!("unused_score_{score}"),
        ItemFlag::SlopeAtBound => "slope_at_bound".into(),
        ItemFlag::PerfectSeparation => "perfect_separation".into(),
        ItemFlag::NegativeSlope => "negative_slope".into(),
        ItemFlag::NoError => "no_error".into(),
    }
}

fn flag_words(flag: ItemFlag, model: Model) -> String {
    match flag {
        ItemFlag::FewAnswers => format!("ответов меньше {}: оценкам рано верить", few_answers(model)),
        ItemFlag::UnusedScore(score) => format!("балла {score} ни у кого нет"),
        ItemFlag::SlopeAtBound => format!("крутизна ушла за {LARGEST_SLOPE} и остановлена"),
        ItemFlag::PerfectSeparation => "задание делит людей без единой ошибки: крутизну по этим ответам не найти".into(),
        ItemFlag::NegativeSlope => "сильные справляются хуже слабых: проверьте ключ".into(),
        ItemFlag::NoError => "погрешность не определяется".into(),
    }
}

fn in_words(arguments: &Arguments, (answers, anchors): Held<'_>, groups: &[String], calibration: &Calibration) -> String {
    let mut text = format!("Модель {}: заданий {}, людей {}.\n", arguments.model.word(), calibration.items.len(), calibration.persons);
    if !calibration.converged {
        text.push_str("Расчёт не сошёлся: оценки ниже — лучшие из найденных, полагаться на них нельзя.\n");
    }
    let width = answers.items.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(7);
    let _ = writeln!(text, "\n{:<width$}  {:>8} {:>8}  трудность шагов", "задание", "крутизна", "± погр.");
    for (at, (name, found)) in answers.items.iter().zip(&calibration.items).enumerate() {
        let error = found.slope_error.map_or_else(|| "—".to_owned(), |error| format!("{error:.3}"));
        let steps: Vec<String> = difficulties(found).into_iter().map(|b| b.map_or_else(|| "—".to_owned(), |b| format!("{b:.3}"))).collect();
        let _ = write!(text, "{name:<width$}  {:>8.3} {error:>8}  {}", found.item.slope, steps.join("  "));
        if is_held(anchors, at) {
            text.push_str("   опорное");
        }
        let doubts: Vec<String> = found.flags.iter().map(|flag| flag_words(*flag, arguments.model.model())).collect();
        let _ = writeln!(text, "{}", if doubts.is_empty() { String::new() } else { format!("   ! {}", doubts.join("; ")) });
    }
    for (number, group) in calibration.groups.iter().enumerate() {
        let name = groups.get(number).map_or_else(|| "Все".to_owned(), |name| format!("Группа «{name}»"));
        let _ = writeln!(text, "\n{name}: среднее {:.3}, дисперсия {:.3}, людей {}", group.mean, group.variance, group.persons);
    }
    let _ = write!(text, "\nЛогарифм правдоподобия {:.4}, проходов {}", calibration.loglik, calibration.iterations);
    text
}

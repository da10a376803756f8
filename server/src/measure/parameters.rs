//! Parameters of items from a file: what `measure calibrate --json` printed, or a CSV with a name, an intercept and a slope.

use anyhow::{Context, anyhow, bail};
use psychometrics::{Family, Item, estimate::Normal};
use serde_json::Value;
use std::path::Path;

/// An item by its name.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: String,
    pub item: Item,
    /// Standard errors of slope and intercepts, when the file has them all.
    pub errors: Option<Vec<f64>>,
}

#[derive(Debug, Clone)]
pub struct Parameters {
    pub items: Vec<Named>,
    /// The first group of the calibration.
    pub population: Option<Normal>,
}

impl Parameters {
    pub fn find(&self, name: &str) -> Option<&Named> {
        self.items.iter().find(|item| item.name == name)
    }
}

/// Reads either kind of file.
///
/// # Errors
/// In Russian, with the item or the line.
pub fn read(file: &Path) -> anyhow::Result<Parameters> {
    let text = std::fs::read_to_string(file).with_context(|| format!("Файл {} не открывается", file.display()))?;
    let text = text.trim_start_matches('\u{feff}');
    let parameters = if text.trim_start().starts_with('{') { of_json(text) } else { of_csv(text) };
    let parameters = parameters.with_context(|| format!("Файл {}", file.display()))?;
    if parameters.items.is_empty() {
        bail!("Файл {}: заданий нет", file.display());
    }
    for named in &parameters.items {
        named.item.check().map_err(|error| anyhow!("Файл {}, задание «{}»: {}", file.display(), named.name, super::words::refusal(&error)))?;
    }
    Ok(parameters)
}

fn of_json(text: &str) -> anyhow::Result<Parameters> {
    let whole: Value = serde_json::from_str(text).context("это не JSON")?;
    let family = if whole["model"].as_str() == Some("grm") { Family::Graded } else { Family::PartialCredit };
    let item = |value: &Value| {
        let name = value["name"].as_str().ok_or_else(|| anyhow!("у задания нет имени (name)"))?.to_owned();
        let slope = value["a"].as_f64().ok_or_else(|| anyhow!("у задания «{name}» нет крутизны (a)"))?;
        let intercepts = list(&value["d"]).filter(|list| !list.is_empty()).ok_or_else(|| anyhow!("у задания «{name}» нет шагов (d)"))?;
        let errors = value["se_a"].as_f64().zip(list(&value["se_d"]).filter(|list| list.len() == intercepts.len()));
        Ok(Named { name, item: Item { family, slope, intercepts }, errors: errors.map(|(a, d)| std::iter::once(a).chain(d).collect()) })
    };
    let items = whole["items"].as_array().ok_or_else(|| anyhow!("нет списка заданий (items)"))?.iter().map(item).collect::<anyhow::Result<_>>()?;
    let group = &whole["groups"][0];
    let population = group["mean"].as_f64().zip(group["var"].as_f64()).map(|(mean, variance)| Normal { mean, sd: variance.sqrt() });
    Ok(Parameters { items, population })
}

/// A number or a list of numbers.
fn list(value: &Value) -> Option<Vec<f64>> {
    value.as_f64().map(|one| vec![one]).or_else(|| value.as_array()?.iter().map(Value::as_f64).collect())
}

fn of_csv(text: &str) -> anyhow::Result<Parameters> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut items = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let (line, record) = (at + 2, record.context("таблица не читается")?);
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let value = |column: usize| cell(column).parse::<f64>().map_err(|_| anyhow!("строка {line}, столбец {}: «{}» — не число", column + 1, cell(column)));
        if record.len() != 3 {
            bail!("строка {line}: клеток {}, а нужно три: имя, свободный член d, крутизна a", record.len());
        }
        items.push(Named { name: cell(0).to_owned(), item: Item::two_parameter(value(2)?, value(1)?), errors: None });
    }
    Ok(Parameters { items, population: None })
}

//! The programme as a sheet: a row per stage and counter.

use crate::stages::model::{Counted, Progress};
use sheets::Value;

pub const COLUMNS: [&str; 9] = ["Этап", "Чей", "Первый день", "Последний день", "Результат", "Состояние", "Показатель", "Ожидается", "Сделано"];

pub fn cells(stages: &[Progress]) -> Vec<Vec<Value>> {
    let row = |one: &Progress, counted: Option<&Counted>| {
        let stage = &one.stage;
        vec![
            stage.title.as_str().into(),
            stage.owner.as_str().into(),
            Value::Date(stage.starts_on),
            Value::Date(stage.ends_on),
            stage.result.as_str().into(),
            one.standing().label().into(),
            counted.map_or(Value::Empty, |counted| counted.counter.label().into()),
            counted.map_or(Value::Empty, |counted| counted.expected.into()),
            counted.map_or(Value::Empty, |counted| counted.done.into()),
        ]
    };
    let rows = |one: &Progress| if one.counted.is_empty() { vec![row(one, None)] } else { one.counted.iter().map(|counted| row(one, Some(counted))).collect() };
    stages.iter().flat_map(rows).collect()
}

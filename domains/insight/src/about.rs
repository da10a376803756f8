//! «Что обо мне хранится»: the queues one is or was in. Answers hold nobody.

use crate::{
    model::{Entry, Lot, LotState, month},
    store::lots,
};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let rows: Vec<Vec<String>> = lots::of_person(tx, person)?.iter().map(|(lot, entry)| line(lot, entry)).collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns = ["Жребий", "Состояние", "Вам предложат", "Что дальше"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Очередь на сопровождение".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}

fn line(lot: &Lot, entry: &Entry) -> Vec<String> {
    let starts = if lot.state == LotState::Drawn { entry.starts_on.map(month).unwrap_or_default() } else { String::new() };
    let next = match (entry.case.is_some(), entry.left_on) {
        (true, _) => "сопровождение открыто".to_owned(),
        (false, Some(day)) => format!("не в очереди с {}", ru::date(day)),
        (false, None) => "в очереди".to_owned(),
    };
    vec![lot.number.clone(), lot.state.label().to_owned(), starts, next]
}

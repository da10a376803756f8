//! «Что обо мне хранится»: what one was told, and how one wishes to be told.

use crate::{cabinet, model::Topic, preferences};
use documents::{Fact, Grid, Section};
use kernel::{Result, Slice, Tx, id::PersonId};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let told = cabinet::list(tx, person, None, Slice::all(500))?;
    if told.total == 0 {
        return Ok(Vec::new());
    }
    let (zone, wished) = (structure::zone(tx)?, preferences::read(tx, person)?);
    let rows = told.rows.into_iter().map(|one| {
        let read = one.read_at.map_or_else(|| "не прочитано".to_owned(), |at| ru::datetime(at, &zone));
        vec![ru::datetime(one.made_at, &zone), one.topic.label().to_owned(), one.subject, one.body, read]
    });
    let columns = ["Когда", "Тема", "О чём", "Подробнее", "Прочитано"].map(str::to_owned).to_vec();
    let facts = Topic::ALL.iter().map(|topic| Fact::new(topic.label(), wished.of(*topic).label())).collect();
    Ok(vec![Section { title: "Уведомления".into(), facts, table: Some(Grid { columns, rows: rows.collect() }) }])
}

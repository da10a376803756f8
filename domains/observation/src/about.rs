//! What is held about a teacher, for their own eyes.

use crate::{
    model::Side,
    store::{self, Eye, Filter, records},
};
use access::Scope;
use documents::{Grid, Section};
use kernel::{Result, Slice, Tx, id::PersonId};

/// Visits to one's lessons.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let visits = store::list(tx, &Eye::scope(&Scope::person(person)), &Filter::default(), "", Slice::all(500))?;
    if visits.rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for row in visits.rows {
        let of = &row.observation;
        let observed = records::of(tx, of.id, Side::Observer)?.len();
        let own = records::of(tx, of.id, Side::Teacher)?.len();
        let shared = if of.is_shared { "открыто другим" } else { "закрыто" };
        rows.push(vec![ui::ru::date(of.held_on), of.observer_name.clone(), row.rubric.clone(), of.state.label().to_owned(), format!("наблюдателя: {observed}, ваших: {own}"), shared.to_owned()]);
    }
    let columns = ["Урок", "Наблюдатель", "Карта", "Состояние", "Записей", "Кто видит"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Наблюдения уроков".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}

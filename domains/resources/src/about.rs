//! «Что обо мне хранится»: where one is named as a mentor.

use crate::{
    model::Resource,
    sight::{SEEN, Sight},
    store::{SELECT, shape},
};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};

/// What the catalogue says of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let (sight, today) = (Sight::program(), tx.today());
    let mentoring: Vec<Resource> = tx.query(&format!("{SELECT} WHERE {SEEN} AND r.person_id = $5 ORDER BY r.search_key, r.id"), params![sight.from, sight.to, sight.path, today, person], shape)?;
    if mentoring.is_empty() {
        return Ok(Vec::new());
    }
    let rows = mentoring.into_iter().map(|one| vec![one.title, one.summary, one.hours.to_string(), one.place_name, one.state.label().to_owned()]).collect();
    let columns = ["Название", "Описание", "Часы", "Чей каталог", "Состояние"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Наставничество в каталоге ресурсов".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}

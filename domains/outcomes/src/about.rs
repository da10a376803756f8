//! What is held about a person: which classes they teach. Results are of classes and stand with no name.

use crate::{period::school_year_label, store::teachers};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId};
use structure::{Lists, places};

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let lists = Lists::read(tx)?;
    let mut rows = Vec::new();
    for (place, year, class, subject) in teachers::of_person(tx, person)? {
        rows.push(vec![school_year_label(year), places::name_on(tx, &place, lists.day)?, class.label(), lists.subject(&subject)]);
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns = ["Учебный год", "Школа", "Класс", "Предмет"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Какие классы я веду".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}

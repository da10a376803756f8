//! «Что обо мне хранится»: which places a person heads or headed.

use documents::{Grid, Section};
use kernel::{Date, Result, Tx, date, id::PersonId, params};

use crate::heads::Post;

/// Terms as head of a place.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let today = tx.today();
    let sql = "SELECT h.post, h.valid_from, h.valid_to, h.name, n.name FROM place_head h
        LEFT JOIN place_name n ON n.place_id = h.place_id AND n.valid_from <= $2 AND (n.valid_to IS NULL OR n.valid_to > $2)
        WHERE h.person_id = $1 ORDER BY h.valid_from DESC, h.id";
    let rows: Vec<Vec<String>> = tx.query(sql, params![person, today], |row| {
        let (post, from, until): (Post, Date, Option<Date>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let until = until.map_or_else(|| "по сей день".to_owned(), date::short);
        Ok(vec![row.get::<Option<String>>(4)?.unwrap_or_default(), post.label().to_owned(), date::short(from), until, row.get(3)?])
    })?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns = ["Организация", "Должность", "С", "До", "Имя в записи"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Руководство организациями".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}

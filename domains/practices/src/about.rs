//! «Что обо мне хранится»: one's practices, re-uses, reviews.

use crate::store::{self, uses, versions};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};
use ui::ru;

/// What the bank keeps of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    let mut rows = Vec::new();
    for practice in store::of_author(tx, person)? {
        let text = versions::newest(tx, practice.id)?;
        let naming = if practice.with_name { "с именем" } else { "без имени" };
        rows.push(vec![text.title, practice.state.label().to_owned(), naming.to_owned(), text.idea]);
    }
    push(&mut sections, "Мои практики", &["Название", "Состояние", "Как названы", "Идея"], rows);
    let rows = uses::of_person(tx, person)?.into_iter().map(|one| vec![ru::date(one.used_on), one.place_words, one.outcome, one.state.label().to_owned()]).collect();
    push(&mut sections, "Применение практик коллег", &["Когда", "Где", "Что получилось", "Состояние"], rows);
    let rows = tx.query("SELECT taken_on, verdict, words FROM practice_review WHERE person_id = $1 ORDER BY taken_on, id", params![person], |row| {
        let verdict: crate::model::Verdict = row.get(1)?;
        Ok(vec![ru::date(row.get(0)?), verdict.label().to_owned(), row.get(2)?])
    })?;
    push(&mut sections, "Мои рецензии на практики", &["Взята", "Решение", "Слова"], rows);
    Ok(sections)
}

fn push(sections: &mut Vec<Section>, title: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    if !rows.is_empty() {
        sections.push(Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) });
    }
}

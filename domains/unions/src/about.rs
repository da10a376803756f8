//! «Что обо мне хранится»: unions, offices, meetings, what one was asked to do.

use crate::{model::Office, store::title_sql};
use documents::{Grid, Section};
use kernel::{Date, Result, Tx, id::PersonId, params};
use ui::ru;

/// What unions keep of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    let period = |from: Date, until: Option<Date>| ru::period(from, until.and_then(|day| day.yesterday().ok()));
    let sql = format!("SELECT {}, m.joined_on, m.left_on FROM union_member m WHERE m.person_id = $1 ORDER BY m.joined_on, m.id", title_sql("m.union_id", "m.joined_on"));
    let member = tx.query(&sql, params![person], |row| Ok(vec![row.get(0)?, "участник".to_owned(), period(row.get(1)?, row.get(2)?)]))?;
    let sql = format!("SELECT {}, o.office, o.valid_from, o.valid_to FROM union_office o WHERE o.person_id = $1 ORDER BY o.valid_from, o.id", title_sql("o.union_id", "o.valid_from"));
    let offices = tx.query(&sql, params![person], |row| Ok(vec![row.get(0)?, row.get::<Office>(1)?.label().to_owned(), period(row.get(2)?, row.get(3)?)]))?;
    push(&mut sections, "Объединения", &["Объединение", "Кем", "Когда"], member.into_iter().chain(offices).collect());
    let sql = format!("SELECT {}, m.title, m.held_on, a.present FROM union_attendance a JOIN union_meeting m ON m.id = a.meeting_id WHERE a.person_id = $1 ORDER BY m.held_on, m.id", title_sql("m.union_id", "m.held_on"));
    let meetings = tx.query(&sql, params![person], |row| Ok(vec![row.get(0)?, row.get(1)?, ru::date(row.get(2)?), if row.get(3)? { "да" } else { "нет" }.to_owned()]))?;
    push(&mut sections, "Заседания объединений", &["Объединение", "О чём", "Когда", "Присутствие"], meetings);
    let decisions = tx.query("SELECT what, due_on, done_on, done_note FROM union_decision WHERE owner_id = $1 ORDER BY id", params![person], |row| {
        let day = |day: Option<Date>| day.map(ru::date).unwrap_or_default();
        Ok(vec![row.get(0)?, day(row.get(1)?), day(row.get(2)?), row.get(3)?])
    })?;
    push(&mut sections, "Поручения по решениям объединений", &["Решение", "Срок", "Исполнено", "Что сделано"], decisions);
    Ok(sections)
}

fn push(sections: &mut Vec<Section>, title: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    if !rows.is_empty() {
        sections.push(Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) });
    }
}

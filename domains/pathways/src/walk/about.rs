//! What is held about a teacher in the walk and the works, for their own eyes.

use super::report_words;
use crate::works;
use documents::{Fact, Grid, Section};
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use ui::ru;

fn section(title: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Option<Section> {
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns, rows }) })
}

/// Works, reports, closing words, the calendar's address.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let mut rows = Vec::new();
    for work in works::list(tx, person)? {
        let files = works::store::files(tx, work.id)?.len();
        let portfolio = if work.for_portfolio { "в портфолио" } else { "только у вас" };
        rows.push(vec![work.caption().to_owned(), work.form.label().to_owned(), work.held_on.map(ru::date).unwrap_or_default(), format!("файлов: {files}"), portfolio.to_owned()]);
    }
    let mut sections: Vec<Section> = section("Ваши работы", &["Работа", "Форма", "Когда", "Файлы", "Портфолио"], rows).into_iter().collect();
    sections.extend(section("Отчёты о шагах маршрута", &["Шаг", "Номер", "Состояние", "Мероприятие", "Что вы написали"], reports(tx, person)?));
    let words = "SELECT w.reflection, w.helped, w.missed, w.team_words FROM closing_word w JOIN pathway p ON p.id = w.pathway_id JOIN case_file c ON c.id = p.case_id WHERE c.person_id = $1 ORDER BY w.made_at";
    let said = tx.query(words, params![person], |row| Ok(vec![row.get::<String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    sections.extend(section("Заключительные слова", &["Что изменилось", "Что помогло", "Чего не хватило", "Слова команде"], said));
    let feed: Option<Timestamp> = tx.maybe("SELECT made_at FROM calendar_feed WHERE person_id = $1", params![person], |row| row.get(0))?;
    if let Some(since) = feed {
        let zone = structure::zone(tx)?;
        sections.push(Section {
            title: "Календарь со сроками".into(), facts: vec![Fact::new("Секретный адрес действует с", ru::date(since.to_zoned_datetime(zone).date()))], table: None
        });
    }
    Ok(sections)
}

fn reports(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Vec<String>>> {
    let sql = "SELECT s.title, r.number, r.state, r.reflection, r.proof FROM step_report r JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id
        WHERE c.person_id = $1 ORDER BY s.position, s.id, r.number";
    let rows = tx.query(sql, params![person], |row| {
        let (title, number, state, reflection): (String, i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let proof = crate::proof::Proof::read(&row.get::<String>(4)?).map(|proof| proof.caption()).unwrap_or_default();
        Ok(vec![title, number.to_string(), report_words(&state).to_owned(), proof, reflection])
    })?;
    Ok(rows)
}

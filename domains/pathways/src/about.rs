//! «Что обо мне хранится»: one's pathways, and what one wrote in others'.

use crate::{
    frozen::Frozen,
    model::PathwayId,
    sections::fields,
    store::{self, pathways},
};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let own: Vec<PathwayId> = tx.query("SELECT w.id FROM pathway w JOIN case_file c ON c.id = w.case_id WHERE c.person_id = $1 ORDER BY w.made_at, w.id", params![person], |row| row.get(0))?;
    let (mut texts, mut lines) = (Vec::new(), Vec::new());
    for id in own {
        let pathway = pathways::by_id(tx, id)?;
        let caption = format!("{}, {}", pathway.caption(), pathway.state.label());
        for section in store::sections::all(tx, id)? {
            for field in fields(section.component).iter().filter(|field| !section.text(field.name).is_empty()) {
                texts.push(vec![caption.clone(), field.label.to_owned(), section.text(field.name).to_owned()]);
            }
        }
        for step in store::steps(tx, id)? {
            lines.push(vec![caption.clone(), step.title.clone(), step.fate.label().to_owned(), step.state.label().to_owned(), step.due().map(ru::date).unwrap_or_default()]);
        }
        if !pathway.agreed_body.is_empty() {
            let signed = Frozen::parse(&pathway.agreed_body)?.agreement.len();
            texts.push(vec![caption, "Согласованный текст".into(), format!("хранится таким, каким его подписали (подписей: {signed})")]);
        }
    }
    let mut sections = Vec::new();
    sections.extend(table("Разделы ваших маршрутов", &["Маршрут", "Поле", "Текст"], texts));
    sections.extend(table("Строки ваших маршрутов", &["Маршрут", "Строка", "Решение", "Состояние", "Срок"], lines));
    sections.extend(table("Что вы писали в маршрутах", &["Что", "Раздел", "Текст", "Когда"], written(tx, person)?));
    sections.extend(crate::walk::about_me(tx, person)?);
    Ok(sections)
}

/// Suggestions, comments, signatures and answers to hints, by the person's own seats.
fn written(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Vec<String>>> {
    let zone = crate::zone(tx)?;
    let mut rows = Vec::new();
    for (what, sql) in [
        ("предложение", "SELECT t.component, t.body, t.made_at FROM pathway_suggestion t JOIN case_seat cs ON cs.id = t.seat_id WHERE cs.person_id = $1 ORDER BY t.made_at, t.id"),
        ("комментарий", "SELECT t.component, t.words, t.made_at FROM pathway_comment t JOIN case_seat cs ON cs.id = t.seat_id WHERE cs.person_id = $1 ORDER BY t.made_at, t.id"),
        ("подпись", "SELECT t.component, t.words, t.signed_at FROM pathway_signature t JOIN case_seat cs ON cs.id = t.seat_id WHERE cs.person_id = $1 ORDER BY t.signed_at, t.id"),
        ("несохранённый черновик", "SELECT t.component, '', t.saved_at FROM pathway_draft t JOIN case_seat cs ON cs.id = t.seat_id WHERE cs.person_id = $1 ORDER BY t.saved_at, t.component"),
        ("текст в маршруте коллеги", "SELECT t.component, '', t.made_at FROM pathway_section t JOIN case_seat cs ON cs.id = t.seat_id WHERE cs.person_id = $1 AND cs.role <> 'teacher' ORDER BY t.made_at, t.component"),
        ("ответ на подсказку", "SELECT t.about, t.answer, t.found_at FROM formalism_hint t JOIN case_seat cs ON cs.id = t.author_seat WHERE cs.person_id = $1 ORDER BY t.found_at, t.id"),
    ] {
        let found: Vec<(String, String, kernel::Timestamp)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        rows.extend(found.into_iter().map(|(component, text, at)| {
            let section = component.parse().map_or_else(|_| "маршрут целиком".to_owned(), |component: crate::Component| component.label().to_owned());
            vec![what.to_owned(), section, text, ru::datetime(at, &zone)]
        }));
    }
    Ok(rows)
}

fn table(title: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Option<Section> {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns, rows }) })
}

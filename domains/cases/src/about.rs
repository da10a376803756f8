//! What is held about a person in cases, for their own eyes: their own cases whole, and the seats in others' by number only.

use crate::{
    lists::Lists,
    store::{cases, deficits as kept, evidence, measures, notes},
};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let lists = Lists::read(tx)?;
    let mine = cases::of_person(tx, person)?;
    let (mut rows, mut grounds, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for case in &mine {
        rows.push(vec![case.number.clone(), case.kind.label().to_owned(), case.channel.label().to_owned(), case.reason.clone(), case.state.label().to_owned(), ru::date(case.opened_on)]);
        for one in evidence::of(tx, case.id)? {
            grounds.push(vec![case.number.clone(), one.kind.label().to_owned(), one.source.label().to_owned(), ru::date(one.held_on), one.words]);
        }
        for one in kept::of(tx, case)? {
            let verdict = one.verdict.map(|verdict| verdict.label().to_owned()).unwrap_or_default();
            grounds.push(vec![case.number.clone(), "затруднение в работе".into(), one.source.label().to_owned(), ru::date(one.taken_on), [one.title, verdict, one.verdict_words].join(" ").trim().to_owned()]);
        }
        for one in measures::of(tx, case.id)? {
            grounds.push(vec![case.number.clone(), "результат класса".into(), one.measure.source.label().to_owned(), ru::date(one.measure.measured_on), one.measure.grade]);
        }
        for note in notes::of(tx, case.id, 1_000)? {
            words.push(vec![case.number.clone(), note.role.label().to_owned(), ru::datetime(note.made_at, &lists.zone), note.words]);
        }
    }
    let sql = "SELECT c.number, s.role, s.state, s.invited_at FROM case_seat s JOIN case_file c ON c.id = s.case_id WHERE s.person_id = $1 AND c.person_id <> $1 ORDER BY s.invited_at DESC";
    let seats = tx.query(sql, params![person], |row| {
        let (role, state, at): (crate::model::TeamRole, crate::model::SeatState, kernel::Timestamp) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(vec![row.get::<String>(0)?, role.label().to_owned(), state.label().to_owned(), ru::datetime(at, &lists.zone)])
    })?;
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) })
    };
    Ok([
        table("Моё методическое сопровождение", &["Номер", "Вид", "Кто начал", "Повод", "Состояние", "С какого дня"], rows),
        table("Основания сопровождения", &["Номер", "Что", "Откуда", "Когда", "Слова"], grounds),
        table("Сообщения команды", &["Номер", "Кто", "Когда", "Слова"], words),
        table("Мои места в чужих сопровождениях", &["Номер", "Роль", "Состояние", "С какого дня"], seats),
    ]
    .into_iter()
    .flatten()
    .collect())
}

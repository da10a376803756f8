//! «Что обо мне хранится»: what one held, where one was, what one said, which certificates there are.

use crate::{
    closing, feedback,
    model::{HostState, Kind, SeatState},
};
use documents::{Fact, Grid, Section};
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use ui::ru;

/// What activities say of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let mut found = Vec::new();
    let zone = structure::zone(tx)?;
    let held: Vec<(Kind, String, Timestamp, HostState, String, String)> =
        tx.query("SELECT a.kind, a.title, a.starts_at, h.state, h.hard, h.next_steps FROM activity_host h JOIN activity a ON a.id = h.activity_id WHERE h.person_id = $1 ORDER BY a.starts_at", params![person], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
    let answered = |state: HostState| match state {
        HostState::Invited => "ответа нет",
        HostState::Joined => "согласие",
        HostState::Declined => "отказ",
    };
    let rows = held.into_iter().map(|(kind, title, at, state, hard, next)| vec![kind.label().to_owned(), title, ru::datetime(at, &zone), answered(state).to_owned(), hard, next]).collect();
    push(&mut found, "Мероприятия, которые вы ведёте", &["Вид", "Название", "Когда", "Ваш ответ", "Что было трудно группе", "Что дальше"], rows);
    let sql = "SELECT a.kind, a.title, a.starts_at, t.state, t.read_at, (SELECT COUNT(*) FROM activity_presence x WHERE x.activity_id = a.id AND x.person_id = t.person_id) FROM activity_seat t JOIN activity a ON a.id = t.activity_id WHERE t.person_id = $1 ORDER BY a.starts_at";
    let rows: Vec<Vec<String>> = tx.query(sql, params![person], |row| {
        let (kind, seat, read): (Kind, SeatState, Option<Timestamp>) = (row.get(0)?, row.get(3)?, row.get(4)?);
        let read = read.map(|at| ru::datetime(at, &zone)).unwrap_or_default();
        Ok(vec![kind.label().to_owned(), row.get(1)?, ru::datetime(row.get(2)?, &zone), seat.label().to_owned(), read, row.get::<i64>(5)?.to_string()])
    })?;
    push(&mut found, "Мероприятия, на которые вы записаны", &["Вид", "Название", "Когда", "Запись", "Материалы прочитаны", "Встреч посещено"], rows);
    let said: Vec<Vec<String>> =
        tx.query("SELECT a.title, f.useful, f.clear, f.applies, f.words FROM activity_feedback f JOIN activity a ON a.id = f.activity_id WHERE f.person_id = $1 ORDER BY f.made_at", params![person], |row| {
            Ok(vec![row.get(0)?, row.get::<i64>(1)?.to_string(), row.get::<i64>(2)?.to_string(), row.get::<i64>(3)?.to_string(), row.get(4)?])
        })?;
    push(&mut found, "Ваши отзывы о мероприятиях (ведущий видит их без имени)", &["Мероприятие", feedback::SCALES[0].1, feedback::SCALES[1].1, feedback::SCALES[2].1, "Слова"], said);
    let answers = tx.query("SELECT a.title, w.words, w.reply FROM activity_answer w JOIN activity a ON a.id = w.activity_id WHERE w.person_id = $1 ORDER BY w.answered_at", params![person], |row| {
        Ok(vec![row.get(0)?, row.get(1)?, row.get(2)?])
    })?;
    push(&mut found, "Ваши ответы на задания после встреч", &["Мероприятие", "Ответ", "Что ответил ведущий"], answers);
    let papers = closing::of_person(tx, person)?
        .into_iter()
        .map(|one| vec![one.code.clone(), one.part_label().to_owned(), one.minutes.to_string(), ru::date(one.issued_on), one.annulled_on.map(ru::date).unwrap_or_default()])
        .collect();
    push(&mut found, "Сертификаты мероприятий", &["Номер", "Кто", "Минут", "Выдан", "Аннулирован"], papers);
    Ok(found)
}

fn push(found: &mut Vec<Section>, title: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    if !rows.is_empty() {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        found.push(Section { title: title.into(), facts: Vec::<Fact>::new(), table: Some(Grid { columns, rows }) });
    }
}

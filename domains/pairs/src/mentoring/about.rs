//! «Что обо мне хранится»: one's own sides in mentoring, what one wrote; of others only the number of people.

use super::{
    model::{Answer, Role, State, theme},
    papers::paper,
};
use documents::{Grid, Section};
use kernel::{Date, Result, Tx, id::PersonId, params};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let day = |day: Option<Date>| day.map(ru::date).unwrap_or_default();
    let answered = |answer: Answer| match answer {
        Answer::Waits => "ответа нет",
        Answer::Yes => "согласие",
        Answer::No => "отказ",
    };
    let sql = "SELECT s.role, m.state, s.answer, s.answered_on, m.starts_on, m.ends_on, m.ended_on, s.left_on FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = $1 ORDER BY m.starts_on DESC, s.id";
    let sides = tx.query(sql, params![person], |row| {
        let (role, state, answer): (Role, State, Answer) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(vec![role.label().to_owned(), state.label().to_owned(), answered(answer).to_owned(), day(row.get(3)?), ru::date(row.get(4)?), ru::date(row.get(5)?), day(row.get::<Option<Date>>(6)?.or(row.get(7)?))])
    })?;
    let sql = "SELECT g.held_on, g.minutes, g.theme, g.next FROM mentoring_meeting g WHERE EXISTS (SELECT 1 FROM mentoring_side s WHERE s.mentoring_id = g.mentoring_id AND s.person_id = $1 AND s.answer = 'yes') ORDER BY g.held_on DESC, g.id";
    let meetings = tx.query(sql, params![person], |row| {
        let code: String = row.get(2)?;
        Ok(vec![ru::date(row.get(0)?), row.get::<i64>(1)?.to_string(), theme(&code).to_owned(), row.get(3)?])
    })?;
    let sql = "SELECT v.goal, v.rhythm, v.useful, v.to_other, v.to_curator FROM mentoring_survey v JOIN mentoring_side s ON s.id = v.side_id WHERE s.person_id = $1 ORDER BY v.made_at DESC";
    let surveys = tx.query(sql, params![person], |row| Ok(vec![row.get::<i64>(0)?.to_string(), row.get::<i64>(1)?.to_string(), row.get::<i64>(2)?.to_string(), row.get(3)?, row.get(4)?]))?;
    let sql = "SELECT t.themes, t.words FROM mentoring_start t JOIN mentoring_side s ON s.id = t.side_id WHERE s.person_id = $1 ORDER BY t.made_at DESC";
    let starts = tx.query(sql, params![person], |row| {
        let themes: String = row.get(0)?;
        Ok(vec![themes.split(' ').map(theme).collect::<Vec<_>>().join("; "), row.get(1)?])
    })?;
    // The allowance is the mentor's own.
    let sql = "SELECT s.role, m.starts_on, m.order_number, m.ordered_on, m.pay_number, m.pay_on FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = $1 AND s.answer = 'yes' AND (m.order_number <> '' OR (m.pay_number <> '' AND s.role = 'mentor')) ORDER BY m.starts_on DESC, s.id";
    let orders = tx.query(sql, params![person], |row| {
        let role: Role = row.get(0)?;
        let (order, pay) = (paper(row.get(2)?, row.get(3)?), paper(row.get(4)?, row.get(5)?).filter(|_| role == Role::Mentor));
        let words = |paper: Option<super::papers::Paper>| paper.map(|paper| paper.to_string()).unwrap_or_default();
        Ok(vec![role.label().to_owned(), ru::date(row.get(1)?), words(order), words(pay)])
    })?;
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) })
    };
    Ok([
        table("Наставничество", &["Моя роль", "Состояние", "Мой ответ", "Когда ответил(а)", "С какого дня", "По какой день", "Закончилось"], sides),
        table("С чем мне нужна помощь наставника", &["Темы", "Словами"], starts),
        table("Приказы о наставничестве", &["Моя роль", "С какого дня", "О закреплении", "О доплате наставнику"], orders),
        table("Встречи наставничества", &["Когда", "Минут", "Тема", "Что дальше"], meetings),
        table("Мои ответы о наставничестве", &["Цель", "Ритм", "Польза", "Слова другой стороне", "Слова куратору"], surveys),
    ]
    .into_iter()
    .flatten()
    .collect())
}

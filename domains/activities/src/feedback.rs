//! Two-sided: participants about the activity (three scales and words), the host about the group. Nobody reads whose words they are,
//! and nothing is shown before five have answered.

use crate::{
    access::{Act, load},
    model::{ActivityId, State},
    presence,
    sight::Sight,
    store,
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx, id::Uuid, params};

/// Fewer answers are not shown: one could tell whose they are.
pub const SHOWN_FROM: i64 = 5;

/// What is asked, by the name of its field.
pub const SCALES: [(&str, &str); 3] = [("useful", "Было полезно для моей работы"), ("clear", "Всё было понятно"), ("applies", "Знаю, что попробую на уроке")];

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    pub scales: [i64; 3],
    pub words: String,
}

/// Reads the form.
///
/// # Errors
/// By the names of the fields.
pub fn feedback(answers: &Answers) -> Result<Feedback, FieldErrors> {
    let mut errors = FieldErrors::default();
    let scales = SCALES.map(|(name, _)| errors.take(name, answers.get(name).parse::<i64>().ok().filter(|mark| (1..=5).contains(mark)).ok_or("Выберите от 1 до 5")).unwrap_or_default());
    let words = crate::form::text(&mut errors, answers, "words", 1_000);
    errors.or(Some(Feedback { scales, words }))
}

/// What a participant thinks; said again it replaces what was said.
///
/// # Errors
/// Not found; refused: one wasn't there, or it hasn't taken place.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, said: &Feedback) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let one = store::find(tx, &Sight::own(person), id)?;
    if one.state == State::Cancelled {
        return Err(Error::refusal("Мероприятие отменено: отзыв не нужен."));
    }
    if !presence::was_there(tx, id, person)? {
        return Err(Error::refusal("Отзыв оставляют те, кто был на мероприятии. Если вы были, попросите ведущего отметить вас."));
    }
    let now = tx.now();
    let [useful, clear, applies] = said.scales;
    tx.execute(
        "INSERT INTO activity_feedback (id, activity_id, person_id, useful, clear, applies, words, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (activity_id, person_id) DO UPDATE SET useful = $4, clear = $5, applies = $6, words = $7, made_at = $8",
        params![Uuid::new_v4().to_string(), id, person, useful, clear, applies, said.words, now],
    )?;
    // The journal knows that the account answered, and nothing of what.
    tx.record(&actor.by(), Event::new("activity.feedback_given", "activity", id))
}

/// One's own answer.
///
/// # Errors
/// The store fails.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<Option<Feedback>> {
    let Some(person) = actor.person else { return Ok(None) };
    Ok(tx.maybe("SELECT useful, clear, applies, words FROM activity_feedback WHERE activity_id = $1 AND person_id = $2", params![id, person], |row| {
        Ok(Feedback { scales: [row.get(0)?, row.get(1)?, row.get(2)?], words: row.get(3)? })
    })?)
}

/// What came back, without names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Returned {
    pub count: i64,
    /// Only from five answers.
    pub means: Option<[f64; 3]>,
    pub words: Vec<String>,
}

/// Figures and words for those who run the activity.
///
/// # Errors
/// The store fails.
pub fn returned(tx: &mut Tx<'_>, id: ActivityId) -> Result<Returned> {
    let (count, sums): (i64, [i64; 3]) = tx.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(useful), 0) AS BIGINT), CAST(COALESCE(SUM(clear), 0) AS BIGINT), CAST(COALESCE(SUM(applies), 0) AS BIGINT) FROM activity_feedback WHERE activity_id = $1",
        params![id],
        |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?])),
    )?;
    if count < SHOWN_FROM {
        return Ok(Returned { count, ..Returned::default() });
    }
    // By their text: an order of time would tell who sat where.
    let words = tx.query("SELECT words FROM activity_feedback WHERE activity_id = $1 AND words <> '' ORDER BY words, id", params![id], |row| row.get(0))?;
    let mean = |sum: i64| f64::from(i32::try_from(sum).unwrap_or(i32::MAX)) / f64::from(i32::try_from(count).unwrap_or(1));
    Ok(Returned { count, means: Some(sums.map(mean)), words })
}

/// The host about the group: what was hard, what is next.
///
/// # Errors
/// Fields; not found: one doesn't hold it; refused: cancelled.
pub fn about_group(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, hard: &str, next: &str) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    if one.state == State::Cancelled {
        return Err(Error::refusal("Мероприятие отменено: писать о группе не нужно."));
    }
    for (name, text) in [("hard", hard), ("next_steps", next)] {
        if text.chars().count() > 2_000 {
            return Err(Error::field(name, "Слишком длинно. Сократите до 2000 знаков"));
        }
    }
    let changed = tx.execute("UPDATE activity_host SET hard = $1, next_steps = $2 WHERE activity_id = $3 AND person_id = $4 AND state = 'joined'", params![hard.trim(), next.trim(), id, person])?;
    if changed == 0 {
        return Err(Error::refusal("О группе пишут те, кто её ведёт."));
    }
    tx.record(&actor.by(), Event::new("activity.group_described", "activity", id))
}

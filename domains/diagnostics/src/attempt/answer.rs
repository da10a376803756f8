//! Saving an answer: one small transaction, append-only. The answers are a journal themselves, so no audit event is made of each.

use super::store;
use crate::model::{AttemptId, AttemptState};
use kernel::{Error, Result, Timestamp, Tx, id::PersonId};
use web::Answers;

/// Field names of the answer on its page.
pub const PREFIX: &str = "answer";
/// How many versions of one answer are kept: nobody types more, a script might.
const MOST_VERSIONS: i64 = 2_000;

/// Where an answer goes and what its page knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    pub attempt: AttemptId,
    pub position: i64,
    /// The number of the newest answer when the page was opened.
    pub seen: i64,
    /// The page it was typed on.
    pub page: String,
}

impl Saving {
    #[must_use]
    pub fn of(attempt: AttemptId, position: i64, answers: &Answers) -> Self {
        let page: String = answers.get("page").chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        Self { attempt, position, seen: answers.get("seen").parse().unwrap_or(0), page }
    }
}

/// Why an answer isn't taken now, in words.
///
/// # Errors
/// A refusal.
pub fn must_take(state: AttemptState, ends_at: Timestamp, now: Timestamp) -> Result<()> {
    match state {
        AttemptState::Running if now < ends_at => Ok(()),
        AttemptState::Running => Err(Error::refusal("Время вышло: этот ответ не принят. Всё, что вы сохранили раньше, засчитано.")),
        AttemptState::Submitted | AttemptState::Scored => Err(Error::refusal("Ответы уже отправлены, изменить их нельзя. Всё, что вы сохранили раньше, засчитано.")),
        AttemptState::Void => Err(Error::refusal("Эта попытка не засчитывается: согласие на диагностику отозвано. Новых ответов она не принимает.")),
    }
}

/// Keeps an answer as its newest version; the same answer again changes nothing.
///
/// # Errors
/// Not found: no such place in an attempt of this person. Refusals: the time is over, it was sent, the page is behind.
pub fn save(tx: &mut Tx<'_>, person: PersonId, saving: &Saving, answers: &Answers) -> Result<()> {
    let place = store::place(tx, person, saving.attempt, saving.position)?;
    must_take(place.state, place.ends_at, tx.now())?;
    if place.is_adaptive && saving.position != place.last {
        return Err(Error::refusal("К прошлому заданию вернуться нельзя: следующее уже подобрано по вашему ответу. Прошлый ответ сохранён."));
    }
    if place.seq > saving.seen && store::is_behind(tx, saving.attempt, saving.position, saving.seen, &saving.page)? {
        return Err(Error::refusal("Этот ответ уже изменён в другом окне или на другом устройстве. Там сохранено более новое; откройте задание заново, чтобы увидеть его."));
    }
    if place.seq >= MOST_VERSIONS {
        return Err(Error::refusal("Этот ответ меняли слишком много раз. Последнее сохранённое засчитано."));
    }
    let body = items::body(tx, place.item, place.revision)?;
    let answer = items::read_answer(&body, PREFIX, answers);
    let newest = store::answer(tx, saving.attempt, saving.position)?.and_then(|(answer, _, _)| answer);
    if answer == newest {
        return Ok(());
    }
    let text = crate::store::text(&answer)?;
    store::save(tx, saving.attempt, saving.position, place.seq + 1, &text, &saving.page)
}

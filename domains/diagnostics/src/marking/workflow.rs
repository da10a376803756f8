//! Taking, returning and marking open answers.

use super::{
    rules::{self, Allowed},
    store::{self, Behind, QueueRow},
};
use crate::{
    attempt::{files::AnswerFile, store as attempts, submit},
    instrument::store as instruments,
    model::{Mark, MarkId},
};
use access::{Action, Actor};
use audit::{Event, Record};
use items::{Answer, Criterion, ItemBody};
use kernel::{Error, FieldErrors, Result, Tx, name::clean_text, news::Listeners};
use serde_json::json;
use web::Answers;

/// How many answers one expert may hold.
const MOST_TAKEN: usize = 20;

/// The queue of an expert.
#[derive(Debug, Clone)]
pub struct Queue {
    pub mine: Vec<QueueRow>,
    pub free: Vec<QueueRow>,
    pub waiting: u64,
}

/// # Errors
/// Not found for those who mark nothing.
pub fn queue(tx: &mut Tx<'_>, actor: &Actor) -> Result<Queue> {
    actor.may(Action::ScoreAnswers)?;
    Ok(Queue { mine: store::mine(tx, actor.account, actor.person)?, free: store::free(tx, actor.account, actor.person, 50)?, waiting: store::waiting(tx, actor.account, actor.person)? })
}

/// An expert may not mark their own answer, nor the same answer twice; both look like absent.
fn allowed(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<(Mark, Behind)> {
    actor.may(Action::ScoreAnswers)?;
    let mark = store::find(tx, id)?;
    let behind = store::behind(tx, &mark)?;
    let is_own = actor.person == Some(behind.person);
    let is_second = store::of_answer(tx, mark.attempt, mark.position)?.iter().any(|other| other.id != id && other.account == Some(actor.account));
    if is_own || is_second || !behind.is_submitted { Err(Error::NotFound) } else { Ok((mark, behind)) }
}

/// Takes an answer for marking.
///
/// # Errors
/// Not found; refusals: somebody has it, too many are held.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<()> {
    let (mark, _) = allowed(tx, actor, id)?;
    if mark.account == Some(actor.account) {
        return Ok(());
    }
    if mark.account.is_some() || mark.marked_at.is_some() {
        return Err(Error::refusal("Этот ответ уже взял другой эксперт. Возьмите следующий из списка."));
    }
    if store::mine(tx, actor.account, actor.person)?.len() >= MOST_TAKEN {
        return Err(Error::refusal(format!("У вас уже {MOST_TAKEN} взятых ответов. Оцените или верните часть из них, потом берите новые.")));
    }
    store::take(tx, &mark, actor.account)?;
    tx.record(&actor.by(), Event::new("mark.taken", "mark", id))
}

/// Takes the answer that waits longest.
///
/// # Errors
/// A refusal when nothing waits.
pub fn take_next(tx: &mut Tx<'_>, actor: &Actor) -> Result<MarkId> {
    actor.may(Action::ScoreAnswers)?;
    let next = store::free(tx, actor.account, actor.person, 1)?.into_iter().next();
    let next = next.ok_or_else(|| Error::refusal("Ответов, которые вы можете взять, сейчас нет. Новые появятся, когда педагоги закончат диагностику."))?;
    take(tx, actor, next.id)?;
    Ok(next.id)
}

/// Gives an answer back unmarked.
///
/// # Errors
/// Not found: it isn't the expert's.
pub fn put_back(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<()> {
    let (mark, _) = held(tx, actor, id)?;
    store::put_back(tx, &mark)?;
    tx.record(&actor.by(), Event::new("mark.returned", "mark", id))
}

fn held(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<(Mark, Behind)> {
    let (mark, behind) = allowed(tx, actor, id)?;
    if mark.account == Some(actor.account) && mark.marked_at.is_none() { Ok((mark, behind)) } else { Err(Error::NotFound) }
}

/// What an expert sees of an answer: no name, no place, no time.
#[derive(Debug, Clone)]
pub struct Anonymous {
    pub mark: Mark,
    pub body: ItemBody,
    pub answer: Option<Answer>,
    pub files: Vec<AnswerFile>,
}

impl Anonymous {
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        self.body.criteria().unwrap_or_default()
    }
}

/// An answer that the expert holds.
///
/// # Errors
/// Not found.
pub fn anonymous(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<Anonymous> {
    let (mark, behind) = held(tx, actor, id)?;
    let body = items::body(tx, behind.item, behind.revision)?;
    let answer = attempts::answer(tx, mark.attempt, mark.position)?.and_then(|(answer, _, _)| answer);
    let files = crate::attempt::files::of(tx, mark.attempt, mark.position)?;
    Ok(Anonymous { mark, body, answer, files })
}

/// The item and revision behind a mark that the expert holds, for its materials.
///
/// # Errors
/// Not found.
pub fn item_of(tx: &mut Tx<'_>, actor: &Actor, id: MarkId) -> Result<(crate::model::ItemId, i64)> {
    let (_, behind) = held(tx, actor, id)?;
    Ok((behind.item, behind.revision))
}

/// Marks as typed: `criterion-{n}` from 0, `note`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkForm {
    pub points: Vec<String>,
    pub note: String,
    pub version: String,
}

impl MarkForm {
    #[must_use]
    pub fn of(answers: &Answers, criteria: usize) -> Self {
        Self { points: (0..criteria).map(|at| answers.get(&format!("criterion-{at}")).trim().to_owned()).collect(), note: answers.get("note").to_owned(), version: answers.get("version").to_owned() }
    }

    /// # Errors
    /// At `criterion-{n}`.
    pub fn parse(&self, criteria: &[Criterion]) -> Result<(Vec<u32>, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut found = Vec::new();
        for (at, criterion) in criteria.iter().enumerate() {
            let typed = self.points.get(at).and_then(|raw| raw.parse::<u32>().ok()).filter(|points| *points <= criterion.max);
            found.extend(errors.take(&format!("criterion-{at}"), typed.ok_or_else(|| format!("{}: отметьте от 0 до {}", criterion.title, criterion.max))));
        }
        let note = clean_text(&self.note);
        if note.chars().count() > 2000 {
            errors.add("note", "Пояснение не длиннее 2000 знаков");
        }
        errors.or(Some((found, note)))
    }
}

/// Marks an answer. When both (or all three) marks are there, its score is settled; when nothing of the attempt waits, it is scored.
///
/// # Errors
/// Not found; field errors; a refusal when it was marked meanwhile.
pub fn mark(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: MarkId, form: &MarkForm) -> Result<()> {
    let (mark, behind) = held(tx, actor, id)?;
    let body = items::body(tx, behind.item, behind.revision)?;
    let (points, note) = form.parse(body.criteria().unwrap_or_default())?;
    let sum: u32 = points.iter().sum();
    store::set(tx, &mark, form.version.parse().unwrap_or(0), &points, i64::from(sum), &note)?;
    tx.record(&actor.by(), Event::new("mark.made", "mark", id).of(behind.person).with(json!({"turn": mark.turn})))?;
    settle(tx, listeners, &mark, &behind)
}

fn settle(tx: &mut Tx<'_>, listeners: &Listeners, mark: &Mark, behind: &Behind) -> Result<()> {
    let marks = store::of_answer(tx, mark.attempt, mark.position)?;
    let done = |turn: i64| marks.iter().find(|one| one.turn == turn && one.marked_at.is_some()).map(|one| one.criteria.as_slice());
    let (Some(first), Some(second)) = (done(1), done(2)) else { return Ok(()) };
    let allowed = Allowed::of(&instruments::find(tx, behind.instrument)?.settings);
    let third = done(3);
    if third.is_none() && rules::diverge(first, second, allowed) {
        return store::open_turn(tx, mark.attempt, mark.position, 3);
    }
    attempts::set_score(tx, mark.attempt, mark.position, i64::from(rules::settled(first, second, third)), "experts")?;
    submit::finish_if_scored(tx, listeners, mark.attempt)?;
    Ok(())
}

/// How well experts agree on an instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub title: String,
    pub answers: usize,
    pub thirds: u64,
    /// Quadratic weights, all items on one scale of shares in eighths; `None`: too few, or nothing to agree on.
    pub kappa: Option<psychometrics::agree::Kappa>,
    /// Share marked alike.
    pub exact: f64,
}

/// Agreement of first and second experts per instrument: nobody is named.
///
/// # Errors
/// Not found for others than methodists; the store fails.
pub fn agreement(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Agreement>> {
    actor.may(Action::ManageInstruments)?;
    let rows = store::pairs(tx)?;
    let mut found: Vec<Agreement> = Vec::new();
    for chunk in rows.chunk_by(|a, b| a.0 == b.0) {
        let Some((id, title, ..)) = chunk.first().cloned() else { continue };
        // Items of different length on one scale: the score's share of the most, in eighths.
        let eighths = |score: i64, most: i64| usize::try_from(score * 8 / most.max(1)).unwrap_or(0).min(8);
        let pairs: Vec<(usize, usize)> = chunk.iter().map(|(_, _, most, first, second)| (eighths(*first, *most), eighths(*second, *most))).collect();
        let alike = chunk.iter().filter(|(_, _, _, first, second)| first == second).count();
        found.push(Agreement {
            title,
            answers: chunk.len(),
            thirds: store::thirds(tx, id)?,
            kappa: psychometrics::agree::weighted_kappa(&pairs, 9, psychometrics::agree::Weights::Quadratic).ok(),
            exact: alike as f64 / chunk.len() as f64,
        });
    }
    Ok(found)
}

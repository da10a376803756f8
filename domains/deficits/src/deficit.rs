//! What people do with deficits: a teacher names a difficulty, an observer confirms what was seen, work begins and ends in words.

use crate::{
    model::{AttemptId, CompetencyId, Deficit, DeficitId, Evidence, Source, Status},
    sight::Sight,
    store::deficits::{self as held, New, Said},
};
use access::{Action, Actor, Scope};
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, params};
use serde_json::json;

const MOST_WORDS: usize = 2_000;

/// Words that must be there and not too many.
pub(crate) fn needed(errors: &mut FieldErrors, field: &str, raw: &str, what: &str) -> Option<String> {
    let words = raw.trim();
    match words.chars().count() {
        0 => errors.add(field, what.to_owned()),
        1..=MOST_WORDS => return Some(words.to_owned()),
        _ => errors.add(field, format!("Слишком длинно. Сократите до {MOST_WORDS} знаков")),
    }
    None
}

/// A difficulty named by the teacher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Id of a competency of the framework in force.
    pub competency: String,
    pub words: String,
}

/// A teacher names a difficulty; if the competency has an open deficit, the words are added to it.
///
/// # Errors
/// Fields: `competency`, `words`. Refused without the live consent to diagnostics.
pub fn declare(tx: &mut Tx<'_>, actor: &Actor, form: &Declared) -> Result<DeficitId> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "words", &form.words, "Опишите в одном-двух предложениях, что даётся трудно");
    let competency = competency(tx, &form.competency)?;
    if competency.is_none() {
        errors.add("competency", "Выберите компетенцию из списка");
    }
    let (words, (competency, code)) = errors.or(words.zip(competency))?;
    consented(tx, person)?;
    let place = people::find(tx, &Scope::person(person), person)?.place;
    let said = Said { evidence: Evidence::Words, evidence_id: "", words: &words, account: Some(actor.account) };
    if let Some((id, _, status)) = held::open_of(tx, person, &code)? {
        held::add_step(tx, id, status, &said)?;
        tx.record(&actor.by(), Event::new("deficit.evidence_added", "deficit", id).of(person).with(json!({"competency": code})))?;
        return Ok(id);
    }
    let today = tx.today();
    let id = held::insert(tx, &New { person, place: &place, competency: &competency, code: &code, source: Source::Declared, level: "", p_below: None, on: today })?;
    held::add_step(tx, id, Status::Found, &said)?;
    tx.record(&actor.by(), Event::new("deficit.declared", "deficit", id).of(person).with(json!({"competency": code})))?;
    Ok(id)
}

/// The measured and the said are kept only while the person wants it.
pub(crate) fn consented(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let today = tx.today();
    if consent::has_live(tx, person, consent::ConsentKind::Diagnostics, today)? {
        return Ok(());
    }
    Err(Error::refusal("Чтобы хранить затруднения и результаты, нужно согласие на диагностику. Дайте его на странице «Мои согласия» и повторите."))
}

/// A competency by its id, not a block: with its code.
pub(crate) fn competency(tx: &mut Tx<'_>, id: &str) -> Result<Option<(CompetencyId, String)>> {
    Ok(tx.maybe("SELECT id, code FROM competency WHERE id = $1 AND parent_id IS NOT NULL", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What somebody wants to become of a deficit, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    pub status: String,
    pub words: String,
    pub version: i64,
}

/// Who may turn a deficit to a status by words. What was measured is removed and confirmed by a repeat alone; a difficulty that the teacher
/// named is the teacher's to close; what was observed or assessed outside is closed by a methodist or an observer who may see it.
#[must_use]
pub fn may_turn(actor: &Actor, deficit: &Deficit, to: Status) -> bool {
    if !deficit.status.may_become(to) {
        return false;
    }
    let is_own = actor.person == Some(deficit.person) && actor.can(Action::UseOwnCabinet);
    let is_guide = !is_own && actor.can(Action::ViewResults) && (actor.can(Action::AssignDiagnostics) || actor.can(Action::ObserveLessons));
    match (to, deficit.source) {
        (Status::InWork, _) => is_own || is_guide,
        (Status::Removed, Source::Declared) => is_own,
        (Status::Removed | Status::Confirmed, Source::Observed | Source::External) => is_guide,
        (Status::Removed | Status::Confirmed, Source::Measured) | (Status::Confirmed, Source::Declared) | (Status::Found, _) => false,
    }
}

/// Turns a deficit, with words that the teacher and those to whom it is open will read.
///
/// # Errors
/// Not within sight; not allowed; changed by somebody else meanwhile; fields: `words`.
pub fn turn(tx: &mut Tx<'_>, actor: &Actor, id: DeficitId, turn: &Turn) -> Result<()> {
    let deficit = held::find(tx, &Sight::of(actor), id)?;
    let to: Status = turn.status.parse().map_err(|_| Error::NotFound)?;
    if !may_turn(actor, &deficit, to) {
        return Err(Error::refusal(refusal(&deficit, to)));
    }
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "words", &turn.words, "Напишите, на чём основано решение: это увидит педагог");
    let words = errors.or(words)?;
    held::set_status(tx, id, to, turn.version)?;
    held::add_step(tx, id, to, &Said { evidence: Evidence::Words, evidence_id: "", words: &words, account: Some(actor.account) })?;
    let action = match to {
        Status::InWork => "deficit.taken_to_work",
        Status::Removed => "deficit.removed",
        Status::Confirmed | Status::Found => "deficit.confirmed",
    };
    tx.record(&actor.by(), Event::new(action, "deficit", id).of(deficit.person).with(json!({"competency": deficit.code})))
}

fn refusal(deficit: &Deficit, to: Status) -> String {
    let now = deficit.status.label();
    match (deficit.source, to) {
        (Source::Measured, Status::Removed | Status::Confirmed) => "Измеренное затруднение закрывает только повторная диагностика на параллельном варианте. Назначьте её.".into(),
        _ => format!("Сейчас затруднение {now}: перевести его в состояние «{}» отсюда нельзя. Обновите страницу и посмотрите историю.", to.label()),
    }
}

/// One thing that an observer confirms as a difficulty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    pub competency: CompetencyId,
    pub code: String,
    pub words: String,
}

/// Opens what an observer saw, or adds it to what is open. The teacher finds it in the cabinet.
///
/// # Errors
/// The store fails.
pub(crate) fn observed(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, observation: &str, seen: &[Observed]) -> Result<Vec<DeficitId>> {
    consented(tx, person)?;
    let place = people::find(tx, &actor.scope(), person)?.place;
    let today = tx.today();
    let mut opened = Vec::new();
    for one in seen {
        let said = Said { evidence: Evidence::Observation, evidence_id: observation, words: &one.words, account: Some(actor.account) };
        let (id, action) = match held::open_of(tx, person, &one.code)? {
            Some((id, _, status)) => {
                held::add_step(tx, id, status, &said)?;
                (id, "deficit.evidence_added")
            }
            None => {
                let new = New { person, place: &place, competency: &one.competency, code: &one.code, source: Source::Observed, level: "", p_below: None, on: today };
                let id = held::insert(tx, &new)?;
                held::add_step(tx, id, Status::Found, &said)?;
                (id, "deficit.observed")
            }
        };
        tx.record(&actor.by(), Event::new(action, "deficit", id).of(person).with(json!({"competency": one.code})))?;
        opened.push(id);
    }
    Ok(opened)
}

/// An outside assessment that shows a difficulty.
pub(crate) fn external(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (competency, code): (&CompetencyId, &str), assessment: &str, words: &str) -> Result<()> {
    let place = people::find(tx, &actor.scope(), person)?.place;
    let said = Said { evidence: Evidence::External, evidence_id: assessment, words, account: Some(actor.account) };
    let today = tx.today();
    let (id, action) = match held::open_of(tx, person, code)? {
        Some((id, _, status)) => {
            held::add_step(tx, id, status, &said)?;
            (id, "deficit.evidence_added")
        }
        None => {
            let id = held::insert(tx, &New { person, place: &place, competency, code, source: Source::External, level: "", p_below: None, on: today })?;
            held::add_step(tx, id, Status::Found, &said)?;
            (id, "deficit.found")
        }
    };
    tx.record(&actor.by(), Event::new(action, "deficit", id).of(person).with(json!({"competency": code})))
}

/// The attempt that last measured a deficit: what a repeat would repeat, with its instrument.
pub(crate) fn last_attempt(tx: &mut Tx<'_>, id: DeficitId) -> Result<Option<(AttemptId, String)>> {
    let sql = "SELECT a.id, a.instrument_id FROM deficit_step s JOIN attempt a ON a.id = s.evidence_id WHERE s.deficit_id = $1 AND s.evidence_kind = 'attempt' ORDER BY s.happened_at DESC, s.id DESC LIMIT 1";
    Ok(tx.maybe(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

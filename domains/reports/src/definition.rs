//! What an indicator means: words with a version, an owner and days in force. The code that counts is named, not written here.

use crate::{counter::Counter, figure::Unit};
use ::web::Answers;
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Date, Error, FieldErrors, Result, Row, Tx, db::DbError, id::Uuid, params};
use serde_json::json;

/// A version of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: String,
    pub number: i64,
    pub position: i64,
    pub title: String,
    pub formula: String,
    pub unit: Unit,
    pub notes: String,
    pub owner: String,
    pub counter: Counter,
    pub counter_version: i64,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

impl Definition {
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// The words were written for another version of the code.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.counter_version != self.counter.version()
    }
}

const SELECT: &str = "SELECT v.code, v.number, v.position, v.title, v.formula, v.unit, v.notes, v.owner, v.counter, v.counter_version, v.valid_from, v.valid_to FROM indicator_version v";

fn shape(row: &Row<'_>) -> Result<Definition, DbError> {
    kernel::row!(Definition { code, number, position, title, formula, unit, notes, owner, counter, counter_version, valid_from, valid_to })(row)
}

/// Definitions in force on a day.
///
/// # Errors
/// The store fails.
pub fn in_force(tx: &mut Tx<'_>, day: Date) -> Result<Vec<Definition>> {
    Ok(tx.query(&format!("{SELECT} WHERE v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) ORDER BY v.position, v.code, v.number"), params![day], shape)?)
}

/// All versions of one, the newest first.
///
/// # Errors
/// Not found: no such code.
pub fn versions(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Definition>> {
    let found = tx.query(&format!("{SELECT} WHERE v.code = $1 ORDER BY v.number DESC"), params![code], shape)?;
    if found.is_empty() { Err(Error::NotFound) } else { Ok(found) }
}

/// What a coordinator writes: words, owner, the day from which they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub title: String,
    pub formula: String,
    pub notes: String,
    pub owner: String,
    pub valid_from: Date,
    /// The last day; none: until the next version.
    pub last_day: Option<Date>,
}

/// Reads the form.
///
/// # Errors
/// By the names of the fields.
pub fn revision(answers: &Answers) -> Result<Revision, FieldErrors> {
    let mut errors = FieldErrors::default();
    let [title, formula, notes, owner] = [("title", 150, true), ("formula", 1_000, true), ("notes", 1_000, false), ("owner", 150, true)].map(|(name, most, needed)| text(&mut errors, answers, name, most, needed));
    let valid_from = errors.take("valid_from", kernel::date::parse(answers.get("valid_from")));
    let last_day = match answers.get("last_day").trim() {
        "" => None,
        raw => errors.take("last_day", kernel::date::parse(raw)),
    };
    if last_day.zip(valid_from).is_some_and(|(last, from)| last < from) {
        errors.add("last_day", "Последний день раньше первого. Проверьте даты");
    }
    errors.or(valid_from.map(|valid_from| Revision { title, formula, notes, owner, valid_from, last_day }))
}

fn text(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize, is_needed: bool) -> String {
    let text = answers.get(name).trim().replace("\r\n", "\n");
    if is_needed && text.is_empty() {
        errors.add(name, "Заполните это поле");
    }
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

/// Writes the next version; the one before ends where it begins. Old reports keep theirs.
///
/// # Errors
/// Fields `valid_from`; not found; refused: somebody was first.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, code: &str, shown: i64, revision: &Revision) -> Result<()> {
    actor.may(Action::ManageIndicators)?;
    let (now, today) = (tx.now(), tx.today());
    let last = versions(tx, code)?.into_iter().next().ok_or(Error::NotFound)?;
    if last.number != shown {
        return Err(Error::stale("Определение показателя"));
    }
    if revision.valid_from <= last.valid_from {
        return Err(Error::field("valid_from", format!("Прежнее определение действует с {}. Новое начинает действовать позже", kernel::date::short(last.valid_from))));
    }
    let earliest = today.checked_sub(jiff::Span::new().years(1)).unwrap_or(Date::MIN);
    if revision.valid_from < earliest {
        return Err(Error::field("valid_from", "Определение нельзя изменить больше чем на год назад: по нему уже отчитались"));
    }
    let end = last.valid_to.map_or(revision.valid_from, |end| end.min(revision.valid_from));
    tx.execute("UPDATE indicator_version SET valid_to = $1 WHERE code = $2 AND number = $3", params![end, code, last.number])?;
    let until = revision.last_day.and_then(|day| day.tomorrow().ok());
    tx.execute(
        "INSERT INTO indicator_version (id, code, number, position, title, formula, unit, notes, owner, counter, counter_version, valid_from, valid_to, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![Uuid::now_v7().to_string(), code, last.number + 1, last.position, revision.title, revision.formula, last.unit, revision.notes, revision.owner, last.counter, last.counter.version(), revision.valid_from, until, actor.account, now],
    )?;
    tx.record(&actor.by(), Event::new("indicator.revised", "indicator", code).with(json!({"number": last.number + 1, "from": revision.valid_from.to_string()})))
}

//! Duties: tasks with a legal deadline. Opened by a withdrawal, a person's request, an application that came to nothing or a membership
//! long over; closed with what was done.

use crate::{DutyId, terms};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Paged, Result, Slice, Timestamp, Tx,
    id::{AccountId, PersonId},
    name::clean_text,
    params, row,
};
use serde_json::json;
use structure::profile::DeadlineKind;

kernel::text_enum! {
    /// What must be done.
    DutyKind {
        /// Tell those who got the data to stop publishing them.
        StopPublication = "stop_publication",
        /// Destroy the data.
        Destroy = "destroy",
        /// Answer a person's request.
        AnswerSubject = "answer_subject",
        /// Publish the conditions and bans that a person has set.
        PublishConditions = "publish_conditions",
    }
}

impl DutyKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::StopPublication => "Прекратить распространение",
            Self::Destroy => "Уничтожить данные",
            Self::AnswerSubject => "Ответить на обращение",
            Self::PublishConditions => "Опубликовать условия и запреты",
        }
    }
}

kernel::text_enum! {
    /// What a person asks for.
    Ask {
        Access = "access",
        Correct = "correct",
        Stop = "stop",
    }
}

impl Ask {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Access => "показать, какие данные хранятся",
            Self::Correct => "исправить неверные данные",
            Self::Stop => "прекратить обработку",
        }
    }

    fn deadline(self) -> DeadlineKind {
        match self {
            Self::Access => DeadlineKind::SubjectRequest,
            Self::Correct => DeadlineKind::DataCorrection,
            Self::Stop => DeadlineKind::ProcessingStop,
        }
    }
}

/// A duty about to be opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub kind: DutyKind,
    pub person: Option<PersonId>,
    /// Id of the withdrawal, or the word of the request.
    pub about: String,
    pub opened_on: Date,
    pub term: terms::Term,
}

pub(crate) fn open(tx: &mut Tx<'_>, by: &By, opening: Opening) -> Result<DutyId> {
    let id = DutyId::fresh();
    let Opening { kind, person, about, opened_on, term } = opening;
    tx.execute("INSERT INTO duty (id, kind, person_id, about, opened_on, due_on, basis) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![id, kind, person, about, opened_on, term.due_on, term.basis])?;
    tx.record(by, Event::new("duty.opened", "duty", id).of_maybe(person).with(json!({"kind": kind, "due_on": term.due_on})))?;
    Ok(id)
}

/// Registers a person's request; the deadline runs from the day it came.
///
/// # Errors
/// Not found: no such person. A field error at `received_on`.
pub fn register_request(tx: &mut Tx<'_>, by: &By, person: PersonId, ask: Ask, received_on: Date) -> Result<DutyId> {
    crate::store::living_person(tx, person)?;
    if received_on > tx.today() {
        return Err(Error::field("received_on", "Дата получения не может быть в будущем. Укажите день, когда обращение пришло"));
    }
    let term = terms::due(tx, ask.deadline(), received_on)?;
    open(tx, by, Opening { kind: DutyKind::AnswerSubject, person: Some(person), about: ask.to_string(), opened_on: received_on, term })
}

/// What the duty is about when nobody demands anything: an application came to nothing, or a membership is long over.
const PURPOSE_REACHED: &str = "purpose_reached";

/// Nothing is left to process the person's data for (152-ФЗ, ст. 21, ч. 4): they are to be destroyed in time. Nothing is opened where a duty to destroy is open already, or the data are gone.
///
/// # Errors
/// The profile has no such deadline, or the store fails.
pub fn purpose_reached(tx: &mut Tx<'_>, by: &By, person: PersonId) -> Result<()> {
    let open_already = tx.count("SELECT COUNT(*) FROM duty WHERE person_id = $1 AND kind = $2 AND closed_at IS NULL", params![person, DutyKind::Destroy])?;
    if open_already > 0 {
        return Ok(());
    }
    match crate::store::living_person(tx, person) {
        Err(Error::NotFound) => return Ok(()),
        other => other?,
    }
    let opened_on = tx.today();
    let term = terms::due(tx, DeadlineKind::PurposeReached, opened_on)?;
    open(tx, by, Opening { kind: DutyKind::Destroy, person: Some(person), about: PURPOSE_REACHED.into(), opened_on, term }).map(|_| ())
}

/// Whether a duty to destroy a person's data was opened on a day or later, closed since or not.
///
/// # Errors
/// The store fails.
pub fn was_to_destroy_since(tx: &mut Tx<'_>, person: PersonId, day: Date) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM duty WHERE person_id = $1 AND kind = $2 AND opened_on >= $3", params![person, DutyKind::Destroy, day])? > 0)
}

/// The data are needed once more.
///
/// # Errors
/// The store fails.
pub fn purpose_again(tx: &mut Tx<'_>, person: PersonId, why: &str) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE duty SET closed_at = $1, outcome = $2, version = version + 1 WHERE person_id = $3 AND about = $4 AND closed_at IS NULL";
    tx.execute(sql, params![now, why, person, PURPOSE_REACHED])?;
    Ok(())
}

pub(crate) fn about(tx: &mut Tx<'_>, withdrawal: &str) -> Result<Option<DutyId>> {
    Ok(tx.maybe("SELECT id FROM duty WHERE about = $1 ORDER BY id LIMIT 1", params![withdrawal], |row| row.get(0))?)
}

/// A duty as shown.
#[derive(Debug, Clone)]
pub struct Duty {
    pub id: DutyId,
    pub kind: DutyKind,
    pub person: PersonId,
    pub family: String,
    pub given: String,
    pub patronymic: Option<String>,
    pub erased_at: Option<Timestamp>,
    pub about: String,
    pub opened_on: Date,
    pub due_on: Date,
    pub basis: String,
    pub closed_at: Option<Timestamp>,
    pub closed_by: Option<String>,
    pub outcome: String,
    pub version: i64,
}

impl Duty {
    /// What it is about, in words: the request, or nothing to add.
    #[must_use]
    pub fn ask(&self) -> Option<Ask> {
        self.about.parse().ok()
    }

    /// Whether nobody demanded it: the purpose is reached. Such a duty may end otherwise than by destruction.
    #[must_use]
    pub fn is_purpose_reached(&self) -> bool {
        self.about == PURPOSE_REACHED
    }

    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.closed_at.is_none() && self.due_on < today
    }
}

const FROM: &str = "FROM duty d JOIN person p ON p.id = d.person_id JOIN place pl ON pl.id = p.place_id LEFT JOIN account a ON a.id = d.closed_by
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)";
const COLUMNS: &str = "d.id, d.kind, p.id, p.family, p.given, p.patronymic, p.erased_at, d.about, d.opened_on, d.due_on, d.basis, d.closed_at, a.display_name, d.outcome, d.version";

/// Open duties, the most urgent first; or closed ones, the last first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, closed: bool, slice: Slice) -> Result<Paged<Duty>> {
    let (which, order) = if closed { ("d.closed_at IS NOT NULL", "d.closed_at DESC, d.id DESC") } else { ("d.closed_at IS NULL", "d.due_on, d.id") };
    let total = tx.count(&format!("SELECT COUNT(*) {FROM} AND {which}"), params![scope.from(), scope.to(), scope.own()])?;
    let sql = format!("SELECT {COLUMNS} {FROM} AND {which} ORDER BY {order} LIMIT $4 OFFSET $5");
    let rows = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), slice.limit(), slice.offset()], shown)?;
    Ok(Paged { rows, total, slice })
}

/// How many are open and how many of them are late or due today: for the desk.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>, scope: &Scope) -> Result<(u64, u64)> {
    let today = tx.today();
    let open = tx.count(&format!("SELECT COUNT(*) {FROM} AND d.closed_at IS NULL"), params![scope.from(), scope.to(), scope.own()])?;
    let urgent = tx.count(&format!("SELECT COUNT(*) {FROM} AND d.closed_at IS NULL AND d.due_on <= $4"), params![scope.from(), scope.to(), scope.own(), today])?;
    Ok((open, urgent))
}

/// How many open duties are due today or late, in the whole installation: a figure for the daily reminder, no names.
///
/// # Errors
/// The store fails.
pub fn pressing(tx: &mut Tx<'_>) -> Result<u64> {
    waiting(tx, &Scope::program("a count for the daily reminder")).map(|(_, urgent)| urgent)
}

/// One duty.
///
/// # Errors
/// Not found, also when it lies outside the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: DutyId) -> Result<Duty> {
    tx.one(&format!("SELECT {COLUMNS} {FROM} AND d.id = $4"), params![scope.from(), scope.to(), scope.own(), id], shown)
}

fn shown(row: &kernel::Row<'_>) -> Result<Duty, kernel::db::DbError> {
    row!(Duty { id, kind, person, family, given, patronymic, erased_at, about, opened_on, due_on, basis, closed_at, closed_by, outcome, version })(row)
}

/// Closes a duty with what was done.
///
/// # Errors
/// Not found; a field error at `outcome`; a refusal when it is closed already, changed meanwhile, or can only be closed by destroying the data.
pub fn close(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: DutyId, version: i64, outcome: &str) -> Result<()> {
    let duty = find(tx, scope, id)?;
    if duty.kind == DutyKind::Destroy && !duty.is_purpose_reached() {
        return Err(Error::refusal("Эта задача закроется сама, когда данные будут уничтожены. Откройте раздел «Уничтожение» и утвердите запрос."));
    }
    let outcome = clean_text(outcome);
    if outcome.is_empty() || outcome.chars().count() > 2000 {
        return Err(Error::field("outcome", "Напишите, что сделано: не больше 2000 знаков. Например: «Письмо с ответом отправлено 23.11.2026»"));
    }
    let now = tx.now();
    let sql = "UPDATE duty SET closed_at = $1, closed_by = $2, outcome = $3, version = version + 1 WHERE id = $4 AND version = $5 AND closed_at IS NULL";
    tx.change_one("Задача", sql, params![now, by.account, outcome, id, version])?;
    tx.record(by, Event::new("duty.closed", "duty", id).of(duty.person))?;
    Ok(())
}

/// What the program does itself is done.
pub(crate) fn close_by_itself(tx: &mut Tx<'_>, id: DutyId, outcome: &str) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE duty SET closed_at = $1, outcome = $2, version = version + 1 WHERE id = $3 AND closed_at IS NULL";
    tx.change_one("Задача", sql, params![now, outcome, id])
}

/// The duty to destroy is over: the data are gone, or the person has agreed again.
pub(crate) fn close_to_destroy(tx: &mut Tx<'_>, by: Option<AccountId>, person: PersonId, outcome: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE duty SET closed_at = $1, closed_by = $2, outcome = $3, version = version + 1 WHERE person_id = $4 AND kind = $5 AND closed_at IS NULL", params![now, by, outcome, person, DutyKind::Destroy])?;
    Ok(())
}

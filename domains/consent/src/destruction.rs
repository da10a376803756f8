//! Destruction of a person's data (152-ФЗ, ст. 21; order of Roskomnadzor 179): asked for, approved by two accounts, done at once.
//! Until the second approval a request may be taken back, with a reason ([`take_back`]).
//!
//! The second approval and the erasure are one transaction. What stays is the line of the register, the act and the extract of the
//! log, which name the subject by number; and what other laws keep (a signed order is an archive document, 125-ФЗ).

mod execute;
mod papers;
mod register;
mod replay;
mod take_back;

pub use execute::{Approval, Executed, Workshop, approve_second};
pub use register::{FILE_NAME, Line, lines, register_line, write_register};
pub use replay::{Replayed, replay, replay_log};
pub use take_back::take_back;

use crate::{ConsentKind, DestructionId, has_live};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{
    Error, Paged, Result, Slice, Timestamp, Tx,
    id::{AccountId, PersonId},
    params, row,
};
use serde_json::json;

kernel::text_enum! {
    /// Why data are destroyed.
    Reason {
        ConsentWithdrawn = "consent_withdrawn",
        PurposeReached = "purpose_reached",
        SubjectDemand = "subject_demand",
    }
}

impl Reason {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ConsentWithdrawn => "отзыв согласия на обработку персональных данных (152-ФЗ, ст. 21, ч. 5)",
            Self::PurposeReached => "достигнута цель обработки (152-ФЗ, ст. 21, ч. 4)",
            Self::SubjectDemand => "требование субъекта прекратить обработку (152-ФЗ, ст. 21, ч. 5.1)",
        }
    }
}

/// A line of the register as shown.
#[derive(Debug, Clone)]
pub struct Destruction {
    pub id: DestructionId,
    pub person: PersonId,
    pub family: String,
    pub given: String,
    pub patronymic: Option<String>,
    pub reason: Reason,
    pub asked_at: Timestamp,
    pub first_by: Option<AccountId>,
    pub first_name: Option<String>,
    pub first_at: Option<Timestamp>,
    pub second_name: Option<String>,
    pub second_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub taken_back_at: Option<Timestamp>,
    pub taken_back_name: Option<String>,
    pub taken_back_why: String,
    pub act_number: Option<String>,
    pub categories: String,
    pub act_digest: Option<files::Digest>,
    pub log_digest: Option<files::Digest>,
    pub version: i64,
}

impl Destruction {
    /// Whether it still waits for an approval.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.done_at.is_none() && self.taken_back_at.is_none()
    }

    /// # Errors
    /// A refusal once it is done or taken back.
    pub fn must_be_open(&self) -> Result<()> {
        if self.done_at.is_some() {
            return Err(Error::refusal("Эти данные уже уничтожены. Откройте акт на странице запроса."));
        }
        if self.taken_back_at.is_some() {
            return Err(Error::refusal("Этот запрос отозван, утверждать его нельзя. Если данные всё же нужно уничтожить, откройте карточку согласий человека и запросите уничтожение снова."));
        }
        Ok(())
    }

    /// Kinds of data that were destroyed.
    #[must_use]
    pub fn category_list(&self) -> Vec<String> {
        serde_json::from_str(&self.categories).unwrap_or_default()
    }

    /// The name while it is there; the number afterwards.
    #[must_use]
    pub fn subject(&self) -> String {
        if self.done_at.is_some() { subject_number(self.person) } else { kernel::name::FullName { family: self.family.clone(), given: self.given.clone(), patronymic: self.patronymic.clone() }.full() }
    }
}

/// How papers name a person whose data are gone.
#[must_use]
pub fn subject_number(person: PersonId) -> String {
    format!("субъект № {person}")
}

const FROM: &str = "FROM destruction d JOIN person p ON p.id = d.person_id JOIN place pl ON pl.id = p.place_id
    LEFT JOIN account one ON one.id = d.first_by LEFT JOIN account two ON two.id = d.second_by LEFT JOIN account back ON back.id = d.taken_back_by
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)";
const COLUMNS: &str = "d.id, d.person_id, p.family, p.given, p.patronymic, d.reason, d.asked_at, d.first_by, one.display_name, d.first_at, two.display_name, d.second_at, d.done_at, d.taken_back_at, back.display_name, d.taken_back_why, d.act_number, d.categories, d.act_digest, d.log_digest, d.version";

/// Neither done nor taken back.
const OPEN: &str = "d.done_at IS NULL AND d.taken_back_at IS NULL";

/// The register: what waits first, then what is over, the last first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, slice: Slice) -> Result<Paged<Destruction>> {
    let total = tx.count(&format!("SELECT COUNT(*) {FROM}"), params![scope.from(), scope.to(), scope.own()])?;
    let sql = format!("SELECT {COLUMNS} {FROM} ORDER BY CASE WHEN {OPEN} THEN 0 ELSE 1 END, COALESCE(d.done_at, d.taken_back_at, '') DESC, d.asked_at, d.id LIMIT $4 OFFSET $5");
    let rows = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), slice.limit(), slice.offset()], shown)?;
    Ok(Paged { rows, total, slice })
}

/// How many wait for an approval: for the desk.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>, scope: &Scope) -> Result<u64> {
    Ok(tx.count(&format!("SELECT COUNT(*) {FROM} AND {OPEN}"), params![scope.from(), scope.to(), scope.own()])?)
}

/// One line.
///
/// # Errors
/// Not found, also when it lies outside the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: DestructionId) -> Result<Destruction> {
    tx.one(&format!("SELECT {COLUMNS} {FROM} AND d.id = $4"), params![scope.from(), scope.to(), scope.own(), id], shown)
}

fn shown(row: &kernel::Row<'_>) -> Result<Destruction, kernel::db::DbError> {
    row!(Destruction {
        id,
        person,
        family,
        given,
        patronymic,
        reason,
        asked_at,
        first_by,
        first_name,
        first_at,
        second_name,
        second_at,
        done_at,
        taken_back_at,
        taken_back_name,
        taken_back_why,
        act_number,
        categories,
        act_digest,
        log_digest,
        version
    })(row)
}

pub(crate) fn open_for(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<DestructionId>> {
    Ok(tx.maybe(&format!("SELECT d.id FROM destruction d WHERE d.person_id = $1 AND {OPEN} ORDER BY d.id LIMIT 1"), params![person], |row| row.get(0))?)
}

/// Asks for the destruction of a person's data; one request is enough.
///
/// # Errors
/// Not found: no such person, or nothing is left of them. A field error at `what` when a withdrawal is named and the consent lives.
pub fn request(tx: &mut Tx<'_>, by: &By, person: PersonId, reason: Reason) -> Result<DestructionId> {
    crate::store::living_person(tx, person)?;
    if let Some(open) = open_for(tx, person)? {
        return Ok(open);
    }
    let today = tx.today();
    if reason == Reason::ConsentWithdrawn && has_live(tx, person, ConsentKind::Processing, today)? {
        return Err(Error::field("what", "Согласие на обработку действует. Если человек его отозвал, сначала зарегистрируйте отзыв: запрос откроется сам"));
    }
    let (id, now) = (DestructionId::fresh(), tx.now());
    tx.execute("INSERT INTO destruction (id, person_id, reason, asked_at, asked_by) VALUES ($1, $2, $3, $4, $5)", params![id, person, reason, now, by.account])?;
    tx.record(by, Event::new("destruction.requested", "destruction", id).of(person).with(json!({"reason": reason})))?;
    Ok(id)
}

/// The first approval (right `StartDestruction`, checked by the caller).
///
/// # Errors
/// Not found; a refusal when it is approved already or was changed meanwhile.
pub fn approve_first(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: DestructionId, version: i64) -> Result<()> {
    let line = find(tx, scope, id)?;
    let account = approver(by)?;
    line.must_be_open()?;
    if line.first_by.is_some() {
        return Err(Error::refusal("Первое утверждение уже есть. Обновите страницу: нужно второе, от другого сотрудника."));
    }
    let now = tx.now();
    let sql = "UPDATE destruction SET first_by = $1, first_at = $2, version = version + 1 WHERE id = $3 AND version = $4 AND first_by IS NULL";
    tx.change_one("Запрос на уничтожение", sql, params![account, now, id, version])?;
    tx.record(by, Event::new("destruction.approved_first", "destruction", id).of(line.person))
}

fn approver(by: &By) -> Result<AccountId> {
    by.account.ok_or_else(|| Error::refusal("Утвердить уничтожение может только сотрудник, вошедший под своей учётной записью."))
}

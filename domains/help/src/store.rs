//! Tables of the open kind. The confidential kind has a store of its own, which nothing here reads.

pub mod figures;
pub mod list;
pub mod talk;

use crate::model::{HelpId, HelpRequest, Outcome, Party, State};
use kernel::{Date, Result, Row, Timestamp, Tx, db::DbError, id::PersonId, name::FullName, params};

/// `$1` is today.
pub const SELECT: &str = "SELECT h.id, h.number, h.asker_person, h.asker_account, ap.family, ap.given, ap.patronymic, COALESCE(aa.display_name, ''),
    h.helper_person, h.helper_account, hp.family, hp.given, hp.patronymic, COALESCE(ha.display_name, ''),
    h.place_id, pl.path, COALESCE(pn.short_name, h.place_id), h.is_place, h.direction, h.subject, h.words, h.how_soon, h.form, h.seen_by, h.state,
    h.asked_at, h.asked_on, h.due_on, h.answered_at, h.response_days, h.minutes, h.closed_at, h.outcome, h.outcome_words, h.case_id, h.activity_id, h.version
    FROM help_request h JOIN place pl ON pl.id = h.place_id
    LEFT JOIN place_name pn ON pn.place_id = h.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1)
    LEFT JOIN person ap ON ap.id = h.asker_person LEFT JOIN account aa ON aa.id = h.asker_account
    LEFT JOIN person hp ON hp.id = h.helper_person LEFT JOIN account ha ON ha.id = h.helper_account";

/// A party whose columns begin at `ids`, with the name's at `words`.
pub fn party(row: &Row<'_>, ids: usize, words: usize) -> Result<Party, DbError> {
    let family: Option<String> = row.get(words)?;
    let name = match family {
        Some(family) => FullName { family, given: row.get(words + 1)?, patronymic: row.get(words + 2)? }.full(),
        None => row.get(words + 3)?,
    };
    Ok(Party { person: row.get(ids)?, account: row.get(ids + 1)?, name })
}

pub fn shape(row: &Row<'_>) -> Result<HelpRequest, DbError> {
    let outcome: String = row.get(32)?;
    Ok(HelpRequest {
        id: row.get(0)?,
        number: row.get(1)?,
        asker: party(row, 2, 4)?,
        helper: party(row, 8, 10)?,
        place: row.get(14)?,
        place_path: row.get(15)?,
        place_name: row.get(16)?,
        is_place: row.get(17)?,
        direction: row.get(18)?,
        subject: row.get(19)?,
        words: row.get(20)?,
        how_soon: row.get(21)?,
        form: row.get(22)?,
        seen_by: row.get(23)?,
        state: row.get(24)?,
        asked_at: row.get(25)?,
        asked_on: row.get(26)?,
        due_on: row.get(27)?,
        answered_at: row.get(28)?,
        response_days: row.get(29)?,
        minutes: row.get(30)?,
        closed_at: row.get(31)?,
        outcome: outcome.parse::<Outcome>().ok(),
        outcome_words: row.get(33)?,
        case: row.get(34)?,
        activity: row.get(35)?,
        version: row.get(36)?,
    })
}

/// A request whoever asks: the caller judges the viewer by what is found.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: HelpId) -> Result<HelpRequest> {
    let today = tx.today();
    tx.one(&format!("{SELECT} WHERE h.id = $2"), params![today, id], shape)
}

/// The next number of a year, «О-2026-0123». A write is alone at its moment, so two never get the same.
///
/// # Errors
/// The store fails.
pub fn next_number(tx: &mut Tx<'_>, day: Date) -> Result<String> {
    let year = format!("О-{}-", day.year());
    let last: Option<Option<String>> = tx.maybe("SELECT MAX(number) FROM help_request WHERE number >= $1 AND number < $2", params![year, kernel::search::after(&year)], |row| row.get(0))?;
    let last = last.flatten().and_then(|number| number.rsplit('-').next().and_then(|tail| tail.parse::<u32>().ok())).unwrap_or(0);
    Ok(format!("{year}{:04}", last + 1))
}

/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &HelpRequest) -> Result<()> {
    tx.execute(
        "INSERT INTO help_request (id, number, asker_person, asker_account, place_id, is_place, direction, subject, words, how_soon, form, seen_by, state, asked_at, asked_on, due_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            new.id,
            new.number,
            new.asker.person,
            new.asker.account,
            new.place,
            new.is_place,
            new.direction,
            new.subject,
            new.words,
            new.how_soon,
            new.form,
            new.seen_by,
            new.state,
            new.asked_at,
            new.asked_on,
            new.due_on
        ],
    )?;
    Ok(())
}

/// Puts it into somebody's hands, or back into the queue (nobody's).
///
/// # Errors
/// Stale.
pub fn set_helper(tx: &mut Tx<'_>, of: &HelpRequest, helper: &Party, due_on: Date) -> Result<()> {
    let (state, now) = (if helper.is_nobody() { State::New } else { State::Taken }, tx.now());
    let sql = "UPDATE help_request SET state = $1, helper_person = $2, helper_account = $3, taken_at = $4, due_on = $5, version = version + 1 WHERE id = $6 AND version = $7";
    let taken: Option<Timestamp> = (!helper.is_nobody()).then_some(now);
    tx.change_one(&of.number, sql, params![state, helper.person, helper.account, taken, due_on, of.id, of.version])
}

/// # Errors
/// Stale.
pub fn set_answered(tx: &mut Tx<'_>, of: &HelpRequest, response_days: i64, minutes: i64) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE help_request SET state = 'answered', answered_at = $1, response_days = COALESCE(response_days, $2), minutes = $3, version = version + 1 WHERE id = $4 AND version = $5";
    tx.change_one(&of.number, sql, params![now, response_days, minutes, of.id, of.version])
}

/// Ends it: closed with what came of it, or withdrawn.
///
/// # Errors
/// Stale.
pub fn end(tx: &mut Tx<'_>, of: &HelpRequest, state: State, (outcome, words): (Option<Outcome>, &str)) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE help_request SET state = $1, closed_at = $2, outcome = $3, outcome_words = $4, version = version + 1 WHERE id = $5 AND version = $6";
    tx.change_one(&of.number, sql, params![state, now, outcome.map(Outcome::as_str).unwrap_or_default(), words, of.id, of.version])
}

/// Back into somebody's hands, or into the queue (nobody's).
///
/// # Errors
/// Stale.
pub fn reopen(tx: &mut Tx<'_>, of: &HelpRequest, helper: &Party, due_on: Date) -> Result<()> {
    let state = if helper.is_nobody() { State::New } else { State::Taken };
    let sql = "UPDATE help_request SET state = $1, due_on = $2, helper_person = $3, helper_account = $4, closed_at = NULL, outcome = '', outcome_words = '', version = version + 1 WHERE id = $5 AND version = $6";
    tx.change_one(&of.number, sql, params![state, due_on, helper.person, helper.account, of.id, of.version])
}

/// # Errors
/// Stale.
pub fn set_case(tx: &mut Tx<'_>, of: &HelpRequest, case: cases::CaseId) -> Result<()> {
    tx.change_one(&of.number, "UPDATE help_request SET case_id = $1, version = version + 1 WHERE id = $2 AND version = $3", params![case, of.id, of.version])
}

/// # Errors
/// Stale.
pub fn set_activity(tx: &mut Tx<'_>, of: &HelpRequest, activity: activities::ActivityId) -> Result<()> {
    tx.change_one(&of.number, "UPDATE help_request SET activity_id = $1, version = version + 1 WHERE id = $2 AND version = $3", params![activity, of.id, of.version])
}

/// Requests that wait in somebody's hands.
///
/// # Errors
/// The store fails.
pub fn held_by(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<HelpRequest>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} WHERE h.helper_person = $2 AND h.state = 'taken' ORDER BY h.asked_at, h.id"), params![today, person], shape)?)
}

/// Requests that a person asked and that still wait.
///
/// # Errors
/// The store fails.
pub fn waiting_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<HelpRequest>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} WHERE h.asker_person = $2 AND h.state IN ('new', 'taken', 'answered') ORDER BY h.asked_at, h.id"), params![today, person], shape)?)
}

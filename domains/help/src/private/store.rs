//! Tables of the confidential kind. Every query asks for one of the two sides.

use super::model::{Private, PrivateId, PrivateMessage, PrivateMessageId, PrivateState};
use kernel::{Result, Row, Timestamp, Tx, db::DbError, id::PersonId, name::FullName, params};

/// `$1` is today, `$2` the viewer: the asker or the chosen helper.
const SELECT: &str = "SELECT x.id, x.asker_person, a.family, a.given, a.patronymic, COALESCE(pn.short_name, ''), x.helper_person, COALESCE(h.family, ''), COALESCE(h.given, ''), h.patronymic, COALESCE(f.reach, ''),
    x.state, x.words, x.asked_at, x.chosen_at, x.closed_at, x.version
    FROM private_help x JOIN person a ON a.id = x.asker_person LEFT JOIN place_name pn ON pn.place_id = a.place_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1)
    LEFT JOIN person h ON h.id = x.helper_person LEFT JOIN private_helper f ON f.person_id = x.helper_person
    WHERE (x.asker_person = $2 OR x.helper_person = $2)";

fn shape(row: &Row<'_>) -> Result<Private, DbError> {
    let helper: Option<PersonId> = row.get(6)?;
    let name = FullName { family: row.get(7)?, given: row.get(8)?, patronymic: row.get(9)? };
    Ok(Private {
        id: row.get(0)?,
        asker: row.get(1)?,
        asker_name: FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? }.full(),
        asker_place: row.get(5)?,
        helper,
        helper_name: helper.map(|_| name.full()).unwrap_or_default(),
        helper_reach: row.get(10)?,
        state: row.get(11)?,
        words: row.get(12)?,
        asked_at: row.get(13)?,
        chosen_at: row.get(14)?,
        closed_at: row.get(15)?,
        version: row.get(16)?,
    })
}

/// A request of one of its two sides.
///
/// # Errors
/// Not found: the viewer is neither.
pub fn find(tx: &mut Tx<'_>, viewer: PersonId, id: PrivateId) -> Result<Private> {
    let today = tx.today();
    tx.one(&format!("{SELECT} AND x.id = $3"), params![today, viewer, id], shape)
}

/// All of a side's own, open ones first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, viewer: PersonId) -> Result<Vec<Private>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} ORDER BY CASE x.state WHEN 'closed' THEN 1 ELSE 0 END, x.asked_at DESC, x.id LIMIT 100"), params![today, viewer], shape)?)
}

/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, (asker, helper): (PersonId, PersonId), words: &str) -> Result<PrivateId> {
    let (id, now) = (PrivateId::fresh(), tx.now());
    let sql = "INSERT INTO private_help (id, asker_person, helper_person, state, words, asked_at, chosen_at, moved_at) VALUES ($1, $2, $3, 'asked', $4, $5, $5, $5)";
    tx.execute(sql, params![id, asker, helper, words, now])?;
    Ok(id)
}

/// One more person in the month's count, unless the same person is in it already.
///
/// # Errors
/// The store fails.
pub fn count_in(tx: &mut Tx<'_>, asker: PersonId, direction: &str) -> Result<()> {
    // The month is the region's: an instant of the first morning lies in the month before at Greenwich.
    let zone = structure::zone(tx)?;
    let first = tx.today().first_of_month();
    let begins = zone.to_timestamp(first.at(0, 0, 0, 0)).map_err(anyhow::Error::new)?;
    let month = first.to_string().chars().take(7).collect::<String>();
    let before = tx.count("SELECT COUNT(*) FROM private_help WHERE asker_person = $1 AND asked_at >= $2", params![asker, begins])?;
    if before == 0 {
        let sql = "INSERT INTO private_help_month (month, direction, askers) VALUES ($1, $2, 1) ON CONFLICT (month, direction) DO UPDATE SET askers = private_help_month.askers + 1";
        tx.execute(sql, params![month, direction])?;
    }
    Ok(())
}

/// # Errors
/// Stale.
pub fn set_state(tx: &mut Tx<'_>, of: &Private, state: PrivateState) -> Result<()> {
    let now = tx.now();
    let closed: Option<Timestamp> = (state == PrivateState::Closed).then_some(now);
    let sql = "UPDATE private_help SET state = $1, moved_at = $2, closed_at = $3, version = version + 1 WHERE id = $4 AND version = $5";
    tx.change_one("Личное обращение", sql, params![state, now, closed, of.id, of.version])
}

/// Another helper, or nobody until the asker chooses.
///
/// # Errors
/// Stale.
pub fn set_helper(tx: &mut Tx<'_>, of: &Private, helper: Option<PersonId>) -> Result<()> {
    let (now, state) = (tx.now(), if helper.is_some() { PrivateState::Asked } else { PrivateState::Choosing });
    let sql = "UPDATE private_help SET helper_person = $1, state = $2, chosen_at = $3, moved_at = $3, version = version + 1 WHERE id = $4 AND version = $5";
    tx.change_one("Личное обращение", sql, params![helper, state, now, of.id, of.version])
}

/// # Errors
/// The store fails.
pub fn write(tx: &mut Tx<'_>, of: &Private, author: PersonId, words: &str) -> Result<PrivateMessageId> {
    let (id, now) = (PrivateMessageId::fresh(), tx.now());
    tx.execute("INSERT INTO private_message (id, help_id, author_person, words, made_at) VALUES ($1, $2, $3, $4, $5)", params![id, of.id, author, words, now])?;
    tx.execute("UPDATE private_help SET moved_at = $1 WHERE id = $2", params![now, of.id])?;
    Ok(id)
}

/// The talk as a side may read it: the helper, what was written since the helper was chosen.
///
/// # Errors
/// The store fails.
pub fn talk(tx: &mut Tx<'_>, of: &Private, viewer: PersonId) -> Result<Vec<PrivateMessage>> {
    let since = if viewer == of.asker { of.asked_at } else { of.chosen_at };
    let sql = "SELECT author_person, words, made_at FROM private_message WHERE help_id = $1 AND made_at >= $2 ORDER BY made_at, id";
    Ok(tx.query(sql, params![of.id, since], |row| Ok(PrivateMessage { is_asker: row.get::<PersonId>(0)? == of.asker, words: row.get(1)?, made_at: row.get(2)? }))?)
}

/// Takes a request away wholly, with its talk and with what anybody was told of it.
///
/// # Errors
/// The store fails.
pub fn remove(tx: &mut Tx<'_>, id: PrivateId) -> Result<()> {
    tx.execute("DELETE FROM private_message WHERE help_id = $1", params![id])?;
    tx.execute("DELETE FROM private_help WHERE id = $1", params![id])?;
    // The address a form led to names the request beside the account that sent it.
    tx.execute("DELETE FROM form_submission WHERE location LIKE $1", params![format!("{}%", super::url(id))])?;
    notices::forget_about(tx, &super::url(id))?;
    Ok(())
}

/// Closed before a moment, whoever asks: for the job.
///
/// # Errors
/// The store fails.
pub fn closed_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<PrivateId>> {
    Ok(tx.query("SELECT id FROM private_help WHERE state = 'closed' AND closed_at < $1 ORDER BY id LIMIT 500", params![before], |row| row.get(0))?)
}

/// Closes what has been silent since a moment: an answer nobody said anything to, a question nobody answered for half a year.
///
/// # Errors
/// The store fails.
pub fn close_silent(tx: &mut Tx<'_>, answered_before: Timestamp, asked_before: Timestamp) -> Result<u64> {
    let now = tx.now();
    let sql = "UPDATE private_help SET state = 'closed', closed_at = $1, version = version + 1 WHERE (state = 'answered' AND moved_at < $2) OR (state IN ('asked', 'choosing') AND moved_at < $3)";
    Ok(tx.execute(sql, params![now, answered_before, asked_before])?)
}

/// Open requests at a helper, as their askers see them: for when the helper leaves.
///
/// # Errors
/// The store fails.
pub fn open_at(tx: &mut Tx<'_>, helper: PersonId) -> Result<Vec<Private>> {
    let today = tx.today();
    Ok(tx.query(&format!("{SELECT} AND x.helper_person = $2 AND x.state <> 'closed' ORDER BY x.id"), params![today, helper], shape)?)
}

/// All requests that a person asked: for when the person is erased.
///
/// # Errors
/// The store fails.
pub fn asked_by(tx: &mut Tx<'_>, asker: PersonId) -> Result<Vec<PrivateId>> {
    Ok(tx.query("SELECT id FROM private_help WHERE asker_person = $1 ORDER BY id", params![asker], |row| row.get(0))?)
}

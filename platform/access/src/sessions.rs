//! Sessions live in the database and are named by the hash of a secret in a cookie.
//!
//! * The secret changes at login, after the second factor, and with the role.
//! * A session ends by idleness (30 minutes for roles that can export lists, 2 hours for others), by age (12 hours), by logout,
//!   by a new password, by the account's closing.
//! * A session whose role needs a second factor gives no [`Actor`] before it: it reaches the pages of the second factor only.

use crate::{Action, Actor, Role, Secret, grants, rights, secret};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Error, Result, Tx,
    id::{AccountId, PersonId, PlaceId},
    params, row,
};

/// However busy, after so long one logs in again.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How long a login may stand between password and second factor.
const HALFWAY: SignedDuration = SignedDuration::from_mins(15);
/// A page seen within so short a time of the last one isn't written down.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How long a session of a role may be idle.
#[must_use]
pub fn idle_limit(role: Role) -> SignedDuration {
    if rights::allows(role, Action::ExportLists) { SignedDuration::from_mins(30) } else { SignedDuration::from_hours(2) }
}

/// A session that is alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    pub account: AccountId,
    pub account_name: String,
    /// Until it ends by itself if nothing is done.
    pub seconds_left: i64,
    /// Whether more work would make it last longer: near the absolute limit it won't.
    pub can_extend: bool,
    pub second_factor_done: bool,
    /// Whether the last page seen is worth writing down ([`touch`]).
    pub is_due_for_touch: bool,
    /// What must be done before work, if anything.
    pub lacks: Option<Lack>,
}

/// Why a live session gives no actor yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The second factor's code.
    Code,
    /// The second factor itself: the role needs one and the account has none.
    SecondFactor,
    /// A role: none is in force, or the one held has ended.
    Role,
}

/// One's own session in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// Hash of the secret.
    pub key: String,
    pub made_at: Timestamp,
    pub seen_at: Timestamp,
    pub agent: String,
}

struct Stored {
    key: String,
    account: AccountId,
    name: String,
    person: Option<PersonId>,
    made_at: Timestamp,
    seen_at: Timestamp,
    second_factor: bool,
    has_second_factor: bool,
    role: Option<Role>,
    place: Option<PlaceId>,
    place_path: Option<String>,
    place_name: Option<String>,
}

/// How long ago a session counts as over once it is ended on purpose: a clock that is set back must not wake it.
const OVER_FOR: SignedDuration = SignedDuration::from_hours(23);

/// Begins a session in the first role in force. `second_factor`: whether it has been shown already (the demo's buttons).
///
/// # Errors
/// The store fails.
pub fn open(tx: &mut Tx<'_>, account: AccountId, second_factor: bool, agent: &str) -> Result<Secret> {
    let (fresh, now) = (Secret::fresh(), tx.now());
    let role = grants::active(tx, account)?.into_iter().next().map(|grant| grant.id);
    tx.execute("INSERT INTO session (token_hash, account_id, grant_id, made_at, seen_at, second_factor, agent) VALUES ($1, $2, $3, $4, $4, $5, $6)", params![fresh.hash(), account, role, now, second_factor, agent])?;
    Ok(fresh)
}

/// The actor of a session that is alive and complete.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, token: &str) -> Result<Option<(Actor, SessionInfo)>> {
    let Some((stored, info)) = alive(tx, token)? else { return Ok(None) };
    if info.lacks.is_some() {
        return Ok(None);
    }
    Ok(actor(stored).map(|actor| (actor, info)))
}

/// A session that is alive, complete or not.
///
/// # Errors
/// The store fails.
pub fn peek(tx: &mut Tx<'_>, token: &str) -> Result<Option<SessionInfo>> {
    Ok(alive(tx, token)?.map(|(_, info)| info))
}

/// Whose session it is or was: also of one that has run out, as long as it isn't swept. For giving typed text back, never for rights.
///
/// # Errors
/// The store fails.
pub fn owner(tx: &mut Tx<'_>, token: &str) -> Result<Option<AccountId>> {
    Ok(tx.maybe("SELECT account_id FROM session WHERE token_hash = $1", params![secret::hash(token)], |row| row.get(0))?)
}

fn alive(tx: &mut Tx<'_>, token: &str) -> Result<Option<(Stored, SessionInfo)>> {
    let (today, now) = (tx.today(), tx.now());
    let sql = format!(
        "SELECT s.token_hash, a.id, a.display_name, a.person_id, s.made_at, s.seen_at, s.second_factor, CASE WHEN a.totp_confirmed_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, g.role, pl.id, pl.path, {}
         FROM session s JOIN account a ON a.id = s.account_id
         LEFT JOIN role_grant g ON g.id = s.grant_id AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)
         LEFT JOIN place pl ON pl.id = g.place_id
         WHERE s.token_hash = $2 AND a.disabled_at IS NULL",
        grants::PLACE_NAME
    );
    let shape = row!(Stored { key, account, name, person, made_at, seen_at, second_factor, has_second_factor, role, place, place_path, place_name });
    let Some(stored) = tx.maybe(&sql, params![today, secret::hash(token)], shape)? else { return Ok(None) };
    let info = judge(&stored, now);
    Ok((info.seconds_left > 0).then_some((stored, info)))
}

fn judge(stored: &Stored, now: Timestamp) -> SessionInfo {
    let lacks = lack(stored);
    let idle = match (lacks, stored.role) {
        (None, Some(role)) => idle_limit(role),
        _ => HALFWAY,
    };
    let by_age = LONGEST - now.duration_since(stored.made_at);
    let by_idleness = idle - now.duration_since(stored.seen_at);
    SessionInfo {
        account: stored.account,
        account_name: stored.name.clone(),
        seconds_left: by_age.min(by_idleness).as_secs(),
        can_extend: by_age > by_idleness,
        second_factor_done: stored.second_factor,
        is_due_for_touch: lacks.is_none() && now.duration_since(stored.seen_at) >= TOUCH_EVERY,
        lacks,
    }
}

fn lack(stored: &Stored) -> Option<Lack> {
    let wants_code = stored.has_second_factor && !stored.second_factor;
    match stored.role {
        _ if wants_code => Some(Lack::Code),
        None => Some(Lack::Role),
        Some(role) if role.needs_second_factor() && !stored.second_factor => Some(Lack::SecondFactor),
        Some(_) => None,
    }
}

fn actor(stored: Stored) -> Option<Actor> {
    let place = stored.place?;
    Some(Actor {
        account: stored.account,
        person: stored.person,
        name: stored.name,
        role: stored.role?,
        place_name: stored.place_name.unwrap_or_else(|| place.to_string()),
        place,
        place_path: stored.place_path?,
        session: stored.key,
    })
}

/// Something was done: idleness counts from now.
///
/// # Errors
/// The store fails.
pub fn touch(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1", params![now, secret::hash(token)])?;
    Ok(())
}

/// The second factor was shown: the session goes on under a new secret.
///
/// # Errors
/// [`Error::NotFound`] if the session has ended meanwhile.
pub fn pass_second_factor(tx: &mut Tx<'_>, token: &str) -> Result<Secret> {
    rotate(tx, &secret::hash(token), "second_factor = 1")
}

/// Goes on in another role, under a new secret; the age stays.
///
/// # Errors
/// [`Error::NotFound`] if the role isn't the account's or not in force.
pub fn switch(tx: &mut Tx<'_>, token: &str, to: grants::GrantId) -> Result<Secret> {
    let info = peek(tx, token)?.ok_or(Error::NotFound)?;
    if !grants::active(tx, info.account)?.iter().any(|grant| grant.id == to) {
        return Err(Error::NotFound);
    }
    let renewed = rotate(tx, &secret::hash(token), "second_factor = second_factor")?;
    tx.execute("UPDATE session SET grant_id = $1 WHERE token_hash = $2", params![to, renewed.hash()])?;
    Ok(renewed)
}

fn rotate(tx: &mut Tx<'_>, key: &str, change: &'static str) -> Result<Secret> {
    let (fresh, now) = (Secret::fresh(), tx.now());
    let touched = tx.execute(&format!("UPDATE session SET token_hash = $1, seen_at = $2, {change} WHERE token_hash = $3"), params![fresh.hash(), now, key])?;
    if touched == 1 { Ok(fresh) } else { Err(Error::NotFound) }
}

/// Ends the session of a secret.
///
/// # Errors
/// The store fails.
pub fn end(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    tx.execute("DELETE FROM session WHERE token_hash = $1", params![secret::hash(token)])?;
    Ok(())
}

/// Ends every session of the actor but the one at work; how many ended.
///
/// # Errors
/// The store fails.
pub fn end_others(tx: &mut Tx<'_>, actor: &Actor) -> Result<u64> {
    end_but(tx, actor.account, &actor.session)
}

/// Ends every session of an account; how many ended.
///
/// # Errors
/// The store fails.
pub fn end_all(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    end_but(tx, account, "")
}

/// Makes them as old as those that have run out: nothing opens with them, but what is being typed in them still finds its owner
/// ([`owner`]) until they are swept.
pub(crate) fn end_but(tx: &mut Tx<'_>, account: AccountId, kept: &str) -> Result<u64> {
    let over = tx.now() - LONGEST - OVER_FOR;
    Ok(tx.execute("UPDATE session SET made_at = $1 WHERE account_id = $2 AND token_hash <> $3 AND made_at > $1", params![over, account, kept])?)
}

/// Forgets every session of an account, ended or not.
///
/// # Errors
/// The store fails.
pub(crate) fn forget_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM session WHERE account_id = $1", params![account])?;
    Ok(())
}

/// An account's sessions, the last seen first.
///
/// # Errors
/// The store fails.
pub fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<OwnSession>> {
    let after = tx.now() - LONGEST;
    let sql = "SELECT token_hash, made_at, seen_at, agent FROM session WHERE account_id = $1 AND made_at > $2 ORDER BY seen_at DESC, token_hash";
    Ok(tx.query(sql, params![account, after], row!(OwnSession { key, made_at, seen_at, agent }))?)
}

/// Forgets sessions a day after the longest they can last; how many went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - LONGEST - SignedDuration::from_hours(24);
    Ok(tx.execute("DELETE FROM session WHERE made_at < $1", params![before])?)
}

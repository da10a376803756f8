//! Tokens of programs: `mta_<open part>_<secret part>`. The open part finds the row, the secret is compared by its digest in constant time,
//! so neither the table nor the time of an answer gives a token away.

use crate::resource::Resource;
use audit::{By, Event, Record};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::civil::Date;
use kernel::{Error, FieldErrors, Result, Row, Timestamp, Tx, db::DbError, id::PlaceId, params, uuid_id};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use subtle::ConstantTimeEq;

uuid_id! {
    TokenId
}

/// A token never lives longer.
pub const LONGEST_DAYS: i32 = 731;
const PREFIX: &str = "mta";

/// What a token is, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    /// Who uses it: an organisation or a system, no person.
    pub owner: String,
    pub scopes: BTreeSet<Resource>,
    pub place: PlaceId,
    pub place_path: String,
    pub place_name: String,
    /// The last day.
    pub expires_on: Date,
    pub made_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    pub last_used_on: Option<Date>,
    pub calls: i64,
}

impl Token {
    #[must_use]
    pub fn works_on(&self, day: Date) -> bool {
        self.revoked_at.is_none() && day <= self.expires_on
    }
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub owner: String,
    pub scopes: BTreeSet<Resource>,
    pub place: PlaceId,
    pub expires_on: Date,
}

/// Makes a token; its text is shown this once.
///
/// # Errors
/// Fields that make no token.
pub fn make(tx: &mut Tx<'_>, by: &By, new: &NewToken) -> Result<(TokenId, String)> {
    check(tx, new)?;
    let (id, now) = (TokenId::fresh(), tx.now());
    let lookup = HEXLOWER.encode(&rand::random::<[u8; 6]>());
    let secret = BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>());
    let scopes = new.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    tx.execute(
        "INSERT INTO exchange_token (id, lookup, digest, name, owner, scopes, place_id, expires_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![id, lookup, digest(&secret), new.name, new.owner, scopes, new.place, new.expires_on, by.account, now],
    )?;
    tx.record(by, Event::new("exchange_token.made", "exchange_token", id).with(json!({"scopes": scopes, "place": new.place, "expires_on": new.expires_on})))?;
    Ok((id, format!("{PREFIX}_{lookup}_{secret}")))
}

fn check(tx: &mut Tx<'_>, new: &NewToken) -> Result<()> {
    let today = tx.today();
    let mut errors = FieldErrors::default();
    for (name, text) in [("name", &new.name), ("owner", &new.owner)] {
        if text.trim().is_empty() {
            errors.add(name, "Заполните это поле");
        } else if text.chars().count() > 200 {
            errors.add(name, "Слишком длинно: не больше 200 знаков");
        }
    }
    if new.scopes.is_empty() {
        errors.add("scopes", "Отметьте хотя бы один набор данных");
    }
    let latest = today.checked_add(jiff::Span::new().days(LONGEST_DAYS)).unwrap_or(today);
    if new.expires_on < today || new.expires_on > latest {
        errors.add("expires_on", format!("Укажите день не раньше сегодняшнего и не позже {}", ui::ru::date(latest)));
    }
    let kind: Option<String> = tx.maybe("SELECT kind FROM place WHERE id = $1", params![new.place], |row| row.get(0))?;
    if !matches!(kind.as_deref(), Some("region" | "municipality")) {
        errors.add("place", "Выберите регион или муниципалитет из списка");
    }
    errors.or(Some(())).map_err(Error::from)
}

fn digest(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

/// The token of a text, if there is one that works today.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, text: &str) -> Result<Option<Token>> {
    let (lookup, secret) = parts(text).unwrap_or_default();
    let row: Option<(TokenId, String)> = tx.maybe("SELECT id, digest FROM exchange_token WHERE lookup = $1", params![lookup], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Compared even where there is nothing to compare with, so that both answers take the same time.
    let kept = row.as_ref().map_or("", |(_, digest)| digest.as_str());
    let given = digest(secret);
    let is_same = bool::from(given.as_bytes().ct_eq(kept.as_bytes()));
    let Some((id, _)) = row.filter(|_| is_same) else { return Ok(None) };
    let today = tx.today();
    Ok(load(tx, id)?.filter(|token| token.works_on(today)))
}

fn parts(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(PREFIX)?.strip_prefix('_')?.split_once('_').filter(|(lookup, secret)| lookup.len() == 12 && secret.len() == 43)
}

fn select() -> String {
    "SELECT t.id, t.name, t.owner, t.scopes, t.place_id, pl.path, n.short_name, t.expires_on, t.made_at, t.revoked_at, (SELECT MAX(u.day) FROM exchange_use u WHERE u.token_id = t.id),
        CAST(COALESCE((SELECT SUM(u.calls) FROM exchange_use u WHERE u.token_id = t.id), 0) AS BIGINT)
     FROM exchange_token t JOIN place pl ON pl.id = t.place_id JOIN place_name n ON n.place_id = pl.id AND n.valid_from = COALESCE(
        (SELECT MAX(m.valid_from) FROM place_name m WHERE m.place_id = pl.id AND m.valid_from <= $1), (SELECT MIN(m.valid_from) FROM place_name m WHERE m.place_id = pl.id))"
        .to_owned()
}

fn shape(row: &Row<'_>) -> Result<Token, DbError> {
    let scopes: String = row.get(3)?;
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        owner: row.get(2)?,
        scopes: scopes.split(' ').filter_map(|word| word.parse().ok()).collect(),
        place: row.get(4)?,
        place_path: row.get(5)?,
        place_name: row.get(6)?,
        expires_on: row.get(7)?,
        made_at: row.get(8)?,
        revoked_at: row.get(9)?,
        last_used_on: row.get(10)?,
        calls: row.get(11)?,
    })
}

/// A token by its id.
///
/// # Errors
/// The store fails.
pub fn load(tx: &mut Tx<'_>, id: TokenId) -> Result<Option<Token>> {
    let today = tx.today();
    Ok(tx.maybe(&format!("{} WHERE t.id = $2", select()), params![today, id], shape)?)
}

/// All tokens, newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Token>> {
    let today = tx.today();
    Ok(tx.query(&format!("{} ORDER BY t.made_at DESC, t.id DESC", select()), params![today], shape)?)
}

/// Takes a token back; it opens nothing from the next request on.
///
/// # Errors
/// Not found, or taken back already.
pub fn revoke(tx: &mut Tx<'_>, by: &By, id: TokenId) -> Result<()> {
    let token = load(tx, id)?.ok_or(Error::NotFound)?;
    if token.revoked_at.is_some() {
        return Err(Error::refusal("Этот ключ уже отозван. Обновите страницу."));
    }
    let now = tx.now();
    tx.execute("UPDATE exchange_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", params![now, id])?;
    tx.record(by, Event::new("exchange_token.revoked", "exchange_token", id))
}

/// Adds calls of a day.
///
/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>, id: TokenId, day: Date, calls: i64) -> Result<()> {
    tx.execute("INSERT INTO exchange_use (token_id, day, calls) VALUES ($1, $2, $3) ON CONFLICT (token_id, day) DO UPDATE SET calls = exchange_use.calls + excluded.calls", params![id, day, calls])?;
    Ok(())
}

/// Writes the journal's daily line of use for days that are over; how many.
///
/// # Errors
/// The store fails.
pub fn note_days(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let days: Vec<(TokenId, Date, i64)> =
        tx.query("SELECT token_id, day, calls FROM exchange_use WHERE is_noted = 0 AND day < $1 ORDER BY day, token_id", params![today], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (id, day, calls) in &days {
        tx.execute("UPDATE exchange_use SET is_noted = 1 WHERE token_id = $1 AND day = $2", params![id, day])?;
        tx.record(&By::system(), Event::new("exchange_token.used", "exchange_token", id).with(json!({"day": day, "calls": calls})))?;
    }
    Ok(days.len() as u64)
}

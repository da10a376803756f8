//! The second factor: six figures of an authenticator app (TOTP, RFC 6238). A step of thirty seconds is good once.
//! The seed lies in the database sealed ([`Vault`]).

use crate::{
    Vault, accounts,
    brakes::{self, Brake},
    vault::SEALED,
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx, id::AccountId, params};
use totp_rs::{Builder, Secret as Seed, Totp};

/// As the authenticator app names us.
const ISSUER: &str = "Методактив";

/// What the owner enters into the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// For typing by hand: base32 in groups of four.
    pub secret: String,
    /// For the QR code.
    pub url: String,
}

/// Begins an enrolment, or goes on with one begun: the secret stays the same until it is confirmed.
///
/// # Errors
/// A refusal if the account has a second factor already.
pub fn begin(tx: &mut Tx<'_>, vault: &Vault, id: AccountId) -> Result<Enrolment> {
    let account = accounts::find(tx, id)?;
    if account.has_second_factor() {
        return Err(Error::refusal("Второй шаг входа уже подключён. Чтобы подключить другой телефон, сначала отключите прежний."));
    }
    let seed = match stored(tx, vault, id)? {
        (Some(seed), _) => seed,
        (None, _) => fresh_seed(tx, vault, id)?,
    };
    let totp = totp(&seed, &account.email)?;
    let url = totp.to_url().map_err(internal)?;
    Ok(Enrolment { secret: grouped(&seed), url })
}

fn fresh_seed(tx: &mut Tx<'_>, vault: &Vault, id: AccountId) -> Result<String> {
    let seed = Seed::from(rand::random::<[u8; 20]>()).to_base32();
    tx.execute("UPDATE account SET totp_secret = $1, totp_last_step = 0 WHERE id = $2 AND totp_confirmed_at IS NULL", params![vault.seal(id, &seed).map_err(internal)?, id])?;
    Ok(seed)
}

/// The first code proves that the app is set up: from now on it is asked at every login.
///
/// # Errors
/// A field error at `code`, or too many tries.
pub fn confirm(tx: &mut Tx<'_>, vault: &Vault, by: &By, id: AccountId, code: &str) -> Result<()> {
    if accounts::find(tx, id)?.has_second_factor() {
        return Err(Error::refusal("Второй шаг входа уже подключён."));
    }
    if !passes(tx, vault, id, code)? {
        return Err(Error::field("code", WRONG_NEW_CODE));
    }
    let now = tx.now();
    tx.execute("UPDATE account SET totp_confirmed_at = $1, version = version + 1 WHERE id = $2", params![now, id])?;
    tx.record(by, Event::new("account.second_factor_added", "account", id))
}

const WRONG_NEW_CODE: &str = "Код не подошёл. Проверьте, что время на телефоне установлено автоматически, и введите новый код из приложения";

/// Whether a code is right now and wasn't used before. Count the try with [`try_code`] first.
fn passes(tx: &mut Tx<'_>, vault: &Vault, id: AccountId, code: &str) -> Result<bool> {
    let (Some(seed), email) = stored(tx, vault, id)? else { return Ok(false) };
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(tx.now().as_second()).unwrap_or(0);
    let Some(step) = totp(&seed, &email)?.check(&digits, seconds) else { return Ok(false) };
    let fresh = tx.execute("UPDATE account SET totp_last_step = $1 WHERE id = $2 AND totp_last_step < $1", params![step, id])?;
    Ok(fresh == 1)
}

/// The outcome of a code: never an error, so that the failed try stays counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
}

/// Checks a code of an account with a second factor; failures are braked and recorded.
///
/// # Errors
/// [`Error::TooMany`].
pub fn try_code(tx: &mut Tx<'_>, vault: &Vault, by: &By, id: AccountId, code: &str) -> Result<Verdict> {
    let brake = [Brake::of_second_factor(id)];
    brakes::attempt(tx, &brake)?;
    if accounts::find(tx, id)?.has_second_factor() && passes(tx, vault, id, code)? {
        brakes::release(tx, &brake, &[])?;
        return Ok(Verdict::Right);
    }
    tx.record(by, Event::new("account.code_failed", "account", id))?;
    Ok(Verdict::Wrong)
}

/// Takes the second factor away (a lost phone): the owner sets up a new one at the next login. All sessions end.
///
/// # Errors
/// [`Error::NotFound`].
pub fn reset(tx: &mut Tx<'_>, by: &By, id: AccountId) -> Result<()> {
    let account = accounts::find(tx, id)?;
    tx.execute("UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0, version = version + 1 WHERE id = $1", params![id])?;
    crate::sessions::end_all(tx, id)?;
    tx.record(by, Event::new("account.second_factor_reset", "account", id).of_maybe(account.person))
}

/// The seed, opened, and the address.
fn stored(tx: &mut Tx<'_>, vault: &Vault, id: AccountId) -> Result<(Option<String>, String)> {
    let (sealed, email): (Option<String>, String) = tx.one("SELECT totp_secret, email FROM account WHERE id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((sealed.map(|sealed| vault.open(id, &sealed)).transpose().map_err(internal)?, email))
}

/// How the seeds in the database stand to a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seeds {
    pub opened: usize,
    /// Sealed by another key.
    pub shut: usize,
    /// Not sealed yet: of a version that did not.
    pub plain: usize,
}

/// Counts them; without a key nothing opens.
///
/// # Errors
/// The store fails.
pub fn seeds(tx: &mut Tx<'_>, vault: Option<&Vault>) -> Result<Seeds> {
    let mut seeds = Seeds::default();
    for (id, kept) in kept_seeds(tx)? {
        match vault {
            _ if !kept.starts_with(SEALED) => seeds.plain += 1,
            Some(vault) if vault.open(id, &kept).is_ok() => seeds.opened += 1,
            _ => seeds.shut += 1,
        }
    }
    Ok(seeds)
}

/// Seals what an earlier version left plain; how many.
///
/// # Errors
/// The store fails.
pub fn seal_plain(tx: &mut Tx<'_>, vault: &Vault) -> Result<usize> {
    let plain: Vec<_> = kept_seeds(tx)?.into_iter().filter(|(_, kept)| !kept.starts_with(SEALED)).collect();
    for (id, seed) in &plain {
        tx.execute("UPDATE account SET totp_secret = $1 WHERE id = $2 AND totp_secret = $3", params![vault.seal(*id, seed).map_err(internal)?, id, seed])?;
    }
    Ok(plain.len())
}

/// Whose second factor is set up or being set up.
///
/// # Errors
/// The store fails.
pub fn holders(tx: &mut Tx<'_>) -> Result<Vec<AccountId>> {
    Ok(kept_seeds(tx)?.into_iter().map(|(id, _)| id).collect())
}

fn kept_seeds(tx: &mut Tx<'_>) -> Result<Vec<(AccountId, String)>> {
    Ok(tx.query("SELECT id, totp_secret FROM account WHERE totp_secret IS NOT NULL", params![], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn totp(seed: &str, email: &str) -> Result<Totp> {
    let seed = Seed::try_from_base32(seed).map_err(internal)?;
    Builder::new().with_secret(seed).with_account_name(email).with_issuer(Some(ISSUER)).build().map_err(internal)
}

fn internal(cause: impl std::fmt::Debug) -> Error {
    Error::Internal(anyhow::anyhow!("totp: {cause:?}"))
}

fn grouped(seed: &str) -> String {
    let letters: Vec<char> = seed.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The code an app would show (tests of those above).
///
/// # Errors
/// The account has no secret.
pub fn code_at(tx: &mut Tx<'_>, vault: &Vault, id: AccountId, at: kernel::Timestamp) -> Result<String> {
    let (seed, email) = stored(tx, vault, id)?;
    let seed = seed.ok_or(Error::NotFound)?;
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    Ok(totp(&seed, &email)?.generate(seconds).to_string())
}

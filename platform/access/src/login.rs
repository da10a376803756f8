//! Logging in: brakes and look-up in one transaction, hashing outside of any, the session in another.
//! Whoever fails learns one thing only: the pair of address and password is wrong.

use crate::{
    Password, Secret, accounts,
    brakes::{self, Brake},
    codes::{self, Purpose},
    passwords, sessions,
};
use audit::{By, Event, Record};
use kernel::{Db, Error, Result, Tx, id::AccountId};
use serde_json::json;

/// Where a try comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct From {
    pub address: String,
    pub agent: String,
}

/// The one sentence of every failed login.
pub const WRONG: &str = "Почта или пароль не подошли. Проверьте раскладку клавиатуры и Caps Lock. Если пароля ещё нет, войдите по коду с листка";
/// The one sentence of every failed one-time code.
pub const WRONG_CODE: &str = "Код не подошёл к этой почте, уже использован или его срок истёк. Проверьте почту и код или попросите новый листок";

struct Knock {
    account: Option<AccountId>,
    stored: Option<String>,
}

/// Logs in by address and password; the session may still lack its second factor.
///
/// # Errors
/// [`Error::Fields`] at `email` with [`WRONG`]; [`Error::TooMany`]; [`Error::Busy`].
pub async fn by_password(db: &Db, from: &From, email: &str, password: Password) -> Result<Secret> {
    let brakes = Brake::of_login(&brake_name(email), &from.address);
    let (typed, counted) = (email.to_owned(), brakes.clone());
    let knock = db.writing(move |tx| knock(tx, &typed, &counted)).await?;
    let matches = passwords::verify(knock.stored, password).await?;
    let from = from.clone();
    let account = knock.account.filter(|_| matches);
    let unknown = knock.account;
    let token = db.writing(move |tx| match account {
        Some(account) => enter(tx, account, &from, &brakes, "password").map(Some),
        None => failed(tx, unknown).map(|()| None),
    });
    token.await?.ok_or_else(|| Error::field("email", WRONG))
}

/// One name for an address however it is written, also for what is no address at all.
fn brake_name(email: &str) -> String {
    accounts::folded_email(email).unwrap_or_else(|_| email.trim().to_lowercase().chars().take(200).collect())
}

fn knock(tx: &mut Tx<'_>, email: &str, counted: &[Brake]) -> Result<Knock> {
    brakes::attempt(tx, counted)?;
    let account = accounts::by_email(tx, email)?.filter(|account| !account.is_disabled());
    Ok(Knock { account: account.as_ref().map(|account| account.id), stored: account.and_then(|account| account.password_hash) })
}

fn enter(tx: &mut Tx<'_>, account: AccountId, from: &From, counted: &[Brake; 3], way: &'static str) -> Result<Secret> {
    if accounts::find(tx, account)?.is_disabled() {
        return Err(Error::field("email", WRONG));
    }
    let [pair, address, owner] = counted.clone();
    brakes::release(tx, &[pair, owner], &[address])?;
    begin(tx, account, &from.agent, way)
}

/// Opens a session and records the login.
///
/// # Errors
/// The store fails.
pub fn begin(tx: &mut Tx<'_>, account: AccountId, agent: &str, way: &'static str) -> Result<Secret> {
    let token = sessions::open(tx, account, false, agent)?;
    tx.record(&own(account), Event::new("account.logged_in", "account", account).with(json!({"way": way})))?;
    Ok(token)
}

fn failed(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<()> {
    // What was typed isn't written down: it may be a password in the wrong field.
    let about = account.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
    tx.record(&By::visitor(), Event::new("account.login_failed", "account", about))
}

/// An account acting for itself before it has a role.
#[must_use]
pub fn own(account: AccountId) -> By {
    By { account: Some(account), actor: "account" }
}

/// The first login: address, printed code and one's own new password in one go. Then as after any login.
///
/// # Errors
/// Field errors at `code` ([`WRONG_CODE`]) and `password`; [`Error::TooMany`]; [`Error::Busy`].
pub async fn by_printed_code(db: &Db, from: &From, email: &str, code: &str, password: Password) -> Result<Secret> {
    let brakes = Brake::of_login(&brake_name(email), &from.address);
    let (email, code, counted, typed) = (email.to_owned(), code.to_owned(), brakes.clone(), password.clone());
    let shown = code.clone();
    let account = db.writing(move |tx| {
        brakes::attempt(tx, &counted)?;
        let whose = codes::whose(tx, &shown, Purpose::FirstLogin)?;
        let Some(account) = accounts::by_email(tx, &email)?.filter(|account| whose == Some(account.id)) else {
            failed(tx, None)?;
            return Ok(None);
        };
        accounts::check_password(tx, &account, &typed)?;
        Ok(Some(account.id))
    });
    let account = account.await?.ok_or_else(|| Error::field("code", WRONG_CODE))?;
    let hash = passwords::hash(password).await?;
    let from = from.clone();
    db.writing(move |tx| {
        let redeemed = codes::redeem(tx, &code, Purpose::FirstLogin)?.filter(|id| *id == account).ok_or_else(|| Error::field("code", WRONG_CODE))?;
        accounts::set_password(tx, &own(redeemed), redeemed, &hash, None)?;
        enter(tx, redeemed, &from, &brakes, "printed_code")
    })
    .await
}

/// A new password by the link of a letter; every session of the account ends.
///
/// # Errors
/// A refusal if the link is used up or too old; a field error at `password`; [`Error::Busy`].
pub async fn reset_password(db: &Db, link: &str, password: Password) -> Result<AccountId> {
    let (shown, typed) = (link.to_owned(), password.clone());
    db.reading(move |tx| {
        let account = codes::whose(tx, &shown, Purpose::Reset)?.ok_or_else(stale_link)?;
        let account = accounts::find(tx, account)?;
        accounts::check_password(tx, &account, &typed)
    })
    .await?;
    let hash = passwords::hash(password).await?;
    let link = link.to_owned();
    db.writing(move |tx| {
        let account = codes::redeem(tx, &link, Purpose::Reset)?.ok_or_else(stale_link)?;
        accounts::set_password(tx, &own(account), account, &hash, None)?;
        Ok(account)
    })
    .await
}

fn stale_link() -> Error {
    Error::refusal("Ссылка уже использована, или прошёл час. Запросите новую на странице «Забыли пароль?».")
}

/// The password asked again before what an unattended screen must not allow. Field error at `current_password`.
///
/// # Errors
/// As said; [`Error::TooMany`]; [`Error::Busy`].
pub async fn prove_again(db: &Db, account: AccountId, password: Password) -> Result<()> {
    let brake = [Brake::of_reproof(account)];
    let counted = brake.clone();
    let stored = db.writing(move |tx| {
        brakes::attempt(tx, &counted)?;
        Ok(accounts::find(tx, account)?.password_hash)
    });
    if !passwords::verify(stored.await?, password).await? {
        return Err(Error::field("current_password", "Пароль не подошёл. Введите тот, с которым вы входите сейчас"));
    }
    db.writing(move |tx| brakes::release(tx, &brake, &[])).await
}

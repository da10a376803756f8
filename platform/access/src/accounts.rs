//! Accounts: a way in. Names and addresses are the account's own; the card of a person, if there is one, lies in the register.

use crate::{Action, Actor, Password, passwords};
use audit::{By, Event, Record};
use kernel::{
    Error, FieldErrors, Paged, Result, Slice, Tx,
    id::{AccountId, PersonId},
    params, row,
};
use serde_json::json;

/// An account as the administrator and its owner see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub person: Option<PersonId>,
    pub name: String,
    pub email: String,
    pub password_hash: Option<String>,
    /// When the second factor was confirmed.
    pub second_factor_since: Option<kernel::Timestamp>,
    pub oidc_subject: Option<String>,
    pub made_at: kernel::Timestamp,
    pub disabled_at: Option<kernel::Timestamp>,
    pub version: i64,
}

const COLUMNS: &str = "a.id, a.person_id, a.display_name, a.email, a.password_hash, a.totp_confirmed_at, a.oidc_subject, a.made_at, a.disabled_at, a.version";

fn shape(row: &kernel::Row<'_>) -> Result<Account, kernel::db::DbError> {
    row!(Account { id, person, name, email, password_hash, second_factor_since, oidc_subject, made_at, disabled_at, version })(row)
}

impl Account {
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    #[must_use]
    pub fn has_second_factor(&self) -> bool {
        self.second_factor_since.is_some()
    }
}

/// An account about to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAccount {
    /// As shown in the header and in lists.
    pub name: String,
    pub email: String,
    pub person: Option<PersonId>,
}

/// The address as accounts are looked up by: lower case.
///
/// # Errors
/// A sentence for the field.
pub fn folded_email(raw: &str) -> Result<String, &'static str> {
    kernel::contact::email(raw).map(|email| email.to_lowercase())
}

/// Makes an account without a password: its owner comes in by a one-time code first.
///
/// # Errors
/// Field errors at `name` and `email`.
pub fn create(tx: &mut Tx<'_>, by: &By, new: &NewAccount) -> Result<AccountId> {
    let mut errors = FieldErrors::default();
    let name = checked_name(&new.name, &mut errors);
    let email = errors.take("email", folded_email(&new.email));
    if let Some(email) = &email
        && tx.count("SELECT COUNT(*) FROM account WHERE email = $1", params![email])? > 0
    {
        errors.add("email", "Учётная запись с такой почтой уже есть. Найдите её в списке или укажите другую почту");
    }
    let (name, email) = errors.or(name.zip(email))?;
    let (id, now) = (AccountId::fresh(), tx.now());
    tx.execute("INSERT INTO account (id, person_id, display_name, email, made_at) VALUES ($1, $2, $3, $4, $5)", params![id, new.person, name, email, now])?;
    tx.record(by, Event::new("account.created", "account", id).of_maybe(new.person))?;
    Ok(id)
}

fn checked_name(raw: &str, errors: &mut FieldErrors) -> Option<String> {
    let name = errors.take("name", kernel::name::part(raw))?;
    if name.is_empty() {
        errors.add("name", "Укажите фамилию, имя и отчество");
        return None;
    }
    Some(name)
}

/// An account by its id.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    tx.one(&format!("SELECT {COLUMNS} FROM account a WHERE a.id = $1"), params![id], shape)
}

/// An account by the address typed; a text that is no address finds nothing.
///
/// # Errors
/// The store fails.
pub fn by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Account>> {
    let Ok(email) = folded_email(email) else { return Ok(None) };
    Ok(tx.maybe(&format!("SELECT {COLUMNS} FROM account a WHERE a.email = $1"), params![email], shape)?)
}

/// The account that an outside provider's user is linked to.
///
/// # Errors
/// The store fails.
pub fn by_subject(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Account>> {
    Ok(tx.maybe(&format!("SELECT {COLUMNS} FROM account a WHERE a.oidc_subject = $1"), params![subject], shape)?)
}

/// The account behind which a person stands, if there is one.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Account>> {
    Ok(tx.maybe(&format!("SELECT {COLUMNS} FROM account a WHERE a.person_id = $1 ORDER BY a.made_at"), params![person], shape)?)
}

/// Whether there is any account at all: the very first visit makes the first administrator.
///
/// # Errors
/// The store fails.
pub fn any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM account", params![])? > 0)
}

/// Accounts whose name or address contains `text`, by name; for whoever manages accounts.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, text: &str, slice: Slice) -> Result<Paged<Account>> {
    actor.may(Action::ManageAccounts)?;
    let needle = text.trim().to_lowercase();
    // Names are few (hundreds to thousands) and only one role reads this list: letters are folded here, alike on both engines.
    let all = tx.query(&format!("SELECT {COLUMNS} FROM account a ORDER BY a.display_name, a.id"), params![], shape)?;
    let found: Vec<Account> = all.into_iter().filter(|account| needle.is_empty() || account.name.to_lowercase().contains(&needle) || account.email.contains(&needle)).collect();
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let skip = usize::try_from(slice.offset()).unwrap_or(usize::MAX);
    let rows = found.into_iter().skip(skip).take(usize::try_from(slice.size).unwrap_or(25)).collect();
    Ok(Paged { rows, total, slice })
}

/// Changes the name shown.
///
/// # Errors
/// A field error at `name`, or somebody changed the account first.
pub fn rename(tx: &mut Tx<'_>, by: &By, account: &Account, name: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let name = checked_name(name, &mut errors);
    let name = errors.or(name)?;
    tx.change_one("Учётная запись", "UPDATE account SET display_name = $1, version = version + 1 WHERE id = $2 AND version = $3", params![name, account.id, account.version])?;
    tx.record(by, Event::new("account.renamed", "account", account.id).of_maybe(account.person))
}

/// Closes an account: every session ends at once, codes are void.
///
/// # Errors
/// A refusal if it is the last administrator, or one's own.
pub fn disable(tx: &mut Tx<'_>, by: &By, id: AccountId) -> Result<()> {
    let account = find(tx, id)?;
    if by.account == Some(id) {
        return Err(Error::refusal("Свою учётную запись отключить нельзя. Попросите другого администратора."));
    }
    crate::grants::keep_an_administrator(tx, id)?;
    let now = tx.now();
    tx.execute("UPDATE account SET disabled_at = $1, version = version + 1 WHERE id = $2 AND disabled_at IS NULL", params![now, id])?;
    tx.execute("UPDATE account_code SET used_at = $1 WHERE account_id = $2 AND used_at IS NULL", params![now, id])?;
    crate::sessions::end_all(tx, id)?;
    tx.record(by, Event::new("account.disabled", "account", id).of_maybe(account.person))
}

/// Opens a closed account again.
///
/// # Errors
/// [`Error::NotFound`].
pub fn enable(tx: &mut Tx<'_>, by: &By, id: AccountId) -> Result<()> {
    let account = find(tx, id)?;
    tx.execute("UPDATE account SET disabled_at = NULL, version = version + 1 WHERE id = $1", params![id])?;
    tx.record(by, Event::new("account.enabled", "account", id).of_maybe(account.person))
}

/// Checks a new password against the rules for this account (field `password`). Hash it after, outside the transaction.
///
/// # Errors
/// A field error at `password`.
pub fn check_password(tx: &mut Tx<'_>, account: &Account, password: &Password) -> Result<()> {
    let second_factor = account.has_second_factor() || crate::grants::active(tx, account.id)?.iter().any(|grant| grant.role.needs_second_factor());
    let owner = passwords::Owner { name: &account.name, email: &account.email, second_factor };
    passwords::check(password, owner).map_err(|sentence| Error::field("password", sentence))
}

/// Sets a password by its hash ([`passwords::hash`]); every other session of the account ends.
///
/// # Errors
/// The store fails.
pub fn set_password(tx: &mut Tx<'_>, by: &By, id: AccountId, hash: &str, keep_session: Option<&str>) -> Result<()> {
    let account = find(tx, id)?;
    tx.execute("UPDATE account SET password_hash = $1, version = version + 1 WHERE id = $2", params![hash, id])?;
    crate::sessions::end_but(tx, id, keep_session.unwrap_or(""))?;
    tx.record(by, Event::new("account.password_set", "account", id).of_maybe(account.person))
}

/// Says whose an account is that was made without a card: a colleague of the institute or of an authority who sits in teams.
///
/// # Errors
/// Refusals: the account is another's already, the person has one already.
pub fn link_person(tx: &mut Tx<'_>, by: &By, id: AccountId, person: PersonId) -> Result<()> {
    let account = find(tx, id)?;
    if by.account == Some(id) {
        return Err(Error::refusal("Свою учётную запись связать с карточкой самому нельзя. Попросите другого координатора."));
    }
    if account.person == Some(person) {
        return Ok(());
    }
    if account.person.is_some() {
        return Err(Error::refusal("Эта учётная запись уже связана с карточкой другого человека. Проверьте логин или обратитесь к администратору."));
    }
    if of_person(tx, person)?.is_some() {
        return Err(Error::refusal("У этого человека уже есть учётная запись. Если логин указан не тот, проверьте его у сотрудника или администратора."));
    }
    tx.execute("UPDATE account SET person_id = $1, version = version + 1 WHERE id = $2", params![person, id])?;
    tx.record(by, Event::new("account.person_linked", "account", id).of(person))
}

/// Links an outside provider's user to the account; one user, one account.
///
/// # Errors
/// A refusal if that user is linked elsewhere.
pub fn link_subject(tx: &mut Tx<'_>, by: &By, id: AccountId, subject: &str) -> Result<()> {
    let account = find(tx, id)?;
    if by_subject(tx, subject)?.is_some_and(|other| other.id != id) {
        return Err(Error::refusal("Этот внешний вход уже связан с другой учётной записью. Сначала отвяжите его там или обратитесь к администратору."));
    }
    tx.execute("UPDATE account SET oidc_subject = $1, version = version + 1 WHERE id = $2", params![subject, id])?;
    tx.record(by, Event::new("account.oidc_linked", "account", id).of_maybe(account.person))
}

/// Takes the link to an outside provider away.
///
/// # Errors
/// The store fails.
pub fn unlink_subject(tx: &mut Tx<'_>, by: &By, id: AccountId) -> Result<()> {
    let account = find(tx, id)?;
    tx.execute("UPDATE account SET oidc_subject = NULL, version = version + 1 WHERE id = $1", params![id])?;
    tx.record(by, Event::new("account.oidc_unlinked", "account", id).of_maybe(account.person).with(json!({})))
}

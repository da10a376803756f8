//! Roles are held at a place, from a day to a day. What an account may do today follows from the grants in force today.

use crate::Role;
use audit::{By, Event, Record};
use jiff::civil::Date;
use kernel::{
    Error, Result, Tx,
    id::{AccountId, PlaceId},
    params, row,
};
use serde_json::json;

kernel::uuid_id! {
    /// A role held at a place for a period.
    GrantId,
}

/// A role at a place for `[from, to)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub account: AccountId,
    pub role: Role,
    pub place: PlaceId,
    /// The place's short name today; its code if it has none.
    pub place_name: String,
    pub from: Date,
    pub to: Option<Date>,
}

impl Grant {
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// A grant about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    pub account: AccountId,
    pub role: Role,
    pub place: PlaceId,
    pub from: Date,
    /// The first day without the role.
    pub to: Option<Date>,
}

/// The SQL of a place's short name on the day `$1`.
pub(crate) const PLACE_NAME: &str =
    "COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = g.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), g.place_id)";

/// The kind of place where a role is held: it decides whose data the role reaches.
fn kind_of_place(role: Role) -> Option<&'static str> {
    match role {
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Ministry | Role::Expert => Some("region"),
        Role::Municipal => Some("municipality"),
        Role::School => Some("school"),
        Role::Methodist | Role::Member => None,
    }
}

/// Gives a role.
///
/// # Errors
/// Field errors at `place` and `to`.
pub fn grant(tx: &mut Tx<'_>, by: &By, new: &NewGrant) -> Result<GrantId> {
    let mut errors = kernel::FieldErrors::default();
    let kind: Option<String> = tx.maybe("SELECT kind FROM place WHERE id = $1", params![new.place], |row| row.get(0))?;
    match (kind.as_deref(), kind_of_place(new.role)) {
        (None, _) => errors.add("place", "Такого места нет. Выберите место из списка"),
        (Some(kind), Some(wanted)) if kind != wanted => errors.add("place", wrong_place(wanted)),
        _ => {}
    }
    if new.to.is_some_and(|to| to <= new.from) {
        errors.add("to", "Последний день роли раньше первого. Исправьте одну из дат");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let account = crate::accounts::find(tx, new.account)?;
    let id = GrantId::fresh();
    tx.execute("INSERT INTO role_grant (id, account_id, role, place_id, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)", params![id, new.account, new.role, new.place, new.from, new.to])?;
    let facts = json!({"role": new.role, "place": new.place, "from": new.from, "to": new.to});
    tx.record(by, Event::new("account.role_granted", "account", new.account).of_maybe(account.person).with(facts))?;
    Ok(id)
}

fn wrong_place(wanted: &str) -> &'static str {
    match wanted {
        "region" => "Эта роль действует во всём регионе. Выберите регион",
        "municipality" => "Эта роль действует в муниципальном образовании. Выберите его из списка",
        _ => "Эта роль действует в школе. Выберите школу из списка",
    }
}

/// Ends a role today; sessions that work in it lose it at once.
///
/// # Errors
/// [`Error::NotFound`], or a refusal if it is the last administrator's.
pub fn revoke(tx: &mut Tx<'_>, by: &By, account: AccountId, id: GrantId) -> Result<()> {
    let today = tx.today();
    let held = of_account(tx, account)?;
    let gone = held.iter().find(|grant| grant.id == id).ok_or(Error::NotFound)?;
    if gone.role == Role::Administrator && gone.is_in_force(today) {
        keep_an_administrator(tx, account)?;
    }
    if gone.from >= today {
        // Never was in force: the period would be empty.
        tx.execute("UPDATE session SET grant_id = NULL WHERE grant_id = $1", params![id])?;
        tx.execute("DELETE FROM role_grant WHERE id = $1", params![id])?;
    } else {
        tx.execute("UPDATE role_grant SET valid_to = $1 WHERE id = $2 AND (valid_to IS NULL OR valid_to > $1)", params![today, id])?;
    }
    let person = crate::accounts::find(tx, account)?.person;
    tx.record(by, Event::new("account.role_revoked", "account", account).of_maybe(person).with(json!({"role": gone.role, "place": gone.place})))
}

/// All grants of an account, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Grant>> {
    let today = tx.today();
    let sql = format!("SELECT g.id, g.account_id, g.role, g.place_id, {PLACE_NAME}, g.valid_from, g.valid_to FROM role_grant g WHERE g.account_id = $2 ORDER BY g.valid_from DESC, g.id");
    Ok(tx.query(&sql, params![today, account], row!(Grant { id, account, role, place, place_name, from, to }))?)
}

/// The grants in force on a day.
///
/// # Errors
/// The store fails.
pub fn on_day(tx: &mut Tx<'_>, account: AccountId, day: Date) -> Result<Vec<Grant>> {
    let mut held = of_account(tx, account)?;
    held.retain(|grant| grant.is_in_force(day));
    held.sort_by_key(|grant| grant.role);
    Ok(held)
}

/// The grants in force today.
///
/// # Errors
/// The store fails.
pub fn active(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Grant>> {
    let today = tx.today();
    on_day(tx, account, today)
}

/// Accounts holding a role today, with the names shown.
///
/// # Errors
/// The store fails.
pub fn holders(tx: &mut Tx<'_>, role: Role) -> Result<Vec<(AccountId, String)>> {
    let today = tx.today();
    holders_on(tx, role, today)
}

/// Accounts holding a role on a day: the commission's seats at a meeting, for example.
///
/// # Errors
/// The store fails.
pub fn holders_on(tx: &mut Tx<'_>, role: Role, day: Date) -> Result<Vec<(AccountId, String)>> {
    let sql = "SELECT DISTINCT a.id, a.display_name FROM account a JOIN role_grant g ON g.account_id = a.id
        WHERE g.role = $2 AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) AND a.disabled_at IS NULL ORDER BY a.display_name, a.id";
    Ok(tx.query(sql, params![day, role], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Refuses what would leave the installation without an administrator.
pub(crate) fn keep_an_administrator(tx: &mut Tx<'_>, but: AccountId) -> Result<()> {
    let all = holders(tx, Role::Administrator)?;
    let is_last = all.iter().any(|(id, _)| *id == but) && all.iter().all(|(id, _)| *id == but);
    if is_last {
        return Err(Error::refusal("Это последний администратор системы. Сначала дайте эту роль кому-нибудь ещё."));
    }
    Ok(())
}

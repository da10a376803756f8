//! SQL of consents and withdrawals: rows are only added.

use crate::{Channel, ConsentId, ConsentKind, Given, PublicationItem, TextId, Withdrawal, WithdrawalChannel, WithdrawalId};
use access::Scope;
use audit::By;
use kernel::{
    Date, Result, Row, Timestamp, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};

/// What the workflow needs to know of a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: ConsentId,
    pub person: PersonId,
    pub kind: ConsentKind,
    pub given_at: Timestamp,
    pub items: Vec<PublicationItem>,
}

/// That the person is there and not erased.
pub fn living_person(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.one("SELECT 1 FROM person WHERE id = $1 AND erased_at IS NULL", params![person], |_| Ok(()))
}

pub fn insert_consent(tx: &mut Tx<'_>, id: ConsentId, given: &Given) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO consent (id, person_id, kind, text_id, term_until, given_at, channel, evidence, account_id, conditions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![id, given.person, given.kind, given.text_id, given.term_until, now, given.channel, given.evidence.to_string(), given.account, given.conditions],
    )?;
    let mut items = given.items.clone();
    items.sort_unstable();
    items.dedup();
    for item in items {
        tx.execute("INSERT INTO consent_item (consent_id, item) VALUES ($1, $2)", params![id, item])?;
    }
    Ok(())
}

pub fn insert_withdrawal(tx: &mut Tx<'_>, id: WithdrawalId, consent: ConsentId, by: &By, demand: &Withdrawal) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO withdrawal (id, consent_id, item, received_on, registered_at, channel, account_id, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, consent, demand.item, demand.received_on, now, demand.channel, by.account, demand.evidence.to_string()],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: ConsentId) -> Result<Kept> {
    let kept = tx.one("SELECT id, person_id, kind, given_at FROM consent WHERE id = $1", params![id], kept)?;
    with_items(tx, kept)
}

/// The consent that decides: the newest of its kind.
pub fn newest(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind) -> Result<Option<Kept>> {
    let found = tx.maybe("SELECT id, person_id, kind, given_at FROM consent WHERE person_id = $1 AND kind = $2 ORDER BY given_at DESC, id DESC LIMIT 1", params![person, kind], kept)?;
    found.map(|found| with_items(tx, found)).transpose()
}

fn kept(row: &Row<'_>) -> Result<Kept, DbError> {
    Ok(Kept { id: row.get(0)?, person: row.get(1)?, kind: row.get(2)?, given_at: row.get(3)?, items: Vec::new() })
}

fn with_items(tx: &mut Tx<'_>, kept: Kept) -> Result<Kept> {
    Ok(Kept { items: items_of(tx, kept.id)?, ..kept })
}

fn items_of(tx: &mut Tx<'_>, id: ConsentId) -> Result<Vec<PublicationItem>> {
    let mut items: Vec<PublicationItem> = tx.query("SELECT item FROM consent_item WHERE consent_id = $1", params![id], |row| row.get(0))?;
    items.sort_unstable();
    Ok(items)
}

pub fn term_and_conditions(tx: &mut Tx<'_>, id: ConsentId) -> Result<(Option<Date>, String)> {
    tx.one("SELECT term_until, conditions FROM consent WHERE id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// An earlier withdrawal that already covers this one.
pub fn withdrawal_of(tx: &mut Tx<'_>, consent: ConsentId, item: Option<PublicationItem>) -> Result<Option<WithdrawalId>> {
    let sql = "SELECT id FROM withdrawal WHERE consent_id = $1 AND (item IS NULL OR item = $2) ORDER BY id LIMIT 1";
    Ok(tx.maybe(sql, params![consent, item], |row| row.get(0))?)
}

/// A consent as shown: with its text, what was chosen, what was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub id: ConsentId,
    pub person: PersonId,
    pub kind: ConsentKind,
    pub text: TextId,
    pub text_version: u32,
    pub items: Vec<PublicationItem>,
    /// The person's own conditions and bans; empty: none.
    pub conditions: String,
    pub term_until: Option<Date>,
    pub given_at: Timestamp,
    pub channel: Channel,
    pub account: Option<AccountId>,
    pub has_scan: bool,
    pub withdrawals: Vec<HeldWithdrawal>,
    /// A newer consent of the same kind decides now.
    pub is_replaced: bool,
}

/// A withdrawal as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldWithdrawal {
    pub id: WithdrawalId,
    pub item: Option<PublicationItem>,
    pub received_on: Date,
    pub channel: WithdrawalChannel,
    pub has_scan: bool,
}

impl Held {
    /// The withdrawal of the whole, if there was one.
    #[must_use]
    pub fn withdrawn(&self) -> Option<&HeldWithdrawal> {
        self.withdrawals.iter().find(|withdrawal| withdrawal.item.is_none())
    }

    /// Whether it lives on a day.
    #[must_use]
    pub fn is_live(&self, on: Date) -> bool {
        !self.is_replaced && self.withdrawn().is_none() && self.term_until.is_none_or(|until| until > on)
    }

    /// The data that live on a day.
    #[must_use]
    pub fn live_items(&self, on: Date) -> Vec<PublicationItem> {
        let gone = |item: PublicationItem| self.withdrawals.iter().any(|withdrawal| withdrawal.item == Some(item));
        if self.is_live(on) { self.items.iter().copied().filter(|item| !gone(*item)).collect() } else { Vec::new() }
    }
}

const HELD: &str = "SELECT c.id, c.person_id, c.kind, c.text_id, t.version, c.term_until, c.given_at, c.channel, c.account_id, CAST(CASE WHEN NEWEST THEN 0 ELSE 1 END AS BIGINT),
    CAST(CASE WHEN c.evidence LIKE '%\"file\":\"%' THEN 1 ELSE 0 END AS BIGINT), c.conditions
    FROM consent c JOIN consent_text t ON t.id = c.text_id JOIN person p ON p.id = c.person_id JOIN place pl ON pl.id = p.place_id
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND ";

fn held_sql(condition: &str) -> String {
    HELD.replace("NEWEST", crate::live::NEWEST_SQL) + condition
}

/// All consents of a person, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, scope: &Scope, person: PersonId) -> Result<Vec<Held>> {
    let sql = held_sql("c.person_id = $4 ORDER BY c.given_at DESC, c.id DESC");
    let found = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), person], bare)?;
    found.into_iter().map(|held| complete(tx, held)).collect()
}

/// One consent.
///
/// # Errors
/// Not found, also when it lies outside the scope.
pub fn held(tx: &mut Tx<'_>, scope: &Scope, id: ConsentId) -> Result<Held> {
    let found = tx.one(&held_sql("c.id = $4"), params![scope.from(), scope.to(), scope.own(), id], bare)?;
    complete(tx, found)
}

fn bare(row: &Row<'_>) -> Result<Held, DbError> {
    Ok(Held {
        id: row.get(0)?,
        person: row.get(1)?,
        kind: row.get(2)?,
        text: row.get(3)?,
        text_version: row.get(4)?,
        term_until: row.get(5)?,
        given_at: row.get(6)?,
        channel: row.get(7)?,
        account: row.get(8)?,
        is_replaced: row.get(9)?,
        has_scan: row.get(10)?,
        conditions: row.get(11)?,
        items: Vec::new(),
        withdrawals: Vec::new(),
    })
}

fn complete(tx: &mut Tx<'_>, held: Held) -> Result<Held> {
    let items = items_of(tx, held.id)?;
    let sql = "SELECT id, item, received_on, channel, CAST(CASE WHEN evidence LIKE '%\"file\":\"%' THEN 1 ELSE 0 END AS BIGINT) FROM withdrawal WHERE consent_id = $1 ORDER BY registered_at, id";
    let withdrawals = tx.query(sql, params![held.id], kernel::row!(HeldWithdrawal { id, item, received_on, channel, has_scan }))?;
    Ok(Held { items, withdrawals, ..held })
}

const SCAN: &str = "JOIN person p ON p.id = c.person_id JOIN place pl ON pl.id = p.place_id WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND ";

/// The scan that proves a consent on paper; none once erased.
pub fn consent_scan(tx: &mut Tx<'_>, scope: &Scope, id: ConsentId) -> Result<Option<files::Digest>> {
    let sql = format!("SELECT c.evidence FROM consent c {SCAN} c.id = $4");
    let body: String = tx.one(&sql, params![scope.from(), scope.to(), scope.own(), id], |row| row.get(0))?;
    Ok(scan_in(&body))
}

/// The scan that proves a withdrawal on paper (none once erased), and whose it is.
pub fn withdrawal_scan(tx: &mut Tx<'_>, scope: &Scope, id: WithdrawalId) -> Result<(Option<files::Digest>, PersonId)> {
    let sql = format!("SELECT w.evidence, c.person_id FROM withdrawal w JOIN consent c ON c.id = w.consent_id {SCAN} w.id = $4");
    let (body, person): (String, PersonId) = tx.one(&sql, params![scope.from(), scope.to(), scope.own(), id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((scan_in(&body), person))
}

/// The digest of the scan that an evidence names.
pub fn scan_in(evidence: &str) -> Option<files::Digest> {
    serde_json::from_str::<serde_json::Value>(evidence).ok()?.get("file")?.as_str()?.parse().ok()
}

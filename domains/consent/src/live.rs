//! What lives now. Nothing is stored about it: it is computed from consents and withdrawals at every reading.
//!
//! The rule, for each kind and each person: **the newest consent decides** (by the instant it was given, then by id). It lives while
//! its term has not passed and it was not withdrawn; a datum of it lives while it was chosen and was not withdrawn by itself. An older
//! consent never comes back: neither when the newest one is withdrawn nor when its term ends.

use crate::{ConsentId, ConsentKind, PublicationItem};
use kernel::{Date, Result, Tx, id::PersonId, params};

/// `c` is the newest of its person and kind.
pub(crate) const NEWEST_SQL: &str =
    "NOT EXISTS (SELECT 1 FROM consent newer WHERE newer.person_id = c.person_id AND newer.kind = c.kind AND (newer.given_at > c.given_at OR (newer.given_at = c.given_at AND newer.id > c.id)))";

/// `c` has not run out on `:today` and was not withdrawn as a whole.
pub(crate) const STANDS_SQL: &str = "(c.term_until IS NULL OR c.term_until > :today) AND NOT EXISTS (SELECT 1 FROM withdrawal whole WHERE whole.consent_id = c.id AND whole.item IS NULL)";

/// A condition of SQL: this person allows this datum to be published on this day. Use [`live_item_sql`] to fill it.
///
/// * `:person` — the column with the person's id (`p.id`);
/// * `:item` — the datum: `'full_name'`, `'subject'`, `'school'`, or a parameter;
/// * `:today` — the parameter with the day (`$1`).
///
/// It walks the indexes `consent_person`, `consent_item`'s key and `withdrawal_consent`: three look-ups a row.
/// Its own names begin with `live_`, so that it fits into any query.
pub const LIVE_ITEM_SQL: &str = "EXISTS (SELECT 1 FROM consent live_c JOIN consent_item live_i ON live_i.consent_id = live_c.id AND live_i.item = :item
    WHERE live_c.person_id = :person AND live_c.kind = 'publication' AND (live_c.term_until IS NULL OR live_c.term_until > :today)
    AND NOT EXISTS (SELECT 1 FROM consent live_n WHERE live_n.person_id = live_c.person_id AND live_n.kind = 'publication' AND (live_n.given_at > live_c.given_at OR (live_n.given_at = live_c.given_at AND live_n.id > live_c.id)))
    AND NOT EXISTS (SELECT 1 FROM withdrawal live_w WHERE live_w.consent_id = live_c.id AND (live_w.item IS NULL OR live_w.item = live_i.item)))";

/// [`LIVE_ITEM_SQL`] filled: `live_item_sql("p.id", "'full_name'", "$1")`. Never give it what a person typed.
#[must_use]
pub fn live_item_sql(person: &str, item: &str, today: &str) -> String {
    LIVE_ITEM_SQL.replace(":person", person).replace(":item", item).replace(":today", today)
}

/// What a person allows to be published on a day.
///
/// # Errors
/// The store fails.
pub fn live_items(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Vec<PublicationItem>> {
    let mut live = Vec::new();
    let sql = format!("SELECT 1 WHERE {}", live_item_sql("CAST($2 AS TEXT)", "$3", "$1"));
    for item in PublicationItem::ALL.iter().copied() {
        if tx.maybe(&sql, params![on, person, item], |_| Ok(()))?.is_some() {
            live.push(item);
        }
    }
    Ok(live)
}

/// Whether a person's consent of a kind lives on a day.
///
/// # Errors
/// The store fails.
pub fn has_live(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, on: Date) -> Result<bool> {
    Ok(live(tx, person, kind, on)?.is_some())
}

/// The consent of a kind that lives on a day.
pub(crate) fn live(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, on: Date) -> Result<Option<ConsentId>> {
    let sql = format!("SELECT c.id FROM consent c WHERE c.person_id = $1 AND c.kind = $2 AND {NEWEST_SQL} AND {STANDS_SQL}").replace(":today", "$3");
    Ok(tx.maybe(&sql, params![person, kind, on], |row| row.get(0))?)
}

//! Reading the audit: by person, by object, by account.

use kernel::{Paged, Result, Slice, Timestamp, Tx, id::PersonId, params, row};

/// Which events; an empty filter is all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub person: Option<PersonId>,
    pub object: Option<(&'static str, String)>,
    /// An action or the beginning of one (`application.`).
    pub action: String,
}

/// An event as read.
#[derive(Debug, Clone)]
pub struct Seen {
    pub seq: i64,
    pub happened_at: Timestamp,
    /// The account's shown name; nothing for visitors and the program.
    pub account_name: Option<String>,
    pub actor: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    pub person_id: Option<String>,
    /// JSON; empty once erased.
    pub payload: String,
    /// The event's link of the chain.
    pub hash: String,
}

impl Seen {
    /// What happened, in Russian.
    #[must_use]
    pub fn label(&self) -> &'static str {
        crate::labels::of(&self.action)
    }

    /// Who, in Russian: a name, or what kind of actor.
    #[must_use]
    pub fn who(&self) -> String {
        self.account_name.clone().unwrap_or_else(|| crate::labels::actor(&self.actor).to_owned())
    }
}

/// Events that fit, newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, slice: Slice) -> Result<Paged<Seen>> {
    const WHERE: &str = "(CAST($1 AS TEXT) = '' OR e.person_id = $1) AND (CAST($2 AS TEXT) = '' OR (e.object_kind = $2 AND e.object_id = $3)) AND (CAST($4 AS TEXT) = '' OR (e.action >= $4 AND e.action < $5))";
    let person = filter.person.map(|id| id.to_string()).unwrap_or_default();
    let (kind, object) = filter.object.clone().unwrap_or_default();
    let until = kernel::search::after(&filter.action);
    let total = tx.count(&format!("SELECT COUNT(*) FROM audit_event e WHERE {WHERE}"), params![person, kind, object, filter.action, until])?;
    let rows = tx.query(
        &format!(
            "SELECT e.seq, e.happened_at, a.display_name, e.actor, e.action, e.object_kind, e.object_id, e.person_id, p.body, e.hash
             FROM audit_event e JOIN audit_payload p ON p.seq = e.seq LEFT JOIN account a ON a.id = e.account_id
             WHERE {WHERE} ORDER BY e.seq DESC LIMIT $6 OFFSET $7"
        ),
        params![person, kind, object, filter.action, until, slice.limit(), slice.offset()],
        row!(Seen { seq, happened_at, account_name, actor, action, object_kind, object_id, person_id, payload, hash }),
    )?;
    Ok(Paged { rows, total, slice })
}

/// Whom events after `seq` are about, those of the `ignored` actions left out: who was touched since.
///
/// # Errors
/// The store fails.
pub fn people_touched_after(tx: &mut Tx<'_>, seq: i64, ignored: &[&str]) -> Result<std::collections::HashSet<PersonId>> {
    let mut found = std::collections::HashSet::new();
    tx.each("SELECT person_id, action FROM audit_event WHERE seq > $1 AND person_id IS NOT NULL", params![seq], |row| {
        if !ignored.contains(&row.get::<String>(1)?.as_str()) {
            found.insert(row.get(0)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// An event as a program hears it: what happened to what, nothing of who and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub seq: i64,
    pub happened_at: Timestamp,
    pub action: String,
    pub object_id: String,
}

/// Events after a number, oldest first. Numbers are given under a lock, so nothing appears later among those already read.
///
/// # Errors
/// The store fails.
pub fn after(tx: &mut Tx<'_>, seq: i64, limit: u32) -> Result<Vec<Heard>> {
    let sql = "SELECT seq, happened_at, action, object_id FROM audit_event WHERE seq > $1 ORDER BY seq LIMIT $2";
    Ok(tx.query(sql, params![seq, limit], |row| Ok(Heard { seq: row.get(0)?, happened_at: row.get(1)?, action: row.get(2)?, object_id: row.get(3)? }))?)
}

/// The number of the newest event; 0 where there is none.
///
/// # Errors
/// The store fails.
pub fn newest(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one("SELECT COALESCE(MAX(seq), 0) FROM audit_event", params![], |row| row.get(0))
}

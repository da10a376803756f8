//! Certificates and the badges made of them.

use crate::year::model::{Paper, PaperId};
use kernel::{Result, Row, Tx, db::DbError, id::PersonId, params};

const SELECT: &str = "SELECT id, person_id, code, from_on, until_on, snapshot, signature, made_at, revoked_on, badge, published_on FROM activity_paper";

fn paper(row: &Row<'_>) -> Result<Paper, DbError> {
    Ok(Paper {
        id: row.get(0)?,
        person: row.get(1)?,
        code: row.get(2)?,
        from_on: row.get(3)?,
        until_on: row.get(4)?,
        snapshot: row.get(5)?,
        signature: row.get(6)?,
        made_at: row.get(7)?,
        revoked_on: row.get(8)?,
        badge: row.get(9)?,
        published_on: row.get(10)?,
    })
}

pub fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Paper>> {
    Ok(tx.query(&format!("{SELECT} WHERE person_id = $1 ORDER BY made_at DESC, id DESC"), params![person], paper)?)
}

pub fn find(tx: &mut Tx<'_>, person: PersonId, id: PaperId) -> Result<Paper> {
    tx.one(&format!("{SELECT} WHERE person_id = $1 AND id = $2"), params![person, id], paper)
}

/// By the code printed on it, for whoever holds the paper.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Paper>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE code = $1"), params![code], paper)?)
}

pub fn insert(tx: &mut Tx<'_>, paper: &Paper) -> Result<()> {
    let sql = "INSERT INTO activity_paper (id, person_id, code, from_on, until_on, snapshot, signature, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.execute(sql, params![paper.id, paper.person, paper.code, paper.from_on, paper.until_on, paper.snapshot, paper.signature, paper.made_at])?;
    Ok(())
}

pub fn revoke(tx: &mut Tx<'_>, id: PaperId) -> Result<()> {
    let today = tx.today();
    tx.change_one("Справка", "UPDATE activity_paper SET revoked_on = $1 WHERE id = $2 AND revoked_on IS NULL", params![today, id])
}

pub fn publish(tx: &mut Tx<'_>, id: PaperId, badge: &str, names: bool) -> Result<()> {
    let today = tx.today();
    tx.change_one("Значок", "UPDATE activity_paper SET badge = $1, badge_names = $2, published_on = $3 WHERE id = $4 AND revoked_on IS NULL AND badge = ''", params![badge, i64::from(names), today, id])
}

/// Takes the badge off its address and puts the address into the public list of those taken back.
pub fn unpublish(tx: &mut Tx<'_>, id: PaperId, address: &str) -> Result<()> {
    let today = tx.today();
    tx.change_one("Значок", "UPDATE activity_paper SET badge = '', badge_names = 0, published_on = NULL WHERE id = $1 AND badge <> ''", params![id])?;
    tx.execute("INSERT INTO badge_revoked (id, revoked_on) VALUES ($1, $2) ON CONFLICT DO NOTHING", params![address, today])?;
    Ok(())
}

/// Addresses of badges taken back.
pub fn revoked(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    Ok(tx.query("SELECT id FROM badge_revoked ORDER BY revoked_on, id", params![], |row| row.get(0))?)
}

/// The address of the credential inside a VC-JWT of ours; empty for what can't be read.
pub fn address_of(badge: &str) -> String {
    let payload = badge.split('.').nth(1).and_then(|part| data_encoding::BASE64URL_NOPAD.decode(part.as_bytes()).ok());
    let read: Option<serde_json::Value> = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    read.and_then(|json| json.get("id").and_then(|id| id.as_str()).map(ToOwned::to_owned)).unwrap_or_default()
}

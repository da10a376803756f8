//! SQL of items, revisions, reviews; the list of the bank lies in [`list`], calibrations in [`scales`].

pub mod list;
pub mod scales;

use crate::{
    content::{ItemBody, Key, Material},
    model::{BankItem, Item, ItemId, ItemState, Mapping, Review, Revision},
};
use competencies::{CompetencyId, FrameworkId};
use kernel::{Result, Row, Tx, db::DbError, params, row};

const ITEM: &str = "SELECT i.id, i.code, i.kind, i.state, i.subject, i.revision, i.author_id, i.made_at, i.changed_at, i.version FROM item i";

pub(crate) fn shape(row: &Row<'_>) -> Result<Item, DbError> {
    row!(Item { id, code, kind, state, subject, revision, author, made_at, changed_at, version })(row)
}

/// An item.
///
/// # Errors
/// Not found, or the store fails.
pub fn find(tx: &mut Tx<'_>, id: ItemId) -> Result<Item> {
    tx.one(&format!("{ITEM} WHERE i.id = $1"), params![id], shape)
}

/// The item of a code.
///
/// # Errors
/// The store fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Item>> {
    Ok(tx.maybe(&format!("{ITEM} WHERE i.code = $1"), params![code], shape)?)
}

/// A JSON column.
pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, DbError> {
    let raw: String = row.get(at)?;
    serde_json::from_str(&raw).map_err(|cause| DbError::Shape(format!("column {at}: {cause}")))
}

/// A revision of an item, key included: for marking and for the bank's own pages only.
///
/// # Errors
/// Not found, or the store fails.
pub fn revision(tx: &mut Tx<'_>, item: ItemId, number: i64) -> Result<Revision> {
    tx.one("SELECT item_id, number, body, answer_key, rationale, max_score, made_at, made_by FROM item_revision WHERE item_id = $1 AND number = $2", params![item, number], |row| {
        Ok(Revision { item: row.get(0)?, number: row.get(1)?, body: json(row, 2)?, key: json(row, 3)?, rationale: row.get(4)?, max_score: row.get(5)?, made_at: row.get(6)?, made_by: row.get(7)? })
    })
}

/// What of a revision may be shown before the result: its body without the key.
///
/// # Errors
/// Not found, or the store fails.
pub fn body(tx: &mut Tx<'_>, item: ItemId, number: i64) -> Result<ItemBody> {
    tx.one("SELECT body FROM item_revision WHERE item_id = $1 AND number = $2", params![item, number], |row| json(row, 0))
}

/// Reviews of an item, newest first.
pub(crate) fn reviews(tx: &mut Tx<'_>, item: ItemId) -> Result<Vec<Review>> {
    let sql = "SELECT id, item_id, revision, verdict, note, account_id, made_at FROM item_review WHERE item_id = $1 ORDER BY made_at DESC, id DESC";
    Ok(tx.query(sql, params![item], row!(Review { id, item, revision, verdict, note, account, made_at }))?)
}

/// What an item measures in a framework.
///
/// # Errors
/// The store fails.
pub fn mapping(tx: &mut Tx<'_>, item: ItemId, framework: FrameworkId) -> Result<Mapping> {
    let measurable = competencies::competencies(tx, framework)?;
    let rows: Vec<(CompetencyId, bool)> = tx.query("SELECT competency_id, is_main FROM item_competency WHERE item_id = $1", params![item], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let own = |id: &CompetencyId| measurable.iter().any(|competency| competency.id == *id);
    let main = rows.iter().find(|(id, is_main)| *is_main && own(id)).map(|(id, _)| *id);
    Ok(Mapping { main, others: rows.iter().filter(|(id, is_main)| !is_main && own(id)).map(|(id, _)| *id).collect() })
}

/// All competencies an item is mapped to, of any framework: id and whether it is the main one.
pub(crate) fn mapped(tx: &mut Tx<'_>, item: ItemId) -> Result<Vec<(CompetencyId, bool)>> {
    Ok(tx.query("SELECT competency_id, is_main FROM item_competency WHERE item_id = $1 ORDER BY is_main DESC, competency_id", params![item], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Items on trial and live ones that measure competencies of a framework, by code.
///
/// # Errors
/// The store fails.
pub fn bank(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<BankItem>> {
    let own: std::collections::BTreeSet<CompetencyId> = competencies::measurable(tx, framework)?.into_iter().map(|competency| competency.id).collect();
    let sql = "SELECT i.id, i.code, i.kind, i.state, i.subject, i.revision, c.competency_id, r.max_score FROM item i
        JOIN item_competency c ON c.item_id = i.id AND c.is_main = 1
        JOIN item_revision r ON r.item_id = i.id AND r.number = i.revision
        WHERE i.state IN ('trial', 'live') ORDER BY i.code";
    let all = tx.query(sql, params![], row!(BankItem { id, code, kind, state, subject, revision, competency, max_score }))?;
    Ok(all.into_iter().filter(|item| own.contains(&item.competency)).collect())
}

// --- writing ------------------------------------------------------------------------------------------------------------

pub(crate) fn insert(tx: &mut Tx<'_>, new: &Item) -> Result<()> {
    tx.execute(
        "INSERT INTO item (id, code, kind, state, subject, revision, author_id, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![new.id, new.code, new.kind, new.state, new.subject, new.revision, new.author, new.made_at, new.changed_at],
    )?;
    Ok(())
}

/// Writes the item's own row; refuses when somebody else was first.
pub(crate) fn change(tx: &mut Tx<'_>, changed: &Item) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        "Задание",
        "UPDATE item SET code = $1, kind = $2, state = $3, subject = $4, revision = $5, changed_at = $6, version = version + 1 WHERE id = $7 AND version = $8",
        params![changed.code, changed.kind, changed.state, changed.subject, changed.revision, now, changed.id, changed.version],
    )
}

pub(crate) fn set_state(tx: &mut Tx<'_>, item: &Item, state: ItemState) -> Result<()> {
    change(tx, &Item { state, ..item.clone() })
}

/// A value for a JSON column.
pub(crate) fn written<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

/// What a search finds an item by.
fn searched(code: &str, body: &ItemBody) -> String {
    let choices = match &body.ask {
        crate::content::Ask::Single { choices } | crate::content::Ask::Multiple { choices } | crate::content::Ask::Ordering { elements: choices } | crate::content::Ask::Matching { left: choices, .. } => {
            choices.as_slice()
        }
        _ => &[],
    };
    let texts: Vec<&str> = [code, body.stem.as_str()].into_iter().chain(choices.iter().map(|choice| choice.text.as_str())).collect();
    kernel::search::fold(&texts.join(" "))
}

/// Writes a revision, in place of the one of that number if it is there.
pub(crate) fn put_revision(tx: &mut Tx<'_>, code: &str, new: &Revision) -> Result<()> {
    let (body, key): (String, String) = (written(&new.body)?, written::<Key>(&new.key)?);
    let before: Vec<files::Digest> = tx.query("SELECT digest FROM item_file WHERE item_id = $1 AND revision = $2", params![new.item, new.number], |row| row.get(0))?;
    tx.execute("DELETE FROM item_file WHERE item_id = $1 AND revision = $2", params![new.item, new.number])?;
    tx.execute(
        "INSERT INTO item_revision (item_id, number, body, answer_key, rationale, max_score, search, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (item_id, number) DO UPDATE SET body = excluded.body, answer_key = excluded.answer_key, rationale = excluded.rationale, max_score = excluded.max_score, search = excluded.search, made_at = excluded.made_at, made_by = excluded.made_by",
        params![new.item, new.number, body, key, new.rationale, new.max_score, searched(code, &new.body), new.made_at, new.made_by],
    )?;
    for material in &new.body.materials {
        if let Material::File { digest, name } = material {
            tx.execute("INSERT INTO item_file (item_id, revision, digest, name) VALUES ($1, $2, $3, $4) ON CONFLICT (item_id, revision, digest) DO NOTHING", params![new.item, new.number, digest, name])?;
        }
    }
    for digest in &before {
        files::forget_unused(tx, digest)?;
    }
    Ok(())
}

/// The name of a file attached to a revision of an item.
///
/// # Errors
/// Not found, or the store fails.
pub fn file_name(tx: &mut Tx<'_>, item: ItemId, revision: i64, digest: &files::Digest) -> Result<String> {
    tx.one("SELECT name FROM item_file WHERE item_id = $1 AND revision = $2 AND digest = $3", params![item, revision, digest], |row| row.get(0))
}

/// Maps an item within the frameworks of the competencies named; what it is mapped to elsewhere stays.
pub(crate) fn map(tx: &mut Tx<'_>, item: ItemId, framework: FrameworkId, mapping: &Mapping) -> Result<()> {
    for competency in competencies::competencies(tx, framework)? {
        tx.execute("DELETE FROM item_competency WHERE item_id = $1 AND competency_id = $2", params![item, competency.id])?;
    }
    let others = mapping.others.iter().filter(|other| Some(**other) != mapping.main).map(|other| (*other, false));
    for (competency, is_main) in mapping.main.into_iter().map(|main| (main, true)).chain(others) {
        tx.execute("INSERT INTO item_competency (item_id, competency_id, is_main) VALUES ($1, $2, $3) ON CONFLICT (item_id, competency_id) DO NOTHING", params![item, competency, is_main])?;
    }
    Ok(())
}

pub(crate) fn add_review(tx: &mut Tx<'_>, review: &Review) -> Result<()> {
    tx.execute(
        "INSERT INTO item_review (id, item_id, revision, verdict, note, account_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![review.id, review.item, review.revision, review.verdict, review.note, review.account, review.made_at],
    )?;
    Ok(())
}

/// Takes a person's account out of everything they wrote here.
pub(crate) fn forget(tx: &mut Tx<'_>, person: kernel::id::PersonId) -> Result<Vec<String>> {
    let Some(account) = access::accounts::of_person(tx, person)? else { return Ok(Vec::new()) };
    let mut gone = 0;
    for sql in [
        "UPDATE item SET author_id = NULL WHERE author_id = $1",
        "UPDATE item_revision SET made_by = NULL WHERE made_by = $1",
        "UPDATE item_review SET account_id = NULL WHERE account_id = $1",
        "UPDATE calibration SET asked_by = NULL WHERE asked_by = $1",
    ] {
        gone += tx.execute(sql, params![account.id])?;
    }
    Ok(if gone > 0 { vec!["авторство заданий и проверок".into()] } else { Vec::new() })
}

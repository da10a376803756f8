//! The texts of consents: versions that never change once they are in force.
//!
//! A text is written with placeholders (`{оператор}`); they are filled from the operator's card at the moment the version is
//! made, so what a person reads is exactly what is kept. The SHA-256 covers the canonical form ([`canonical`]), which anybody can
//! put together again from the printed text.

mod body;
mod versions;
mod wording;

pub use body::{Part, canonical, fill, parse_body, placeholders, sha256, source};
pub use versions::{NewVersion, Usage, all, load_initial, publish, usage};

use crate::{ConsentKind, PublicationItem, TextId};
use kernel::{Date, Result, Row, Tx, db::DbError, params};

/// A version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentText {
    pub id: TextId,
    pub kind: ConsentKind,
    pub version: u32,
    pub title: String,
    pub body: Vec<Part>,
    /// What can be chosen; empty but for publication.
    pub items: Vec<PublicationItem>,
    pub sha256: String,
    /// The order that approved it, number and date.
    pub approved_by: String,
    pub valid_from: Date,
    /// Exclusive; `None`: in force until a next version.
    pub valid_to: Option<Date>,
}

impl ConsentText {
    /// `редакция 2 от 01.09.2026`.
    #[must_use]
    pub fn version_name(&self) -> String {
        format!("редакция {} от {}", self.version, kernel::date::short(self.valid_from))
    }
}

const COLUMNS: &str = "id, kind, version, title, body, items, sha256, approved_by, valid_from, valid_to";

/// The text of a kind in force on a day.
///
/// # Errors
/// A refusal when there is none: without an approved text nobody can be asked.
pub fn current(tx: &mut Tx<'_>, kind: ConsentKind, on: Date) -> Result<ConsentText> {
    let sql = format!("SELECT {COLUMNS} FROM consent_text WHERE kind = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY version DESC LIMIT 1");
    let found = tx.maybe(&sql, params![kind, on], read)?;
    found.ok_or_else(|| kernel::Error::refusal(format!("{}: нет действующего текста. Попросите ответственного за персональные данные утвердить его в разделе «Тексты согласий».", kind.label())))
}

/// A version by its id.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: TextId) -> Result<ConsentText> {
    tx.one(&format!("SELECT {COLUMNS} FROM consent_text WHERE id = $1"), params![id], read)
}

fn read(row: &Row<'_>) -> Result<ConsentText, DbError> {
    let shape = |cause: serde_json::Error| DbError::Shape(format!("consent_text: {cause}"));
    let (body, items): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(ConsentText {
        id: row.get(0)?,
        kind: row.get(1)?,
        version: row.get(2)?,
        title: row.get(3)?,
        body: serde_json::from_str(&body).map_err(shape)?,
        items: serde_json::from_str(&items).map_err(shape)?,
        sha256: row.get(6)?,
        approved_by: row.get(7)?,
        valid_from: row.get(8)?,
        valid_to: row.get(9)?,
    })
}

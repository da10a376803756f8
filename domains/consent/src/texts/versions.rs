//! Making versions, and who is on which.

use super::{COLUMNS, ConsentText, fill, parse_body, read, sha256, wording};
use crate::{ConsentKind, PublicationItem, TextId};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{Date, FieldErrors, Result, Tx, name::clean_line, params};
use serde_json::json;
use structure::profile::Operator;

/// A version about to be made; the text as typed, with or without placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    pub kind: ConsentKind,
    pub title: String,
    pub body: String,
    pub approved_by: String,
    pub valid_from: Date,
}

/// The three texts that the program comes with, if there are none yet.
///
/// # Errors
/// The store fails.
pub fn load_initial(tx: &mut Tx<'_>, by: &By, operator: &Operator) -> Result<()> {
    let today = tx.today();
    for kind in ConsentKind::ALL.iter().copied() {
        if newest(tx, kind)?.is_some() {
            continue;
        }
        let (title, body) = wording::of(kind);
        let approved_by = "Исходный текст программы; утвердите его приказом и внесите новую редакцию".to_owned();
        publish(tx, by, operator, NewVersion { kind, title: title.to_owned(), body: body.to_owned(), approved_by, valid_from: today })?;
    }
    Ok(())
}

/// Every version of every kind, the newest first.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<ConsentText>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM consent_text ORDER BY kind, version DESC"), params![], read)?)
}

/// Makes a version. The one before it is in force until the day before; consents given under it stay with it.
///
/// # Errors
/// Field errors: an empty text, an unknown placeholder, a date before today or not after the version before.
pub fn publish(tx: &mut Tx<'_>, by: &By, operator: &Operator, new: NewVersion) -> Result<TextId> {
    let before = newest(tx, new.kind)?;
    let text = checked(&new, operator, before.as_ref(), tx.today())?;
    if let Some(before) = &before {
        tx.execute("UPDATE consent_text SET valid_to = $1 WHERE id = $2", params![text.valid_from, before.id])?;
    }
    let (body, items) = (serde_json::to_string(&text.body).map_err(anyhow::Error::new)?, serde_json::to_string(&text.items).map_err(anyhow::Error::new)?);
    tx.execute(
        "INSERT INTO consent_text (id, kind, version, title, body, items, sha256, approved_by, valid_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![text.id, text.kind, text.version, text.title, body, items, text.sha256, text.approved_by, text.valid_from],
    )?;
    tx.record(by, Event::new("consent_text.published", "consent_text", text.id).with(json!({"kind": text.kind, "version": text.version, "sha256": text.sha256})))?;
    Ok(text.id)
}

fn checked(new: &NewVersion, operator: &Operator, before: Option<&ConsentText>, today: Date) -> Result<ConsentText> {
    let mut errors = FieldErrors::default();
    let title = errors.take("title", fill(&clean_line(&new.title), operator)).unwrap_or_default();
    let body = errors.take("body", fill(&new.body, operator)).map(|text| parse_body(&text)).unwrap_or_default();
    let approved_by = clean_line(&new.approved_by);
    if title.is_empty() && errors.of("title").is_none() {
        errors.add("title", "Укажите название документа");
    }
    if body.iter().all(|part| part.paragraphs.is_empty()) && errors.of("body").is_none() {
        errors.add("body", "Введите текст согласия");
    }
    if approved_by.is_empty() {
        errors.add("approved_by", "Укажите номер и дату приказа, которым утверждён текст");
    }
    if new.valid_from < today {
        errors.add("valid_from", "Текст не может действовать задним числом. Укажите сегодняшнюю или будущую дату");
    } else if let Some(before) = before.filter(|before| new.valid_from <= before.valid_from) {
        errors.add("valid_from", format!("Прежняя редакция действует с {}. Укажите более позднюю дату", kernel::date::short(before.valid_from)));
    }
    let items: Vec<PublicationItem> = if new.kind == ConsentKind::Publication { PublicationItem::ALL.to_vec() } else { Vec::new() };
    let sha256 = sha256(&title, &body, &items);
    let version = before.map_or(1, |before| before.version + 1);
    let text = ConsentText { id: TextId::fresh(), kind: new.kind, version, title, body, items, sha256, approved_by, valid_from: new.valid_from, valid_to: None };
    Ok(errors.or(Some(text))?)
}

fn newest(tx: &mut Tx<'_>, kind: ConsentKind) -> Result<Option<ConsentText>> {
    Ok(tx.maybe(&format!("SELECT {COLUMNS} FROM consent_text WHERE kind = $1 ORDER BY version DESC LIMIT 1"), params![kind], read)?)
}

/// How many people's newest consent of a kind is tied to a version, and how many of these live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    pub text: TextId,
    pub people: u64,
    pub live: u64,
}

/// Who is on which version, counted within a scope.
///
/// # Errors
/// The store fails.
pub fn usage(tx: &mut Tx<'_>, scope: &Scope, on: Date) -> Result<Vec<Usage>> {
    let newest = crate::live::NEWEST_SQL;
    let live = crate::live::STANDS_SQL;
    let sql = format!(
        "SELECT c.text_id, COUNT(*), CAST(SUM(CASE WHEN {live} THEN 1 ELSE 0 END) AS BIGINT)
         FROM consent c JOIN person p ON p.id = c.person_id JOIN place pl ON pl.id = p.place_id
         WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL AND {newest}
         GROUP BY c.text_id"
    )
    .replace(":today", "$4");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), on], kernel::row!(Usage { text, people, live }))?)
}

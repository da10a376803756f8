//! Telling a person something, once.

use crate::{
    hours,
    model::{Notice, NoticeId, Way},
    reader,
};
use kernel::{
    Result, Tx,
    name::{clean_line, clean_text},
    params,
};

const LONGEST_SUBJECT: usize = 200;
const LONGEST_BODY: usize = 4_000;

/// Tells a person something in the transaction of the act that causes it: a line in the cabinet, and a letter as the person wishes.
/// The same `once_key` never tells twice; whose card is erased is told nothing.
///
/// # Errors
/// The store fails.
pub fn tell(tx: &mut Tx<'_>, notice: &Notice) -> Result<()> {
    let Some(reader) = reader::of(tx, notice.person)? else { return Ok(()) };
    let way = reader::way(tx, notice.person, notice.topic)?;
    let digest = match way {
        Way::Digest => reader::digest(tx, notice.person)?,
        Way::AtOnce | Way::Cabinet => (hours::USUAL_HOUR, None),
    };
    let (now, subject, body) = (tx.now(), cut(&clean_line(&notice.subject), LONGEST_SUBJECT), cut(&clean_text(&notice.body), LONGEST_BODY));
    let due = hours::due(way, now, &reader.zone, digest);
    tx.execute(
        "INSERT INTO notice (id, once_key, person_id, topic, subject, body, url, made_at, way, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (once_key) DO NOTHING",
        params![NoticeId::fresh(), notice.once_key, notice.person, notice.topic, subject, body, path(&notice.url), now, way, due],
    )?;
    Ok(())
}

/// Whether something was told: for jobs that look again and again.
///
/// # Errors
/// The store fails.
pub fn is_told(tx: &mut Tx<'_>, once_key: &str) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM notice WHERE once_key = $1", params![once_key])? > 0)
}

/// What is no longer so is taken back: the thing was called off before the person read of it.
///
/// # Errors
/// The store fails.
pub fn untell(tx: &mut Tx<'_>, once_key: &str) -> Result<()> {
    tx.execute("DELETE FROM notice WHERE once_key = $1 AND read_at IS NULL", params![once_key])?;
    Ok(())
}

/// Every notice that leads to an address, read or not, goes without a trace: the thing itself is gone.
///
/// # Errors
/// The store fails.
pub fn forget_about(tx: &mut Tx<'_>, url: &str) -> Result<u64> {
    Ok(tx.execute("DELETE FROM notice WHERE url = $1", params![url])?)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The path of an address of ours; what leads elsewhere leads to the cabinet.
fn path(url: &str) -> &str {
    let inside = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/notices", |at| &rest[at..]));
    if inside.starts_with('/') && !inside.starts_with("//") { inside } else { "/notices" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_leads_to_a_page_of_ours_only() {
        for (url, inside) in [("/cases/1", "/cases/1"), ("https://active.example.ru/cases/1?a=b", "/cases/1?a=b"), ("//evil.example/x", "/notices"), ("javascript:alert(1)", "/notices"), ("https://x", "/notices")] {
            assert_eq!(path(url), inside, "{url}");
        }
    }
}

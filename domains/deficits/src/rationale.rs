//! What the items were about and what was right, for the teacher alone and only where the instrument shows it.

use diagnostics::ScoredAttempt;
use kernel::{Error, Result, Tx, params};
use maud::{Markup, html};
use ui::parts;

/// Each item with the explanation, as the bank shows it.
///
/// # Errors
/// The store fails.
pub(crate) fn section(tx: &mut Tx<'_>, scored: &ScoredAttempt) -> Result<Markup> {
    let mut shown = Vec::new();
    for one in &scored.items {
        // The result opens even if the bank no longer knows an item.
        let revision = match items::revision(tx, one.item, one.revision) {
            Ok(revision) => revision,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let given = given(tx, scored, one.position)?;
        shown.push((one.score, one.max_score, items::view_rationale(&revision.body, &revision.key, &revision.rationale, given.as_ref())));
    }
    Ok(html! {
        @if !shown.is_empty() {
            (parts::details("Разбор заданий", html! {
                @for (at, (score, most, rationale)) in shown.iter().enumerate() {
                    h3 { "Задание " (at + 1) ": " (score) " из " (most) }
                    (rationale)
                }
            }))
        }
    })
}

/// The teacher's own answer: the newest of the position counts.
fn given(tx: &mut Tx<'_>, scored: &ScoredAttempt, position: i64) -> Result<Option<items::Answer>> {
    let body: Option<String> = tx.maybe("SELECT body FROM answer WHERE attempt_id = $1 AND position = $2 ORDER BY seq DESC LIMIT 1", params![scored.id, position], |row| row.get(0))?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

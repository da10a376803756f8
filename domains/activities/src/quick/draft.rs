//! What is typed and not sent yet: kept for its writer until the consultation is written down, or for a month.

use ::web::Answers;
use access::Actor;
use kernel::{Result, Tx, params};

/// Names that a draft keeps. A person's id among them goes with the person.
const KEPT: [&str; 11] = ["q", "with", "people", "direction", "minutes", "form", "about", "result", "next_step", "held_on", "number"];
const MOST_LETTERS: usize = 400;

/// Keeps what is typed.
///
/// # Errors
/// The store fails.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, answers: &Answers) -> Result<()> {
    let now = tx.now();
    let kept: Vec<(String, String)> = KEPT.iter().filter(|name| !answers.get(name).is_empty()).map(|name| ((*name).to_owned(), answers.get(name).chars().take(MOST_LETTERS).collect())).collect();
    let body = serde_json::to_string(&kept).map_err(anyhow::Error::new)?;
    let person: Option<kernel::id::PersonId> = answers.get("with").parse().ok();
    tx.execute(
        "INSERT INTO consultation_draft (account_id, person_id, body, saved_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET person_id = $2, body = $3, saved_at = $4",
        params![actor.account, person, body, now],
    )?;
    Ok(())
}

/// What was typed before.
///
/// # Errors
/// The store fails.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Answers>> {
    let body: Option<String> = tx.maybe("SELECT body FROM consultation_draft WHERE account_id = $1", params![actor.account], |row| row.get(0))?;
    Ok(body.and_then(|body| serde_json::from_str::<Vec<(String, String)>>(&body).ok()).map(Answers::of))
}

/// Forgets it.
///
/// # Errors
/// The store fails.
pub fn forget(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute("DELETE FROM consultation_draft WHERE account_id = $1", params![actor.account])?;
    Ok(())
}

/// Forgets what nobody came back to in a month. How many went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - jiff::SignedDuration::from_hours(30 * 24);
    Ok(tx.execute("DELETE FROM consultation_draft WHERE saved_at < $1", params![before])?)
}

//! A region's decision to give, and the note of what has left it.

use crate::contribution::Contribution;
use access::{Action, Actor};
use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Tx, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

const NAME: &str = "country_giving";

/// What the coordinator decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub gives: bool,
    pub on: Date,
}

/// The decision in force; nothing until there is one, and then nothing is given.
///
/// # Errors
/// The store fails.
pub fn decision(tx: &mut Tx<'_>) -> Result<Option<Decision>> {
    let body: Option<String> = tx.maybe("SELECT body FROM setting WHERE name = $1", params![NAME], |row| row.get(0))?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose().map_err(anyhow::Error::new)?)
}

/// Decides.
///
/// # Errors
/// Not found: only the coordinator does. Refused: it is decided so already.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, gives: bool) -> Result<()> {
    actor.may(Action::PublishOpenData)?;
    if decision(tx)?.map(|known| known.gives) == Some(gives) {
        return Err(Error::refusal(if gives {
            "Показатели уже передаются. Обновите страницу."
        } else {
            "Показатели уже не передаются. Обновите страницу."
        }));
    }
    let (now, on) = (tx.now(), tx.today());
    let body = serde_json::to_string(&Decision { gives, on }).map_err(anyhow::Error::new)?;
    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at", params![NAME, body, now])?;
    tx.record(&actor.by(), Event::new("country.giving_decided", "setting", NAME).with(json!({"gives": gives})))
}

/// Notes in the region's journal what leaves it now.
///
/// # Errors
/// The store fails.
pub fn given(tx: &mut Tx<'_>, contribution: &Contribution) -> Result<()> {
    tx.record(&By::system(), Event::new("country.figures_given", "country", "country").with(json!({"periods": contribution.periods.len(), "rows": contribution.rows()})))
}

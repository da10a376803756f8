//! `metodaktiv token`: a token for a program, made on the server itself; for the first set-up and for tests.

use crate::{config::Config, data};
use anyhow::Context;
use audit::By;
use exchange::{NewToken, Resource};
use jiff::Span;
use structure::places::REGION;

/// Makes a token of the whole region for every list; its text.
///
/// # Errors
/// In words for the console.
pub fn make(config: &Config, name: &str, days: i32) -> anyhow::Result<String> {
    let (db, _) = data::open_current(config, data::first_clock())?;
    let db = data::with_regional_clock(&db)?;
    let expires_on = db.clock().today().checked_add(Span::new().try_days(days).context("Столько дней ключ не живёт. Укажите не больше 731")?)?;
    let new = NewToken { name: name.into(), owner: "Командная строка сервера".into(), scopes: Resource::ALL.iter().copied().collect(), place: REGION.into(), expires_on };
    Ok(db.write(|tx| exchange::make_token(tx, &By::cli(), &new))?.1)
}

//! The region profile that this installation runs by, and the working calendar.
//!
//! The text of the profile lies in the database, so that a backup holds all; it is parsed once per text.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Error, Result, Tx, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    calendar::{Calendar, SpecialDay},
    profile::Profile,
};

const HEAD: &str = "region_profile";
const TEXT: &str = "region_profile_text";

#[derive(Serialize, Deserialize)]
struct Head {
    file: String,
    sha256: String,
    provisional_years: Vec<i16>,
}

/// Parsed profiles by the digest of their text: one a region. All regions of the country fit in, so that none is parsed at every page.
static PARSED: Mutex<Vec<(String, Arc<Profile>)>> = Mutex::new(Vec::new());
const KEPT: usize = 128;

/// Whether the first visit has chosen a profile yet.
pub fn is_set_up(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(head(tx)?.is_some())
}

/// The profile in force.
///
/// # Errors
/// A refusal while none is loaded.
pub fn profile(tx: &mut Tx<'_>) -> Result<Arc<Profile>> {
    let Some(head) = head(tx)? else {
        return Err(Error::refusal("Профиль региона ещё не загружен. Откройте начальную настройку и выберите регион."));
    };
    if let Some(parsed) = parsed(&head.sha256) {
        return Ok(parsed);
    }
    let text: String = setting(tx, TEXT)?.ok_or_else(|| anyhow::anyhow!("setting {TEXT} is gone"))?;
    let profile = Arc::new(Profile::parse(&head.file, &text).map_err(anyhow::Error::new)?);
    keep(head.sha256, profile.clone());
    Ok(profile)
}

/// The zone in which the region counts its days.
///
/// # Errors
/// No profile is loaded, or the store fails.
pub fn zone(tx: &mut Tx<'_>) -> Result<jiff::tz::TimeZone> {
    Ok(jiff::tz::TimeZone::get(&profile(tx)?.region.time_zone).unwrap_or(jiff::tz::TimeZone::UTC))
}

fn parsed(digest: &str) -> Option<Arc<Profile>> {
    let kept = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|(known, _)| known == digest).map(|(_, profile)| profile.clone())
}

fn keep(digest: String, profile: Arc<Profile>) {
    let mut kept = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|(known, _)| *known != digest);
    kept.truncate(KEPT - 1);
    kept.insert(0, (digest, profile));
}

/// The working calendar.
pub fn calendar(tx: &mut Tx<'_>) -> Result<Calendar> {
    let provisional = head(tx)?.map(|head| head.provisional_years).unwrap_or_default();
    let days = tx.query("SELECT day, works, label FROM calendar_day ORDER BY day", params![], |row| {
        let day: jiff::civil::Date = row.get(0)?;
        Ok((day, SpecialDay { is_working: row.get(1)?, reason: row.get(2)?, is_provisional: provisional.contains(&day.year()) }))
    })?;
    Ok(Calendar::new(days))
}

pub(crate) fn save(tx: &mut Tx<'_>, profile: &Profile) -> Result<()> {
    let mut provisional_years: Vec<i16> = profile.calendar.special_days().filter(|(_, day)| day.is_provisional).map(|(day, _)| day.year()).collect();
    provisional_years.dedup();
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&profile.source.text));
    put(tx, TEXT, &profile.source.text)?;
    put(tx, HEAD, &Head { file: profile.source.file.clone(), sha256, provisional_years })?;
    save_days(tx, &profile.calendar)
}

fn save_days(tx: &mut Tx<'_>, calendar: &Calendar) -> Result<()> {
    let mut years: Vec<i16> = calendar.special_days().map(|(day, _)| day.year()).collect();
    years.dedup();
    for year in years {
        tx.execute("DELETE FROM calendar_day WHERE day >= $1 AND day <= $2", params![format!("{year:04}-01-01"), format!("{year:04}-12-31")])?;
    }
    for (day, special) in calendar.special_days() {
        tx.execute("INSERT INTO calendar_day (day, works, label) VALUES ($1, $2, $3)", params![day, special.is_working, special.reason])?;
    }
    Ok(())
}

fn head(tx: &mut Tx<'_>) -> Result<Option<Head>> {
    setting(tx, HEAD)
}

fn setting<T: serde::de::DeserializeOwned>(tx: &mut Tx<'_>, name: &str) -> Result<Option<T>> {
    let body: Option<String> = tx.maybe("SELECT body FROM setting WHERE name = $1", params![name], |row| row.get(0))?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose().map_err(anyhow::Error::new)?)
}

fn put(tx: &mut Tx<'_>, name: &str, value: &(impl Serialize + ?Sized)) -> Result<()> {
    let body = serde_json::to_string(value).map_err(anyhow::Error::new)?;
    let now = tx.now();
    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at", params![name, body, now])?;
    Ok(())
}

//! The night's export for programs of analysis: one CSV and one Parquet file for each published list but that of people, in a folder of the day.
//! Off until the administrator switches it on; kept two weeks.

mod files;
pub mod parquet;

use crate::{feed, resource::Resource, state};
use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Timestamp, Tx, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use web::App;

/// Days that a folder is kept.
pub const KEPT_DAYS: i64 = 14;
/// Not before this hour of the region: when nobody works.
const HOUR: i8 = 3;
const SETTING: &str = "nightly";
/// How the name of a folder ends that isn't whole yet.
const MAKING: &str = ".making";

/// A file of a night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub name: String,
    pub rows: u64,
    pub bytes: u64,
    pub digest: String,
}

/// A night's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    pub day: Date,
    pub made_at: Timestamp,
    pub files: Vec<Made>,
}

/// Lists that are exported: all but people.
pub fn exported() -> impl Iterator<Item = Resource> {
    Resource::ALL.iter().copied().filter(|resource| !resource.is_personal())
}

/// # Errors
/// The store fails.
pub fn is_on(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(state::get(tx, SETTING)?.as_deref() == Some("on"))
}

/// # Errors
/// The store fails.
pub fn switch(tx: &mut Tx<'_>, by: &By, on: bool) -> Result<()> {
    if is_on(tx)? == on {
        return Ok(());
    }
    let word = if on { "on" } else { "off" };
    state::set(tx, SETTING, word)?;
    tx.record(by, Event::new("nightly_export.switched", "nightly_export", word))
}

/// The nights whose folders are there, newest first.
///
/// # Errors
/// The store fails.
pub fn nights(tx: &mut Tx<'_>) -> Result<Vec<Night>> {
    let rows: Vec<(Date, Timestamp, String)> = tx.query("SELECT day, made_at, files FROM nightly_export ORDER BY day DESC", params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.into_iter().map(|(day, made_at, files)| Ok(Night { day, made_at, files: serde_json::from_str(&files).map_err(anyhow::Error::new)? })).collect()
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("export")
}

/// Makes the night's export if it is switched on, the hour has come and it isn't made; clears old folders. How many files.
///
/// # Errors
/// The store or the disk fails.
pub fn make_due(app: &App) -> Result<u64> {
    let today = app.clock().today();
    clear(app, today)?;
    let hour = app.clock().zone().to_datetime(app.clock().now()).hour();
    if hour < HOUR || !app.db.read(is_on)? || app.db.read(|tx| nights(tx))?.iter().any(|night| night.day == today) {
        return Ok(0);
    }
    make(app, today).map(|files| files as u64)
}

/// Makes a day's export anew; how many files.
///
/// # Errors
/// The store or the disk fails.
pub fn make(app: &App, day: Date) -> Result<usize> {
    feed::refresh(&app.db)?;
    let place = folder(&app.settings.data_dir);
    let (ready, making) = (place.join(day.to_string()), place.join(format!("{day}{MAKING}")));
    let _ = std::fs::remove_dir_all(&making);
    std::fs::create_dir_all(&making).map_err(anyhow::Error::new)?;
    // All lists of one moment.
    let files: Vec<Made> = app.db.read(|tx| exported().map(|resource| files::write(tx, resource, &making, files::PART)).collect::<Result<Vec<_>>>())?.into_iter().flatten().collect();
    // A folder is there whole or not at all.
    let _ = std::fs::remove_dir_all(&ready);
    std::fs::rename(&making, &ready).map_err(anyhow::Error::new)?;
    let text = serde_json::to_string(&files).map_err(anyhow::Error::new)?;
    app.db.write(|tx| {
        let now = tx.now();
        tx.execute("INSERT INTO nightly_export (day, made_at, files) VALUES ($1, $2, $3) ON CONFLICT (day) DO UPDATE SET made_at = excluded.made_at, files = excluded.files", params![day, now, text])?;
        tx.record(&By::system(), Event::new("nightly_export.made", "nightly_export", day).with(json!({"files": files.len()})))
    })?;
    Ok(files.len())
}

/// By the names on the disk: what broke off before it was written down goes too.
fn clear(app: &App, today: Date) -> Result<()> {
    let oldest = today.checked_sub(jiff::Span::new().days(KEPT_DAYS)).unwrap_or(today);
    let is_old = |name: &str| name.trim_end_matches(MAKING).parse::<Date>().is_ok_and(|day| day <= oldest);
    for entry in std::fs::read_dir(folder(&app.settings.data_dir)).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(is_old) {
            std::fs::remove_dir_all(entry.path()).map_err(anyhow::Error::new)?;
        }
    }
    if app.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM nightly_export WHERE day <= $1", params![oldest])?))? > 0 {
        app.db.write(|tx| Ok(tx.execute("DELETE FROM nightly_export WHERE day <= $1", params![oldest])?))?;
    }
    Ok(())
}

/// A file of a night, noted in the journal.
///
/// # Errors
/// Not found: no such night, no such file, or the folder was taken away by hand.
pub fn take(tx: &mut Tx<'_>, data_dir: &Path, by: &By, day: Date, name: &str) -> Result<Vec<u8>> {
    let night = nights(tx)?.into_iter().find(|night| night.day == day).ok_or(Error::NotFound)?;
    // Only names that this program wrote: an address can't lead out of the folder.
    let made = night.files.iter().find(|made| made.name == name).ok_or(Error::NotFound)?;
    let bytes = std::fs::read(folder(data_dir).join(day.to_string()).join(&made.name)).map_err(|_| Error::NotFound)?;
    tx.record(by, Event::new("nightly_export.taken", "nightly_export", day).with(json!({"file": made.name})))?;
    Ok(bytes)
}

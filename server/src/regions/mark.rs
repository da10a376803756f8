//! Whose database this is. Two addresses may lead to one database though they look different; the mark inside tells, before anything
//! is changed in it.

use crate::{config::Config, data};
use anyhow::bail;
use kernel::{Db, Error, db::Location, params};

const NAME: &str = "region_of_installation";

/// The region whose database this is; nothing in a database that has served alone so far, or is empty.
///
/// # Errors
/// The store fails.
pub fn read(db: &Db) -> anyhow::Result<Option<String>> {
    let found = db.read(|tx| Ok(tx.maybe("SELECT body FROM setting WHERE name = $1", params![NAME], |row| row.get::<String>(0))?));
    match found {
        Ok(body) => Ok(body.map(|body| serde_json::from_str(&body)).transpose()?),
        // No table yet: the database is empty. What else may be wrong with it, the migrations will say.
        Err(Error::Internal(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Refuses a database that belongs to another region.
///
/// # Errors
/// As said.
pub fn check(db: &Db, region: &str) -> anyhow::Result<()> {
    match read(db)? {
        Some(other) if other != region => bail!(
            "В этой базе данные региона «{other}», а открыть её велено как «{region}». Исправьте database_url или data в таблице [[regions]]. Если регион переименовали, выполните: metodaktiv regions adopt {region}"
        ),
        _ => Ok(()),
    }
}

/// Refuses settings of a region that lead into another's database. What can't be opened yet, or is empty, says nothing and is left to
/// whoever opens it.
///
/// # Errors
/// As [`check`].
pub fn refuse_foreign(config: &Config, region: &str) -> anyhow::Result<()> {
    if let Location::Sqlite(path) = &config.database
        && !path.exists()
    {
        return Ok(());
    }
    let Ok(db) = data::open(config, data::first_clock()) else { return Ok(()) };
    match read(&db) {
        Ok(_) => check(&db, region),
        Err(_) => Ok(()),
    }
}

/// Writes the mark.
///
/// # Errors
/// The store fails.
pub fn write(db: &Db, region: &str) -> anyhow::Result<()> {
    let body = serde_json::to_string(region)?;
    db.write(|tx| {
        let now = tx.now();
        tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at", params![NAME, body, now])?;
        Ok(())
    })?;
    Ok(())
}

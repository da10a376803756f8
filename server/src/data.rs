//! The folder of data: one program at a time works in it.

use crate::{assemble::Mode, config::Config};
use anyhow::{Context, bail};
use kernel::{
    Clock, Db,
    db::{DbError, Location, MIGRATIONS, Room, SchemaState},
};
use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

/// The folder, held for as long as this lives.
pub struct Held {
    _lock: File,
}

const LOCK: &str = "metodaktiv.lock";

/// Makes the folder if it isn't there (nobody else may look into it) and takes it for this program.
///
/// # Errors
/// It can't be made, or another `metodaktiv` works in it.
pub fn hold(folder: &Path) -> anyhow::Result<Held> {
    if !folder.is_dir() {
        make_private(folder).with_context(|| format!("Папку данных {} не удалось создать. Проверьте путь и права", folder.display()))?;
    }
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).with_context(|| format!("В папку данных {} нельзя писать. Проверьте права", folder.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Held { _lock: file }),
        Err(TryLockError::WouldBlock) => bail!("С папкой данных {} уже работает другая программа metodaktiv. Остановите её или укажите другую папку: --data ПАПКА", folder.display()),
        Err(TryLockError::Error(cause)) => Err(cause).with_context(|| format!("Папку данных {} не удалось занять", folder.display())),
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Opens the database as it is.
///
/// # Errors
/// In words for the console.
pub fn open(config: &Config, clock: Clock) -> anyhow::Result<Db> {
    Db::open(&config.database, clock).map_err(|cause| in_words(config, cause))
}

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// In words for the console.
pub fn open_current(config: &Config, clock: Clock) -> anyhow::Result<(Db, SchemaState)> {
    bring(config, open(config, clock)?)
}

/// Opens one database of several, with no more room than its share, and checks that it is nobody else's.
///
/// # Errors
/// In words for the console.
pub fn open_within(config: &Config, clock: Clock, room: Room) -> anyhow::Result<Db> {
    Db::open_within(&config.database, clock, room).map_err(|cause| in_words(config, cause))
}

/// Brings the schema of an open database up to date.
///
/// # Errors
/// In words for the console.
pub fn bring(config: &Config, db: Db) -> anyhow::Result<(Db, SchemaState)> {
    let state = db.migrate(MIGRATIONS).map_err(|cause| in_words(config, cause))?;
    bring_up_to_date(&db)?;
    Ok((db, state))
}

/// What a region that was set up by an earlier program lacks: the texts of consents that it didn't know.
fn bring_up_to_date(db: &Db) -> kernel::Result<()> {
    db.write(|tx| {
        if !structure::is_set_up(tx)? {
            return Ok(());
        }
        let profile = structure::profile(tx)?;
        consent::texts::load_initial(tx, &audit::By::system(), &profile.operator)
    })
}

/// A clock for work before the region's zone is known.
#[must_use]
pub fn first_clock() -> Clock {
    Clock::system(jiff::tz::TimeZone::UTC)
}

/// The clock with which a site is opened that may have nothing yet: a demo writes its past by days of the krai from the first on.
///
/// # Errors
/// The krai's profile can't be read, or names a zone that there isn't.
pub fn clock_of(mode: Mode) -> anyhow::Result<Clock> {
    match mode {
        Mode::Demo => Ok(Clock::system(zone_of(&demo::krai()?)?)),
        Mode::Serve => Ok(first_clock()),
    }
}

fn zone_of(profile: &structure::profile::Profile) -> anyhow::Result<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::get(&profile.region.time_zone).with_context(|| format!("Часовой пояс {} из профиля региона не найден", profile.region.time_zone))
}

/// The same database by the clock of the region, once a profile is loaded.
///
/// # Errors
/// The profile can't be read, or names a zone that there isn't.
pub fn with_regional_clock(db: &Db) -> anyhow::Result<Db> {
    let set_up = db.read(structure::is_set_up)?;
    if !set_up {
        return Ok(db.clone());
    }
    let profile = db.read(structure::profile)?;
    Ok(db.with_clock(Clock::system(zone_of(&profile)?)))
}

fn in_words(config: &Config, cause: DbError) -> anyhow::Error {
    match (&config.database, cause) {
        (_, DbError::Shape(words) | DbError::Migration(words)) => anyhow::anyhow!(words),
        (Location::Sqlite(path), cause) => anyhow::Error::new(cause).context(format!("База данных {} не открывается. Проверьте права и место на диске; целость проверит metodaktiv doctor", path.display())),
        (Location::Postgres(_), cause) => anyhow::Error::new(cause).context("PostgreSQL не отвечает. Проверьте, что сервер запущен, и адрес в настройке database_url"),
    }
}

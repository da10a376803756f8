//! The installation's key, which opens secrets that lie sealed in the database: from the setting `secret_key`, else from a file in
//! the folder of data that the first start makes. It goes into every backup, which is encrypted itself.

use crate::{config::Config, data};
use access::{Vault, accounts, second_factor};
use anyhow::{Context, bail, ensure};
use audit::By;
use kernel::Db;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file's name in the folder of data and in a backup.
pub const FILE: &str = "secret.key";

#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.data.join(FILE)
}

/// The key in force, if there is one.
///
/// # Errors
/// The file can't be read, or holds no key.
pub fn find(config: &Config) -> anyhow::Result<Option<Vault>> {
    if let Some(vault) = &config.secret_key {
        return Ok(Some(vault.clone()));
    }
    let path = path(config);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(Vault::from_text(&text).with_context(|| format!("В файле {} не ключ: он испорчен. Верните его из резервной копии", path.display()))?)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause).with_context(|| format!("Файл с ключом {} не читается. Проверьте права", path.display())),
    }
}

/// The key for a start: made if the installation has none yet. What an earlier version left plain is sealed.
///
/// # Errors
/// In words for the console: secrets are sealed by a key that isn't here.
pub fn ready(config: &Config, db: &Db) -> anyhow::Result<Vault> {
    let found = find(config)?;
    let seeds = db.read(|tx| second_factor::seeds(tx, found.as_ref()))?;
    let vault = match found {
        Some(vault) => {
            ensure!(seeds.shut == 0, "Ключ не подходит к базе: им не открыть секреты второго шага входа ({}). {REMEDY}", seeds.shut);
            vault
        }
        None if seeds.shut > 0 => bail!("Нет ключа к секретам второго шага входа: файла {} и настройки secret_key. {REMEDY}", path(config).display()),
        None => make(config)?,
    };
    db.write(|tx| second_factor::seal_plain(tx, &vault))?;
    Ok(vault)
}

const REMEDY: &str =
    "Верните файл secret.key из резервной копии или впишите его содержимое в настройку secret_key. Если ключ потерян навсегда, выполните metodaktiv second-factor reset --all: каждый подключит второй шаг входа заново";

fn make(config: &Config) -> anyhow::Result<Vault> {
    let vault = Vault::fresh();
    let path = path(config);
    let written = private(&path).and_then(|mut file| {
        file.write_all(format!("{}\n", vault.text()).as_bytes())?;
        file.sync_all()
    });
    written.with_context(|| format!("Файл с ключом {} записать не удалось. Проверьте права и место на диске", path.display()))?;
    Ok(vault)
}

/// A new file that only its owner reads.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Shuts a file out of a backup to everybody but its owner.
///
/// # Errors
/// The disk refuses.
pub fn shut(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if path.exists() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Whether others on the machine may read the file.
#[must_use]
pub fn is_open(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Takes the second step of login away from one account or from all (a lost phone of the only administrator, a lost key): each sets
/// up a new one at the next login. How many.
///
/// # Errors
/// Nobody has this address, or the store fails.
pub fn forget(config: &Config, email: Option<&str>) -> anyhow::Result<usize> {
    let (db, _) = data::open_current(config, data::first_clock())?;
    let whose = match email {
        Some(email) => vec![db.read(|tx| accounts::by_email(tx, email))?.with_context(|| format!("Учётной записи с почтой {email} нет. Проверьте адрес"))?.id],
        None => db.read(second_factor::holders)?,
    };
    db.write(|tx| whose.iter().try_for_each(|account| second_factor::reset(tx, &By::cli(), *account)))?;
    Ok(whose.len())
}

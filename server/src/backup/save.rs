//! Making a backup while the program works.

use super::{
    Manifest,
    container::{Packer, Passphrase},
    database,
    manifest::{FILES, FORMAT, KEY, POSTGRES, REGISTER, SQLITE},
};
use crate::{config::Config, key, regions::mark};
use anyhow::{Context, bail};
use kernel::{
    Db, Error, Timestamp,
    db::{Engine, Location},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// A finished backup.
#[derive(Debug, Clone)]
pub struct Saved {
    pub path: PathBuf,
    pub size: u64,
    pub files: usize,
    pub manifest: Manifest,
}

/// What the folder of data remembers of its last backup, for `doctor`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LastBackup {
    pub made_at: Timestamp,
    pub path: PathBuf,
}

/// The file it is remembered in.
pub const LAST: &str = "last-backup.json";

/// Makes a backup. `target` is a new file, or a folder in which one is made with the moment in its name.
///
/// # Errors
/// In words for the console; nothing is left behind.
pub fn save(config: &Config, db: &Db, target: &Path, passphrase: &Passphrase) -> anyhow::Result<Saved> {
    let now = db.clock().now();
    let target = name_of(target, now)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = tempfile::NamedTempFile::new_in(folder).with_context(|| format!("В папку {} нельзя писать. Проверьте путь и права", folder.display()))?;
    let work = tempfile::Builder::new().prefix(".backup-").tempdir_in(&config.data)?;
    let (audit_seq, audit_hash) = db.read(audit::head)?;
    let copy = work.path().join("copy");
    database::copy(db, &config.database, &copy)?;
    let mut packer = Packer::begin(draft.as_file().try_clone()?, passphrase)?;
    packer.add_file(database_name(&config.database), &copy)?;
    let files = add_files(&mut packer, config, db)?;
    packer.add(REGISTER, register(config, db)?.as_bytes())?;
    if let Some(vault) = key::find(config)? {
        packer.add(KEY, format!("{}\n", vault.text()).as_bytes())?;
    }
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        region: mark::read(db)?,
        engine: engine_name(db.engine()).to_owned(),
        pg_schema: database::pg_schema(db)?,
        schema: db.read(database::schema_number)?,
        audit_seq,
        audit_hash,
        entries: Vec::new(),
    };
    let manifest = packer.finish(manifest)?;
    draft.persist_noclobber(&target).map_err(|failed| failed.error).with_context(|| format!("Файл {} записать не удалось", target.display()))?;
    File::open(folder)?.sync_all()?;
    remember(config, &target, now)?;
    Ok(Saved { size: fs::metadata(&target)?.len(), path: target, files, manifest })
}

/// The word for an engine in a manifest.
#[must_use]
pub fn engine_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

fn database_name(location: &Location) -> &'static str {
    match location {
        Location::Sqlite(_) => SQLITE,
        Location::Postgres(_) => POSTGRES,
    }
}

fn name_of(target: &Path, now: Timestamp) -> anyhow::Result<PathBuf> {
    if target.is_dir() {
        return Ok(target.join(format!("metodaktiv-{}.backup", now.strftime("%Y-%m-%d-%H%M%S"))));
    }
    if target.exists() {
        bail!("Файл {} уже есть. Укажите другое имя или папку: прежнюю копию программа не трогает", target.display());
    }
    Ok(target.to_owned())
}

/// Files of the table now: at least those of the copy, but for what was destroyed since (the register says so).
fn add_files(packer: &mut Packer, config: &Config, db: &Db) -> anyhow::Result<usize> {
    let store = files::Store::open(config.data.join("files"))?;
    let mut count = 0;
    for kept in db.read(files::list)? {
        match store.get(&kept.digest) {
            Ok(bytes) => packer.add(&format!("{FILES}{}", kept.digest), &bytes)?,
            Err(Error::NotFound) if matches!(db.read(|tx| files::find(tx, &kept.digest)), Err(Error::NotFound)) => continue,
            Err(Error::NotFound) => bail!("Файл {} пропал с диска. Копия не сделана: сначала запустите metodaktiv doctor", kept.digest),
            Err(other) => return Err(other.into()),
        }
        count += 1;
    }
    Ok(count)
}

/// The register of destruction, read last, so that it knows at least as much as the copy.
fn register(config: &Config, db: &Db) -> anyhow::Result<String> {
    let lines = db.read(consent::destruction::lines)?;
    consent::destruction::write_register(&config.data, &lines)?;
    let path = config.data.join(REGISTER);
    if path.is_file() { Ok(fs::read_to_string(path)?) } else { Ok(String::new()) }
}

fn remember(config: &Config, target: &Path, now: Timestamp) -> anyhow::Result<()> {
    let path = fs::canonicalize(target)?;
    let body = serde_json::to_vec(&LastBackup { made_at: now, path })?;
    Ok(fs::write(config.data.join(LAST), body)?)
}

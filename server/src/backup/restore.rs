//! Restoring: everything is checked beside the folder of data; then it takes its place in one step.

use super::{
    Manifest,
    container::{Passphrase, unpack},
    database,
    manifest::{MANIFEST, POSTGRES, REGISTER, SQLITE},
    save::engine_name,
};
use crate::{assemble, config::Config, data, key, regions::mark};
use anyhow::{Context, bail, ensure};
use audit::{By, Event, Record, Verdict};
use files::Store;
use kernel::{
    Db, Error, Tx,
    db::{Location, MIGRATIONS},
    params,
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What a restore did.
#[derive(Debug, Clone)]
pub struct Restored {
    pub manifest: Manifest,
    /// People whose data were in the backup and are destroyed again.
    pub destroyed_again: usize,
    /// Where the former data lie, if there were any.
    pub former: Option<PathBuf>,
}

/// How to restore.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// There are data already: put them aside.
    pub force: bool,
    /// A register of destruction from elsewhere (the folder of data is lost).
    pub register: Option<PathBuf>,
    /// Of several regions: into which.
    pub region: Option<String>,
    /// What that region was called when the backup was made, if it has another name now.
    pub renamed_from: Option<String>,
}

/// Restores a backup into the folder of data and the database of the settings.
///
/// # Errors
/// In words for the console. Until everything is found good, nothing is changed.
pub fn restore(config: &Config, backup: &Path, passphrase: &Passphrase, wishes: &Wishes) -> anyhow::Result<Restored> {
    let _held = data::hold(&config.data)?;
    let parent = config.data.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staging = tempfile::Builder::new().prefix(".metodaktiv-restore-").tempdir_in(parent)?;
    let manifest = unpack(backup, passphrase, staging.path())?;
    key::shut(&staging.path().join(key::FILE))?;
    check_fits(&manifest, config)?;
    check_region(&manifest, config, wishes)?;
    let is_occupied = is_occupied(config)?;
    ensure!(wishes.force || !is_occupied, "В папке {} или в базе уже есть данные. Чтобы отложить их в сторону и восстановить копию, добавьте --force", config.data.display());
    let register = registers(config, staging.path(), wishes)?;
    let place = match &config.database {
        Location::Sqlite(path) => Place::Embedded { file_name: PathBuf::from(path.file_name().context("the database has no file name")?) },
        Location::Postgres(url) => Place::Server { url: url.clone() },
    };
    let (db, former_dump) = match &place {
        Place::Embedded { file_name } => (embedded(staging.path(), file_name)?, None),
        Place::Server { url } => server(config, url, staging.path(), &manifest, is_occupied)?,
    };
    let finished = check_journal(&db, &manifest).and_then(|()| {
        let destroyed_again = replay(&db, staging.path(), &config.data, &register, &manifest)?;
        if let Some(region) = &wishes.region {
            mark::write(&db, region)?;
        }
        Ok(destroyed_again)
    });
    let destroyed_again = match (finished, &place, &former_dump) {
        (Ok(count), ..) => count,
        // PostgreSQL has the copy already: what was there comes back.
        (Err(cause), Place::Server { url }, Some(former)) => {
            put_back(&db, url, former)?;
            return Err(cause);
        }
        (Err(cause), ..) => return Err(cause),
    };
    drop(db);
    let former = put_in_place(config, staging, former_dump)?;
    Ok(Restored { manifest, destroyed_again, former })
}

enum Place {
    Embedded { file_name: PathBuf },
    Server { url: String },
}

fn check_fits(manifest: &Manifest, config: &Config) -> anyhow::Result<()> {
    let engine = match config.database {
        Location::Sqlite(_) => engine_name(kernel::db::Engine::Sqlite),
        Location::Postgres(_) => engine_name(kernel::db::Engine::Postgres),
    };
    let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
    ensure!(manifest.schema <= known, "Копия сделана более новой версией программы (схема {}, эта программа знает схему {known}). Установите новую версию и повторите", manifest.schema);
    ensure!(manifest.engine == engine, "Копия сделана с базы {}, а настройки называют базу {engine}. Исправьте настройку database_url: для встроенной базы уберите её, для PostgreSQL впишите адрес", manifest.engine);
    Ok(())
}

/// One region's data never take the place of another's: neither those in the backup nor those that would be put aside.
fn check_region(manifest: &Manifest, config: &Config, wishes: &Wishes) -> anyhow::Result<()> {
    let Some(region) = &wishes.region else { return Ok(()) };
    mark::refuse_foreign(config, region)?;
    match &manifest.region {
        Some(made_of) if made_of != region && wishes.renamed_from.as_ref() != Some(made_of) => bail!(
            "В этой копии данные региона «{made_of}», а восстановить их велено в регион «{region}». Укажите другой регион: --region {made_of}. Если это тот же регион под прежним именем, добавьте --renamed-from {made_of}"
        ),
        _ => Ok(()),
    }
}

/// Whether there is anything that a restore would replace.
fn is_occupied(config: &Config) -> anyhow::Result<bool> {
    let has_files = fs::read_dir(config.data.join("files")).is_ok_and(|mut entries| entries.next().is_some());
    let has_data = match &config.database {
        Location::Sqlite(path) => path.exists(),
        Location::Postgres(_) => !data::open(config, data::first_clock())?.read(database::pg_tables)?.is_empty(),
    };
    Ok(has_files || has_data)
}

/// Everything known about destructions: in the backup, in the folder that is replaced, in the file that was given.
fn registers(config: &Config, staging: &Path, wishes: &Wishes) -> anyhow::Result<String> {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    let given = wishes.register.iter().cloned();
    for path in [staging.join(REGISTER), config.data.join(REGISTER)].into_iter().filter(|path| path.exists()).chain(given) {
        let part = fs::read_to_string(&path).with_context(|| format!("Реестр уничтожения {} не читается", path.display()))?;
        for line in part.lines().filter(|line| seen.insert((*line).to_owned())) {
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok(text)
}

fn embedded(staging: &Path, file_name: &Path) -> anyhow::Result<Db> {
    let path = staging.join(file_name);
    if path.file_name() != Some(SQLITE.as_ref()) {
        fs::rename(staging.join(SQLITE), &path)?;
    }
    let db = Db::open(&Location::Sqlite(path), data::first_clock())?;
    let verdict: String = db.read(|tx| tx.one("PRAGMA integrity_check", params![], |row| row.get(0)))?;
    ensure!(verdict == "ok", "База данных в копии повреждена ({verdict}). Возьмите другую копию");
    db.migrate(MIGRATIONS)?;
    Ok(db)
}

/// PostgreSQL: what is there now is dumped beside the data first, then replaced in one transaction of `pg_restore`.
fn server(config: &Config, url: &str, staging: &Path, manifest: &Manifest, is_occupied: bool) -> anyhow::Result<(Db, Option<PathBuf>)> {
    let db = data::open(config, data::first_clock())?;
    let schema = database::pg_schema(&db)?;
    ensure!(schema == manifest.pg_schema, "Копия сделана со схемы «{}», а база открывает схему «{schema}». Исправьте search_path в настройке database_url", manifest.pg_schema);
    let former = staging.join("former.pgdump");
    if is_occupied {
        database::copy(&db, &config.database, &former)?;
    }
    drop_tables(&db)?;
    if let Err(cause) = database::load(url, &schema, &staging.join(POSTGRES)) {
        if is_occupied {
            database::load(url, &schema, &former).context("Прежние данные вернуть не удалось")?;
        }
        return Err(cause);
    }
    db.migrate(MIGRATIONS)?;
    fs::remove_file(staging.join(POSTGRES))?;
    Ok((db, is_occupied.then_some(former)))
}

fn drop_tables(db: &Db) -> anyhow::Result<()> {
    db.write(|tx| {
        for table in database::pg_tables(tx)? {
            tx.execute(&format!("DROP TABLE \"{}\" CASCADE", table.replace('"', "\"\"")), params![])?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What was in the database before a copy that turned out bad.
fn put_back(db: &Db, url: &str, former: &Path) -> anyhow::Result<()> {
    let schema = database::pg_schema(db)?;
    drop_tables(db)?;
    database::load(url, &schema, former).context("Прежние данные вернуть не удалось")
}

fn check_journal(db: &Db, manifest: &Manifest) -> anyhow::Result<()> {
    match db.read(audit::verify)? {
        Verdict::Whole { .. } => {}
        Verdict::Broken { seq, why } => bail!("Журнал событий в копии нарушен на событии {seq}: {why}. Возьмите другую копию"),
    }
    let hash: Option<String> = db.read(|tx| Ok(tx.maybe("SELECT hash FROM audit_event WHERE seq = $1", params![manifest.audit_seq], |row| row.get(0))?))?;
    ensure!(manifest.audit_seq == 0 || hash.as_deref() == Some(manifest.audit_hash.as_str()), "Журнал событий в копии не тот, что назван в её описи. Возьмите другую копию");
    Ok(())
}

/// Destroys again, keeps the papers of later destructions, and notes the restore in the journal: one transaction.
fn replay(db: &Db, staging: &Path, former: &Path, register: &str, manifest: &Manifest) -> anyhow::Result<usize> {
    let (new, old) = (Store::open(staging.join("files"))?, Store::open(former.join("files"))?);
    let replayed = db.write(|tx| {
        let replayed = consent::destruction::replay_log(tx, &assemble::listeners(), register)?;
        keep_papers(tx, &new, &old)?;
        let facts = serde_json::json!({"made_at": manifest.made_at, "destroyed_again": replayed.people});
        tx.record(&By::cli(), Event::new("installation.restored", "backup", manifest.audit_seq).with(facts))?;
        Ok(replayed)
    })?;
    for digest in &replayed.gone {
        new.remove(digest)?;
    }
    let wanted: BTreeSet<files::Digest> = db.read(files::list)?.into_iter().map(|kept| kept.digest).collect();
    new.sweep(std::time::Duration::ZERO, |digest| wanted.contains(digest))?;
    let lines = db.read(consent::destruction::lines)?;
    consent::destruction::write_register(staging, &lines)?;
    Ok(replayed.people)
}

/// The act and the extract of a destruction made after the backup lie with the former data only.
fn keep_papers(tx: &mut Tx<'_>, new: &Store, old: &Store) -> kernel::Result<()> {
    let papers = consent::destruction::lines(tx)?.into_iter().flat_map(|line| [line.act_digest, line.log_digest]).flatten();
    for digest in papers {
        if matches!(files::find(tx, &digest), Err(Error::NotFound))
            && let Ok(bytes) = old.get(&digest)
        {
            let stored = new.put_own(&bytes, files::Kind::Pdf)?;
            files::record(tx, &stored)?;
        }
    }
    Ok(())
}

/// The folder changes places with what was prepared; the former one stays beside it.
fn put_in_place(config: &Config, staging: tempfile::TempDir, former_dump: Option<PathBuf>) -> anyhow::Result<Option<PathBuf>> {
    let _ = fs::remove_file(staging.path().join(MANIFEST));
    let is_bare = former_dump.is_none() && only_the_lock(&config.data);
    let aside = aside_name(&config.data);
    if is_bare {
        fs::remove_dir_all(&config.data)?;
    } else {
        fs::rename(&config.data, &aside)?;
        if let Some(dump) = &former_dump {
            fs::rename(dump, aside.join(POSTGRES))?;
        }
        let settings = aside.join("metodaktiv.toml");
        if settings.is_file() {
            fs::copy(&settings, staging.path().join("metodaktiv.toml"))?;
        }
    }
    fs::rename(staging.keep(), &config.data)?;
    Ok((!is_bare).then_some(aside))
}

fn only_the_lock(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| entries.filter_map(|entry| entry.ok()).all(|entry| entry.file_name() == "metodaktiv.lock" || is_empty_folder(&entry.path())))
}

fn is_empty_folder(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn aside_name(folder: &Path) -> PathBuf {
    let name = folder.file_name().map_or_else(|| "data".to_owned(), |name| name.to_string_lossy().into_owned());
    let free = (1..).map(|number| folder.with_file_name(format!("{name}.before-restore-{number}"))).find(|path| !path.exists());
    free.unwrap_or_else(|| folder.with_file_name(format!("{name}.before-restore")))
}

//! `metodaktiv doctor`: is everything as it should be? A report in Russian; the exit code is 1 if something must be mended.

use crate::{
    audit_check,
    backup::{LAST, LastBackup},
    config::Config,
    data, key, say,
};
use access::second_factor;
use audit::Verdict;
use jiff::SignedDuration;
use kernel::{
    Db, Error,
    db::{Engine, Location, MIGRATIONS},
    params,
};
use std::{collections::BTreeSet, fs, process::ExitCode};

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    Good,
    /// Works, but somebody should look.
    Watch,
    Bad,
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub grade: Grade,
    pub words: String,
}

fn good(words: impl Into<String>) -> Finding {
    Finding { grade: Grade::Good, words: words.into() }
}
fn watch(words: impl Into<String>) -> Finding {
    Finding { grade: Grade::Watch, words: words.into() }
}
fn bad(words: impl Into<String>) -> Finding {
    Finding { grade: Grade::Bad, words: words.into() }
}

/// Examines and prints.
///
/// # Errors
/// The database can't be opened at all.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let db = data::open(config, data::first_clock())?;
    let findings = examine(config, &db)?;
    for finding in &findings {
        let sign = match finding.grade {
            Grade::Good => "  хорошо  ",
            Grade::Watch => "! внимание",
            Grade::Bad => "✗ ПЛОХО   ",
        };
        say::line(&format!("{sign} {}", finding.words));
    }
    let is_bad = findings.iter().any(|finding| finding.grade == Grade::Bad);
    say::line(if is_bad { "Есть неисправности: сделайте то, что написано в строках «ПЛОХО»." } else { "Неисправностей нет." });
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// All findings, in the order of the report.
///
/// # Errors
/// The store fails.
pub fn examine(config: &Config, db: &Db) -> anyhow::Result<Vec<Finding>> {
    let schema = schema(db)?;
    if schema.grade == Grade::Bad {
        return Ok(vec![schema]);
    }
    let mut findings = vec![schema, database(db)?, journal(db)?];
    findings.extend(files(config, db)?);
    findings.extend(sealed(config, db)?);
    findings.extend([letters(config, db)?, disk(config), last_backup(config, db), rights(config)]);
    Ok(findings)
}

fn schema(db: &Db) -> anyhow::Result<Finding> {
    let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
    Ok(match db.read(crate::backup::schema_number) {
        Ok(number) if number == known => good(format!("Схема базы данных {number}, программа ей соответствует")),
        Ok(number) if number < known => watch(format!("Схема базы данных {number}, программа знает {known}: база обновится при следующем запуске")),
        Ok(number) => bad(format!("База данных новее программы (схема {number}, программа знает {known}). Установите новую версию")),
        Err(Error::Internal(_)) => bad("База данных пуста. Запустите metodaktiv serve или восстановите копию"),
        Err(other) => return Err(other.into()),
    })
}

fn database(db: &Db) -> anyhow::Result<Finding> {
    if db.engine() == Engine::Postgres {
        let checksums: String = db.read(|tx| tx.one("SELECT CAST(current_setting('data_checksums') AS TEXT)", params![], |row| row.get(0)))?;
        return Ok(if checksums == "on" {
            good("PostgreSQL отвечает, контрольные суммы страниц включены")
        } else {
            watch("PostgreSQL отвечает, но контрольные суммы страниц выключены: порча диска останется незамеченной. Включите их: pg_checksums --enable")
        });
    }
    let words: Vec<String> = db.read(|tx| Ok(tx.query("PRAGMA integrity_check(5)", params![], |row| row.get(0))?))?;
    let orphans = db.read(|tx| {
        let mut count = 0_u64;
        tx.each("PRAGMA foreign_key_check", params![], |_| {
            count += 1;
            Ok(())
        })?;
        Ok(count)
    })?;
    Ok(match (words.as_slice(), orphans) {
        ([only], 0) if only == "ok" => good("База данных цела"),
        ([only], orphans) if only == "ok" => bad(format!("В базе данных {orphans} ссылок в никуда. Восстановите последнюю копию")),
        (words, _) => bad(format!("База данных повреждена: {}. Остановите программу и восстановите последнюю копию", words.join("; "))),
    })
}

fn journal(db: &Db) -> anyhow::Result<Finding> {
    let verdict = db.read(audit::verify)?;
    let words = audit_check::words(&verdict);
    Ok(match verdict {
        Verdict::Whole { .. } => good(words),
        Verdict::Broken { .. } => bad(words),
    })
}

fn files(config: &Config, db: &Db) -> anyhow::Result<Vec<Finding>> {
    let store = files::Store::open(config.data.join("files"))?;
    let kept = db.read(files::list)?;
    let (mut missing, mut spoilt) = (Vec::new(), Vec::new());
    for file in &kept {
        match store.get(&file.digest) {
            Ok(_) => {}
            Err(Error::NotFound) => missing.push(file.digest.to_string()),
            Err(_) => spoilt.push(file.digest.to_string()),
        }
    }
    let known: BTreeSet<&files::Digest> = kept.iter().map(|file| &file.digest).collect();
    let strays = store.all()?.iter().filter(|digest| !known.contains(digest)).count();
    let mut findings = Vec::new();
    if missing.is_empty() && spoilt.is_empty() {
        findings.push(good(format!("Приложенные файлы на месте и целы: {}", kept.len())));
    }
    if !missing.is_empty() {
        findings.push(bad(format!("Файлов нет на диске: {} ({}). Верните их из резервной копии", missing.len(), few(&missing))));
    }
    if !spoilt.is_empty() {
        findings.push(bad(format!("Файлы испорчены: {} ({}). Верните их из резервной копии", spoilt.len(), few(&spoilt))));
    }
    if strays > 0 {
        findings.push(watch(format!("Лишних файлов: {strays}. Программа уберёт их сама в течение часа работы")));
    }
    Ok(findings)
}

fn few(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    let more = if names.len() > 3 { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn letters(config: &Config, db: &Db) -> anyhow::Result<Finding> {
    let tally = db.read(mail::tally)?;
    Ok(match (config.smtp.is_some(), tally) {
        (false, tally) => watch(format!("Почтовый сервер не настроен: писем ждёт {}. Впишите настройку smtp", tally.waiting)),
        (true, mail::Tally { failed: 0, waiting }) => good(format!("Письма уходят, в очереди {waiting}")),
        (true, mail::Tally { failed, .. }) => watch(format!("Не удалось отправить писем: {failed}. Проверьте адреса и почтовый сервер")),
    })
}

const ENOUGH: u64 = 2 * 1024 * 1024;
const LITTLE: u64 = 256 * 1024;

/// Free space by `df`, in kilobytes.
fn disk(config: &Config) -> Finding {
    let output = std::process::Command::new("df").arg("-Pk").arg(&config.data).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let free = text.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)).and_then(|word| word.parse::<u64>().ok());
    match free {
        Some(free) if free >= ENOUGH => good(format!("Свободно на диске: {} ГБ", free / 1024 / 1024)),
        Some(free) if free >= LITTLE => watch(format!("На диске осталось {} МБ. Освободите место", free / 1024)),
        Some(free) => bad(format!("На диске осталось {} МБ: записи скоро прекратятся. Освободите место", free / 1024)),
        None => watch("Свободное место узнать не удалось (нет программы df)"),
    }
}

fn last_backup(config: &Config, db: &Db) -> Finding {
    let last = fs::read(config.data.join(LAST)).ok().and_then(|body| serde_json::from_slice::<LastBackup>(&body).ok());
    let Some(last) = last else { return watch("Резервной копии ещё не было. Сделайте её: metodaktiv backup ПАПКА --passphrase-file ФАЙЛ") };
    let age = db.clock().now().duration_since(last.made_at);
    let days = age.as_hours() / 24;
    if age > SignedDuration::from_hours(48) {
        watch(format!("Последняя резервная копия сделана {days} дн. назад. Делайте её каждый день"))
    } else if last.path.is_file() {
        good(format!("Последняя резервная копия свежая: {}", last.path.display()))
    } else {
        watch(format!("Последней резервной копии нет на месте: {}. Если вы её перенесли, всё в порядке", last.path.display()))
    }
}

/// Whether the sealed secrets can be opened: without the key nobody with a second step of login comes in.
fn sealed(config: &Config, db: &Db) -> anyhow::Result<Vec<Finding>> {
    let path = key::path(config);
    let found = match key::find(config) {
        Ok(found) => found,
        Err(cause) => return Ok(vec![bad(say::words(&cause))]),
    };
    let seeds = db.read(|tx| second_factor::seeds(tx, found.as_ref()))?;
    let place = if config.secret_key.is_some() { "в настройке secret_key".to_owned() } else { path.display().to_string() };
    let mut findings = vec![match (found.is_some(), seeds.shut) {
        (true, 0) => good(format!("Ключ к секретам второго шага входа на месте ({place}) и подходит: {}", seeds.opened)),
        (true, shut) => bad(format!("Ключ ({place}) не открывает секреты второго шага входа: {shut}. Верните прежний ключ из резервной копии")),
        (false, 0) => watch(format!("Ключа к секретам второго шага входа ещё нет: программа сделает его при запуске ({place})")),
        (false, shut) => bad(format!("Нет ключа {place}: секреты второго шага входа ({shut}) не открыть, программа не запустится. Верните файл из резервной копии")),
    }];
    if seeds.plain > 0 {
        findings.push(watch(format!("Секреты второго шага входа лежат без шифра: {}. Запустите программу: она закроет их сама", seeds.plain)));
    }
    if config.secret_key.is_none() && key::is_open(&path) {
        findings.push(bad(format!("Файл с ключом {} могут читать другие пользователи сервера. Закройте его: chmod 600 {}", path.display(), path.display())));
    }
    Ok(findings)
}

/// Whether others on the machine may read the data.
fn rights(config: &Config) -> Finding {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let is_open = fs::metadata(&config.data).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
        if is_open && matches!(config.database, Location::Sqlite(_)) {
            return watch(format!("Папку {} могут читать другие пользователи сервера. Закройте её: chmod 700 {}", config.data.display(), config.data.display()));
        }
    }
    good("Папка данных закрыта от других пользователей сервера")
}

//! The database in and out of a backup. PostgreSQL's own tools know best how to copy it.

use anyhow::{Context, bail, ensure};
use kernel::{
    Db, Tx,
    db::{Engine, Location},
    params,
};
use std::{path::Path, process::Command};

/// Copies the live database to a file.
///
/// # Errors
/// The disk refuses, or PostgreSQL's tools aren't there.
pub fn copy(db: &Db, location: &Location, to: &Path) -> anyhow::Result<()> {
    match location {
        Location::Sqlite(_) => {
            db.copy_sqlite(to)?.context("the embedded database gave no copy")?;
            Ok(())
        }
        Location::Postgres(url) => {
            let schema = format!("--schema={}", pg_schema(db)?);
            run(client("pg_dump", url)?.args(["--format=custom", "--no-owner", "--no-privileges", &schema, "--file"]).arg(to))
        }
    }
}

/// Puts a dump into an emptied schema, all of it or nothing.
///
/// # Errors
/// PostgreSQL refuses, or its tools aren't there.
pub fn load(url: &str, schema: &str, dump: &Path) -> anyhow::Result<()> {
    let schema = format!("--schema={schema}");
    let (_, config) = parse(url)?;
    let database = format!("--dbname={}", config.get_dbname().or(config.get_user()).unwrap_or("postgres"));
    run(client("pg_restore", url)?.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", &schema, &database]).arg(dump))
}

/// The schema that the tables lie in.
///
/// # Errors
/// The store fails.
pub fn pg_schema(db: &Db) -> anyhow::Result<String> {
    match db.engine() {
        Engine::Sqlite => Ok(String::new()),
        Engine::Postgres => Ok(db.read(|tx| tx.one("SELECT CAST(current_schema() AS TEXT)", params![], |row| row.get(0)))?),
    }
}

/// Tables of ours in the current schema.
///
/// # Errors
/// The store fails.
pub fn pg_tables(tx: &mut Tx<'_>) -> kernel::Result<Vec<String>> {
    Ok(tx.query("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename", params![], |row| row.get(0))?)
}

/// Number of the newest migration that ran; 0 before the first.
///
/// # Errors
/// The store fails.
pub fn schema_number(tx: &mut Tx<'_>) -> kernel::Result<u32> {
    Ok(tx.one("SELECT COALESCE(MAX(number), 0) FROM schema_migration", params![], |row| row.get(0))?)
}

fn parse(url: &str) -> anyhow::Result<(String, postgres::Config)> {
    let config: postgres::Config = url.parse().context("Адрес PostgreSQL в настройке database_url непонятен")?;
    let host = match config.get_hosts().first() {
        Some(postgres::config::Host::Tcp(host)) => host.clone(),
        #[cfg(unix)]
        Some(postgres::config::Host::Unix(path)) => path.display().to_string(),
        None => "localhost".to_owned(),
    };
    Ok((host, config))
}

/// A tool with the connection in its environment: arguments would show the password to everybody on the machine.
fn client(tool: &str, url: &str) -> anyhow::Result<Command> {
    let (host, config) = parse(url)?;
    let mut command = Command::new(tool);
    command.env("PGHOST", host).env("PGPORT", config.get_ports().first().unwrap_or(&5432).to_string());
    if let Some(user) = config.get_user() {
        command.env("PGUSER", user);
    }
    if let Some(password) = config.get_password() {
        command.env("PGPASSWORD", String::from_utf8_lossy(password).into_owned());
    }
    if let Some(database) = config.get_dbname() {
        command.env("PGDATABASE", database);
    }
    Ok(command)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let tool = command.get_program().to_string_lossy().into_owned();
    let output = match command.output() {
        Ok(output) => output,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => bail!("Не найдена программа {tool}. Установите клиент PostgreSQL (в Debian: apt install postgresql-client) и повторите"),
        Err(cause) => return Err(cause).with_context(|| format!("{tool} не запускается")),
    };
    let words = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{tool} не справился: {}", words.trim().lines().next().unwrap_or("причина не названа"));
    Ok(())
}

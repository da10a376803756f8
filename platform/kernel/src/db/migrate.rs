//! Forward-only migrations: one SQL text, adapted by the dialect, each in a transaction of its own, checked by digest.

use super::{Db, DbError, dialect};
use crate::{Error, params};
use sha2::{Digest, Sha256};

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// From 1, without gaps.
    pub number: u32,
    pub name: &'static str,
    pub sql: &'static str,
}

/// What a run of migrations did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaState {
    pub before: u32,
    pub after: u32,
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, ran_at TEXT NOT NULL)";

pub fn run(db: &Db, migrations: &[Migration]) -> Result<SchemaState, DbError> {
    let newest = migrations.last().map_or(0, |m| m.number);
    let done = whole(db.write(|tx| {
        let ledger = dialect::schema(tx.engine(), LEDGER);
        tx.batch(&ledger)?;
        Ok(tx.query("SELECT number, digest FROM schema_migration ORDER BY number", params![], |row| Ok((row.get::<u32>(0)?, row.get::<String>(1)?)))?)
    }))?;
    let before = done.last().map_or(0, |(number, _)| *number);
    if before > newest {
        return Err(DbError::Migration(format!("данные записаны более новой версией программы (схема {before}, эта программа знает схему {newest}). Запустите новую версию или восстановите резервную копию.")));
    }
    for migration in migrations {
        match done.iter().find(|(number, _)| *number == migration.number) {
            Some((_, known)) if *known == digest(migration) => {}
            Some(_) => return Err(DbError::Migration(format!("миграция {} изменена после того, как была выполнена", migration.name))),
            None => apply(db, migration)?,
        }
    }
    Ok(SchemaState { before, after: newest })
}

fn apply(db: &Db, migration: &Migration) -> Result<(), DbError> {
    whole(db.write(|tx| {
        let sql = dialect::schema(tx.engine(), migration.sql);
        tx.batch(&sql)?;
        let (now, digest) = (tx.now(), digest(migration));
        tx.execute("INSERT INTO schema_migration (number, name, digest, ran_at) VALUES ($1, $2, $3, $4)", params![migration.number, migration.name, digest, now])?;
        Ok(())
    }))
    .map_err(|cause| DbError::Migration(format!("{}: {cause}", migration.name)))
}

fn whole<T>(result: Result<T, Error>) -> Result<T, DbError> {
    result.map_err(|error| match error {
        Error::Internal(cause) => match cause.downcast::<DbError>() {
            Ok(cause) => cause,
            Err(other) => DbError::Migration(format!("{other:#}")),
        },
        other => DbError::Migration(other.to_string()),
    })
}

fn digest(migration: &Migration) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(migration.sql))
}

/// The schema as landed so far.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "0001_register", sql: include_str!("../../../../migrations/0001_register.sql") },
    Migration { number: 2, name: "0002_public_page", sql: include_str!("../../../../migrations/0002_public_page.sql") },
    Migration { number: 3, name: "0003_competencies", sql: include_str!("../../../../migrations/0003_competencies.sql") },
    Migration { number: 4, name: "0004_items", sql: include_str!("../../../../migrations/0004_items.sql") },
    Migration { number: 5, name: "0005_diagnostics", sql: include_str!("../../../../migrations/0005_diagnostics.sql") },
    Migration { number: 6, name: "0006_observation", sql: include_str!("../../../../migrations/0006_observation.sql") },
    Migration { number: 7, name: "0007_deficits", sql: include_str!("../../../../migrations/0007_deficits.sql") },
    Migration { number: 8, name: "0008_leftovers", sql: include_str!("../../../../migrations/0008_leftovers.sql") },
    Migration { number: 9, name: "0009_public_list", sql: include_str!("../../../../migrations/0009_public_list.sql") },
    Migration { number: 10, name: "0010_cases", sql: include_str!("../../../../migrations/0010_cases.sql") },
    Migration { number: 11, name: "0011_resources", sql: include_str!("../../../../migrations/0011_resources.sql") },
    Migration { number: 12, name: "0012_pathways", sql: include_str!("../../../../migrations/0012_pathways.sql") },
    Migration { number: 13, name: "0013_attempts", sql: include_str!("../../../../migrations/0013_attempts.sql") },
    Migration { number: 14, name: "0014_ledger", sql: include_str!("../../../../migrations/0014_ledger.sql") },
    Migration { number: 15, name: "0015_notices", sql: include_str!("../../../../migrations/0015_notices.sql") },
    Migration { number: 16, name: "0016_unions", sql: include_str!("../../../../migrations/0016_unions.sql") },
    Migration { number: 17, name: "0017_activities", sql: include_str!("../../../../migrations/0017_activities.sql") },
    Migration { number: 18, name: "0018_help", sql: include_str!("../../../../migrations/0018_help.sql") },
    Migration { number: 19, name: "0019_pairs", sql: include_str!("../../../../migrations/0019_pairs.sql") },
    Migration { number: 20, name: "0020_support", sql: include_str!("../../../../migrations/0020_support.sql") },
    Migration { number: 21, name: "0021_practices", sql: include_str!("../../../../migrations/0021_practices.sql") },
    Migration { number: 22, name: "0022_programme", sql: include_str!("../../../../migrations/0022_programme.sql") },
    Migration { number: 23, name: "0023_reports", sql: include_str!("../../../../migrations/0023_reports.sql") },
    Migration { number: 24, name: "0024_places", sql: include_str!("../../../../migrations/0024_places.sql") },
    Migration { number: 25, name: "0025_lists", sql: include_str!("../../../../migrations/0025_lists.sql") },
    Migration { number: 26, name: "0026_outcomes", sql: include_str!("../../../../migrations/0026_outcomes.sql") },
    Migration { number: 27, name: "0027_insight", sql: include_str!("../../../../migrations/0027_insight.sql") },
    Migration { number: 28, name: "0028_picture", sql: include_str!("../../../../migrations/0028_picture.sql") },
    Migration { number: 29, name: "0029_exchange", sql: include_str!("../../../../migrations/0029_exchange.sql") },
    Migration { number: 30, name: "0030_evidence", sql: include_str!("../../../../migrations/0030_evidence.sql") },
    Migration { number: 31, name: "0031_country", sql: include_str!("../../../../migrations/0031_country.sql") },
    Migration { number: 32, name: "0032_consultation_result", sql: include_str!("../../../../migrations/0032_consultation_result.sql") },
];

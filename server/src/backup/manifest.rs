//! What a backup says about itself.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

pub const FORMAT: u32 = 1;
pub const MANIFEST: &str = "manifest.json";
pub const SQLITE: &str = "database.sqlite";
pub const POSTGRES: &str = "database.pgdump";
pub const REGISTER: &str = consent::destruction::FILE_NAME;
pub const KEY: &str = crate::key::FILE;
pub const FILES: &str = "files/";

/// The last entry of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    pub made_at: Timestamp,
    /// Of an installation of several regions: whose data these are.
    #[serde(default)]
    pub region: Option<String>,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// PostgreSQL: the schema that the tables lie in.
    #[serde(default)]
    pub pg_schema: String,
    /// Number of the newest migration in the copy.
    pub schema: u32,
    /// The last event of the journal that the copy surely has.
    pub audit_seq: i64,
    pub audit_hash: String,
    pub entries: Vec<Entry>,
}

/// A file inside the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

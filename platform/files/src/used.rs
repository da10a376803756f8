//! Who still needs a file. The same bytes may be a scan of a consent, a certificate and a picture of a task at once: a row of `file`
//! goes only when no table speaks of it any more, and this is the one place that knows all of them.

use crate::{Digest, forget};
use kernel::{Result, Tx, params};

/// Columns that hold a digest. A migration that adds one adds it here; a test reads the migrations and says which is missing.
pub const HOLDERS: [(&str, &str); 15] = [
    ("application_file", "digest"),
    ("item_file", "digest"),
    ("answer_file", "digest"),
    ("external_assessment", "digest"),
    ("resource", "digest"),
    ("work_file", "digest"),
    ("step_file", "digest"),
    ("activity_material", "digest"),
    ("course_task", "digest"),
    ("practice_file", "digest"),
    ("union_paper", "digest"),
    ("act_order", "document_digest"),
    ("meeting", "minutes_digest"),
    ("destruction", "act_digest"),
    ("destruction", "log_digest"),
];

/// Columns of JSON in which a digest may stand among other things.
pub const MENTIONS: [(&str, &str); 3] = [("consent", "evidence"), ("withdrawal", "evidence"), ("step_report", "snapshot")];

/// Whether any table still refers to the file.
///
/// # Errors
/// The store fails.
pub fn is_used(tx: &mut Tx<'_>, digest: &Digest) -> Result<bool> {
    let held = HOLDERS.iter().map(|(table, column)| format!("EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = f.digest)"));
    let mentioned = MENTIONS.iter().map(|(table, column)| format!("EXISTS (SELECT 1 FROM {table} t WHERE t.{column} LIKE $2)"));
    let sql = format!("SELECT COUNT(*) FROM file f WHERE f.digest = $1 AND ({})", held.chain(mentioned).collect::<Vec<_>>().join(" OR "));
    Ok(tx.count(&sql, params![digest, format!("%{digest}%")])? > 0)
}

/// Takes the row away if nothing refers to it any more; the store's sweep then removes the content. The rows that did refer to it
/// must be gone already. Whether it went.
///
/// # Errors
/// The store fails.
pub fn forget_unused(tx: &mut Tx<'_>, digest: &Digest) -> Result<bool> {
    if is_used(tx, digest)? {
        return Ok(false);
    }
    forget(tx, digest)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digests that keep no file: the table of files itself, by what a sheet is known that was read twice, what was signed, secret addresses.
    const NO_HOLDERS: [&str; 8] =
        ["file.digest", "import_batch.digest", "pathway_signature.digest", "calendar_feed.token_digest", "insight_lot.list_digest", "exchange_item.digest", "exchange_token.digest", "country_region.digest"];

    /// `table.column` of every column whose name ends in `digest` or that refers to `file`, out of the migrations.
    fn columns(sql: &str) -> Vec<String> {
        let (mut table, mut found) = (String::new(), Vec::new());
        for line in sql.lines() {
            let line = line.split("--").next().unwrap_or_default().trim();
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => table = (*name).to_owned(),
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] if is_digest(column, line) => found.push(format!("{name}.{column}")),
                [column, "TEXT" | "TEXT,", ..] if is_digest(column, line) => found.push(format!("{table}.{column}")),
                _ => {}
            }
        }
        found
    }

    fn is_digest(column: &str, line: &str) -> bool {
        let line = line.replace(' ', "");
        column == "digest" || column.ends_with("_digest") || line.contains("REFERENCESfile(")
    }

    #[test]
    fn every_column_of_the_migrations_that_holds_a_digest_is_in_the_list() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
        let mut found: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            found.extend(columns(&std::fs::read_to_string(entry.unwrap().path()).unwrap()));
        }
        found.retain(|column| !NO_HOLDERS.contains(&column.as_str()));
        found.sort();
        let mut known: Vec<String> = HOLDERS.iter().map(|(table, column)| format!("{table}.{column}")).collect();
        known.sort();
        assert_eq!(found, known, "add the new column to HOLDERS in platform/files/src/used.rs");
    }

    #[test]
    fn the_reader_of_migrations_sees_every_way_of_writing_a_column() {
        let sql = "CREATE TABLE one (\n    digest TEXT NOT NULL REFERENCES file (digest),  -- a file\n    note TEXT\n);\nALTER TABLE two ADD COLUMN paper TEXT REFERENCES file (digest);\nCREATE INDEX one_digest ON one (digest);";
        assert_eq!(columns(sql), ["one.digest", "two.paper"]);
    }
}

//! The files of a list, written part by part: the memory that it takes doesn't grow with the region.

use super::{Made, parquet::Parquet};
use crate::{
    feed,
    resource::Resource,
    table::{Column, Csv, row},
};
use data_encoding::HEXLOWER;
use kernel::{Result, Tx};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

/// Rows in memory at once; a row group of Parquet.
pub const PART: u32 = 10_000;

/// Writes a list as CSV and as Parquet.
///
/// # Errors
/// The store or the disk fails.
pub fn write(tx: &mut Tx<'_>, resource: Resource, folder: &Path, part: u32) -> Result<[Made; 2]> {
    let columns = Column::of_things(resource.fields());
    let [csv_name, parquet_name] = ["csv", "parquet"].map(|ending| format!("{resource}.{ending}"));
    let mut csv = Csv::begin(&columns, Weighed::create(&folder.join(&csv_name))?)?;
    let mut parquet = Parquet::begin(&columns, Weighed::create(&folder.join(&parquet_name))?)?;
    let (mut rows, mut after) = (0, String::new());
    loop {
        let things = feed::part(tx, resource, &after, part)?;
        let Some(last) = things.last().and_then(|thing| thing["id"].as_str()) else { break };
        last.clone_into(&mut after);
        let lines: Vec<Vec<Value>> = things.iter().map(|thing| row(&columns, thing)).collect();
        csv.put(&lines)?;
        parquet.put(&lines)?;
        rows += lines.len() as u64;
    }
    Ok([csv.end()?.made(csv_name, rows)?, parquet.end()?.made(parquet_name, rows)?])
}

/// A file that knows what was written to it.
struct Weighed {
    file: BufWriter<File>,
    bytes: u64,
    digest: Sha256,
}

impl Weighed {
    fn create(path: &Path) -> Result<Self> {
        Ok(Self { file: BufWriter::new(File::create(path).map_err(anyhow::Error::new)?), bytes: 0, digest: Sha256::new() })
    }

    fn made(mut self, name: String, rows: u64) -> Result<Made> {
        self.file.flush().map_err(anyhow::Error::new)?;
        Ok(Made { name, rows, bytes: self.bytes, digest: HEXLOWER.encode(&self.digest.finalize()) })
    }
}

impl Write for Weighed {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let taken = self.file.write(piece)?;
        self.bytes += taken as u64;
        self.digest.update(piece.get(..taken).unwrap_or(piece));
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{db::testing::on_each_engine, params};
    use std::fs;

    #[test]
    fn a_list_longer_than_a_part_is_whole_in_both_files() {
        on_each_engine(|db| {
            let folder = std::env::temp_dir().join(format!("metodaktiv-night-{}", kernel::id::Uuid::new_v4().simple()));
            fs::create_dir_all(&folder).unwrap();
            db.write(|tx| {
                for number in 0..7_i64 {
                    let body = if number == 3 { "" } else { "{\"name\":\"=ёж\",\"short_name\":\"ёж\",\"is_in_force\":true}" };
                    let sql = "INSERT INTO exchange_item (resource, id, source, path, body, digest, seq, changed_at) VALUES ('subjects', $1, $1, '', $2, '', $3, '2026-11-23T00:00:00.000000Z')";
                    tx.execute(sql, params![format!("s{number}"), body, number])?;
                }
                Ok(())
            })
            .unwrap();
            let [csv, parquet] = db.read(|tx| write(tx, Resource::Subjects, &folder, 2)).unwrap();
            let text = fs::read_to_string(folder.join("subjects.csv")).unwrap();
            let ids: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
            assert_eq!(ids, ["s0", "s1", "s2", "s4", "s5", "s6"], "without what is gone: {text}");
            assert_eq!((csv.rows, csv.bytes, csv.digest), (6, text.len() as u64, HEXLOWER.encode(&Sha256::digest(text.as_bytes()))));
            let bytes = fs::read(folder.join(&parquet.name)).unwrap();
            assert_eq!((parquet.rows, parquet.bytes, &parquet.digest), (6, bytes.len() as u64, &HEXLOWER.encode(&Sha256::digest(&bytes))));
            assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
            fs::remove_dir_all(&folder).unwrap();
        });
    }
}

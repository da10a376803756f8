//! What a zip archive holds, looked at before anything of it is parsed: names, declared sizes, then real ones.

use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;

use crate::{Limits, Looks, ReadError};

/// What is worth knowing before the cells are read.
pub(super) struct Inside {
    /// Whether any sheet merges cells; asking for them costs a second pass over the sheet.
    pub merges: bool,
    /// Whether any sheet mentions something hidden; what it is costs one more pass too.
    pub unseen: bool,
}

/// Below this an archive may be packed as tightly as it likes: it cannot hurt.
const HARMLESS: u64 = 20 << 20;

type Archive<'a> = ZipArchive<BufReader<&'a File>>;

pub(super) fn inspect(file: &File, limits: &Limits) -> Result<Inside, ReadError> {
    let packed = file.metadata().map_err(super::kind::internal)?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > limits.entries {
        return Err(ReadError::Bomb);
    }
    check_names(&archive)?;
    check_declared(&mut archive, packed, limits)?;
    unpack(&mut archive, packed, limits)
}

fn check_names(archive: &Archive<'_>) -> Result<(), ReadError> {
    let names: Vec<String> = archive.file_names().map(|name| name.map(|name| name.to_lowercase())).collect::<Result<_, _>>().map_err(damaged)?;
    let has = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
    let looks = match () {
        () if has("xl/workbook.bin") => Looks::BinaryWorkbook,
        () if names.iter().any(|name| name.ends_with(".xml") && name.contains("workbook")) => return Ok(()),
        () if has("word/") || has("ppt/") => Looks::TextDocument,
        () if has("content.xml") => Looks::OpenDocument,
        () => Looks::Archive,
    };
    Err(ReadError::NotASpreadsheet(looks))
}

fn check_declared(archive: &mut Archive<'_>, packed: u64, limits: &Limits) -> Result<(), ReadError> {
    if archive.has_overlapping_files().map_err(damaged)? {
        return Err(ReadError::Bomb);
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(ReadError::Password);
        }
        declared = declared.saturating_add(entry.size());
    }
    check_size(declared, packed, limits)
}

/// Directories lie, so everything is really unpacked once, into nothing.
fn unpack(archive: &mut Archive<'_>, packed: u64, limits: &Limits) -> Result<Inside, ReadError> {
    let mut inside = Inside { merges: false, unseen: false };
    let mut total = 0_u64;
    let mut buffer = vec![0_u8; 64 << 10];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let is_sheet = entry.name().is_ok_and(|name| name.to_lowercase().contains("worksheets/"));
        let mut kept = 0;
        loop {
            let read = entry.read(buffer.get_mut(kept..).unwrap_or_default()).map_err(|_| ReadError::Damaged { near: None })?;
            if read == 0 {
                break;
            }
            total = total.saturating_add(read as u64);
            check_size(total, packed, limits)?;
            let filled = kept + read;
            let chunk = buffer.get(..filled).unwrap_or_default();
            inside.merges = inside.merges || mentions(chunk, MERGE_TAG);
            inside.unseen = inside.unseen || (limits.unseen && is_sheet && mentions(chunk, HIDDEN));
            kept = filled.min(MERGE_TAG.len());
            buffer.copy_within(filled - kept..filled, 0);
        }
    }
    Ok(inside)
}

/// A namespace prefix may stand before the name, so the bracket is not part of what is looked for.
const MERGE_TAG: &[u8] = b"mergeCell ";
/// The attribute of a row or of columns; no longer than the tag above, so that a cut between two chunks hides neither.
const HIDDEN: &[u8] = b"hidden=";

fn mentions(chunk: &[u8], sought: &[u8]) -> bool {
    let Some(first) = sought.first() else { return false };
    let mut rest = chunk;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(sought) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn check_size(unpacked: u64, packed: u64, limits: &Limits) -> Result<(), ReadError> {
    let too_tight = unpacked > HARMLESS && unpacked / packed.max(1) > limits.ratio;
    if unpacked > limits.unpacked_bytes || too_tight { Err(ReadError::Bomb) } else { Ok(()) }
}

fn damaged(_: zip::result::ZipError) -> ReadError {
    ReadError::Damaged { near: None }
}

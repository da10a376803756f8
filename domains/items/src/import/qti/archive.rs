//! A zip package, unpacked within limits: the directory first, then no more than was promised.

use std::io::{Cursor, Read};
use zip::ZipArchive;

const ENTRIES: usize = 2_000;
/// Everything inside, unpacked.
const UNPACKED: u64 = 50 << 20;
/// Unpacked to packed; only asked of what unpacks to more than a megabyte.
const RATIO: u64 = 200;

const DAMAGED: &str = "Пакет повреждён или загрузился не целиком. Соберите его заново и загрузите снова.";
const BOMB: &str = "Пакет распаковывается в слишком большой объём, поэтому мы его не открываем. Загрузите задания по частям.";

/// Names with their content.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    if archive.len() > ENTRIES || archive.has_overlapping_files().map_err(|_| DAMAGED)? {
        return Err(BOMB.into());
    }
    let mut found = Vec::new();
    let mut total = 0_u64;
    for at in 0..archive.len() {
        if archive.by_index_raw(at).map_err(|_| DAMAGED)?.encrypted() {
            return Err("Пакет закрыт паролем. Соберите его без пароля и загрузите снова.".into());
        }
        let entry = archive.by_index(at).map_err(|_| DAMAGED)?;
        if entry.is_dir() {
            continue;
        }
        let name: String = entry.name().map_err(|_| DAMAGED)?.chars().filter(|c| !c.is_control()).take(200).collect();
        let mut content = Vec::new();
        // One byte more than is left tells that it is too much; directories lie about sizes.
        entry.take(UNPACKED.saturating_sub(total) + 1).read_to_end(&mut content).map_err(|_| DAMAGED)?;
        total = total.saturating_add(content.len() as u64);
        let is_tight = total > 1 << 20 && total / (bytes.len() as u64).max(1) > RATIO;
        if total > UNPACKED || is_tight {
            return Err(BOMB.into());
        }
        found.push((name, content));
    }
    Ok(found)
}

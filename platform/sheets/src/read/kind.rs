//! What a file is, by its first bytes; its name and declared type are not asked.

use std::fs::File;
use std::io::{Read, Seek};

use crate::{Limits, Looks, ReadError};

pub(super) enum Kind {
    Xlsx,
    Xls,
    Html(Vec<u8>),
    Text(Vec<u8>),
}

const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

pub(super) fn of(file: &mut File, limits: &Limits) -> Result<Kind, ReadError> {
    file.rewind().map_err(internal)?;
    let mut start = Vec::with_capacity(512);
    file.by_ref().take(512).read_to_end(&mut start).map_err(internal)?;
    if start.starts_with(b"PK") {
        return Ok(Kind::Xlsx);
    }
    if start.is_empty() {
        return Err(ReadError::Empty);
    }
    let looks = foreign(&start);
    let is_page = limits.older && looks == Some(Looks::WebPage) && is_html(&start);
    if let Some(looks) = looks.filter(|_| !is_page) {
        return Err(ReadError::NotASpreadsheet(looks));
    }
    let mut bytes = start;
    file.take(limits.file_bytes).read_to_end(&mut bytes).map_err(internal)?;
    match () {
        () if is_page => Ok(Kind::Html(bytes)),
        () if !bytes.starts_with(COMPOUND) => Ok(Kind::Text(bytes)),
        () => match compound(&bytes) {
            ReadError::OldXls if limits.older => Ok(Kind::Xls),
            refused => Err(refused),
        },
    }
}

pub(super) fn internal(error: std::io::Error) -> ReadError {
    ReadError::Internal(error.to_string())
}

fn foreign(start: &[u8]) -> Option<Looks> {
    const SIGNATURES: [(&[u8], Looks); 9] = [
        (b"%PDF", Looks::Pdf),
        (b"\x89PNG", Looks::Image),
        (b"\xFF\xD8\xFF", Looks::Image),
        (b"GIF8", Looks::Image),
        (b"{\\rtf", Looks::TextDocument),
        (b"Rar!", Looks::Archive),
        (b"7z\xBC\xAF", Looks::Archive),
        (b"\x1F\x8B", Looks::Archive),
        (b"\x7FELF", Looks::Unknown),
    ];
    let signature = SIGNATURES.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, looks)| *looks);
    signature.or_else(|| markup(start))
}

fn markup(start: &[u8]) -> Option<Looks> {
    let text = String::from_utf8_lossy(start).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    ["<!doctype", "<html", "<table", "<meta", "<?xml", "<head"].iter().any(|tag| text.starts_with(tag)).then_some(Looks::WebPage)
}

/// A page, not some other markup: XML without the word of a page at its start is none.
fn is_html(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_lowercase();
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml");
    !is_xml || text.contains("<html") || text.contains("<table")
}

/// The container of old Excel and Word files, and of encrypted new ones: told apart by the names of its streams.
fn compound(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.chunks_exact(128).any(|entry| entry.starts_with(&wide))
    };
    match () {
        () if has("EncryptedPackage") => ReadError::Password,
        () if has("Workbook") || has("Book") => ReadError::OldXls,
        () if has("WordDocument") => ReadError::NotASpreadsheet(Looks::TextDocument),
        () => ReadError::NotASpreadsheet(Looks::Unknown),
    }
}

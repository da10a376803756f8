//! What a file is, by its content alone: the name and the type that a browser claims are not believed.

use kernel::{Error, Result, text_enum};

text_enum! {
    /// Kinds of files that the program keeps.
    Kind {
        Pdf = "pdf",
        Jpg = "jpg",
        Png = "png",
    }
}

impl Kind {
    /// For the `Content-Type` header.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// As people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpg => "JPG",
            Self::Png => "PNG",
        }
    }
}

/// A picture wider or taller than this is no scan.
const WIDEST: u32 = 20_000;
/// Readers look for the signature of a PDF within its first kilobyte.
const PDF_HEAD: usize = 1024;

/// The kind of these bytes, if it is among `allowed` and the file is sound as far as its frame tells.
///
/// # Errors
/// A refusal: what is wrong with the file and what to do.
pub fn check(bytes: &[u8], allowed: &[Kind]) -> Result<Kind> {
    if bytes.is_empty() {
        return Err(Error::refusal("Файл пустой. Откройте его на своём устройстве, убедитесь, что в нём есть содержание, и приложите снова."));
    }
    let kind = kind_of(bytes).filter(|kind| allowed.contains(kind)).ok_or_else(|| wrong_kind(bytes, allowed))?;
    match kind {
        Kind::Pdf => sound_pdf(bytes)?,
        Kind::Png => sound_picture(png_size(bytes))?,
        Kind::Jpg => sound_picture(jpg_size(bytes))?,
    }
    Ok(kind)
}

fn kind_of(bytes: &[u8]) -> Option<Kind> {
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("application/pdf") => Some(Kind::Pdf),
        Some("image/png") => Some(Kind::Png),
        Some("image/jpeg") => Some(Kind::Jpg),
        Some(_) => None,
        // A scanner's preamble may stand before the signature; anything that is a format of its own was caught above.
        None => holds(bytes.get(..PDF_HEAD).unwrap_or(bytes), b"%PDF-").then_some(Kind::Pdf),
    }
}

fn wrong_kind(bytes: &[u8], allowed: &[Kind]) -> Error {
    let names: Vec<&str> = allowed.iter().map(|kind| kind.label()).collect();
    let seems = match infer::get(bytes).map(|found| (found.matcher_type(), found.extension())) {
        Some((_, "zip" | "rar" | "7z" | "gz" | "tar")) => "Это архив. ",
        Some((infer::MatcherType::Doc, _)) => "Это документ текстового редактора или таблица. ",
        Some((infer::MatcherType::App, _)) => "Это программа. ",
        Some((infer::MatcherType::Video | infer::MatcherType::Audio, _)) => "Это звук или видео. ",
        _ => "",
    };
    Error::refusal(format!("{seems}По содержанию файл не подходит: нужен {}. Сохраните документ в одном из этих видов (переименовать файл недостаточно) и приложите снова.", names.join(", ")))
}

fn sound_pdf(bytes: &[u8]) -> Result<()> {
    let whole = holds(bytes.get(..PDF_HEAD).unwrap_or(bytes), b"%PDF-") && holds(bytes, b"%%EOF");
    if whole { Ok(()) } else { Err(Error::refusal("Файл PDF повреждён или загрузился не целиком. Сохраните его заново и приложите снова.")) }
}

fn sound_picture(size: Option<(u32, u32)>) -> Result<()> {
    match size {
        Some((width, height)) if (1..=WIDEST).contains(&width) && (1..=WIDEST).contains(&height) => Ok(()),
        Some((0, _) | (_, 0)) | None => Err(Error::refusal("Картинка повреждена или загрузилась не целиком. Снимите или отсканируйте документ ещё раз и приложите снова.")),
        Some((width, height)) => Err(Error::refusal(format!("Картинка слишком велика: {width} на {height} точек, можно до {WIDEST} по каждой стороне. Уменьшите её или сохраните как PDF и приложите снова."))),
    }
}

/// Width and height from the first block of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    Some((big_endian(bytes.get(16..20)?), big_endian(bytes.get(20..24)?)))
}

/// Width and height from the frame header of a JPEG, found by stepping from segment to segment.
fn jpg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        while *bytes.get(at)? == 0xFF && *bytes.get(at + 1)? == 0xFF {
            at += 1;
        }
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Start of a frame: length 2, precision 1, height 2, width 2.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Some((big_endian(bytes.get(at + 7..at + 9)?), big_endian(bytes.get(at + 5..at + 7)?)));
            }
            // Segments without a body.
            0x01 | 0xD0..=0xD8 => at += 2,
            // The picture's data or its end came before any frame.
            0xD9 | 0xDA => return None,
            _ => {
                let length = usize::try_from(big_endian(bytes.get(at + 2..at + 4)?)).ok()?;
                at += 2 + length.max(2);
            }
        }
    }
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

//! Which letters the bytes of a text file stand for: Unicode by its marks or its shape, otherwise one of the three
//! Russian single-byte encodings, whichever makes the likelier Russian.

use std::borrow::Cow;

use encoding_rs::{Encoding, IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::{Looks, ReadError};

pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let (text, _) = detect(bytes).decode_with_bom_removal(bytes);
    if looks_binary(&text) { Err(ReadError::NotASpreadsheet(Looks::Unknown)) } else { Ok(text) }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let sample = bytes.get(..64 << 10).unwrap_or(bytes);
    let mut best = (WINDOWS_1251, likeness(WINDOWS_1251, sample));
    for encoding in [IBM866, KOI8_R] {
        let score = likeness(encoding, sample);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    best.0
}

/// UTF-16 without a mark: in Russian and Latin text nearly every second byte is 0x00 or 0x04.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let high = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| matches!(byte, 0x00 | 0x04)).count();
    let enough = sample.len() / 2 * 9 / 10;
    match () {
        () if sample.len() < 4 || !sample.contains(&0) => None,
        () if high(1) > enough => Some(UTF_16LE),
        () if high(0) > enough => Some(UTF_16BE),
        () => None,
    }
}

/// Frequent letters speak for an encoding; rare ones, a capital after a small letter and pseudographics against it.
fn likeness(encoding: &'static Encoding, sample: &[u8]) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut before = ' ';
    text.chars().fold(0, |sum, letter| {
        let is_odd_capital = letter.is_uppercase() && before.is_lowercase();
        before = letter;
        sum + if is_odd_capital { -3 } else { weight(letter) }
    })
}

fn weight(letter: char) -> i64 {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' => 3,
        'ъ' | 'ф' | 'щ' | 'ц' | 'э' | 'ю' | 'ж' | 'х' | 'ш' => -1,
        'а'..='я' | 'ё' => 1,
        '\0'..='\u{7f}' | '№' | '«' | '»' | '—' | '–' | '\u{a0}' => 0,
        _ => -3,
    }
}

fn looks_binary(text: &str) -> bool {
    let sample: usize = text.chars().take(10_000).count();
    let odd = |letter: &char| (letter.is_control() && !matches!(letter, '\t' | '\r' | '\n')) || *letter == '\u{fffd}';
    text.chars().take(10_000).filter(odd).count() * 100 > sample
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Фамилия;Имя;Школа\r\nЁлкина;Анна;МБОУ СОШ № 5 г. Хабаровска\r\nИванов-Петров;Пётр;«Лицей»\r\n";

    #[test]
    fn russian_in_each_usual_encoding_is_read() {
        for encoding in [WINDOWS_1251, UTF_8] {
            assert_eq!(decode(&encoding.encode(TEXT).0).unwrap(), TEXT, "{}", encoding.name());
        }
        let without_guillemets = TEXT.replace(['«', '»'], "");
        assert_eq!(decode(&IBM866.encode(&without_guillemets).0).unwrap(), without_guillemets);
        let plain = without_guillemets.replace('№', "N");
        assert_eq!(decode(&KOI8_R.encode(&plain).0).unwrap(), plain);
    }

    #[test]
    fn unicode_is_known_by_its_mark_or_by_its_shape() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).unwrap(), TEXT);
        assert_eq!(decode(&big).unwrap(), TEXT);
        assert_eq!(decode(&[&[0xFF, 0xFE], little.as_slice()].concat()).unwrap(), TEXT);
        assert_eq!(decode(&[b"\xEF\xBB\xBF", TEXT.as_bytes()].concat()).unwrap(), TEXT);
    }

    #[test]
    fn capitals_in_1251_are_not_taken_for_another_encoding() {
        let text = "ФАМИЛИЯ;ИМЯ;ОТЧЕСТВО\r\nИВАНОВ;ПЁТР;ИЛЬИЧ\r\n";
        assert_eq!(decode(&WINDOWS_1251.encode(text).0).unwrap(), text);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise), Err(ReadError::NotASpreadsheet(Looks::Unknown)));
    }
}

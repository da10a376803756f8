//! The name a file is shown and saved by. It is words for people: the store never uses it.

use crate::Kind;

const LONGEST: usize = 120;

/// The sender's name for a file made safe to show and to save: no folders, no control or direction-turning characters,
/// no leading dots, at most 120 characters, and the ending that its content deserves.
#[must_use]
pub fn display_name(raw: &str, kind: Kind) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let line = kernel::name::clean_line(last);
    let plain: String = line.chars().map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c }).collect();
    let stem = without_ending(plain.trim_matches(['.', ' ']));
    let cut: String = stem.chars().take(LONGEST).collect();
    let stem = if cut.trim().is_empty() { "файл" } else { cut.trim_end() };
    format!("{stem}.{}", kind.as_str())
}

/// Takes off an ending that names a kind of file, known or not: up to five letters or digits after the last dot.
fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric()) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_words_and_gets_the_ending_of_its_content() {
        assert_eq!(display_name("Диплом победителя 2024.PDF", Kind::Pdf), "Диплом победителя 2024.pdf");
        assert_eq!(display_name("скан.jpeg", Kind::Jpg), "скан.jpg");
        assert_eq!(display_name("программа.exe", Kind::Png), "программа.png");
        assert_eq!(display_name("приказ от 01.09", Kind::Pdf), "приказ от 01.pdf");
    }

    #[test]
    fn nothing_in_a_name_can_lead_astray() {
        assert_eq!(display_name("../../etc/passwd", Kind::Pdf), "passwd.pdf");
        assert_eq!(display_name(r"C:\Users\Анна\скан.pdf", Kind::Pdf), "скан.pdf");
        assert_eq!(display_name("отчёт\u{202E}fdp.exe", Kind::Pdf), "отчётfdp.pdf");
        assert_eq!(display_name("a\r\nSet-Cookie: x=1.pdf", Kind::Pdf), "a Set-Cookie_ x=1.pdf");
        assert_eq!(display_name("", Kind::Jpg), "файл.jpg");
        assert_eq!(display_name("....", Kind::Jpg), "файл.jpg");
        assert!(display_name(&"я".repeat(10_000), Kind::Pdf).chars().count() <= LONGEST + 4);
    }
}

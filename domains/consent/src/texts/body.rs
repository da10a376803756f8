//! A text's body: how it is typed, how it is kept, what its checksum covers.

use crate::PublicationItem;
use kernel::name::clean_text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use structure::profile::Operator;

/// Paragraphs under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// Reads a body as typed: `## ` begins a part, an empty line ends a paragraph.
#[must_use]
pub fn parse_body(typed: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for block in clean_text(typed).split("\n\n") {
        let mut block = block.trim();
        if let Some(rest) = block.strip_prefix("## ") {
            let (heading, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            parts.push(Part { heading: heading.trim().to_owned(), paragraphs: Vec::new() });
            block = rest.trim();
        }
        if block.is_empty() {
            continue;
        }
        if parts.is_empty() {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.paragraphs.push(block.replace('\n', " "));
        }
    }
    parts
}

/// The body as it would be typed, for the form of a next version.
#[must_use]
pub fn source(body: &[Part]) -> String {
    let mut blocks = Vec::new();
    for part in body {
        if !part.heading.is_empty() {
            blocks.push(format!("## {}", part.heading));
        }
        blocks.extend(part.paragraphs.iter().cloned());
    }
    blocks.join("\n\n")
}

/// What the checksum covers: title, headings, paragraphs and data that can be chosen, one line each.
#[must_use]
pub fn canonical(title: &str, body: &[Part], items: &[PublicationItem]) -> String {
    let mut lines = vec![format!("# {title}")];
    for part in body {
        lines.push(format!("## {}", part.heading));
        lines.extend(part.paragraphs.iter().cloned());
    }
    lines.extend(items.iter().map(|item| format!("- {item}")));
    lines.join("\n")
}

/// SHA-256 of the canonical form, in hexadecimal.
#[must_use]
pub fn sha256(title: &str, body: &[Part], items: &[PublicationItem]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(canonical(title, body, items)))
}

/// Fills the placeholders from the operator's card.
///
/// # Errors
/// The first word in braces that is no placeholder, as a sentence for the field.
pub fn fill(text: &str, operator: &Operator) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}').ok_or("Скобка { не закрыта: допишите } или уберите её")?;
        filled.push_str(before);
        filled.push_str(card(word, operator).ok_or_else(|| format!("Нет такой подстановки: {{{word}}}. Можно: {}", placeholders()))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

const PLACEHOLDERS: [&str; 10] = ["оператор", "адрес", "инн", "огрн", "почта", "телефон", "сайт", "страница участников", "учредитель", "ответственный"];

fn card<'c>(word: &str, operator: &'c Operator) -> Option<&'c str> {
    Some(match word.trim() {
        "оператор" => &operator.full_name,
        "адрес" => &operator.address,
        "инн" => &operator.inn,
        "огрн" => &operator.ogrn,
        "почта" => &operator.email,
        "телефон" => &operator.phone,
        "сайт" => &operator.site,
        "страница участников" => &operator.members_page,
        "учредитель" => &operator.founder,
        "ответственный" => &operator.privacy_officer,
        _ => return None,
    })
}

/// The words that may stand in braces, for a hint.
#[must_use]
pub fn placeholders() -> String {
    PLACEHOLDERS.map(|word| format!("{{{word}}}")).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back_as_it_was() {
        let typed = "Вступление.\n\n## Кому\nПервый абзац,\nон же.\n\nВторой.\n\n## Срок\n\nГод.";
        let body = parse_body(typed);
        assert_eq!(body.len(), 3);
        assert_eq!(body[1], Part { heading: "Кому".into(), paragraphs: vec!["Первый абзац, он же.".into(), "Второй.".into()] });
        assert_eq!(parse_body(&source(&body)), body);
        assert!(parse_body(" \n\n ").is_empty());
    }

    #[test]
    fn the_checksum_covers_every_word_and_every_datum() {
        let body = parse_body("## Кому\n\nИнституту.");
        let sum = sha256("Согласие", &body, PublicationItem::ALL);
        assert_eq!(sum.len(), 64);
        assert_ne!(sum, sha256("Согласие.", &body, PublicationItem::ALL));
        assert_ne!(sum, sha256("Согласие", &body, &[PublicationItem::Subject]));
        assert_ne!(sum, sha256("Согласие", &parse_body("## Кому\n\nИнститутy."), PublicationItem::ALL));
    }
}

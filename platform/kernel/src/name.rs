//! Names of people: cleaned of what the eye doesn't see, checked, never "corrected" behind one's back.

use crate::search::is_whole;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Family name, given name, and a patronymic that may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct FullName {
    pub family: String,
    pub given: String,
    pub patronymic: Option<String>,
}

const LONGEST: usize = 100;

/// Invisible and direction-turning characters that come with copied text.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// One line of text: NFC, without unseen characters, single spaces, trimmed.
#[must_use]
pub fn clean_line(raw: &str) -> String {
    if is_clean(raw) {
        return raw.to_owned();
    }
    let seen: String = raw.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Nothing to clean: the usual case, told without the tables of Unicode.
fn is_clean(text: &str) -> bool {
    let is_seen = |c: char| is_whole(c) && c != ' ' && !c.is_whitespace() && !is_unseen(c);
    let mut before = ' ';
    let fits = text.chars().all(|c| {
        let fits = is_seen(c) || (c == ' ' && before != ' ');
        before = c;
        fits
    });
    fits && (text.is_empty() || before != ' ')
}

/// Text of several lines: as [`clean_line`], lines kept, at most one empty line in a row.
#[must_use]
pub fn clean_text(raw: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in raw.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(clean_line) {
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

/// One part of a name: cleaned; letters, hyphens, apostrophes, dots and spaces only.
///
/// # Errors
/// A sentence for the field.
pub fn part(raw: &str) -> Result<String, String> {
    // Cut before cleaning: ten thousand characters are not worth normalising.
    if raw.chars().count() > LONGEST * 4 {
        return Err(too_long(raw));
    }
    let text = clean_line(raw);
    // The usual name; what it is checked for below takes the tables of Unicode.
    if text.chars().count() <= LONGEST && text.starts_with(is_russian) && text.chars().all(|c| c == '-' || is_russian(c)) {
        return Ok(text);
    }
    let text = text.replace(['‐', '‑', '–', '—', '−'], "-").replace(['’', 'ʼ', '`'], "'").replace(" - ", "-");
    if text.chars().count() > LONGEST {
        return Err(too_long(&text));
    }
    if marks_in_a_row(&text) > 1 {
        return Err("В имени лишние надстрочные знаки. Наберите его заново обычными буквами".into());
    }
    if let Some(alien) = text.chars().find(|c| !(c.is_alphabetic() || is_combining_mark(*c) || matches!(c, '-' | '\'' | ' ' | '.' | '(' | ')'))) {
        return Err(format!("В имени не может быть знака «{alien}». Оставьте буквы, дефис или пробел"));
    }
    if !text.is_empty() && !text.chars().any(char::is_alphabetic) {
        return Err("В имени нет ни одной буквы. Наберите его заново".into());
    }
    Ok(text)
}

fn is_russian(c: char) -> bool {
    matches!(c, 'А'..='я' | 'ё' | 'Ё')
}

fn too_long(text: &str) -> String {
    format!("Слишком длинно: {} знаков, можно до {LONGEST}. Укажите только имя, без должности и пояснений", text.chars().count())
}

fn marks_in_a_row(text: &str) -> usize {
    if text.chars().all(|c| c.is_ascii() || is_russian(c)) {
        return 1;
    }
    let (longest, _) = text.nfd().fold((0, 0), |(longest, run), c| {
        let run = if is_combining_mark(c) { run + 1 } else { 0 };
        (longest.max(run), run)
    });
    longest
}

const LATIN: &str = "ABCEHKMOPTXaceopxyuk";
const CYRILLIC: &str = "АВСЕНКМОРТХасеорхуик";

/// Whether Latin and Cyrillic letters meet in one word: usually a look-alike letter typed by mistake.
#[must_use]
pub fn mixes_scripts(text: &str) -> bool {
    text.split([' ', '-']).any(|word| {
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        latin && word.chars().any(is_cyrillic)
    })
}

/// The text with Latin look-alikes in Cyrillic words put right: a proposal for a person to accept.
#[must_use]
pub fn without_lookalikes(text: &str) -> String {
    let mend = |word: &str| -> String {
        if !word.chars().any(is_cyrillic) {
            return word.to_owned();
        }
        word.chars().map(|c| LATIN.chars().position(|l| l == c).and_then(|at| CYRILLIC.chars().nth(at)).unwrap_or(c)).collect()
    };
    text.split(' ').map(mend).collect::<Vec<_>>().join(" ")
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{04FF}')
}

impl FullName {
    /// `Иванова Анна Петровна`.
    #[must_use]
    pub fn full(&self) -> String {
        let parts = [Some(self.family.as_str()), Some(self.given.as_str()), self.patronymic.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// `Иванова А. П.`
    #[must_use]
    pub fn short(&self) -> String {
        let initial = |name: &str| name.chars().next().map(|first| format!(" {first}."));
        let patronymic = self.patronymic.as_deref().filter(|p| !matches!(p.split(' ').next_back(), Some("кызы" | "оглы" | "улы" | "уулу")));
        format!("{}{}{}", self.family, initial(&self.given).unwrap_or_default(), patronymic.and_then(initial).unwrap_or_default())
    }

    /// Key by which lists are sorted: Cyrillic before Latin, ё right after е.
    #[must_use]
    pub fn sort_key(&self) -> String {
        crate::search::sort_key(&self.full())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseen_characters_go_and_the_name_stays() {
        assert_eq!(part(" Ива\u{200B}нова\u{202E} "), Ok("Иванова".into()));
        assert_eq!(part("Мамин – Сибиряк"), Ok("Мамин-Сибиряк".into()));
        assert_eq!(part("Семе\u{0308}нов"), Ok("Семёнов".into()));
        assert_eq!(part("Мамедов оглы"), Ok("Мамедов оглы".into()));
        assert_eq!(part("Д'Артаньян"), Ok("Д'Артаньян".into()));
    }

    #[test]
    fn what_looks_clean_is_what_cleaning_would_leave() {
        let slow = |raw: &str| format!("\u{301}{raw}");
        for c in '\0'..=char::MAX {
            for raw in [format!("{c}"), format!("а{c}б"), format!("а {c} б"), format!("а{c}")] {
                if is_clean(&raw) {
                    assert_eq!(clean_line(&slow(&raw)).trim_start_matches('\u{301}'), raw, "{c:?}");
                }
            }
        }
        for raw in [" а", "а ", "а  б", "а\u{a0}б", "и\u{306}"] {
            assert!(!is_clean(raw), "{raw:?}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_a_sentence() {
        assert!(part(&"а".repeat(10_000)).is_err_and(|m| m.contains("10000 знаков")));
        assert!(part("З\u{0300}\u{0301}\u{0302}\u{0303}альго").is_err());
        assert!(part("Иванова <script>").is_err_and(|m| m.contains('<')));
        assert!(part("12").is_err());
        assert!(part("--").is_err());
    }

    #[test]
    fn lookalike_letters_are_noticed_and_a_mend_is_proposed() {
        assert!(mixes_scripts("Ивaнова"));
        assert_eq!(without_lookalikes("Ивaновa"), "Иванова");
        assert!(!mixes_scripts("Smith Иванова"));
        assert_eq!(without_lookalikes("Smith"), "Smith");
    }

    #[test]
    fn initials_know_names_without_patronymic_and_eastern_ones() {
        let name = |family: &str, given: &str, patronymic: Option<&str>| FullName { family: family.into(), given: given.into(), patronymic: patronymic.map(Into::into) };
        assert_eq!(name("Иванова", "Анна", Some("Петровна")).short(), "Иванова А. П.");
        assert_eq!(name("Ким", "Ольга", None).short(), "Ким О.");
        assert_eq!(name("Мамедова", "Лейла", Some("Гасан кызы")).short(), "Мамедова Л.");
        assert_eq!(name("Ким", "Ольга", None).full(), "Ким Ольга");
    }
}

//! Search that forgives: ё/е, case, hyphens, the wrong keyboard layout, one typo; and the order of Russian lists.
//!
//! A text is indexed by its tokens ([`tokens`]) and, for typos, by each token with one letter left out ([`deletions`],
//! the symmetric-delete idea of W. Garbe): two words one edit apart share a deletion.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Lower case, ё as е, NFC, every run of other than letters and digits one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut put = |c: char| match c {
        'ё' => folded.push('е'),
        'а'..='я' | 'a'..='z' | '0'..='9' => folded.push(c),
        ' ' => gap(&mut folded),
        c if c.is_alphanumeric() => folded.push(c),
        _ => gap(&mut folded),
    };
    for c in composed(text).chars() {
        match c {
            'А'..='Я' | 'а'..='я' | 'ё' | 'Ё' | '\0'..='\x7f' => put(lower(c)),
            _ => c.to_lowercase().for_each(&mut put),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn gap(folded: &mut String) {
    if !(folded.is_empty() || folded.ends_with(' ')) {
        folded.push(' ');
    }
}

/// The small letter of the usual alphabets, without the tables of Unicode.
fn lower(c: char) -> char {
    match c {
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        'Ё' => 'ё',
        c => c.to_ascii_lowercase(),
    }
}

/// The text in NFC. Normalising is dear, and nearly every text that people type is composed already.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_whole) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Letters and signs that NFC leaves as they are and that join nothing before them.
pub(crate) fn is_whole(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{400}'..='\u{482}' | '‐'..='…' | '№')
}

/// The folded words of a text, each once, at most 32.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(text).split(' ').filter(|word| !word.is_empty()).map(|word| word.chars().take(64).collect()).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(32);
    words
}

const KEYS: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const LETTERS: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";

/// What one meant to type in Russian with the English layout on (`bdfyjd` → `иванов`); `None` if there is nothing to swap.
#[must_use]
pub fn russian_layout(text: &str) -> Option<String> {
    let has_latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let swap = |c: char| KEYS.chars().position(|key| key == c).and_then(|at| LETTERS.chars().nth(at)).unwrap_or(c);
    has_latin.then(|| text.to_lowercase().chars().map(swap).collect())
}

/// A token and all it becomes with one letter left out; short words (under 4 letters) only as they are.
#[must_use]
pub fn deletions(token: &str) -> Vec<String> {
    let letters: Vec<char> = token.chars().collect();
    let mut found = vec![token.to_owned()];
    if letters.len() >= 4 {
        found.extend((0..letters.len()).map(|gone| letters.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| *c).collect()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether two words are at most one edit apart: a letter more, less, other, or two neighbours swapped.
#[must_use]
pub fn within_one_edit(left: &str, right: &str) -> bool {
    // A letter takes four bytes at most.
    if left.len().abs_diff(right.len()) > 4 {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same_end], &b[..b.len() - same_end]);
    match (a, b) {
        ([], []) | ([_], [] | [_]) | ([], [_]) => true,
        ([x, y], [u, v]) => x == v && y == u,
        _ => false,
    }
}

/// Key whose byte order is the order of Russian lists: letters folded, ё right after е among equals, other scripts last.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let script = match folded.chars().next() {
        Some('\u{0400}'..='\u{04FF}') => '0',
        Some(c) if c.is_numeric() => '1',
        _ => '2',
    };
    format!("{script}{folded}\u{1}{}", composed(text).to_lowercase())
}

/// The end of the range of texts that begin with `prefix`: `key >= prefix AND key < after(prefix)`.
#[must_use]
pub fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn layout_and_yo_are_forgiven() {
        assert_eq!(russian_layout("bdfyjd").as_deref(), Some("иванов"));
        assert_eq!(russian_layout("Fhn`v").as_deref(), Some("артём"));
        assert_eq!(russian_layout("иванов"), None);
        assert_eq!(fold("  Семёнов-Тян-Шанский "), "семенов тян шанский");
    }

    #[test]
    fn russian_lists_keep_yo_beside_ye_and_latin_last() {
        let mut names = ["Smith", "Жуков", "Ёлкина Анна", "Елкина Анна", "Ежова", "Абаев"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Абаев", "Ежова", "Елкина Анна", "Ёлкина Анна", "Жуков", "Smith"]);
    }

    #[test]
    fn what_is_left_as_it_is_needs_no_normalising() {
        for c in ('\0'..=char::MAX).filter(|c| is_whole(*c)) {
            assert!([c].into_iter().nfc().eq([c]), "{c:?}");
            let (before, after) = (['и', c], ['и', c, '\u{301}']);
            assert!(before.into_iter().nfc().eq(before), "{c:?} joins what stands before it");
            assert_eq!(composed(&after.iter().collect::<String>()), after.into_iter().nfc().collect::<String>());
        }
    }

    #[test]
    fn folding_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            let slow: String = [c].into_iter().nfc().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).filter(|c| c.is_alphanumeric()).collect();
            assert_eq!(fold(&c.to_string()).replace(' ', ""), slow, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn one_edit_shares_a_deletion(word in "[а-я]{4,12}", at in 0usize..12, kind in 0u8..4, letter in "[а-я]") {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            let letter = letter.chars().next().unwrap();
            match kind {
                0 => { letters.remove(at); }
                1 => letters.insert(at, letter),
                2 => letters[at] = letter,
                _ => { let next = (at + 1) % letters.len(); if next == at + 1 { letters.swap(at, next); } }
            }
            let other: String = letters.into_iter().collect();
            prop_assert!(within_one_edit(&word, &other));
            if other.chars().count() >= 4 {
                let shared = deletions(&word).iter().any(|d| deletions(&other).contains(d));
                prop_assert!(shared);
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}

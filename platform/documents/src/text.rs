//! What people typed, made fit for paper: the same letters, without what would break a line, a direction or an archive file.

use serde_json::Value;

use crate::fonts::Fonts;

/// A run without a blank longer than this gets places where the line may break; real words and most addresses are shorter.
const LONGEST_RUN: usize = 40;
/// Characters between two such places.
const STEP: usize = 16;
const MAY_BREAK: char = '\u{200b}';
const UNKNOWN: char = '\u{fffd}';

/// The same JSON with every string made printable. Keys are ours and stay.
pub(crate) fn printable(data: &Value, fonts: &Fonts) -> Value {
    match data {
        Value::String(text) => Value::String(breakable(&bound(&drawable(text, fonts)))),
        Value::Array(items) => items.iter().map(|item| printable(item, fonts)).collect(),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, value)| (key.clone(), printable(value, fonts))).collect()),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other.clone(),
    }
}

fn drawable(text: &str, fonts: &Fonts) -> String {
    let kept = text.chars().filter(|character| !invisible(*character));
    kept.map(|character| match character {
        '\n' => '\n',
        '\t' => ' ',
        other if private(other) || !fonts.draw(other) => UNKNOWN,
        other => other,
    })
    .collect()
}

/// Controls, direction overrides and zero-width marks: they print nothing and can make a name read as another.
fn invisible(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Code points without an agreed meaning: an archive file may not hold them.
fn private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Keeps «№ 5», «2026 г.», «А. В. Кедрова» and «п. Ванино» on one line.
fn bound(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied().unwrap_or(' ');
    let bind = |index: usize| {
        let before = |steps| at(index.checked_sub(steps));
        let after = |steps| at(index.checked_add(steps));
        let number = before(1) == '№';
        let year = before(1).is_ascii_digit() && after(1) == 'г' && after(2) == '.';
        let one_letter = before(1) == '.' && before(2).is_alphabetic() && !before(3).is_alphanumeric();
        number || year || (one_letter && after(1).is_uppercase())
    };
    characters.iter().enumerate().map(|(index, character)| if *character == ' ' && bind(index) { '\u{a0}' } else { *character }).collect()
}

fn breakable(text: &str) -> String {
    if text.split(char::is_whitespace).all(|run| run.chars().count() <= LONGEST_RUN) {
        return text.to_owned();
    }
    let pieces = text.split_inclusive(char::is_whitespace);
    pieces.flat_map(|run| with_breaks(run).collect::<Vec<_>>()).collect()
}

fn with_breaks(run: &str) -> impl Iterator<Item = char> {
    let long = run.chars().count() > LONGEST_RUN;
    run.chars().enumerate().flat_map(move |(index, character)| {
        let gap = (long && index > 0 && index % STEP == 0).then_some(MAY_BREAK);
        gap.into_iter().chain([character])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(text: &str) -> String {
        match printable(&json!(text), &Fonts::embedded()) {
            Value::String(text) => text,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn ordinary_text_stays_as_typed() {
        for text in ["Салтыкова-Щедрина Ёлка №\u{a0}1", "две\nстроки", "*не жирно* $x$ #import", "שלום", "العربية"] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn a_number_and_a_year_stay_with_their_signs() {
        assert_eq!(shown("школа № 5, 1 мая 2026 г., в г. Бикине"), "школа №\u{a0}5, 1 мая 2026\u{a0}г., в г.\u{a0}Бикине");
        assert_eq!(shown("А. В. Кедрова и др. Мы"), "А.\u{a0}В.\u{a0}Кедрова и др. Мы");
    }

    #[test]
    fn what_prints_nothing_or_turns_the_line_round_goes() {
        assert_eq!(shown("Иван\u{202e}ов\u{0}\u{200b}\u{7}"), "Иванов");
        assert_eq!(shown("а\tб"), "а б");
    }

    #[test]
    fn what_no_font_can_draw_is_marked() {
        assert_eq!(shown("漢\u{e001}"), "\u{fffd}\u{fffd}");
    }

    #[test]
    fn only_endless_runs_get_places_to_break() {
        assert_eq!(shown(&"А".repeat(40)), "А".repeat(40));
        assert_eq!(shown(&"А".repeat(41)).matches(MAY_BREAK).count(), 2);
    }
}

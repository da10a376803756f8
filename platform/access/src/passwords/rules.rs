//! What a new password must be: long enough, and not what everybody tries first. No rules of composition, no forced change.

use super::Password;
use kernel::search::{fold, russian_layout};
use std::{collections::HashSet, sync::LazyLock};

/// Longest password taken, in characters.
pub const LONGEST: usize = 128;
const SHORTEST_WITH_SECOND_FACTOR: usize = 8;
const SHORTEST_ALONE: usize = 12;
/// What must remain of a password when all that is known about its owner is taken out.
const OWN_PART: usize = 8;

/// The most common passwords of six characters and more: the head of the frequency list of zxcvbn (MIT licence), Russian ones added.
const COMMON_LIST: &str = include_str!("../data/common_passwords.txt");
/// Words that anyone would try here.
const CONTEXT: &[&str] = &[
    "хабаровский",
    "хабаровск",
    "хабаровска",
    "край",
    "методактив",
    "методический",
    "методист",
    "актив",
    "учитель",
    "учительница",
    "преподаватель",
    "педагог",
    "воспитатель",
    "директор",
    "завуч",
    "школа",
    "институт",
    "образование",
    "администратор",
    "пароль",
    "metodaktiv",
    "khabarovsk",
    "habarovsk",
    "metodist",
    "uchitel",
    "shkola",
    "pedagog",
    "admin",
    "administrator",
    "password",
    "passw0rd",
    "parol",
    "qwerty",
    "йцукен",
];

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON_LIST.lines().collect());

/// Whose password it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    pub name: &'a str,
    pub email: &'a str,
    /// Whether a second factor stands behind it.
    pub second_factor: bool,
}

/// Whether a new password will do; all that is asked of it, in one sentence.
///
/// # Errors
/// A sentence for the field.
pub fn check(password: &Password, owner: Owner<'_>) -> Result<(), String> {
    let text = password.as_str();
    let length = text.chars().count();
    let shortest = if owner.second_factor { SHORTEST_WITH_SECOND_FACTOR } else { SHORTEST_ALONE };
    if length < shortest {
        return Err(format!("Пароль короткий: нужно не меньше {shortest} знаков, лучше 15 и больше. Подойдёт фраза из нескольких слов"));
    }
    if length > LONGEST {
        return Err(format!("Пароль длиннее {LONGEST} знаков. Сократите его"));
    }
    if is_common(text) {
        return Err("Этот пароль есть в списках самых частых, его подберут первым. Придумайте другой: например, фразу из нескольких слов".into());
    }
    if is_about_the_owner(text, owner) {
        return Err("В пароле почти ничего нет, кроме имени, почты или слов о работе: такие пробуют первыми. Добавьте слова, которых о вас не знают".into());
    }
    Ok(())
}

/// In the list as it is, in the other keyboard layout, or with figures and signs around a common word; or one thing again and again.
fn is_common(text: &str) -> bool {
    let plain = text.to_lowercase();
    let stem = plain.trim_matches(|c: char| !c.is_alphabetic());
    let known = |word: &str| COMMON.contains(word) || CONTEXT.contains(&word);
    let retyped = russian_layout(&plain);
    let retyped_stem = russian_layout(stem);
    [Some(plain.as_str()), Some(stem), retyped.as_deref(), retyped_stem.as_deref()].into_iter().flatten().any(known) || is_monotonous(&plain)
}

/// `aaaaaaaaaaaa`, `123123123123`, `123456789012`, `passwordpassword`.
fn is_monotonous(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let steps: HashSet<i64> = letters.windows(2).filter_map(|pair| Some(i64::from(u32::from(*pair.get(1)?)) - i64::from(u32::from(*pair.first()?)))).collect();
    let repeats = |size: usize| letters.chunks(size).all(|chunk| letters.starts_with(chunk));
    // Digits in a row step by one and, after nine, back by nine.
    steps.len() < 3 || (1..=letters.len() / 2).any(repeats)
}

fn is_about_the_owner(text: &str, owner: Owner<'_>) -> bool {
    let mut known: Vec<String> = CONTEXT.iter().map(|word| (*word).to_owned()).collect();
    let about = format!("{} {}", owner.name, owner.email);
    known.extend(fold(&about).split(' ').filter(|word| word.chars().count() >= 3).map(ToOwned::to_owned));
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = |text: String| {
        let left = known.iter().fold(text.clone(), |left, word| left.replace(word.as_str(), " "));
        let own = left.chars().filter(|c| c.is_alphanumeric()).count();
        left != text && own < OWN_PART
    };
    let plain = text.to_lowercase().replace('ё', "е");
    russian_layout(&plain).is_some_and(rest) || rest(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(raw: &str, second_factor: bool) -> Result<(), String> {
        check(&Password::typed(raw), Owner { name: "Иванова Анна Петровна", email: "anna.ivanova@school-5.ru", second_factor })
    }

    #[test]
    fn length_is_counted_in_characters_and_depends_on_the_second_factor() {
        assert!(verdict("зелёный77", true).is_ok());
        assert!(verdict("зелёный77", false).is_err_and(|m| m.contains("не меньше 12")));
        assert!(verdict("зел", true).is_err_and(|m| m.contains("не меньше 8")));
        let long: String = (0..2_000).map(|n| format!("фраза {n} ")).collect();
        let first = |count: usize| long.chars().take(count).collect::<String>();
        assert_eq!(verdict(&first(128), false), Ok(()));
        assert!(verdict(&first(129), false).is_err() && verdict(&first(9_000), false).is_err_and(|m| m.contains("128")));
    }

    #[test]
    fn phrases_are_welcome_with_any_characters() {
        for raw in ["три тетради и одна линейка", "correct horse battery", "😀 пять смайлов подряд 😀", "ы!%Fj№2лдш-_Qx"] {
            assert_eq!(verdict(raw, false), Ok(()), "{raw}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for raw in [
            "password",
            "Password2026",
            "qwertyuiop12",
            "йцукенгшщзхъ",
            "gfhjkm2026!!",
            "учитель2026!",
            "Хабаровск2026",
            "[f,fhjdcr2026",
            "aaaaaaaaaaaa",
            "123123123123",
            "123456789012",
            "passwordpassword",
            "методактив2026",
        ] {
            assert!(verdict(raw, true).is_err(), "{raw}");
        }
    }

    #[test]
    fn ones_own_name_and_address_are_no_password() {
        for raw in ["АннаИванова1980", "anna.ivanova1", "bdfyjdf.fyyf1", "Петровна-учитель"] {
            assert!(verdict(raw, true).is_err(), "{raw}");
        }
        assert!(verdict("Анна любит сирень у ворот", false).is_ok());
    }
}

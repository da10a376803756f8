//! How alike two texts are, by shingles of words; and a print by which the likes of a text are found without reading all the others.
//!
//! The print is MinHash in bands: two texts that share nine tenths of their shingles share a band all but surely (1 − (1 − 0,9³)²⁰ > 0,999 999),
//! two unlike ones hardly ever. What the bands find is compared for certain, so that a false likeness is never told.

use std::{collections::HashSet, hash::Hasher};

/// Shorter texts are alike by chance.
pub const SHORTEST: usize = 200;
/// From here on texts are near-identical.
pub const ALIKE: f64 = 0.9;
const WORDS: usize = 3;
const BANDS: u64 = 20;
const ROWS: u64 = 3;

/// The shingles of a text: hashes of runs of three words, letters only, ё as е.
#[must_use]
pub fn shingles(text: &str) -> HashSet<u64> {
    let folded = kernel::search::fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(WORDS).map(|run| hash(run.iter().copied(), 0)).collect()
}

/// The share of shingles that two texts have in common (Jaccard).
#[must_use]
pub fn likeness(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    #[expect(clippy::cast_precision_loss, reason = "texts of a section have some thousands of shingles at most")]
    let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    share(common, all)
}

/// The print of a text: a number per band. Nothing for a text too short to say anything.
#[must_use]
pub fn bands(text: &str) -> Vec<i64> {
    let shingles = shingles(text);
    if text.chars().count() < SHORTEST || shingles.is_empty() {
        return Vec::new();
    }
    let least = |seed: u64| shingles.iter().map(|shingle| mix(*shingle ^ mix(seed + 1))).min().unwrap_or_default();
    (0..BANDS).map(|band| mix((0..ROWS).fold(0, |sum, row| mix(sum) ^ least(band * ROWS + row))).cast_signed()).collect()
}

/// FNV-1a: prints are stored, so the hash must be the same in every build and on every machine.
fn hash<'a>(words: impl Iterator<Item = &'a str>, seed: u64) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325 ^ seed);
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write(b" ");
    }
    hasher.finish()
}

struct Fnv(u64);
impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The finaliser of SplitMix64: spreads bits, so that each seed orders the shingles anew.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Хочу, чтобы на каждом уроке ученики сами подводили итог и называли, что у них получилось, а что ещё нет. Для этого мне нужно освоить приёмы формирующего оценивания, попробовать их на пяти уроках в седьмом классе, разобрать записи этих уроков с наставником и выбрать те приёмы, которые приживутся у меня.";

    fn share_a_band(one: &str, other: &str) -> bool {
        bands(one).iter().zip(bands(other)).any(|(a, b)| *a == b)
    }

    #[test]
    fn a_copy_with_a_word_changed_is_found_and_is_alike() {
        let copied = format!("{} И точка.", TEXT.replace("Хочу", "Мечтаю"));
        assert!(share_a_band(TEXT, &copied));
        assert!(likeness(&shingles(TEXT), &shingles(&copied)) >= ALIKE);
    }

    #[test]
    fn case_marks_and_the_letter_yo_change_nothing() {
        let retyped = TEXT.to_uppercase().replace('Ё', "Е").replace(',', " —");
        assert_eq!(shingles(TEXT), shingles(&retyped));
        assert_eq!(bands(TEXT), bands(&retyped));
    }

    #[test]
    fn own_words_about_the_same_are_not_alike() {
        let own = "Мне трудно заканчивать урок: звонок звенит, а итога нет. Я наблюдала у коллеги, как семиклассники оценивают себя по листам, и хочу так же. Начну с одного класса и одного приёма в неделю, буду записывать, что вышло, и через два месяца покажу методисту три лучших урока и один неудачный, чтобы обсудить.";
        assert!(!share_a_band(TEXT, own));
        assert!(likeness(&shingles(TEXT), &shingles(own)) < 0.1);
    }

    #[test]
    fn short_texts_have_no_print_and_empty_ones_are_like_nothing() {
        assert!(bands("Научиться").is_empty() && bands("").is_empty());
        assert!(likeness(&shingles(""), &shingles("")) < f64::EPSILON);
    }
}

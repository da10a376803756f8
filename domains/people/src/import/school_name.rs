//! What a school's name says apart from its dress: «МБОУ СОШ № 6 г. Бикина», «школа №6» and «Средняя школа 6» are one key.

use kernel::search::fold;
use std::collections::BTreeSet;

/// The kind of school, its number, and the words that are its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchoolKey {
    pub kind: SchoolKind,
    pub number: Option<String>,
    pub words: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchoolKind {
    /// Only a number or a name was written.
    Unsaid,
    School,
    Lyceum,
    Gymnasium,
    Kindergarten,
    Boarding,
    College,
}

/// Words that every school has in its official name.
const DRESS: &[&str] = &[
    "мбоу",
    "маоу",
    "мкоу",
    "моу",
    "кгбоу",
    "кгкоу",
    "кгаоу",
    "мбдоу",
    "мадоу",
    "мкдоу",
    "мдоу",
    "доу",
    "гбоу",
    "чоу",
    "кгб",
    "поу",
    "спо",
    "сош",
    "оош",
    "нош",
    "ноо",
    "школа",
    "школы",
    "средняя",
    "средней",
    "основная",
    "основной",
    "начальная",
    "начальной",
    "общеобразовательная",
    "общеобразовательной",
    "общеобразовательное",
    "муниципальное",
    "муниципального",
    "бюджетное",
    "бюджетного",
    "автономное",
    "автономного",
    "казенное",
    "казенного",
    "учреждение",
    "учреждения",
    "дошкольное",
    "образовательное",
    "краевое",
    "государственное",
    "лицей",
    "гимназия",
    "детский",
    "сад",
    "дс",
    "колледж",
    "техникум",
    "интернат",
    "имени",
    "им",
    "города",
    "село",
    "села",
    "поселок",
    "поселка",
    "рабочего",
    "поселения",
    "сельского",
    "муниципального",
    "района",
    "округа",
    "хабаровского",
    "края",
    "рп",
    "пгт",
    "ул",
];

impl SchoolKey {
    #[must_use]
    pub fn of(name: &str) -> Self {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let has = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
        let is = |whole: &[&str]| words.iter().any(|word| whole.contains(word));
        let kind = if has(&["лице"]) {
            SchoolKind::Lyceum
        } else if has(&["гимнази"]) {
            SchoolKind::Gymnasium
        } else if is(&["сад", "мбдоу", "мадоу", "мкдоу", "мдоу", "доу", "дс"]) {
            SchoolKind::Kindergarten
        } else if has(&["интернат"]) {
            SchoolKind::Boarding
        } else if has(&["колледж", "техникум"]) {
            SchoolKind::College
        } else if has(&["школ"]) || is(&["сош", "оош", "нош"]) {
            SchoolKind::School
        } else {
            SchoolKind::Unsaid
        };
        let number = words.iter().find(|word| word.chars().all(|c| c.is_ascii_digit())).map(|word| word.trim_start_matches('0').to_owned());
        let own = words.iter().filter(|word| word.chars().count() > 2 && !DRESS.contains(word) && !word.chars().all(|c| c.is_ascii_digit()));
        Self { kind, number, words: own.map(|word| (*word).to_owned()).collect() }
    }

    /// Whether what was typed may mean the school of this key.
    #[must_use]
    pub fn may_mean(&self, school: &Self) -> bool {
        let same_kind = self.kind == SchoolKind::Unsaid || self.kind == school.kind;
        match (&self.number, &school.number) {
            (Some(typed), Some(known)) => same_kind && typed == known,
            (None, None) => same_kind && !self.words.is_empty() && (self.words.is_subset(&school.words)),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether it is worth naming in a hint.
    #[must_use]
    pub fn is_akin(&self, school: &Self) -> bool {
        (self.number.is_some() && self.number == school.number) || self.words.intersection(&school.words).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_school_in_many_dresses() {
        let official = SchoolKey::of("Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 6» города Бикина");
        for typed in ["МБОУ СОШ № 6", "школа №6", "Средняя школа 6", "СОШ 6 г. Бикин", "№ 6", "сош №06"] {
            assert!(SchoolKey::of(typed).may_mean(&official), "{typed}");
        }
        for other in ["Лицей № 6", "МБОУ СОШ № 16", "детский сад № 6", "СОШ"] {
            assert!(!SchoolKey::of(other).may_mean(&official), "{other}");
        }
    }

    #[test]
    fn a_school_without_number_is_known_by_its_own_words() {
        let official = SchoolKey::of("МБОУ СОШ с. Троицкое");
        assert!(SchoolKey::of("школа с. Троицкое").may_mean(&official));
        assert!(!SchoolKey::of("школа с. Дада").may_mean(&official));
        assert!(!SchoolKey::of("школа").may_mean(&official));
    }
}

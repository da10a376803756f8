//! What may be kept as a school's or a municipality's name. A name that the register doesn't know is kept only when it reads like a place:
//! a stranger's word alone may be a pupil's.

use crate::{
    key::words,
    people::{is_no_school, is_surely_a_person},
};
use kernel::search::fold;
use std::collections::HashSet;

/// Names of places that the register knows, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    schools: HashSet<String>,
    municipalities: HashSet<String>,
}

/// Whole words and abbreviations only: some begin surnames («Школьникова», «Сошников»), some are surnames («Чоу»).
const SCHOOL: &[&str] = &[
    "школа",
    "школы",
    "лицей",
    "лицея",
    "гимназия",
    "гимназии",
    "прогимназия",
    "интернат",
    "интерната",
    "колледж",
    "колледжа",
    "техникум",
    "училище",
    "центр",
    "центра",
    "образовательное",
    "общеобразовательное",
    "общеобразовательная",
    "сош",
    "оош",
    "нош",
    "мбоу",
    "маоу",
    "мкоу",
    "кгбоу",
    "кгкоу",
    "кгаоу",
    "фгкоу",
    "мбдоу",
    "мадоу",
];

const MUNICIPALITY: &[&str] = &["район", "округ", "край", "область", "республика", "город", "муниципальный", "муниципальное", "городское", "сельское", "поселение"];
/// Small letters before a settlement's name; a person's initials are capital.
const BEFORE: &[&str] = &["г.", "г", "с.", "п.", "пос.", "пгт", "пгт.", "р.п."];

/// A code has so many figures at most; a telephone or a document has more.
const FIGURES: usize = 7;

impl Places {
    /// Of names as they are written.
    pub fn of<'a>(schools: impl IntoIterator<Item = &'a str>, municipalities: impl IntoIterator<Item = &'a str>) -> Self {
        Self { schools: schools.into_iter().map(fold).collect(), municipalities: municipalities.into_iter().map(fold).collect() }
    }

    pub(crate) fn may_be_school(&self, name: &str) -> bool {
        self.schools.contains(&fold(name)) || (!names_somebody(name, is_no_school) && (has_word(name, SCHOOL) || is_number(name)))
    }

    pub(crate) fn may_be_municipality(&self, name: &str) -> bool {
        let is_place = || has_word(name, MUNICIPALITY) || name.split_whitespace().next().is_some_and(|first| BEFORE.contains(&first)) || has_number(name);
        name.is_empty() || self.municipalities.contains(&fold(name)) || (!names_somebody(name, is_surely_a_person) && is_place())
    }
}

fn has_word(name: &str, known: &[&str]) -> bool {
    words(name).split(' ').any(|word| known.contains(&word))
}

/// «№ 5», «274005», «edu274005», «ОУ 5»: a number with nothing beside it that could be a name.
fn is_number(name: &str) -> bool {
    let has_figure = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let figures = name.chars().filter(char::is_ascii_digit).count();
    (1..=FIGURES).contains(&figures) && words(name).split(' ').all(|word| has_figure(word) || word.chars().count() < 2 || matches!(word, "оу" | "шк"))
}

/// «Хабаровск-2».
fn has_number(name: &str) -> bool {
    let figures = name.chars().filter(char::is_ascii_digit).count();
    (1..=2).contains(&figures) && name.split_whitespace().count() == 1
}

fn names_somebody(name: &str, is_person: impl Fn(&str) -> bool) -> bool {
    is_person(name) || name.split([',', ';', '(', ')']).any(is_person)
}

/// What is said of a cell that is neither.
pub(crate) const NO_SCHOOL: &str = "здесь должно быть название школы, а такой школы в программе нет и на название это не похоже: напишите его полностью, например «МБОУ СОШ № 5»";
pub(crate) const NO_MUNICIPALITY: &str = "здесь должно быть название муниципалитета, как в программе, например «Бикинский район»";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn schools_are_known_by_the_register_or_by_a_word_or_a_number() {
        let places = Places::of(["Точка Будущего", "Ванинская Средняя"], ["Советская Гавань"]);
        for name in ["Точка Будущего", "точка  будущего", "МБОУ СОШ № 5", "СОШ № 5 имени Героя", "Гимназия 1", "Лицей «Ступени»", "274005", "edu274005", "№ 5", "ОУ 5", "Школа-интернат"]
        {
            assert!(places.may_be_school(name), "{name}");
        }
        for name in [
            "Ким Ли",
            "Ким",
            "Ёлкина",
            "Ёлкина Анна",
            "КИМ ЛИ",
            "Ким Ли 7А",
            "Ким 5",
            "Чоу Ли",
            "Школьникова Анна",
            "Сошников",
            "Ёлкина Анна, школа 5",
            "Школа (Петрова А. П.)",
            "Белые Росы",
            "89141234567",
            "112-233-445 95",
            "0805 123456",
            "Кружок",
        ] {
            assert!(!places.may_be_school(name), "{name}");
        }
        for name in ["", "Советская Гавань", "г. Хабаровск", "Хабаровский район", "Хабаровск-2", "Бикинский муниципальный округ"] {
            assert!(places.may_be_municipality(name), "{name}");
        }
        for name in ["Ким Ли", "Ким", "Иванов П", "Г. Иванов", "Ёлкина Анна 7", "Петров Иван Ильич, район"] {
            assert!(!places.may_be_municipality(name), "{name}");
        }
    }

    proptest! {
        /// However a pupil is written, without a word of a school it is no school.
        #[test]
        fn no_name_passes_as_a_school(surname in "[А-ЯЁ][а-яё]{1,9}", given in "[А-ЯЁ][а-яё]{1,9}", class in prop::sample::select(vec!["", " 7", " 7А", ", 10Б"]), shout in any::<bool>()) {
            for name in [format!("{surname} {given}{class}"), format!("{surname}{class}"), format!("{surname} {}.{class}", given.chars().take(1).collect::<String>())] {
                let name = if shout { name.to_uppercase() } else { name };
                prop_assume!(!has_word(&name, SCHOOL) && !has_word(&name, &["оу", "шк"]));
                prop_assert!(!Places::default().may_be_school(&name), "{}", name);
            }
        }
    }
}

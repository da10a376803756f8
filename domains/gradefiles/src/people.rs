//! What a pupil is known by: names, documents, insurance numbers, birth dates. Told by the titles of columns and by the cells themselves.

use crate::key::words;

/// Stems of what schools teach: a title over marks that has none of them may be a child's name and is not kept.
const STEMS: &[&str] = &[
    "математик", "русск", "язык", "литератур", "физик", "хими", "биолог", "географ", "истори", "обществозн", "информатик", "алгебр", "геометр", "англий", "немец", "француз", "китай", "япон", "корей", "испан",
    "музык", "изобразит", "изо", "технолог", "труд", "физкульт", "физическ", "обж", "обзр", "окружающ", "чтени", "письмо", "вероятност", "статистик", "краевед", "орксэ", "однкнр", "право", "экономик", "астроном",
    "черчени", "естествозн", "искусств", "мхк", "индивидуальн", "проект", "грамотност", "нанайск", "ульчск", "эвенкийск", "эвенск", "нивхск", "удэгейск", "родн", "предмет",
];

/// Whether a title has something of a school subject in it.
#[must_use]
pub fn is_like_a_subject(title: &str) -> bool {
    let words = words(title);
    !is_like_a_person(title) && words.split(' ').any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// Whether a cell reads as a person or as a document of one: «Иванова А. П.», «Ким Ли Сергеевна», 123-456-789 00, 08 05 123456.
#[must_use]
pub fn is_like_a_person(text: &str) -> bool {
    is_surely_a_person(text) || is_pair_of_words(text)
}

/// The same where places are expected: two capital words («Советская Гавань») are no person yet.
pub(crate) fn is_surely_a_person(text: &str) -> bool {
    is_name(text) || is_snils(text) || is_passport(text)
}

const PATRONYMIC: &[&str] = &["ович", "евич", "ьич", "ична", "овна", "евна", "инична", "оглы", "кызы", "улы", "угли"];

/// The words of a text that may be a name; none where it can't be.
fn parts(text: &str) -> Option<Vec<&str>> {
    let text = text.trim();
    let parts: Vec<&str> = text.split([' ', '.', ',', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    ((2..=5).contains(&parts.len()) && text.chars().count() <= 80).then_some(parts)
}

fn is_capital_word(part: &str) -> bool {
    part.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'') && part.chars().next().is_some_and(char::is_uppercase)
}

fn has_other_meaning(parts: &[&str]) -> bool {
    parts.iter().map(|part| part.to_lowercase()).any(|part| STEMS.iter().any(|stem| part.starts_with(stem)) || NOT_NAMES.contains(&part.as_str()))
}

fn is_name(text: &str) -> bool {
    let Some(parts) = parts(text) else { return false };
    let is_patronymic = |part: &&str| {
        let part = part.to_lowercase();
        matches!(part.as_str(), "оглы" | "кызы") || PATRONYMIC.iter().any(|end| part.ends_with(end) && part.chars().count() > end.chars().count())
    };
    let initials = parts.iter().filter(|part| part.chars().count() == 1).count();
    let has_initials = initials > 0 && parts.len() - initials == 1 && text.contains('.') && parts.iter().all(|part| is_capital_word(part));
    (parts.iter().any(is_patronymic) && !has_other_meaning(&parts)) || has_initials
}

fn is_pair_of_words(text: &str) -> bool {
    let Some(parts) = parts(text) else { return false };
    let is_word = |part: &&str| is_capital_word(part) && part.chars().skip(1).any(char::is_lowercase);
    parts.len() <= 3 && parts.iter().all(is_word) && !has_other_meaning(&parts)
}

/// Capital words that stand in heads of reports and are nobody's name.
const NOT_NAMES: &[&str] = &["класс", "край", "район", "округ", "школа", "лицей", "гимназия", "вся", "выборка", "российская", "федерация", "средний", "группы", "итого", "всего", "отметка", "первичный", "балл", "учебный", "год", "сош"];

fn is_snils(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits == 11 && text.matches('-').count() >= 2 && text.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' '))
}

/// A series of four figures and a number of six, with something between.
fn is_passport(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let parts: Vec<&str> = text.split([' ', '№', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    digits == 10 && parts.len() >= 2 && parts.last().is_some_and(|last| last.len() == 6) && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_their_documents_are_known() {
        for text in ["Иванова Анна Петровна", "Ким Ли", "Петров И. С.", "И.С. Петров", "Мамедов Али Расул оглы", "Сидорова-Белая Мария", "112-233-445 95", "0805 123456", "08 05 123456", "ИВАНОВ Пётр Ильич"] {
            assert!(is_like_a_person(text), "{text}");
        }
    }

    #[test]
    fn subjects_classes_and_places_are_no_people() {
        for text in ["Русский Язык", "Математика", "7А", "7 «А»", "МБОУ СОШ № 5", "Вся выборка", "Хабаровский край", "Российская Федерация", "Комсомольск-на-Амуре", "4,5", "2025", "Изобразительное Искусство", "Средний Балл", ""] {
            assert!(!is_like_a_person(text), "{text}");
        }
        assert!(is_like_a_subject("Алгебра и начала анализа") && !is_like_a_subject("Ким"));
    }
}

//! What a pupil is known by: names, documents, insurance numbers, birth dates. Told by the titles of columns and by the cells themselves.

use crate::key::words;

/// Stems of what schools teach: a title over marks that has none of them may be a child's name and is not kept.
const STEMS: &[&str] = &[
    "математик",
    "русск",
    "язык",
    "литератур",
    "физик",
    "хими",
    "биолог",
    "географ",
    "истори",
    "обществозн",
    "информатик",
    "алгебр",
    "геометр",
    "англий",
    "немец",
    "француз",
    "китай",
    "япон",
    "корей",
    "испан",
    "музык",
    "изобразит",
    "изо",
    "технолог",
    "труд",
    "физкульт",
    "физическ",
    "обж",
    "обзр",
    "окружающ",
    "чтени",
    "письмо",
    "вероятност",
    "статистик",
    "краевед",
    "орксэ",
    "однкнр",
    "право",
    "экономик",
    "астроном",
    "черчени",
    "естествозн",
    "искусств",
    "культур",
    "иностран",
    "мхк",
    "индивидуальн",
    "проект",
    "грамотност",
    "нанайск",
    "ульчск",
    "эвенкийск",
    "эвенск",
    "нивхск",
    "удэгейск",
    "родн",
    "предмет",
];

/// Whether a title has something of a school subject in it.
#[must_use]
pub fn is_like_a_subject(title: &str) -> bool {
    let words = words(title);
    !is_like_a_person(title) && words.split(' ').any(|word| is_taught(word))
}

/// «физика», but not «Физикова»: some stems begin surnames too.
fn is_taught(word: &str) -> bool {
    STEMS.iter().any(|stem| word.starts_with(stem)) && !ends_like_a_surname(word)
}

fn ends_like_a_surname(word: &str) -> bool {
    const ENDS: &[&str] = &["ов", "ова", "ев", "ева", "ёв", "ёва", "ин", "ина", "их", "ых", "ко", "чук", "юк", "швили", "дзе"];
    word.chars().count() > 4 && ENDS.iter().any(|end| word.ends_with(end))
}

/// A subject's title without the teacher that journals write beside it: «Английский язык (Иванова А. П.)», «Физика учитель Ким Ли».
/// Nothing is left of a title that begins with a name.
pub(crate) fn without_people(title: &str) -> String {
    let mut open = String::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        open.push_str(before);
        if !inside.split([',', ';', '/']).any(names_somebody) {
            open.push_str(&format!("({inside})"));
        }
        rest = behind;
    }
    open.push_str(rest);
    let said: Vec<&str> = open.split_whitespace().collect();
    let is_certain = |at: usize| at > 0 || said.first().is_some_and(|first| is_initials(first)) || said.get(1).is_some_and(|next| is_initials(next) || is_patronymic(&bare(next)));
    let end = (0..said.len()).find(|at| is_office(said[*at]) || (is_certain(*at) && begins_a_name(&said[*at..]))).unwrap_or(said.len());
    said[..end].join(" ").trim_end_matches([',', ':', ';', '-', '–', '—', '/', ' ']).to_owned()
}

/// Of words in lower case as a column has them: something taught, and nothing that may be a name.
pub(crate) fn is_plain_subject(title: &str) -> bool {
    let plain = words(title);
    let is_odd = |word: &str| ends_like_a_surname(word) || is_patronymic(word) || (word.chars().count() == 1 && !matches!(word, "и" | "в" | "о" | "к" | "с" | "у"));
    is_like_a_subject(title) && !plain.split(' ').any(is_odd)
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()
}

/// In brackets after a subject: a teacher, if only by a surname.
fn names_somebody(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_alone = |word: &str| is_capital_word(word) && word.chars().any(char::is_lowercase) && !is_taught(&word.to_lowercase()) && !["баз", "проф", "углубл"].iter().any(|stem| word.to_lowercase().starts_with(stem));
    begins_a_name(&words) || is_like_a_person(part) || matches!(words.as_slice(), [word] if is_alone(word))
}

fn is_office(word: &str) -> bool {
    matches!(
        bare(word).as_str(),
        "учитель"
            | "учителя"
            | "педагог"
            | "преподаватель"
            | "ученик"
            | "ученика"
            | "ученица"
            | "ученицы"
            | "обучающийся"
            | "обучающегося"
            | "обучающаяся"
            | "фио"
    )
}

/// «А.», «А.П.»
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.starts_with(char::is_uppercase) && word.split('.').all(|part| part.chars().count() < 2 && part.chars().all(char::is_uppercase))
}

fn begins_a_name(words: &[&str]) -> bool {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        bare.chars().count() > 1 && is_capital_word(bare) && bare.chars().any(char::is_lowercase) && !is_taught(&bare.to_lowercase()) && !NOT_NAMES.contains(&bare.to_lowercase().as_str())
    };
    match words {
        [initials, surname, ..] if is_initials(initials) => is_word(surname),
        [surname, ..] if !is_word(surname) => false,
        [surname, ..] if ends_like_a_surname(&bare(surname)) => true,
        // «России. Новое время» is no name: a sentence ends between.
        [surname, given, ..] => is_initials(given) || is_patronymic(&bare(given)) || (is_word(given) && !surname.ends_with(['.', ',', ';', ':'])),
        [] | [_] => false,
    }
}

/// Whether a cell reads as a person or as a document of one: «Иванова А. П.», «Ким Ли Сергеевна», 123-456-789 00, 08 05 123456.
#[must_use]
pub fn is_like_a_person(text: &str) -> bool {
    is_surely_a_person(text) || is_pair_of_words(text)
}

/// The same where places and topics are expected: two capital words («Советская Гавань», «Теорема Виета») are no person yet.
#[must_use]
pub fn is_surely_a_person(text: &str) -> bool {
    is_name(text) || is_snils(text) || is_passport(text)
}

/// The same where subjects are expected: a surname alone is none either.
pub(crate) fn is_no_subject(text: &str) -> bool {
    let is_surname = |word: &str| is_capital_word(word) && ends_like_a_surname(&word.to_lowercase());
    is_like_a_person(text) || is_surname(text.trim())
}

/// The same where schools are expected: of two capital words one ends like a surname.
pub(crate) fn is_no_school(text: &str) -> bool {
    is_surely_a_person(text) || (is_pair_of_words(text) && text.split_whitespace().any(|word| ends_like_a_surname(&word.to_lowercase())))
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
    parts.iter().map(|part| part.to_lowercase()).any(|part| is_taught(&part) || NOT_NAMES.contains(&part.as_str()))
}

fn is_name(text: &str) -> bool {
    let Some(parts) = parts(text) else { return false };
    let initials = parts.iter().filter(|part| part.chars().count() == 1).count();
    let has_initials = initials > 0 && parts.len() - initials == 1 && text.contains('.') && parts.iter().all(|part| is_capital_word(part));
    (parts.iter().any(|part| is_patronymic(&part.to_lowercase())) && !has_other_meaning(&parts)) || has_initials
}

fn is_patronymic(word: &str) -> bool {
    matches!(word, "оглы" | "кызы") || PATRONYMIC.iter().any(|end| word.ends_with(end) && word.chars().count() > end.chars().count())
}

fn is_pair_of_words(text: &str) -> bool {
    let Some(parts) = parts(text) else { return false };
    let is_word = |part: &&str| is_capital_word(part) && part.chars().skip(1).any(char::is_lowercase);
    parts.len() <= 3 && parts.iter().all(is_word) && !has_other_meaning(&parts)
}

/// Capital words that stand in heads of reports and are nobody's name.
const NOT_NAMES: &[&str] = &[
    "класс",
    "край",
    "район",
    "округ",
    "школа",
    "лицей",
    "гимназия",
    "вся",
    "выборка",
    "российская",
    "федерация",
    "средний",
    "группы",
    "итого",
    "всего",
    "отметка",
    "первичный",
    "балл",
    "учебный",
    "год",
    "сош",
    "оценка",
    "четверть",
    "триместр",
    "полугодие",
    "итог",
    "итоговая",
    "годовая",
    "экзамен",
    "аттестация",
    "уровень",
    "группа",
    "подгруппа",
    "количество",
    "число",
    "качество",
    "успеваемость",
];

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
        for text in ["Иванова Анна Петровна", "Ким Ли", "Петров И. С.", "И.С. Петров", "Мамедов Али Расул оглы", "Сидорова-Белая Мария", "112-233-445 95", "0805 123456", "08 05 123456", "ИВАНОВ Пётр Ильич"]
        {
            assert!(is_like_a_person(text), "{text}");
        }
    }

    #[test]
    fn subjects_classes_and_places_are_no_people() {
        for text in
            ["Русский Язык", "Математика", "7А", "7 «А»", "МБОУ СОШ № 5", "Вся выборка", "Хабаровский край", "Российская Федерация", "Комсомольск-на-Амуре", "4,5", "2025", "Изобразительное Искусство", "Средний Балл", ""]
        {
            assert!(!is_like_a_person(text), "{text}");
        }
        assert!(is_like_a_subject("Алгебра и начала анализа") && !is_like_a_subject("Ким"));
    }

    #[test]
    fn surnames_that_begin_like_subjects_are_people() {
        for name in ["Изотова Мария", "Русских Пётр", "Трудов Иван", "Французова Анна", "Корейко Илья"] {
            assert!(is_like_a_person(name) && !is_like_a_subject(name), "{name}");
        }
        assert!(["Изотова", "Роднина", "Трудов", "Музыкина"].iter().all(|name| !is_like_a_subject(name)));
        assert!(is_no_subject("Мамедов") && is_no_subject("Ким Ли") && !is_no_subject("Математика") && !is_no_subject("Робототехника"));
        assert!(is_no_school("Ёлкина Анна") && !is_no_school("Точка Будущего") && !is_no_school("Лицей Пушкина") && !is_no_school("МБОУ СОШ № 5"));
    }

    #[test]
    fn a_title_keeps_its_subject_and_loses_the_teacher() {
        for (title, kept) in [
            ("Английский язык (Иванова А. П.)", "Английский язык"),
            ("Английский язык (гр. 1, Ким Л.О.)", "Английский язык"),
            ("Английский язык (Ким)", "Английский язык"),
            ("А.П. Петрова Математика", ""),
            ("Математика Иванова А. П.", "Математика"),
            ("Математика, учитель: Петрова С. С.", "Математика"),
            ("Физика А.П. Ким", "Физика"),
            ("Физика Ким Ли", "Физика"),
            ("Математика Ученик: Ёлкина Анна", "Математика"),
            ("Ёлкина А. П. Математика", ""),
        ] {
            assert_eq!(without_people(title), kept, "{title}");
        }
        for whole in [
            "Иностранный язык (английский)",
            "Родной язык (Русский)",
            "История России. Всеобщая история",
            "История России",
            "Алгебра и начала анализа",
            "Основы безопасности и защиты Родины",
            "Изобразительное Искусство",
            "Разговоры о важном",
            "Литературное чтение",
            "Математика (База)",
        ] {
            assert_eq!(without_people(whole), whole);
        }
    }
}

//! What a title over a column means.

/// Lower case, ё as е, only letters, figures and «%», single spaces.
pub(crate) fn words(title: &str) -> String {
    let plain: String = title.to_lowercase().replace('ё', "е").chars().map(|c| if c.is_alphanumeric() || c == '%' { c } else { ' ' }).collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A column of a table with results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Municipality,
    School,
    Class,
    Subject,
    /// Number of pupils with this mark.
    Count(u8),
    /// The same of one subject among several: the title before the mark.
    SubjectCount(String, u8),
    NotAttested,
    Released,
    Total,
    Mean,
    Under,
    /// The most that can be got on the scale of the mean.
    Scale,
    /// Something known that is computed from the rest: shares, quality.
    Computed,
    /// A pupil's name.
    Pupil,
    /// Another thing that a pupil is known by.
    Personal,
    /// The number of a line.
    Number,
    Teacher,
    Other,
}

/// Words that say nothing about which mark a number is of.
const FILLING: &[&str] = &[
    "количество",
    "кол",
    "во",
    "колво",
    "число",
    "отметок",
    "отметки",
    "отметка",
    "отметку",
    "оценок",
    "оценки",
    "оценка",
    "оценку",
    "на",
    "с",
    "обучающихся",
    "учащихся",
    "учеников",
    "получили",
    "получивших",
    "имеют",
    "шт",
    "чел",
    "человек",
    "за",
    "период",
];

pub(crate) fn key(title: &str) -> Key {
    let words = words(title);
    let has = |part: &str| words.contains(part);
    let is = |all: &[&str]| all.contains(&words.as_str());
    let starts = |part: &str| words.starts_with(part);
    match () {
        () if words.is_empty() && !title.contains('№') => Key::Other,
        () if has("учител") || has("классный руководитель") || has("преподавател") || has("педагог") => Key::Teacher,
        () if is(&[
            "фио",
            "ф и о",
            "фамилия",
            "фамилия имя",
            "фамилия имя отчество",
            "имя",
            "отчество",
            "ученик",
            "обучающийся",
            "учащийся",
            "участник",
            "фи",
            "ф и",
            "список учеников",
            "список класса",
            "ученики",
            "обучающиеся",
        ]) || starts("фио ")
            || starts("ф и о ")
            || starts("фамилия ") =>
        {
            Key::Pupil
        }
        () if has("паспорт") || has("снилс") || has("дата рожд") || has("номер документа") || has("серия") || is(&["документ", "номер", "телефон", "e mail", "email", "адрес", "пол", "логин ученика", "удостоверяющ"]) => {
            Key::Personal
        }
        () if is(&["№", "n", "no", "п п", "номер п п", "пп"]) || (title.contains('№') && (words == "п п" || words.is_empty())) => Key::Number,
        () if has("%") || has("процент") || has("качеств") || has("успеваем") || starts("доля") || has("соу") || has("степень обученности") => Key::Computed,
        () if starts("муниципал") || is(&["мо", "район", "городской округ", "территория"]) => Key::Municipality,
        () if is(&["школа", "оо", "образовательная организация", "организация", "учреждение", "наименование оо", "название оо", "код оо", "школа оо"])
            || starts("образовательная организация")
            || starts("наименование образовательной") =>
        {
            Key::School
        }
        () if is(&["класс", "классы", "параллель", "класс группа", "класс параллель", "наименование класса", "название класса"]) => Key::Class,
        () if is(&["предмет", "учебный предмет", "дисциплина", "наименование предмета", "название предмета", "предметы"]) => Key::Subject,
        () if has("средн") && (has("балл") || has("отметк") || has("оценк")) || is(&["ср балл", "ср", "средний"]) => Key::Mean,
        () if is(&["наибольший балл", "максимальный балл", "макс балл", "максимум", "шкала"]) => Key::Scale,
        () if has("ниже минимума") || has("не достигли минимума") || has("ниже порога") => Key::Under,
        () if is(&["н а", "на", "неаттестовано", "не аттестовано", "не аттестованы", "неаттестованы", "н атт", "не атт"]) || has("не аттест") || has("неаттест") => {
            Key::NotAttested
        }
        () if is(&["осв", "освобождены", "освобождено", "освоб"]) => Key::Released,
        () => counted(&words),
    }
}

fn counted(words: &str) -> Key {
    let left: Vec<&str> = words.split(' ').filter(|word| !FILLING.contains(word)).collect();
    match left.as_slice() {
        [one] if mark_word(one).is_some() => mark_word(one).map_or(Key::Other, Key::Count),
        [one, two] if mark_word(one).is_some() && mark_word(one) == mark_word(two) => mark_word(one).map_or(Key::Other, Key::Count),
        [subject @ .., last] if !subject.is_empty() && mark_word(last).is_some() => mark_word(last).map_or(Key::Other, |mark| Key::SubjectCount(subject.join(" "), mark)),
        []
        | ["всего"]
        | ["в", "классе"]
        | ["по", "списку"]
        | ["участников"]
        | ["численность"]
        | ["списочный", "состав"]
        | ["уч", "ся"]
        | ["всего", "уч", "ся"]
        | ["всего", "в", "классе"]
        | ["участников", "всего"]
        | ["всего", "участников"] => Key::Total,
        _ => Key::Other,
    }
}

fn mark_word(word: &str) -> Option<u8> {
    match word {
        "5" | "отлично" | "отл" | "пять" | "пятерок" => Some(5),
        "4" | "хорошо" | "хор" | "четыре" | "четверок" => Some(4),
        "3" | "удовлетворительно" | "удовл" | "уд" | "три" | "троек" => Some(3),
        "2" | "неудовлетворительно" | "неудовл" | "неуд" | "два" | "двоек" => Some(2),
        _ => None,
    }
}

/// Whether a line is a sum of others: «Итого», «Всего по школе», «По параллели».
pub(crate) fn is_total(text: &str) -> bool {
    let words = words(text);
    let first = words.split(' ').next().unwrap_or_default();
    matches!(first, "итого" | "всего" | "итог" | "сумма") || ["по школе", "по оо", "по параллели", "в целом", "средний", "средняя", "среднее"].iter().any(|start| words.starts_with(start)) || words.ends_with("параллель")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_as_schools_write_them() {
        for (title, meant) in [
            ("Класс", Key::Class),
            ("Учебный предмет", Key::Subject),
            ("«5»", Key::Count(5)),
            ("Количество отметок 4", Key::Count(4)),
            ("на \"3\"", Key::Count(3)),
            ("Неуд. (2)", Key::Count(2)),
            ("Кол-во учащихся", Key::Total),
            ("Всего", Key::Total),
            ("Учеников", Key::Total),
            ("Средний балл", Key::Mean),
            ("% качества", Key::Computed),
            ("Н/А", Key::NotAttested),
            ("Осв.", Key::Released),
            ("ФИО обучающегося", Key::Pupil),
            ("Серия документа", Key::Personal),
            ("Дата рождения", Key::Personal),
            ("Ниже минимума", Key::Under),
            ("Образовательная организация", Key::School),
            ("Математика 5", Key::SubjectCount("математика".into(), 5)),
            ("Классный руководитель", Key::Teacher),
            ("№ п/п", Key::Number),
            ("№", Key::Number),
            ("Алгебра", Key::Other),
        ] {
            assert_eq!(key(title), meant, "{title}");
        }
        assert!(is_total("Итого по 5 классам") && is_total("ВСЕГО") && !is_total("7А"));
    }
}

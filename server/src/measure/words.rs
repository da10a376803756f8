//! What the engine refuses, in Russian, and how numbers look in a table for people.

use psychometrics::Error;

/// Why there is no number, and what to do.
pub fn refusal(error: &Error) -> String {
    match error {
        Error::NoAnswers => "Ответов нет".into(),
        Error::NoInformation => "Ответы ничего не говорят об уровне: у заданий нулевая крутизна или уровень далеко за пределами заданий".into(),
        Error::ScoreTooLarge { score, largest } => format!("Есть балл {score}, а наибольший — {largest}"),
        Error::ShareOutOfReach { share } => format!("Доле {share} от наибольшего балла не соответствует ни один уровень: нужна доля строго между 0 и 1"),
        Error::NotAProbability { value } => format!("{value} — не вероятность: нужно число строго между 0 и 1"),
        Error::TooFew { what, found, needed } => format!("{}: {found}, а нужно не меньше {needed}", what_is(what)),
        Error::NoVariation { what } => format!("{}: у всех одно и то же, измерить нечего", what_is(what)),
        Error::NotSettled { what, iterations } => format!("{}: расчёт не сошёлся за {iterations} шагов", what_is(what)),
        Error::StepsDisordered => "Параметры шагов задания модели GRM должны убывать".into(),
        Error::ParameterNotFinite | Error::NoStep | Error::BadFloor => "Параметры задания не годятся: проверьте крутизну и шаги".into(),
        Error::BadPrior => "Среднее и разброс уровня не годятся: разброс должен быть больше 0".into(),
        other => format!("Посчитать нельзя: {other}"),
    }
}

fn what_is(what: &str) -> &str {
    match what {
        "items" => "Задания",
        "estimates" => "Люди с оценкой",
        "people without a gap" => "Люди, ответившие на всё",
        "people of a group without a gap" => "Люди одной из групп, ответившие на всё",
        "the sum score" => "Сумма баллов",
        "the ratings" => "Оценки",
        "anchors" => "Общие задания",
        "anchors that haven't drifted" => "Общие задания, которые работают как прежде",
        "the difficulty of the anchors" => "Трудность общих заданий",
        "categories" => "Ступени шкалы",
        "pairs of ratings" => "Объекты, оценённые обоими",
        "ratings of objects in common" => "Оценки одних и тех же объектов",
        "the link" => "Связь шкал",
        other => other,
    }
}

/// A number to some digits, or a dash.
pub fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.digits$}"))
}

/// The widest of names, at least `least`.
pub fn width<'a>(names: impl Iterator<Item = &'a String>, least: usize) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0).max(least)
}

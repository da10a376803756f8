//! Question A.

use super::{
    Frame, framed,
    plot::{self, Along, Bar},
};
use crate::{
    answer::link::{LinkAnswer, Way},
    words,
};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

pub const LABEL: &str = "связь, а не доказанная причина";
pub const COLUMNS: [&str; 10] = ["Где", "Педагогов", "Школ", "Классов", "Учеников", "Разница доли, п.п.", "От", "До", "Метод", "Вывод"];

/// A place with its answer.
pub struct Line<'a> {
    pub name: String,
    pub answer: &'a LinkAnswer,
}

/// What may be said of it.
#[must_use]
pub fn sentence(answer: &LinkAnswer) -> String {
    let Some(contrast) = answer.shown() else {
        return format!(
            "Данных мало: {}, {}. Даже сильную связь по таким данным видно лишь в одном случае из пяти, поэтому вывод сделан по краю целиком.",
            ru::counted(answer.schools, "школа", "школы", "школ"),
            ru::counted(answer.teachers, "педагог", "педагога", "педагогов")
        );
    };
    let size = words::points(contrast.value.abs());
    let (low, high) = if contrast.value < 0.0 { (-contrast.high, -contrast.low) } else { (contrast.low, contrast.high) };
    let range = words::between(low, high);
    if contrast.low > 0.0 {
        format!("У учеников педагогов с затруднением ниже минимума на {size} больше ({range}). Это связь, а не доказанная причина. На то и другое может влиять что-то третье.")
    } else if contrast.high < 0.0 {
        format!("У учеников педагогов с затруднением ниже минимума на {size} меньше ({range}). Это связь, а не доказанная причина. Например, трудные классы могли достаться самым опытным.")
    } else {
        format!("Связи не видно: разница {} не отличима от случайной ({}).", words::points(contrast.value), words::between(contrast.low, contrast.high))
    }
}

/// A short word of the table.
#[must_use]
pub fn verdict(answer: &LinkAnswer) -> &'static str {
    match answer.shown() {
        Some(contrast) if contrast.is_sure() => "связь видна",
        Some(_) => "связи не видно",
        None => "данных мало",
    }
}

fn way(answer: &LinkAnswer) -> &'static str {
    match answer.way {
        Some(Way::Cr3) => "взвешенная регрессия, ошибки по школам",
        Some(Way::Permutation) => "перестановки внутри школ",
        None => "—",
    }
}

pub fn rows(lines: &[Line<'_>]) -> Vec<Vec<Value>> {
    let count = |count: usize| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let share = |share: Option<f64>| Value::from(share.map(|share| (share * 1_000.0).round() / 10.0));
    lines
        .iter()
        .map(|Line { name, answer }| {
            let shown = answer.shown();
            vec![
                name.as_str().into(),
                count(answer.teachers),
                count(answer.schools),
                Value::from(answer.classes),
                Value::from(answer.pupils),
                share(shown.map(|one| one.value)),
                share(shown.map(|one| one.low)),
                share(shown.map(|one| one.high)),
                way(answer).into(),
                verdict(answer).into(),
            ]
        })
        .collect()
}

/// The own place's line first, the region's last.
pub fn page(frame: &Frame<'_>, lines: &[Line<'_>]) -> Page {
    let columns = vec![
        Column::new("Где"),
        Column::new("Педагогов").number(),
        Column::new("Школ").number(),
        Column::new("Классов").number(),
        Column::new("Учеников").number(),
        Column::new("Разница доли").number(),
        Column::new("Вывод"),
    ];
    let row = |line: &Line<'_>| {
        let answer = line.answer;
        let shown = answer.shown();
        [
            html! { (line.name) },
            html! { (ru::number(answer.teachers)) },
            html! { (ru::number(answer.schools)) },
            html! { (ru::number(answer.classes)) },
            html! { (ru::number(answer.pupils)) },
            html! { @if let Some(one) = &shown { (words::measured(one)) } @else { "—" } },
            html! { (verdict(answer)) @if let Some(p) = answer.p.filter(|_| answer.way == Some(Way::Permutation)) { br; span.hint { "p = " (format!("{p:.2}").replace('.', ",")) ", перестановки" } } },
        ]
    };
    let answer = html! {
        @for line in lines { (said(line)) }
        (plot::intervals("link", "Разница доли ниже минимума: педагоги с затруднением и без него", &ALONG, &bars(lines)))
        (Table::new("Связь затруднения и доли ниже минимума", columns).rows(lines.iter().map(row)).render())
        (parts::details("Чего этот ответ не говорит", html! { ul {
            li { "Что затруднение — причина. Где трудный класс, там и педагогу труднее." }
            li { "Ничего об отдельном педагоге или школе: только в среднем по многим." }
            li { "Ничего о ВПР: по ним педагога оценивать нельзя, и в расчёт они не входят." }
        } }))
    };
    framed(frame, "Идут ли затруднение педагога и результат ниже минимума рука об руку. Сравниваются педагоги одного предмета в одном муниципалитете.", answer)
}

const ALONG: Along<'_> = Along::Difference { less: "с затруднением меньше", more: "с затруднением больше" };

fn bars(lines: &[Line<'_>]) -> Vec<Bar> {
    let bar = |line: &Line<'_>| line.answer.shown().map(|one| Bar { label: line.name.clone(), words: words::measured(&one), measured: one, is_sure: one.is_sure() });
    lines.iter().filter_map(bar).collect()
}

fn said(line: &Line<'_>) -> Markup {
    let kind = if verdict(line.answer) == "связь видна" { Kind::Doing } else { Kind::Neutral };
    html! { section.panel { h2 { (line.name) } p { (parts::tag(kind, LABEL)) } p { (sentence(line.answer)) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Measured;

    fn answer(contrast: Option<Measured>, way: Way) -> LinkAnswer {
        LinkAnswer { teachers: 40, schools: 8, classes: 80, pupils: 2_000, way: Some(way), slope: None, contrast, p: Some(0.03) }
    }

    #[test]
    fn a_link_is_told_in_the_plain_words() {
        let said = sentence(&answer(Some(Measured { value: 0.07, low: 0.06, high: 0.08 }), Way::Cr3));
        assert!(said.starts_with("У учеников педагогов с затруднением ниже минимума на 7\u{a0}п.п. больше (от 6 до 8). Это связь, а не доказанная причина."), "{said}");
        let turned = sentence(&answer(Some(Measured { value: -0.07, low: -0.08, high: -0.06 }), Way::Cr3));
        assert!(turned.starts_with("У учеников педагогов с затруднением ниже минимума на 7\u{a0}п.п. меньше (от 6 до 8). Это связь, а не доказанная причина."), "{turned}");
        let unseen = Measured { value: 0.01, low: -0.02, high: 0.04 };
        assert!(sentence(&answer(Some(unseen), Way::Cr3)).starts_with("Связи не видно"));
        assert!(sentence(&answer(Some(unseen), Way::Permutation)).starts_with("Данных мало: 8\u{a0}школ"), "few schools show only what leaves no doubt");
    }
}

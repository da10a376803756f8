//! Question C.

use super::{
    Frame, framed,
    plot::{self, Along, Bar},
};
use crate::{
    answer::change::{ChangeAnswer, PlaceChange},
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

pub const COLUMNS: [&str; 8] = ["Место", "Учеников до", "Учеников после", "Изменение доли, п.п.", "От", "До", "Вывод", "Примечание"];

/// A place as the reader sees it: none where it may not be shown.
pub struct Line<'a> {
    pub name: String,
    pub shown: Option<&'a PlaceChange>,
    /// Why it isn't shown, or what to beware of.
    pub note: String,
}

/// Of a place that others look at: not even how many there are is told.
pub const FEW: &str = "доля не показана, чтобы никого не узнать и не обмануться: учеников или педагогов мало";

/// Of the reader's own school, which knows its pupils.
#[must_use]
pub fn own_few(pupils: i64) -> String {
    format!("{} в срезе. Доля не показана, чтобы никого не узнать и не обмануться", ru::counted(pupils, "ученик", "ученика", "учеников"))
}

/// «СОШ № 6: 8 учеников в срезе. Доля не показана, …».
#[must_use]
pub fn silence(line: &Line<'_>) -> String {
    format!("{}: {}.", line.name, line.note)
}

/// What may be said of a place.
#[must_use]
pub fn sentence(name: &str, one: &PlaceChange) -> String {
    let change = &one.change;
    if change.high < 0.0 {
        format!("{name}: доля учеников ниже минимума снизилась на {} ({}). Это больше, чем бывает случайно.", words::points(change.value.abs()), words::between(-change.high, -change.low))
    } else if change.low > 0.0 {
        format!("{name}: доля учеников ниже минимума выросла на {} ({}). Это больше, чем бывает случайно; почему — число не говорит.", words::points(change.value), words::between(change.low, change.high))
    } else {
        format!("{name}: изменение {} — в пределах погрешности ({}).", words::points(change.value), words::between(change.low, change.high))
    }
}

pub fn rows(lines: &[Line<'_>]) -> Vec<Vec<Value>> {
    let share = |share: f64| Value::from(words::in_sheet(share));
    let row = |line: &Line<'_>| match line.shown {
        Some(one) => vec![
            line.name.as_str().into(),
            Value::from(one.before_pupils),
            Value::from(one.after_pupils),
            share(one.change.value),
            share(one.change.low),
            share(one.change.high),
            words::direction(&one.change).into(),
            line.note.as_str().into(),
        ],
        None => vec![line.name.as_str().into(), Value::Empty, Value::Empty, Value::Empty, Value::Empty, Value::Empty, "не показано".into(), line.note.as_str().into()],
    };
    lines.iter().map(row).collect()
}

pub fn page(frame: &Frame<'_>, answer: &ChangeAnswer, lines: &[Line<'_>]) -> Page {
    let body = html! {
        @if answer.waves.is_empty() {
            (parts::empty("Сравнивать пока не с чем", "Нужны результаты классов за один и тот же период двух учебных лет.", None))
        } @else {
            p.hint { "Сравниваются " (answer.waves) "." }
            @for line in lines.iter().take(1) { (said(line)) }
            @if let Some(median) = answer.median { p.hint { "Середина по муниципалитетам края: " (words::points(median)) @if lines.len() == 1 { " Соседей не называем." } } }
            (plot::intervals("change", "Изменение доли ниже минимума", &Along::Difference { less: "стало меньше", more: "стало больше" }, &bars(lines)))
            (table(lines))
            (parts::details("Почему здесь нет мест и рейтинга", html! {
                p { "У маленькой школы доля прыгает сама по себе. Если выстроить школы по ряду, внизу окажутся не худшие, а самые маленькие. Поэтому каждое число подтянуто к обычному тем сильнее, чем меньше за ним педагогов и учеников, строки стоят по алфавиту, а слова «улучшилось» и «ухудшилось» стоят только там, где случай можно исключить." }
            }))
        }
    };
    framed(frame, "Доля учеников ниже минимума в одном и том же периоде двух учебных лет. Слова стоят только там, где изменение больше погрешности.", body)
}

fn bars(lines: &[Line<'_>]) -> Vec<Bar> {
    let bar = |line: &Line<'_>| line.shown.map(|one| Bar { label: line.name.clone(), words: words::measured(&one.change), measured: one.change, is_sure: one.change.is_sure() });
    lines.iter().filter_map(bar).collect()
}

fn said(line: &Line<'_>) -> Markup {
    html! {
        section.panel {
            @match line.shown {
                Some(one) => {
                    @let kind = if one.change.high < 0.0 { Kind::Good } else if one.change.low > 0.0 { Kind::Doing } else { Kind::Neutral };
                    p { (parts::tag(kind, words::direction(&one.change))) }
                    p { (sentence(&line.name, one)) }
                },
                None => { p { (parts::tag(Kind::Neutral, "данных мало")) } p { (silence(line)) } },
            }
        }
    }
}

fn table(lines: &[Line<'_>]) -> Markup {
    let columns = vec![Column::new("Место"), Column::new("Учеников до").number(), Column::new("Учеников после").number(), Column::new("Изменение доли").number(), Column::new("Вывод")];
    let row = |line: &Line<'_>| match line.shown {
        Some(one) => [
            html! { (line.name) },
            html! { (ru::number(one.before_pupils)) },
            html! { (ru::number(one.after_pupils)) },
            html! { (words::measured(&one.change)) },
            html! { (words::direction(&one.change)) @if !line.note.is_empty() { br; span.hint { (line.note) } } },
        ],
        None => [html! { (line.name) }, html! { "—" }, html! { "—" }, html! { "—" }, html! { span.hint { (line.note) } }],
    };
    Table::new("Изменение доли ниже минимума, по алфавиту", columns).rows(lines.iter().map(row)).render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_school_is_told_why_nothing_is_shown() {
        let line = Line { name: "Школа".into(), shown: None, note: own_few(12) };
        assert_eq!(silence(&line), "Школа: 12\u{a0}учеников в срезе. Доля не показана, чтобы никого не узнать и не обмануться.");
        assert!(!silence(&Line { note: FEW.into(), ..line }).contains("12"), "others aren't told even how many there are");
    }
}

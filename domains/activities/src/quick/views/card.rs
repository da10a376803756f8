//! One consultation of one's own log.

use super::{LOG, Words, state};
use crate::quick::{
    model::{Consultation, State},
    paper::{length, with},
    url,
};
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
};

pub fn page(one: &Consultation, words: &Words, done: &str, key: &dyn Fn() -> String) -> Page {
    let number = match one.case {
        Some(case) => html! { a href=(cases::url::of(case, "")) { (one.number) } },
        None => html! { (one.number) },
    };
    let rows = [
        SummaryRow::new("Состояние", state(one.state)),
        SummaryRow::new("С кем", with(one)),
        SummaryRow::new("Направление", words.direction(&one.direction)),
        SummaryRow::new("О чём", &one.about),
        SummaryRow::new("Результат", &one.result),
        SummaryRow::new("Следующий шаг", &one.next_step),
        SummaryRow::new("Как и сколько", format!("{}, {}", one.form.label(), length(one.minutes))),
    ];
    let rows = rows.into_iter().chain((!one.number.is_empty()).then(|| SummaryRow::new("Сопровождение или обращение", number)));
    let notice = match done {
        "edited" => Some(Notice::done("Исправлено")),
        "kept" => Some(Notice::done("Ответ записан: консультация была")),
        _ => None,
    };
    Page::new(format!("Консультация {}", ru::date(one.held_on))).narrow().trail([LOG]).notice(notice).body(html! {
        @if one.state == State::Disputed { (disputed(one, key)) }
        (parts::summary(rows))
        @if one.state != State::Struck { (acts(one, key)) }
    })
}

fn act(one: &Consultation, path: &str, button: Markup, key: &dyn Fn() -> String) -> Markup {
    Form::new(format!("{}/{path}", url(one.id)), key()).body(html! { (form::hidden("version", &one.version.to_string())) (button) })
}

fn disputed(one: &Consultation, key: &dyn Fn() -> String) -> Markup {
    parts::notice(&Notice::act_now("Педагог ответил, что этой консультации не было").more(html! {
        p { "Если это ошибка записи, вычеркните её: часы уйдут из учёта. Если консультация была, ответьте — педагог увидит ответ." }
        div.buttons {
            (act(one, "striking", form::button_secondary("Не было, вычеркнуть"), key))
            (act(one, "keeping", form::button_secondary("Была"), key))
        }
    }))
}

fn acts(one: &Consultation, key: &dyn Fn() -> String) -> Markup {
    html! {
        @if one.result.is_empty() { p { a href={ (url(one.id)) "/edit#result" } { "Записать результат" } } }
        p { a href={ (url(one.id)) "/edit" } { "Исправить" } }
        @if one.state != State::Disputed {
            (parts::details("Консультации не было", html! {
                p { "Запись останется в журнале вычеркнутой, часы уйдут из учёта." }
                (act(one, "striking", form::button_danger("Вычеркнуть"), key))
            }))
        }
    }
}

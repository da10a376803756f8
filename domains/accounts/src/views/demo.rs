//! The demo's doors.

use crate::demo::Door;
use maud::html;
use ui::{form, page::Page, parts};

pub fn page(doors: &[Door], key: &str) -> Page {
    Page::new("Вход в учебную систему").lead("Все люди и школы здесь вымышлены. Выберите, кем побыть: пароль не нужен.").body(html! {
        p { a href="/demo/clock" { "Часы учебной системы" } " — посмотреть, что будет через неделю или через месяц" }
        @if doors.is_empty() { (parts::empty("Ролей пока нет", "Учебные данные ещё не созданы. Запустите программу командой demo.", None)) }
        @for door in doors {
            (parts::panel(&door.persona.title, html! {
                p { (door.name) @if !door.place.is_empty() { ", " (door.place) } }
                @if !door.persona.hint.is_empty() { p { (door.persona.hint) } }
                (form::form("/demo/login", key, html! {
                    (form::hidden("persona", &door.persona.account.to_string()))
                    button.secondary type="submit" { "Войти" span.unseen { ": " (door.persona.title) } }
                }))
            }))
        }
    })
}

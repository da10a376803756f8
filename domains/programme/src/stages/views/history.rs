//! Who changed what in the programme, and when.

use super::PATH;
use crate::stages::{model::year_words, store::Change};
use ::web::Shell;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use structure::profile::Counter;
use ui::{
    page::Page,
    parts::{self, Event},
    ru,
};

pub fn history_page(shell: &Shell, year: i64, changes: &[Change], zone: &TimeZone) -> Markup {
    let page = Page::new(format!("Что менялось в программе {}", year_words(year))).trail([("Программа года".to_owned(), format!("{PATH}?year={year}"))]);
    shell.page(page.body(list(changes, zone)))
}

pub fn list(changes: &[Change], zone: &TimeZone) -> Markup {
    if changes.is_empty() {
        return html! { p { "Изменений пока не было." } };
    }
    let events: Vec<Event> = changes.iter().map(|change| Event { when: ru::datetime(change.at, zone), who: change.who.clone().unwrap_or_else(|| "система".to_owned()), what: words(change), url: None }).collect();
    parts::timeline(&events)
}

fn words(change: &Change) -> String {
    let (title, was, became) = (&change.title, &change.was, &change.became);
    let told = |value: &str| if value.is_empty() { "не задано".to_owned() } else { format!("«{value}»") };
    let from_to = |what: &str| format!("{title}: {what} — было {}, стало {}", told(was), told(became));
    match change.field.as_str() {
        "added" => format!("{title}: этап добавлен {became}").trim_end().to_owned(),
        "copied" => format!("{title}: этап скопирован {became}"),
        "removed" => format!("{title}: этап убран"),
        "person" => format!("{title}: назначен другой ответственный"),
        "title" => from_to("название"),
        "owner" => from_to("чей этап"),
        "starts_on" => from_to("первый день"),
        "ends_on" => from_to("последний день"),
        "result" => from_to("результат"),
        counter => match counter.parse::<Counter>() {
            Ok(known) => from_to(known.label()),
            Err(_) => from_to(counter),
        },
    }
}

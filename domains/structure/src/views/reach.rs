//! The methodical service and the contact.

use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

use super::{field, place_url, summary_of, trail_to};
use crate::{
    contacts::Contact,
    form::reach::{ContactForm, ServiceForm},
    places::{ALWAYS, Place},
    services::Turn,
};

pub fn service_tag(has_service: bool) -> Markup {
    if has_service { parts::tag(Kind::Good, "есть") } else { parts::tag(Kind::Neutral, "нет") }
}

pub(super) fn service_section(place: &Place, turns: &[Turn]) -> Markup {
    let columns = vec![Column::new("С какого дня"), Column::new("Методическая служба")];
    let rows = turns.iter().rev().map(|turn| [html! { @if turn.from <= ALWAYS { "раньше" } @else { (ru::date(turn.from)) } }, service_tag(turn.has_service)]);
    html! {
        h2 { "Методическая служба" }
        @if turns.is_empty() { p { (service_tag(place.has_methodical_service)) } } @else { (Table::new("Методическая служба по датам", columns).rows(rows).render()) }
        p { a href={ (place_url(place)) "/service" } { "Записать, что служба появилась или её не стало" } }
    }
}

pub fn service_page(place: &Place, typed: &ServiceForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        p { "Сейчас: " (service_tag(place.has_methodical_service)) ". Где службы нет, заявки поддерживает комиссия, без муниципалитета." }
        (Form::new(format!("{}/service", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (field("has_service", "Методическая служба", &typed.has_service, errors).radios([("yes", "есть"), ("no", "нет")]))
            (field("from", "С какого дня", &typed.from, errors).hint("Не позже сегодняшнего, например 01.09.2026").date())
            (form::button("Записать"))
        }))
    };
    Page::new(format!("Методическая служба: {}", place.short_name)).trail(trail_to(place)).narrow().error_title(!errors.is_empty()).body(body)
}

/// A contact in one cell; says so when nothing is known.
pub fn words(contact: &Contact) -> Markup {
    let lines: Vec<&str> = [&contact.address, &contact.phone, &contact.email].into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    html! {
        @for line in &lines { p { (line) } }
        @if !contact.site.is_empty() { p { a href=(contact.site) rel="noreferrer" { (contact.site) } } }
        @if lines.is_empty() && contact.site.is_empty() { "не указаны" }
    }
}

pub fn contact_page(place: &Place, typed: &ContactForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        p { "Только то, что организация публикует сама: приёмная, общая почта, сайт. Личных телефонов здесь быть не должно." }
        (Form::new(format!("{}/contact", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (field("address", "Адрес", &typed.address, errors).who_reads("Увидят все, кто работает в системе").name_like().text())
            (field("phone", "Телефон приёмной", &typed.phone, errors).hint("Можно с добавочным").medium().text())
            (field("email", "Общая электронная почта", &typed.email, errors).email())
            (field("site", "Сайт", &typed.site, errors).hint("Начинается с https://").medium().text())
            (form::button("Сохранить контакты"))
        }))
    };
    Page::new(format!("Контакты: {}", place.short_name)).trail(trail_to(place)).narrow().error_title(!errors.is_empty()).body(body)
}

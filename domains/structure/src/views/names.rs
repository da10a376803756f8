//! A new name from a day, a mended misprint.

use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    ru,
};

use super::{field, place_url, summary_of, trail_to};
use crate::{form::RenameForm, places::Place};

fn fields(typed: &RenameForm, errors: &FieldErrors) -> Markup {
    html! {
        (field("name", "Полное название", &typed.name, errors).hint("Как в уставе или законе").who_reads("Увидят все").name_like().text())
        (field("short_name", "Краткое название", &typed.short_name, errors).hint("Для списков, например «Школа № 5» или «Бикинский округ»").name_like().text())
        (field("type_label", "Вид", &typed.type_label, errors).hint("Например, школа, лицей, муниципальный округ").medium().text())
    }
}

pub fn rename_page(place: &Place, typed: &RenameForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        (Form::new(format!("{}/names", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (fields(typed, errors))
            (field("from", "С какого дня", &typed.from, errors).hint("Например, 01.09.2026. До этого дня останется прежнее название").date())
            (form::button("Переименовать"))
        }))
    };
    Page::new(format!("Переименование: {}", place.short_name)).trail(trail_to(place)).narrow().error_title(!errors.is_empty()).body(body)
}

/// A misprint is mended in the name itself: no new name begins.
pub fn mend_page(place: &Place, typed: &RenameForm, errors: &FieldErrors, key: &str) -> Page {
    let since = typed.from.parse::<Date>().ok().filter(|from| *from > crate::places::ALWAYS).map(|from| format!("Название с {}.", ru::date(from)));
    let body = html! {
        (summary_of(errors))
        p { (since.unwrap_or_default()) " Так исправляют опечатку: нового названия в истории не появится. Если место действительно переименовали, " a href={ (place_url(place)) "/rename" } { "запишите новое название" } "." }
        (Form::new(format!("{}/names/mending", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (form::hidden("from", &typed.from))
            (fields(typed, errors))
            (form::button("Исправить название"))
        }))
    };
    Page::new(format!("Исправить опечатку: {}", place.short_name)).trail(trail_to(place)).narrow().error_title(!errors.is_empty()).body(body)
}

//! A school opens; a school or a municipality closes.

use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Form},
    page::Page,
};

use super::{field, place_url, summary_of, trail_to};
use crate::{
    form::{ClosingForm, SchoolForm},
    places::{Place, PlaceKind},
};

pub fn school_page(municipality: &Place, typed: &SchoolForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        (Form::new(format!("{}/schools", place_url(municipality)), key).body(html! {
            (field("name", "Полное название", &typed.name, errors).hint("Как в уставе").name_like().text())
            (field("short_name", "Краткое название", &typed.short_name, errors).hint("Для списков, например «Школа № 5»").name_like().text())
            (field("type_label", "Вид", &typed.type_label, errors).hint("Например, школа, лицей, детский сад").medium().text())
            (field("settlement", "Населённый пункт", &typed.settlement, errors).hint("Например, с. Троицкое").medium().name_like().text())
            (field("opened_on", "Дата открытия", &typed.opened_on, errors).hint("Если школа работает давно, оставьте пустым").date())
            (form::button("Добавить школу"))
        }))
    };
    Page::new("Новая школа").lead(&municipality.name).trail(trail_to(municipality)).narrow().error_title(!errors.is_empty()).body(body)
}

pub fn closing_page(place: &Place, typed: &ClosingForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        @let is_school = place.kind == PlaceKind::School;
        p { @if is_school { "С этого дня школу нельзя будет выбрать в анкете. " } @else { "Закрыть муниципалитет можно, когда в нём не осталось работающих школ. " } "Прошлые записи и отчёты не изменятся." }
        (Form::new(format!("{}/closing", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (field("closed_on", "Первый день, когда места уже нет", &typed.closed_on, errors).hint("Например, 01.09.2026").date())
            (form::button_danger(if is_school { "Закрыть школу" } else { "Закрыть муниципалитет" }))
        }))
    };
    Page::new(format!("Закрытие: {}", place.short_name)).trail(trail_to(place)).narrow().error_title(!errors.is_empty()).body(body)
}

//! Before an activity is cancelled: who will hear of it.

use super::trail;
use crate::{model::Activity, store::people::Counts};
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field, Form},
    page::Page,
    ru,
};

pub fn page(one: &Activity, counts: Counts, reason: &str, errors: &FieldErrors, key: &str) -> Page {
    let people = counts.signed + counts.waiting + counts.invited;
    Page::new("Отменить мероприятие").narrow().trail(trail(one)).error_title(!errors.is_empty()).lead(one.title.clone()).body(html! {
        (form::error_summary(errors.all()))
        p { @if people > 0 { "Сообщение об отмене получат ведущие и ещё " (ru::counted(people.unsigned_abs(), "человек", "человека", "человек")) "." } @else { "Никто пока не записан; сообщение получат ведущие." }
            " Записи и материалы останутся, в календаре мероприятие будет зачёркнуто." }
        @if one.resource.is_some() { p { "Из каталога ресурсов оно тоже исчезнет." } }
        (Form::new(format!("{}/cancellation", crate::url(one.id)), key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (Field::new("reason", "Почему мероприятие не состоится").value(reason).errors(errors.all()).hint("Например: заболел ведущий, перенесём на февраль").who_reads("Прочтут все записавшиеся, ведущие и те, кто видит календарь").max_chars(500).textarea(3))
            (form::button_danger("Отменить мероприятие"))
        }))
    })
}

//! Who heads a place: as kept, and the forms for who comes and who leaves.

use ::web::Shell;
use kernel::{Date, FieldErrors, id::PersonId};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind},
    table::{Column, Table},
};

use super::{field, period, place_url, summary_of, trail_to};
use crate::{
    form::heads::{HeadForm, LeavingForm},
    heads::{Head, Post},
    places::Place,
};

pub(super) fn section(place: &Place, heads: &[Head], today: Date) -> Markup {
    html! {
        h2 { "Кто возглавляет" }
        (terms("Руководители", heads, today).empty("Пока никто не записан", "Запишите, кто возглавляет это место и с какого дня.", None).render())
        p { a href={ (place_url(place)) "/heads" } { "Записать, кто пришёл или ушёл" } }
    }
}

fn terms(caption: &str, heads: &[Head], today: Date) -> Table {
    let columns = vec![Column::new("Должность"), Column::new("Имя"), Column::new("Период"), Column::new("Сейчас")];
    let rows = heads.iter().map(|head| {
        let state = if head.holds_on(today) {
            parts::tag(Kind::Good, "возглавляет")
        } else if head.from > today {
            parts::tag(Kind::Waiting, "ещё не пришёл")
        } else {
            parts::tag(Kind::Neutral, "раньше")
        };
        [html! { (head.post.label()) }, html! { (head.name) }, html! { (period(head.from, head.until)) }, state]
    });
    Table::new(caption, columns).rows(rows)
}

/// The page of heads.
pub struct Heads {
    pub place: Place,
    pub terms: Vec<Head>,
    pub candidates: Vec<(PersonId, String)>,
}

pub fn page(heads: &Heads, typed: &HeadForm, errors: &FieldErrors, shell: &Shell) -> Page {
    let place = &heads.place;
    let body = html! {
        (summary_of(errors))
        @for head in &heads.terms { (term(place, head, errors, shell)) }
        @if heads.terms.is_empty() { p { "Пока никто не записан." } }
        h2 { "Записать, кто пришёл" }
        (appointment(heads, typed, errors, shell))
    };
    Page::new(format!("Кто возглавляет: {}", place.short_name)).trail(trail_to(place)).error_title(!errors.is_empty()).body(body)
}

fn term(place: &Place, head: &Head, errors: &FieldErrors, shell: &Shell) -> Markup {
    let url = format!("{}/heads/{}", place_url(place), head.id);
    let on = LeavingForm::field(head.id);
    parts::panel(
        &format!("{}: {}", head.post.label(), head.name),
        html! {
            p { (period(head.from, head.until)) }
            @if head.until.is_none() {
                (Form::new(format!("{url}/leaving"), shell.key()).body(html! {
                    (form::hidden("version", &head.version.to_string()))
                    (Field::new(on.clone(), "Первый день без него").hint("Например, 01.09.2026. Если сразу пришёл другой, просто запишите его ниже").error(errors.of(&on)).date())
                    (form::button_secondary("Записать уход"))
                }))
            }
            (form::form(&format!("{url}/striking"), &shell.key(), html! { (form::hidden("version", &head.version.to_string())) (form::button_quiet("Удалить запись: она сделана по ошибке")) }))
        },
    )
}

fn appointment(heads: &Heads, typed: &HeadForm, errors: &FieldErrors, shell: &Shell) -> Markup {
    let posts = Post::of(heads.place.kind);
    html! {
        (Form::new(format!("{}/heads", place_url(&heads.place)), shell.key()).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            @if posts.len() > 1 { (field("post", "Должность", &typed.post, errors).first_line("выберите").select(posts.iter().map(|post| (post.as_str().to_owned(), post.label().to_owned())))) }
            @if !heads.candidates.is_empty() {
                (field("person", "Карточка человека, если она есть", &typed.person, errors).hint("Те, кто работает здесь по реестру").first_line("карточки нет").select(heads.candidates.iter().map(|(id, name)| (id.to_string(), name.clone()))))
            }
            (field("name", "Фамилия, имя, отчество", &typed.name, errors).hint("Только имя руководителя, которое публикует сама организация. Если выбрали карточку, можно оставить пустым").who_reads("Увидят все, кто работает в системе").name_like().text())
            (field("from", "С какого дня", &typed.from, errors).hint("Например, 01.09.2026. У прежнего руководителя срок закончится в этот день").date())
            (form::button("Записать руководителя"))
        }))
    }
}

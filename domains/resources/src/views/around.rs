//! Pages where the mentor and what goes before are chosen.

use super::{CATALOGUE, catalogue::short};
use crate::{model::Resource, needs::Mentor};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    table::{self, Column, Table},
    url::Query,
};

fn trail(one: &Resource) -> [(String, String); 2] {
    [(CATALOGUE.0.to_owned(), CATALOGUE.1.to_owned()), (one.title.clone(), crate::url(one.id))]
}

/// A button that chooses the thing of a row.
fn choice(one: &Resource, path: &str, (name, value): (&str, &str), (label, what): (&str, &str), key: String) -> Markup {
    Form::new(format!("{}/{path}", crate::url(one.id)), key).body(html! {
        (form::hidden("version", &one.version.to_string()))
        (form::hidden(name, value))
        button.secondary.small type="submit" { (label) span.unseen { " " (what) } }
    })
}

fn search(one: &Resource, path: &str, label: &str, asked: &str) -> Markup {
    table::filter_bar(&format!("{}/{path}", crate::url(one.id)), &Query::parse("").with("q", asked), Field::new("q", label).value(asked).name_like().text())
}

pub fn mentors(one: &Resource, asked: &str, found: &[Mentor], key: &dyn Fn() -> String) -> Page {
    let columns = ["ФИО", "Предмет или направление", "Где работает", ""].map(Column::new).to_vec();
    let row = |mentor: &Mentor| [html! { (mentor.name) }, html! { (mentor.field) }, html! { (mentor.school) }, choice(one, "mentor", ("person", &mentor.person.to_string()), ("Выбрать", &mentor.name), key())];
    Page::new("Кто наставник").narrow().trail(trail(one)).lead("Наставником может быть действующий участник актива вашей территории.").body(html! {
        (search(one, "mentor", "Фамилия, имя или отчество", asked))
        @if !asked.trim().is_empty() { (Table::new("Найденные участники актива", columns).rows(found.iter().map(row)).empty("Никого не нашли", "Проверьте написание. Показаны только действующие участники актива вашей территории.", None).render()) }
    })
}

pub fn needs(one: &Resource, before: &[Resource], asked: &str, found: &[Resource], key: &dyn Fn() -> String) -> Page {
    let columns = || ["Ресурс", "Что это", ""].map(Column::new).to_vec();
    let row = |other: &Resource, name: &str, label: &str| {
        [html! { a href=(crate::url(other.id)) { (other.title) } }, html! { (short(other)) }, choice(one, "needs", (name, &other.id.to_string()), (label, &other.title), key())]
    };
    Page::new("Что пройти до этого").narrow().trail(trail(one)).lead("В маршрут такие ресурсы попадают вместе и в этом порядке.").body(html! {
        (Table::new("Сначала нужно пройти", columns()).show_caption().rows(before.iter().map(|other| row(other, "without", "Убрать"))).empty("Ничего", "Этот ресурс можно пройти сразу.", None).render())
        h2 { "Добавить" }
        (search(one, "needs", "Слова из названия", asked))
        @if !asked.trim().is_empty() { (Table::new("Найденные ресурсы", columns()).rows(found.iter().map(|other| row(other, "with", "Добавить"))).empty("Ничего не нашлось", "Попробуйте другие слова.", None).render()) }
    })
}

//! «Что обо мне хранится и кто это смотрел».

use audit::Seen;
use documents::Section;
use jiff::tz::TimeZone;
use kernel::Paged;
use ui::{
    Markup, form, html,
    page::Page,
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table, pager},
    url::Query,
};

const URL: &str = "/cabinet/about-me";

pub fn page(sections: &[Section], seen: &Paged<Seen>, zone: &TimeZone) -> Page {
    let body = html! {
        @if sections.is_empty() { (parts::empty("Записей нет", "Здесь появится всё, что система хранит о вас.", None)) }
        @for section in sections { (told(section)) }
        (journal(seen, zone))
    };
    let action = form::button_link_secondary("Скачать всё в PDF", &format!("{URL}/document"));
    Page::new("Что обо мне хранится и кто это смотрел")
        .trail([("Мой кабинет", "/cabinet")])
        .action(action)
        .lead(html! { "Если что-то неверно, напишите институту: ответ обязаны дать не позднее десяти рабочих дней. Согласия отзывают " a href="/cabinet/consents" { "здесь" } "." })
        .body(body)
}

fn told(section: &Section) -> Markup {
    parts::panel(
        &section.title,
        html! {
            @if !section.facts.is_empty() { (parts::summary(section.facts.iter().map(|fact| SummaryRow::new(&fact.label, &fact.value)))) }
            @if let Some(grid) = &section.table {
                (Table::new(&section.title, grid.columns.iter().map(Column::new).collect()).rows(grid.rows.iter().map(|row| row.iter().map(|cell| html! { (cell) }).collect::<Vec<_>>())).render())
            }
        },
    )
}

fn journal(seen: &Paged<Seen>, zone: &TimeZone) -> Markup {
    let columns = ["Когда", "Что", "Кто"].map(Column::new).to_vec();
    let row = |event: &Seen| [html! { (ru::datetime(event.happened_at, zone)) }, html! { (event.label()) }, html! { (event.who()) }];
    let table = Table::new("Кто обращался к вашим данным", columns).rows(seen.rows.iter().map(row)).empty("Обращений не было", "Здесь видно, кто и когда смотрел или менял ваши данные.", None);
    html! { h2 { "Кто обращался к вашим данным" } (table.render()) (pager(URL, &Query::default(), seen.slice.number, seen.slice.size, seen.total)) }
}

//! The catalogue of what is published.

use super::{BANK, times};
use crate::{lists::Lists, store::list::Listed, url};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field},
    page::Page,
    ru,
    table::{self, Column, Table},
    url::Query,
};

/// Titles of the sheet.
pub const COLUMNS: [&str; 8] = ["Практика", "Предмет", "Направление", "Для кого", "Автор", "Школа", "Опубликована", "Применили с подтверждением"];

/// The author as far as the author agreed.
pub fn author(row: &Listed) -> (&str, &str) {
    if row.practice.with_name { (&row.practice.author_name, &row.practice.place_name) } else { ("без имени", "") }
}

/// A row of the sheet.
pub fn cells(row: &Listed, lists: &Lists) -> Vec<Value> {
    let (name, place) = author(row);
    vec![
        row.text.title.as_str().into(),
        lists.subject(&row.text.subject).into(),
        lists.direction(&row.text.direction).into(),
        row.text.audience.as_str().into(),
        name.into(),
        place.into(),
        row.practice.published_on.into(),
        row.uses.into(),
    ]
}

/// What the page is like for whoever looks.
pub struct Viewer {
    pub writes: bool,
    pub reviews: bool,
    pub confirms: bool,
}

pub fn page(rows: &Paged<Listed>, lists: &Lists, query: &Query, viewer: &Viewer) -> Page {
    let columns = vec![Column::new("Практика").sort("title"), Column::new("Предмет"), Column::new("Автор"), Column::new("Опубликована").sort("published"), Column::new("Применили").number()];
    let none = if query.is_unfiltered() {
        ("Опубликованных практик пока нет", "Они появятся, когда первые пройдут двух рецензентов. Расскажите о своей.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора.")
    };
    let body = html! {
        p {
            @if viewer.writes { a href="/practices/mine" { "Мои практики" } }
            @if viewer.reviews { " · " a href="/practices/reviews" { "Рецензии" } }
            @if viewer.confirms { " · " a href="/practices/uses" { "Подтвердить применение" } }
        }
        (filters(lists, query))
        (Table::new(BANK.0, columns).query(BANK.1, query).rows(rows.rows.iter().map(|row| line(row, lists))).empty(none.0, none.1, None).render())
        (table::pager(BANK.1, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(BANK.1, query)) }
    };
    let page = Page::new(BANK.0).wide().lead("Что коллеги придумали, проверили и разрешили повторить. Каждую прочитали двое рецензентов.").body(body);
    if viewer.writes { page.action(form::button_link("Рассказать о своей", "/practices/new")) } else { page }
}

fn line(row: &Listed, lists: &Lists) -> [Markup; 5] {
    let (name, place) = author(row);
    [
        html! { a href=(url::practice(row.practice.id)) { (row.text.title) } br; span.hint { (row.text.idea.chars().take(120).collect::<String>()) @if row.text.idea.chars().count() > 120 { "…" } } },
        html! { (lists.subject(&row.text.subject)) },
        html! { (name) @if !place.is_empty() { br; span.hint { (place) } } },
        html! { (row.practice.published_on.map(ru::date).unwrap_or_default()) },
        html! { @if row.uses == 0 { "ещё нет" } @else { (times(row.uses)) } },
    ]
}

fn filters(lists: &Lists, query: &Query) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        BANK.1,
        query,
        html! {
            (Field::new("q", "Слова").value(query.text("q")).text())
            (field("subject", "Предмет").select(lists.subjects.clone()))
            (field("direction", "Направление").select(lists.directions.clone()))
            (field("place", "Муниципалитет").select(lists.municipalities.clone()))
        },
    )
}

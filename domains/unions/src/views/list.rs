//! The list of unions.

use super::UNIONS;
use crate::{
    lists::Lists,
    model::{Kind, UnionId},
    store::list::Listed,
    url,
};
use kernel::{Paged, id::PersonId};
use maud::{Markup, html};
use sheets::Value;
use std::collections::BTreeMap;
use ui::{
    form::{self, Field},
    page::Page,
    ru,
    table::{self, Column, Table},
    url::Query,
};

/// Titles of the sheet.
pub const COLUMNS: [&str; 8] = ["Объединение", "Вид", "Где", "Руководитель", "Участников", "Последнее заседание", "Следующее заседание", "Создано"];

pub type Heads = BTreeMap<UnionId, (PersonId, String)>;

/// A row of the sheet.
pub fn cells(row: &Listed, heads: &Heads) -> Vec<Value> {
    let head = heads.get(&row.union.id).map(|(_, name)| name.clone()).unwrap_or_default();
    vec![row.union.title.as_str().into(), row.union.kind.label().into(), row.union.place_name.as_str().into(), head.into(), row.members.into(), row.last_on.into(), row.next_on.into(), row.union.opened_on.into()]
}

/// What the list is like for whoever looks.
pub struct Viewer {
    /// May make unions.
    pub makes: bool,
    /// Has a card, so may be in a union.
    pub is_person: bool,
}

pub fn page(rows: &Paged<Listed>, heads: &Heads, lists: &Lists, query: &Query, viewer: &Viewer) -> Page {
    let columns = vec![
        Column::new("Объединение").sort("title"),
        Column::new("Где"),
        Column::new("Руководитель"),
        Column::new("Участников").number().sort("members"),
        Column::new("Последнее заседание").sort("last"),
        Column::new("Следующее"),
    ];
    let none = if query.is_unfiltered() {
        ("Объединений пока нет", "Здесь появятся УМО, РМО, районные и школьные объединения с планами и протоколами.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора.")
    };
    let body = html! {
        p {
            a href="/unions/tree" { "Дерево объединений" } " · " a href="/unions/meetings" { "Заседания" } " · " a href="/unions/decisions" { "Решения" }
            @if viewer.is_person { " · " a href="/unions?mine=yes" { "Мои объединения" } }
        }
        (filters(lists, query, viewer))
        (Table::new(UNIONS.0, columns).query(UNIONS.1, query).rows(rows.rows.iter().map(|row| line(row, heads))).empty(none.0, none.1, None).render())
        (table::pager(UNIONS.1, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(UNIONS.1, query)) }
    };
    let page = Page::new(UNIONS.0).wide().lead("Кто с кем объединён по предмету или направлению: от краевого УМО до школьного объединения.").body(body);
    if viewer.makes { page.action(form::button_link("Создать объединение", "/unions/new")) } else { page }
}

fn line(row: &Listed, heads: &Heads) -> [Markup; 6] {
    let day = |day: Option<kernel::Date>| day.map_or_else(|| "—".to_owned(), ru::date);
    [
        html! { a href=(url::union(row.union.id)) { (row.union.title) } br; span.hint { (row.union.kind.label()) } },
        html! { (row.union.place_name) },
        html! { @match heads.get(&row.union.id) { Some((_, name)) => { (name) }, None => { "—" } } },
        html! { (row.members) },
        html! { (day(row.last_on)) },
        html! { (day(row.next_on)) },
    ]
}

fn filters(lists: &Lists, query: &Query, viewer: &Viewer) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        UNIONS.1,
        query,
        html! {
            (Field::new("q", "Слова из названия").value(query.text("q")).text())
            (field("kind", "Вид").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("subject", "Предмет").select(lists.subjects.clone()))
            (field("place", "Муниципалитет").select(lists.municipalities.clone()))
            (Field::new("state", "Какие").value(query.text("state")).first_line("действующие").select([("closed", "закрытые")]))
            @if viewer.is_person { (Field::new("mine", "Чьи").value(query.text("mine")).single_checkbox("yes", "в которых участвую я")) }
        },
    )
}

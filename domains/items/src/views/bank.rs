//! The list of the bank.

use super::{HOME, Lists, state};
use crate::{content::ItemKind, model::ItemState, store::list::ItemRow};
use jiff::tz::TimeZone;
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/items";

/// Titles of the sheet.
pub const COLUMNS: [&str; 8] = ["Код", "Вид", "Состояние", "Компетенция", "Предмет", "Текст", "Баллов", "Редакция"];

/// A row of the sheet.
pub fn cells(row: &ItemRow) -> Vec<Value> {
    vec![
        row.item.code.as_str().into(),
        row.item.kind.label().into(),
        row.item.state.label().into(),
        row.competency.as_str().into(),
        row.item.subject.as_str().into(),
        row.body.stem.as_str().into(),
        i64::from(row.max_score).into(),
        row.item.revision.into(),
    ]
}

pub fn page(rows: &Paged<ItemRow>, lists: &Lists, query: &Query, zone: &TimeZone, key: &str) -> Page {
    let columns = vec![
        Column::new("Код").sort("code"),
        Column::new("Текст"),
        Column::new("Вид").sort("kind"),
        Column::new("Состояние").sort("state"),
        Column::new("Компетенция"),
        Column::new("Баллов").number(),
        Column::new("Изменено").sort("changed"),
    ];
    let cells = rows.rows.iter().map(|row| {
        [
            html! { a.code href={ "/items/" (row.item.id) } { (row.item.code) } },
            html! { (row.body.short()) },
            html! { (row.item.kind.label()) },
            state(row.item.state),
            html! { @if row.competency.is_empty() { "—" } @else { (row.competency) } },
            html! { (row.max_score) },
            html! { (ru::date(zone.to_datetime(row.item.changed_at).date())) },
        ]
    });
    let none = if query.is_unfiltered() {
        ("Заданий пока нет", "Напишите первое или загрузите таблицу либо пакет QTI.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора.")
    };
    let body = html! {
        p { a href="/items/import" { "Загрузить из таблицы или QTI" } " · " a href="/calibrations" { "Калибровки" } " · " a href="/competencies" { "Рамки компетенций" } }
        (filters(lists, query))
        (Table::new("Банк заданий", columns).query(PATH, query).rows(cells).empty(none.0, none.1, None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
        (carrying(lists, key))
    };
    let carried = query.text("carried").parse::<u64>().ok().map(|count| Notice::done(format!("Привязано к новой версии рамки: {}", ru::counted(count, "задание", "задания", "заданий"))));
    let loaded = query.text("loaded").parse::<u64>().ok().map(|count| Notice::done(format!("Загружено черновиками: {}. Их должен проверить коллега", ru::counted(count, "задание", "задания", "заданий"))));
    Page::new("Банк заданий").wide().trail([HOME]).notice(carried).notice(loaded).action(form::button_link("Написать задание", "/items/new")).body(body)
}

fn filters(lists: &Lists, query: &Query) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("q", "Код или слова").value(query.text("q")).text())
            (field("state", "Состояние").select(ItemState::ALL.iter().map(|state| (state.as_str(), state.label()))))
            (field("kind", "Вид").select(ItemKind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("competency", "Компетенция").select_groups(lists.competencies(), None))
            (field("subject", "Предмет").select(lists.subjects.iter().map(|term| (term.code.clone(), term.label.clone()))))
        },
    )
}

/// For frameworks that have gone through versions: items of the older ones are mapped by code.
fn carrying(lists: &Lists, key: &str) -> Markup {
    html! {
        @for (_, framework) in lists.frameworks.iter().filter(|(_, framework)| framework.number > 1) {
            (parts::details("Перенести задания на новую версию рамки", html! {
                p { "Задания прежних версий рамки «" (framework.title) "» будут привязаны к компетенциям версии " (framework.number) " с теми же кодами. Снятые задания не переносятся." }
                (Form::new("/items/carrying", key).body(html! { (form::hidden("framework", &framework.id.to_string())) (form::button_secondary("Перенести")) }))
            }))
        }
    }
}

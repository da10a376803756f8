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

/// What the page is drawn from.
pub struct Shown<'a> {
    pub rows: &'a Paged<ItemRow>,
    pub lists: &'a Lists,
    pub query: &'a Query,
    /// Drafts that wait for the reader's review.
    pub waiting: u64,
}

pub fn page(shown: &Shown<'_>, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let Shown { rows, lists, query, waiting } = *shown;
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
        @if waiting > 0 { p { a href="/items/review" { "Проверить черновики коллег: " (waiting) } } }
        p { a href="/items/import" { "Загрузить из таблицы или QTI" } " · " a href="/calibrations" { "Калибровки" } " · " a href="/competencies" { "Рамки компетенций" } }
        (filters(lists, query))
        (Table::new("Банк заданий", columns).query(PATH, query).rows(cells).empty(none.0, none.1, None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
        (moving(rows, query, key))
        (carrying(lists, &key()))
    };
    let carried = query.text("carried").parse::<u64>().ok().map(|count| Notice::done(format!("Привязано к новой версии рамки: {}", ru::counted(count, "задание", "задания", "заданий"))));
    let review = super::review::PATH.to_owned() + "?batch=" + &ui::url::encode(query.text("batch"));
    let loaded = query.text("loaded").parse::<u64>().ok().map(|count| {
        let more = html! { "Пришлите коллеге " a href=(review) { "страницу, где все они стоят одно под другим" } "." };
        Notice::done(format!("Загружено черновиками: {}. Их должен проверить коллега", ru::counted(count, "задание", "задания", "заданий"))).more(more)
    });
    let moved = query.text("moved").parse::<u64>().ok().map(|count| Notice::done(format!("Состояние изменено: {}", ru::counted(count, "задание", "задания", "заданий"))));
    Page::new("Банк заданий").wide().trail([HOME]).notice(carried).notice(loaded).notice(moved).action(form::button_link("Написать задание", "/items/new")).body(body)
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

/// A list of one state may go a step further as a whole.
fn moving(rows: &Paged<ItemRow>, query: &Query, key: &dyn Fn() -> String) -> Markup {
    let next = query.text("state").parse().map_or(&[][..], ItemState::next);
    let count = ru::counted(rows.total, "задание", "задания", "заданий");
    html! {
        @if !next.is_empty() && (1..=crate::many::MOST_MOVED).contains(&rows.total) {
            (parts::details(&format!("Изменить состояние всех отобранных: {count}"), html! {
                p { "Изменится состояние всех заданий этого отбора, на всех его страницах." }
                div.buttons {
                    @for state in next {
                        (Form::new("/items/moving", key()).body(html! {
                            (form::hidden("list", &query.without("moved").without("loaded").without("carried").to_string())) (form::hidden("to", state.as_str())) (form::hidden("expected", &rows.total.to_string()))
                            (form::button_secondary(&format!("{}: {count}", super::verb(*state))))
                        }))
                    }
                }
            }))
        }
    }
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

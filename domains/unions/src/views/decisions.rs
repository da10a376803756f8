//! Decisions: what is owed, what is done.

use super::{UNIONS, name, trail};
use crate::{
    model::{Decision, Union},
    store::decisions::{Listed, Show},
    url,
};
use kernel::{Date, FieldErrors, Paged, id::PersonId};
use maud::{Markup, html};
use sheets::Value;
use std::collections::BTreeSet;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

pub const PATH: &str = "/unions/decisions";
/// Titles of the sheet.
pub const COLUMNS: [&str; 8] = ["Объединение", "Заседание", "Решение", "Ответственный", "Срок", "Состояние", "Исполнено", "Что сделано"];

/// Of which unions the viewer sees names.
pub type Seen = BTreeSet<crate::model::UnionId>;

/// A row of the sheet.
pub fn cells(row: &Listed, seen: &Seen) -> Vec<Value> {
    let one = &row.decision;
    let owner = if seen.contains(&row.union) { one.owner_name.as_str() } else { "" };
    vec![row.union_title.as_str().into(), row.held_on.into(), one.what.as_str().into(), owner.into(), one.due_on.into(), one.force.label().into(), one.done_on.into(), one.done_note.as_str().into()]
}

/// Done, late, or waiting.
pub fn state(one: &Decision, today: Date) -> Markup {
    match (one.force, one.done_on) {
        (crate::model::Force::Binding, Some(_)) => parts::tag(Kind::Good, "исполнено"),
        (crate::model::Force::Binding, None) if one.is_late(today) => parts::tag(Kind::Bad, "срок прошёл"),
        (crate::model::Force::Binding, None) => parts::tag(Kind::Waiting, "ждёт исполнения"),
        (crate::model::Force::Advice | crate::model::Force::Draft | crate::model::Force::Void, _) => parts::tag(Kind::Neutral, one.force.label()),
    }
}

pub fn page(rows: &Paged<Listed>, seen: &Seen, query: &Query, done: &str, (person, today): (Option<PersonId>, Date)) -> Page {
    let columns = ["Решение", "Объединение", "Ответственный", "Срок", "Состояние"].map(Column::new).to_vec();
    let row = |row: &Listed| -> [Markup; 5] {
        let one = &row.decision;
        let is_mine = one.owner.is_some() && one.owner == person;
        [
            html! { (one.what) @if !one.done_note.is_empty() { br; span.hint { (one.done_note) } } },
            html! { a href=(url::meeting(one.meeting)) { (row.union_title) } br; span.hint { "заседание " (ru::date(row.held_on)) } },
            html! { @if one.owner.is_some() { (name(&one.owner_name, is_mine || seen.contains(&row.union))) } @else { "—" } },
            html! { (one.due_on.map_or_else(|| "—".to_owned(), ru::date)) },
            html! { (state(one, today)) @if (is_mine || seen.contains(&row.union)) && one.force == crate::model::Force::Binding { br; a href={ "/unions/decisions/" (one.id) } { @if one.done_on.is_some() { "Изменить отметку" } @else { "Отметить исполнение" } span.unseen { " «" (one.what) "»" } } } },
        ]
    };
    let filters = table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("show", "Какие").value(query.text("show")).first_line(Show::Open.label()).select(Show::ALL.iter().filter(|show| **show != Show::Open).map(|show| (show.as_str(), show.label()))))
            @if person.is_some() { (Field::new("mine", "Чьи").value(query.text("mine")).single_checkbox("yes", "порученные мне")) }
            @if let Some(union) = query.get("union") { (form::hidden("union", union)) }
        },
    );
    let notice = (done == "marked").then(|| Notice::done("Отметка записана"));
    Page::new("Решения объединений").wide().trail([UNIONS]).notice(notice).body(html! {
        (filters)
        (Table::new("Решения", columns).query(PATH, query).rows(rows.rows.iter().map(row)).empty("Таких решений нет", "Решение появляется здесь, когда утверждён протокол с кворумом.", None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
    })
}

pub fn mark_page(union: &Union, one: &Decision, note: &str, errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let url = format!("{PATH}/{}", one.id);
    Page::new("Исполнение решения").narrow().trail(trail(union)).error_title(!errors.is_empty()).lead(one.what.clone()).body(html! {
        (form::error_summary(errors.all()))
        @if let Some(due) = one.due_on { p { "Срок: " (ru::date(due)) "." } }
        (Form::new(url.clone(), key()).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (form::hidden("done", "yes"))
            (Field::new("note", "Что сделано").value(note).errors(errors.all()).hint("Одной фразой, без имён учеников").who_reads("Прочтут участники объединения и те, кто его ведёт").max_chars(500).textarea(2))
            (form::button("Исполнено"))
        }))
        @if one.done_on.is_some() { (Form::new(url, key()).body(html! { (form::hidden("version", &one.version.to_string())) (form::button_secondary("Снять отметку")) })) }
    })
}

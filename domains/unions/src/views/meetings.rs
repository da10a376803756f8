//! The list of meetings.

use super::{UNIONS, standing, when};
use crate::{
    lists::Lists,
    store::list::{ListedMeeting, Which},
    url,
};
use kernel::{Date, Paged};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field},
    page::Page,
    table::{self, Column, Table},
    url::Query,
};

pub const PATH: &str = "/unions/meetings";
/// Titles of the sheet.
pub const COLUMNS: [&str; 9] = ["Дата", "Время", "Объединение", "Где", "№", "О чём", "Состояние", "Присутствовали", "Участников"];

/// A row of the sheet.
pub fn cells(row: &ListedMeeting) -> Vec<Value> {
    let meeting = &row.meeting;
    let state = match row.has_quorum {
        Some(true) => "протокол утверждён",
        Some(false) => "протокол без кворума",
        None => meeting.state.label(),
    };
    vec![
        meeting.held_on.into(),
        meeting.hours().into(),
        row.union_title.as_str().into(),
        row.place_name.as_str().into(),
        meeting.number.into(),
        meeting.title.as_str().into(),
        state.into(),
        row.present.into(),
        row.members.into(),
    ]
}

pub fn page(rows: &Paged<ListedMeeting>, lists: &Lists, query: &Query, (is_person, today): (bool, Date)) -> Page {
    let columns = ["Заседание", "Когда", "Объединение", "Состояние", "Присутствовали"].map(Column::new).to_vec();
    let row = |one: &ListedMeeting| -> [Markup; 5] {
        [
            html! { a href=(url::meeting(one.meeting.id)) { "№ " (one.meeting.number) ". " (one.meeting.title) } },
            html! { (when(&one.meeting)) },
            html! { a href=(url::union(one.meeting.union)) { (one.union_title) } br; span.hint { (one.place_name) } },
            standing(&one.meeting, one.has_quorum, today),
            html! { @if one.has_quorum.is_some() { (one.present) " из " (one.members) } @else { "—" } },
        ]
    };
    let filters = table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("which", "Какие").value(query.text("which")).first_line("предстоят").select(Which::ALL.iter().filter(|which| **which != Which::Coming).map(|which| (which.as_str(), which.label()))))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(lists.municipalities.clone()))
            @if is_person { (Field::new("mine", "Чьи").value(query.text("mine")).single_checkbox("yes", "моих объединений")) }
            @if let Some(union) = query.get("union") { (form::hidden("union", union)) }
        },
    );
    Page::new("Заседания объединений").wide().trail([UNIONS]).body(html! {
        (filters)
        (Table::new("Заседания", columns).query(PATH, query).rows(rows.rows.iter().map(row)).empty("Заседаний не нашлось", "Уберите часть условий отбора. Назначают заседание со страницы объединения.", None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
    })
}

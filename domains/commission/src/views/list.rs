//! The list of meetings.

use super::state_tag;
use crate::{model::MeetingId, store::MeetingRow};
use access::{Action, Actor};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts::Notice,
    ru,
    table::{Column, Table, sheet_link},
    url::Query,
};
use web::Shell;

/// Columns of the sheet.
pub const COLUMNS: [&str; 5] = ["Заседание", "День", "Состояние", "Кандидатур", "Решено"];

/// A meeting as a row of the sheet.
pub fn cells(row: &MeetingRow) -> Vec<sheets::Value> {
    let meeting = &row.meeting;
    vec![format!("№ {}", meeting.number).into(), meeting.held_on.into(), meeting.state.label().into(), row.items.into(), row.settled.into()]
}

pub fn page(shell: &Shell, rows: &[MeetingRow], waiting: &[(MeetingId, i64)], actor: &Actor, done: &str) -> Markup {
    let may_run = actor.can(Action::RunMeetings);
    let columns = vec![Column::new("Заседание"), Column::new("День"), Column::new("Состояние"), Column::new("Кандидатур").number(), Column::new("Решено").number(), Column::new("")];
    let lines = rows.iter().map(|row| {
        let meeting = &row.meeting;
        let mine = waiting.iter().find(|(id, _)| *id == meeting.id);
        [
            html! { a href={ "/meetings/" (meeting.id) } { "№ " (meeting.number) } },
            html! { (ru::date_weekday(meeting.held_on)) },
            state_tag(meeting.state),
            html! { (row.items) },
            html! { (row.settled) },
            html! {
                @if let Some((id, count)) = mine { a href={ "/meetings/" (id) "/votes" } { "Проголосовать: " (ru::counted(*count, "кандидатура", "кандидатуры", "кандидатур")) } }
                @else if meeting.minutes.is_some() { a href={ "/meetings/" (meeting.id) "/minutes.pdf" } { "Протокол" span.unseen { " № " (meeting.number) } } }
            },
        ]
    });
    let action = || form::button_link("Назначить заседание", "/meetings/new");
    let mut page = Page::new("Комиссия").wide().lead("Заседания, на которых решают о включении в актив.");
    if may_run {
        page = page.action(action());
    }
    if done == "cancelled" {
        page = page.notice(Notice::done("Заседание отменено, кандидаты ждут следующего"));
    }
    let why = if may_run {
        "Назначьте первое: в повестку войдут заявки, поддержанные муниципалитетами."
    } else {
        "Их назначает координатор актива."
    };
    shell.page(page.body(html! {
        (Table::new("Заседания комиссии", columns).rows(lines).empty("Заседаний пока нет", why, None).render())
        @if actor.can(Action::ExportLists) && !rows.is_empty() { (sheet_link("/meetings", &Query::default())) }
    }))
}

//! Pages of the commission.

pub mod ballot;
pub mod candidates;
pub mod closing;
pub mod item;
pub mod list;
pub mod mass;
pub mod meeting;
pub mod plan;

use crate::{
    lists::Lists,
    model::{Item, Meeting, MeetingState, Outcome, Voice, Words},
    paper,
};
use maud::{Markup, html};
use membership::QuotaLine;
use structure::profile::TermKind;
use ui::{
    parts::{self, Kind},
    table::{Column, Table},
};

fn url(meeting: &Meeting) -> String {
    format!("/meetings/{}", meeting.id)
}

fn state_tag(state: MeetingState) -> Markup {
    let kind = match state {
        MeetingState::Planned => Kind::Waiting,
        MeetingState::Open => Kind::Doing,
        MeetingState::Closed => Kind::Good,
    };
    parts::tag(kind, state.label())
}

fn outcome_tag(item: &Item) -> Markup {
    let kind = match item.outcome {
        _ if item.gone => Kind::Neutral,
        Outcome::Undecided => Kind::Mine,
        Outcome::Include => Kind::Good,
        Outcome::Reserve => Kind::Waiting,
        Outcome::Refuse => Kind::Bad,
        Outcome::Postponed | Outcome::Withdrawn => Kind::Neutral,
    };
    parts::tag(kind, if item.gone { Outcome::Withdrawn.label() } else { paper::decision(item) })
}

/// What the applicant asks for.
fn wish(lists: &Lists, words: &Words) -> Markup {
    html! {
        @if let Some(kind) = words.kind {
            @let field = lists.field(kind, &words.subject, &words.direction);
            (lists.kind(kind)) @if !field.is_empty() { ": " (field) }
        }
        @if words.from_reserve { p.hint { "из резерва" } }
    }
}

/// A select in a cell: what it is about is said to a screen reader.
fn cell_select(name: &str, about: &str, first: &str, choices: &[(String, String)], chosen: &str, wrong: bool) -> Markup {
    html! {
        select id=(name) name=(name) aria-label=(about) aria-invalid=[wrong.then_some("true")] {
            option value="" { (first) }
            @for (value, label) in choices { option value=(value) selected[value == chosen] { (label) } }
        }
    }
}

fn voices() -> Vec<(String, String)> {
    Voice::ALL.iter().map(|voice| (voice.as_str().to_owned(), voice.label().to_owned())).collect()
}

fn conflicts(lists: &Lists) -> Vec<(String, String)> {
    lists.items(TermKind::ConflictKind)
}

/// Quotas at this very moment, and what one more would make of them.
fn room(lines: &[QuotaLine]) -> Markup {
    let columns = vec![Column::new("Квота"), Column::new("Мест").number(), Column::new("Занято").number(), Column::new("Решено, ждёт приказа").number(), Column::new("Свободно").number(), Column::new("Если включить")];
    let rows = lines.iter().map(|line| {
        [
            html! { (line.label) },
            html! { (line.places) },
            html! { (line.filled) },
            html! { (line.planned) },
            html! { (line.free()) @if line.over() > 0 { p.hint { "сверх квоты " (line.over()) } } },
            if line.free() < 1 { parts::tag(Kind::Bad, "сверх квоты: нужна причина") } else { parts::tag(Kind::Good, "место есть") },
        ]
    });
    Table::new("Квоты сейчас", columns).rows(rows).empty("Квота не задана", "Для этого вида участия квоты нет: решение ничем не ограничено.", None).render()
}

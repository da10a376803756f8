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
use kernel::FieldErrors;
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

/// A select in a cell of a table.
struct CellSelect<'a> {
    name: String,
    /// What it is about, for a screen reader.
    about: String,
    /// The line that chooses nothing.
    first: &'a str,
    choices: &'a [(String, String)],
    chosen: &'a str,
}

impl CellSelect<'_> {
    fn show(&self, errors: &FieldErrors) -> Markup {
        let error = errors.of(&self.name);
        let note = error.map(|_| format!("{}-error", self.name));
        html! {
            select id=(self.name) name=(self.name) aria-label=(self.about) aria-invalid=[error.map(|_| "true")] aria-describedby=[&note] {
                option value="" { (self.first) }
                @for (value, label) in self.choices { option value=(value) selected[value == self.chosen] { (label) } }
            }
            @if let Some(message) = error { p.error id=[&note] { span.unseen { "Ошибка: " } (message) } }
        }
    }
}

/// The selects of a vote: the voice, and the kind of conflict if there is one.
struct VoteCells {
    voices: Vec<(String, String)>,
    conflicts: Vec<(String, String)>,
}

impl VoteCells {
    fn new(lists: &Lists) -> Self {
        let voices = Voice::ALL.iter().map(|voice| (voice.as_str().to_owned(), voice.label().to_owned())).collect();
        Self { voices, conflicts: lists.items(TermKind::ConflictKind) }
    }

    fn voice(&self, key: &str, whose: &str, chosen: &str, errors: &FieldErrors) -> Markup {
        CellSelect { name: format!("voice-{key}"), about: format!("Голос: {whose}"), first: "—", choices: &self.voices, chosen }.show(errors)
    }

    fn conflict(&self, key: &str, whose: &str, chosen: &str, errors: &FieldErrors) -> Markup {
        CellSelect { name: format!("conflict-{key}"), about: format!("Вид конфликта интересов: {whose}"), first: "—", choices: &self.conflicts, chosen }.show(errors)
    }
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

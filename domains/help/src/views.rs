//! Pages of the help desk.

pub mod card;
pub mod figures;
pub mod helper;
pub mod leading;
pub mod list;
pub mod new;
pub mod own;

use crate::model::{HelpRequest, State};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    parts::{self, Kind},
    ru,
};

/// Wherever somebody writes of a class.
pub const NO_NAMES: &str = "Имён и любых данных учеников не пишите: система их не хранит.";

/// Where the viewer's lists begin.
pub const HOME: (&str, &str) = ("Обращения за помощью", "/help-requests");

/// The state in a word, and whether it is late.
pub fn state(request: &HelpRequest, today: Date) -> Markup {
    if request.is_late(today) {
        return parts::tag(Kind::Bad, &format!("{}, срок был {}", request.state.label(), ru::date(request.due_on)));
    }
    let kind = match request.state {
        State::New => Kind::Waiting,
        State::Taken => Kind::Doing,
        State::Answered => Kind::Mine,
        State::Closed => Kind::Good,
        State::Withdrawn => Kind::Neutral,
    };
    parts::tag(kind, request.state.label())
}

pub fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// The beginning of somebody's words, for a list.
pub fn short(text: &str) -> String {
    const MOST: usize = 90;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > MOST { format!("{}…", line.chars().take(MOST).collect::<String>().trim_end()) } else { line }
}

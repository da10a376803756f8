//! Pages as functions from what was read to markup. They print; they decide nothing.

pub mod card;
pub mod check;
pub mod consents;
pub mod desk;
pub mod evidence;
pub mod inputs;
pub mod nominations;
pub mod queue;
pub mod sections;
pub mod start;

use crate::{model::State, record::Application};
use maud::{Markup, html};
use ui::parts::{self, Kind};

/// A state as a tag: for staff.
pub fn tag(state: State) -> Markup {
    let kind = match state {
        State::Draft => Kind::Neutral,
        State::Submitted | State::Checked | State::Endorsed | State::Reserve => Kind::Waiting,
        State::Returned => Kind::Doing,
        State::Decided | State::Ordered => Kind::Good,
        State::Declined | State::Refused => Kind::Bad,
        State::Withdrawn => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

/// Text of several lines.
pub fn lines(text: &str) -> Markup {
    html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) } }
}

/// What a criterion of trouble says beside a name.
pub fn troubles(application: &Application) -> Markup {
    html! {
        @if application.trouble.duplicate { (parts::tag(Kind::Bad, "возможен дубль")) " " }
        @if application.trouble.incomplete { (parts::tag(Kind::Doing, "оснований не хватает")) }
    }
}

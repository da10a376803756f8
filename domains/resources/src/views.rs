//! Pages of the catalogue.

pub mod around;
pub mod card;
pub mod catalogue;
pub mod editor;
pub mod imports;

use crate::model::{Kind as ResourceKind, LinkState, Resource, State};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    parts::{self, Kind},
    ru,
};

const CATALOGUE: (&str, &str) = ("Каталог ресурсов", "/resources");

fn state(resource: &Resource, today: Date) -> Markup {
    match resource.state {
        State::Draft | State::Live if resource.returned_on.is_some() => parts::tag(Kind::Mine, "вернули автору"),
        State::Draft => parts::tag(Kind::Waiting, "ждёт проверки"),
        State::Live if !resource.is_open_on(today) => parts::tag(Kind::Neutral, "срок прошёл"),
        State::Live if resource.reviewed_on.is_none() => parts::tag(Kind::Waiting, "изменён после проверки"),
        State::Live => parts::tag(Kind::Good, State::Live.label()),
        State::Withdrawn => parts::tag(Kind::Neutral, State::Withdrawn.label()),
    }
}

fn link_state(state: LinkState) -> Markup {
    let kind = match state {
        LinkState::Unchecked => Kind::Neutral,
        LinkState::Works => Kind::Good,
        LinkState::Broken => Kind::Bad,
        LinkState::Unreachable => Kind::Waiting,
    };
    parts::tag(kind, state.label())
}

/// «12.01.2027 — 06.02.2027», or that it waits for nobody.
fn dates(resource: &Resource) -> String {
    match (resource.starts_on, resource.ends_on) {
        (Some(starts), Some(ends)) if ends != starts => format!("{} — {}", ru::date(starts), ru::date(ends)),
        (Some(day), _) | (None, Some(day)) => ru::date(day),
        (None, None) if resource.kind == ResourceKind::Mentor => "по договорённости".to_owned(),
        (None, None) => "в любое время".to_owned(),
    }
}

fn hours(hours: u32) -> String {
    ru::counted(u64::from(hours), "час", "часа", "часов")
}

/// A link of somebody else's site: opened without telling it where one came from.
fn outside(link: &str, label: &str) -> Markup {
    html! { a href=(link) rel="noopener noreferrer nofollow" { (label) } }
}

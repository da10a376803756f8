//! Pages of activities.

pub mod attendance;
pub mod cabinet;
pub mod cancelling;
pub mod card;
pub mod certificates;
pub mod editor;
pub mod feedback;
pub mod followup;
pub mod hosts;
pub mod list;
pub mod open;
pub mod packet;
pub mod people;

use crate::model::{Activity, Kind as ActivityKind, Session, State};
use jiff::tz::TimeZone;
use kernel::Timestamp;
use maud::{Markup, html};
use ui::{
    parts::{self, Kind},
    ru,
};

const LIST: (&str, &str) = ("Мероприятия", "/activities");

fn trail(one: &Activity) -> [(String, String); 2] {
    [(LIST.0.to_owned(), LIST.1.to_owned()), (one.title.clone(), crate::url(one.id))]
}

fn state(one: &Activity, now: Timestamp) -> Markup {
    match one.state {
        State::Draft => parts::tag(Kind::Waiting, State::Draft.label()),
        State::Announced if one.ends_at < now => parts::tag(Kind::Waiting, "прошло, итогов нет"),
        State::Announced => parts::tag(Kind::Good, State::Announced.label()),
        State::Held => parts::tag(Kind::Waiting, State::Held.label()),
        State::Closed => parts::tag(Kind::Neutral, State::Closed.label()),
        State::Cancelled => parts::tag(Kind::Bad, State::Cancelled.label()),
    }
}

/// What it is: the kind, or the typed words of another kind.
fn kind(one: &Activity) -> &str {
    if one.kind == ActivityKind::Other && !one.extra.kind.is_empty() { &one.extra.kind } else { one.kind.label() }
}

/// «01.12.2026, вторник, 10:00–10:45»
fn span(session: &Session, zone: &TimeZone) -> String {
    let day = session.starts_at.to_zoned_datetime(zone.clone()).date();
    format!("{}, {}–{}", ru::date_weekday(day), ru::time(session.starts_at, zone), ru::time(session.ends_at, zone))
}

/// For lists: the first day and hour, and the last day if there are several.
pub fn when(one: &Activity, zone: &TimeZone) -> String {
    let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
    let (first, last) = (day(one.starts_at), day(one.ends_at));
    if first == last { format!("{} {}", ru::date(first), ru::time(one.starts_at, zone)) } else { format!("{} — {}", ru::date(first), ru::date(last)) }
}

fn minutes(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, rest) => format!("{rest} мин"),
        (hours, 0) => format!("{hours} ч"),
        (hours, rest) => format!("{hours} ч {rest} мин"),
    }
}

fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.split('\n').filter(|part| !part.trim().is_empty()) { p { (part) } } }
}

/// A link of somebody else's site: opened without telling it where one came from.
fn outside(link: &str) -> Markup {
    html! { a href=(link) rel="noopener noreferrer nofollow" { (link) } }
}

//! Pages of unions.

pub mod card;
pub mod decisions;
pub mod editor;
pub mod list;
pub mod meeting;
pub mod meetings;
pub mod minutes;
pub mod papers;
pub mod people;
pub mod plan;
pub mod tree;

use crate::{
    model::{Meeting, State, Union},
    url,
};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    parts::{self, Kind},
    ru,
};

const UNIONS: (&str, &str) = ("Объединения", "/unions");

/// From the list to a union.
fn trail(union: &Union) -> [(String, String); 2] {
    [(UNIONS.0.to_owned(), UNIONS.1.to_owned()), (union.title.clone(), url::union(union.id))]
}

/// From the list to a meeting.
fn trail_to(union: &Union, meeting: &Meeting) -> [(String, String); 3] {
    let [first, second] = trail(union);
    [first, second, (caption(meeting), url::meeting(meeting.id))]
}

/// «Заседание № 3».
fn caption(meeting: &Meeting) -> String {
    format!("Заседание № {}", meeting.number)
}

/// Where a meeting stands, as a word with a shape.
fn standing(meeting: &Meeting, has_quorum: Option<bool>, today: Date) -> Markup {
    match meeting.state {
        State::Cancelled => parts::tag(Kind::Neutral, "отменено"),
        State::Planned | State::Held if meeting.is_correcting => parts::tag(Kind::Doing, "протокол исправляют"),
        State::Planned | State::Held if meeting.minutes_number > 0 && has_quorum == Some(false) => parts::tag(Kind::Bad, "протокол без кворума"),
        State::Planned | State::Held if meeting.minutes_number > 0 => parts::tag(Kind::Good, "протокол утверждён"),
        State::Held => parts::tag(Kind::Bad, "протокол аннулирован"),
        State::Planned if meeting.held_on > today => parts::tag(Kind::Waiting, "назначено"),
        State::Planned if meeting.held_on == today => parts::tag(Kind::Mine, "сегодня"),
        State::Planned => parts::tag(Kind::Waiting, "ждёт протокола"),
    }
}

/// «12.12.2026, 14:00–15:30».
fn when(meeting: &Meeting) -> String {
    format!("{}, {}", ru::date(meeting.held_on), meeting.hours())
}

/// A link of somebody else's site: opened without telling it where one came from.
fn outside(link: &str, label: &str) -> Markup {
    html! { a href=(link) rel="noopener noreferrer nofollow" { (label) } }
}

/// A name as far as it may be seen.
fn name(name: &str, is_seen: bool) -> &str {
    if !is_seen {
        "имя видят участники объединения"
    } else if name.is_empty() {
        "данные удалены"
    } else {
        name
    }
}

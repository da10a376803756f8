//! Pages of the bank.

pub mod card;
pub mod catalogue;
pub mod editor;
pub mod mine;
pub mod open;
pub mod reviews;
pub mod using;

use crate::{
    lists::Lists,
    model::{Attached, PracticeId, State, Text, VersionState},
    url,
};
use maud::{Markup, html};
use ui::{
    parts::{self, Kind, SummaryRow},
    ru,
};

const BANK: (&str, &str) = ("Банк практик", "/practices");
const REVIEWS: (&str, &str) = ("Рецензии", "/practices/reviews");
const NO_PUPILS: &str = "Без имён, фотографий и работ учеников с фамилиями: пишите о классе в целом.";

fn state(state: State) -> Markup {
    let kind = match state {
        State::Draft | State::Withdrawn => Kind::Neutral,
        State::Review => Kind::Waiting,
        State::Returned => Kind::Mine,
        State::Declined => Kind::Bad,
        State::Published => Kind::Good,
    };
    parts::tag(kind, state.label())
}

fn version_state(state: VersionState) -> Markup {
    match state {
        VersionState::Accepted => parts::tag(Kind::Good, "принята"),
        VersionState::Draft | VersionState::Review | VersionState::Returned | VersionState::Declined => self::state(state.of_practice()),
    }
}

fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.lines().filter(|part| !part.trim().is_empty()) { p { (part) } } }
}

/// A link of somebody else's site: opened without telling it where one came from.
fn outside(link: &str) -> Markup {
    html! { a href=(link) rel="noopener noreferrer nofollow" { (link) } }
}

/// The text of a version, the same for every reader.
fn told(text: &Text, lists: &Lists) -> Markup {
    let parts = [("Какая проблема", &text.problem), ("В чём идея", &text.idea), ("Как это делается", &text.steps), ("Что получилось", &text.results), ("Чем подтверждено", &text.evidence)];
    let mut rows = vec![SummaryRow::new("Предмет", lists.subject(&text.subject).to_owned()), SummaryRow::new("Направление", lists.direction(&text.direction).to_owned())];
    if !text.audience.is_empty() {
        rows.push(SummaryRow::new("Для кого", &text.audience));
    }
    if !text.link.is_empty() {
        rows.push(SummaryRow::new("Ссылка", outside(&text.link)));
    }
    html! {
        (parts::summary(rows))
        @for (title, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) { h2 { (title) } (paragraphs(part)) }
    }
}

fn files(id: PracticeId, number: i64, files: &[Attached]) -> Markup {
    html! { @if !files.is_empty() {
        h2 { "Файлы" }
        ul { @for file in files { li { a href={ (url::practice(id)) "/files/" (file.digest) "?version=" (number) } { (file.name) } } } }
    } }
}

fn times(count: i64) -> String {
    ru::counted(u64::try_from(count).unwrap_or(0), "раз", "раза", "раз")
}

//! Pages of mentoring.

pub mod card;
pub mod lists;
pub mod new;
pub mod programme;
pub mod small;
pub mod start;

use super::{
    model::{MentoringId, Progress, State},
    sight::Standing,
};
use maud::Markup;
use ui::{
    parts::{self, Kind},
    ru,
};

/// Under every field of the pair's own.
const PAIR_READS: &str = "Прочтут только наставник и наставляемые. Школа и муниципалитет видят числа и даты, без содержания.";

fn state(state: State) -> Markup {
    let kind = match state {
        State::Proposed => Kind::Waiting,
        State::Active => Kind::Doing,
        State::Declined => Kind::Neutral,
        State::Ended => Kind::Good,
    };
    parts::tag(kind, state.label())
}

fn of(id: MentoringId, tail: &str) -> String {
    format!("/mentoring/{id}/{tail}")
}

/// «5 встреч, 3 ч 20 мин».
fn met(progress: &Progress) -> String {
    let (hours, minutes) = (progress.minutes / 60, progress.minutes % 60);
    let time = match (hours, minutes) {
        (0, minutes) => format!("{minutes} мин"),
        (hours, 0) => format!("{hours} ч"),
        (hours, minutes) => format!("{hours} ч {minutes} мин"),
    };
    if progress.meetings == 0 { "встреч пока нет".into() } else { format!("{}, {time}", ru::counted(progress.meetings, "встреча", "встречи", "встреч")) }
}

/// Where the viewer's lists begin.
fn home(standing: &Standing) -> (&'static str, &'static str) {
    if standing.own.is_some() { ("Наставничество", "/cabinet/mentoring") } else { ("Наставничество", "/mentoring") }
}

fn names(standing: &Standing) -> String {
    let mentor = standing.mentor().map(|side| side.name.clone()).unwrap_or_default();
    let mentees: Vec<String> = standing.mentees().map(|side| side.name.clone()).collect();
    match (mentor.as_str(), mentees.is_empty()) {
        ("", true) => "Наставничество".into(),
        (_, true) => mentor,
        _ => format!("{mentor} и {}", mentees.join(", ")),
    }
}

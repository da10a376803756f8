//! Contests of professional skill: a calendar by stages, and tracks of those who prepare. Taking part counts, places are nobody's table.

mod month;
mod store;
mod workflow;

pub use month::days;
pub use store::{Contest, ContestId, HelperState, Line, LineId, Stage, StageId, Track, TrackId, TrackState, find, list, stages, track};
pub(crate) use store::{counts, helped_by, lines, managed, mine, tracks};
pub use workflow::{add, add_line, add_stage, answer_helper, ask_helper, begin, conclude, edit, finish_line, remove_stage};

use kernel::Date;
use ui::ru;

/// Where a contest is looked at.
#[must_use]
pub fn url(id: ContestId) -> String {
    format!("/contests/{id}")
}

/// Where a track is looked at.
#[must_use]
pub fn track_url(id: TrackId) -> String {
    format!("/contests/tracks/{id}")
}

/// «до 12.01.2027», «идёт до 15.01.2027», «закончен».
#[must_use]
pub fn when(stage: &Stage, today: Date) -> String {
    if today < stage.starts_on {
        format!("начнётся {}", ru::date(stage.starts_on))
    } else if today <= stage.ends_on {
        format!("идёт до {}", ru::date(stage.ends_on))
    } else {
        format!("прошёл {}", ru::date(stage.ends_on))
    }
}

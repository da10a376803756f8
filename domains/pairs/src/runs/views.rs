//! Pages of runs.

pub mod card;
pub mod line;
pub mod list;
pub mod loads;
pub mod publishing;

use crate::{
    model::{Run, RunState},
    runs::store::lines::Named,
};
use kernel::id::PersonId;
use maud::Markup;
use std::collections::BTreeMap;
use ui::parts::{self, Kind};

/// Names of the people of a page.
pub type Names = BTreeMap<PersonId, Named>;

/// A name; who was erased has none.
pub fn name(names: &Names, person: PersonId) -> &str {
    names.get(&person).map_or("данные удалены", |named| named.name.as_str())
}

pub fn place(names: &Names, person: PersonId) -> &str {
    names.get(&person).map_or("", |named| named.place.as_str())
}

pub fn state(run: &Run) -> Markup {
    let kind = match run.state {
        RunState::Pending => Kind::Mine,
        RunState::Published => Kind::Good,
        RunState::Dropped => Kind::Neutral,
    };
    parts::tag(kind, run.state.label())
}

pub const TRAIL: [(&str, &str); 1] = [("Подбор пар", crate::url::RUNS)];

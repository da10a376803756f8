//! Frameworks of professional competencies: a tree in versions, target levels, scales of levels.
//!
//! * A framework is a tree whose roots are blocks (subject, methodical, psychological-pedagogical, communicative; any others are data).
//! * A version that was made live never changes; the next one is a copy that is edited. A competency keeps its code from version to version.
//! * A scale turns percents into levels; a version of it never changes, the next one takes over from a day.

mod case;
mod form;
mod model;
mod sample;
mod scaling;
mod sheet;
mod store;
mod views;
mod web;
mod workflow;

pub use model::{Branch, Competency, CompetencyId, Framework, FrameworkId, FrameworkState, Level, Scale, ScaleId, Target, flat, target_of};
pub use sample::{SAMPLE, default_framework, load_sample};
pub use store::{
    by_code, competencies, find, framework, frameworks, live_frameworks, measurable,
    scales::{current_scale, scale, scales},
    targets, targets_for, tree,
};

pub use self::web::router;
pub use workflow::{copy, make_live, retire};

use kernel::{Result, Tx, news::News};

/// Hears of people who are merged, erased, or withdraw: nothing here is about a person.
///
/// # Errors
/// None.
pub fn listen(_: &mut Tx<'_>, _: News) -> Result<Vec<String>> {
    Ok(Vec::new())
}

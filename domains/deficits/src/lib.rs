//! Results, deficits, growth: what the answers prove, for whom they are open, what changed.
//!
//! * The teacher sees a result first; others as their role and the teacher's sharing allow, from the next request on.
//! * A deficit is declared by probability in three zones (deficit, none, undetermined), never by a raw percent.
//! * One open deficit per person and competency: new evidence is a step of its history.
//! * Change is shown only between forms of one scale, by the bivariate posterior, never as a raw difference.
//! * Groups are shown without names and with small cells hidden; nothing ranks people.

mod about;
pub mod assess;
mod context;
pub mod deficit;
pub mod groups;
mod growth;
pub mod import;
mod letters;
mod listen;
mod lists;
mod measure;
mod model;
mod paper;
mod picture;
mod rationale;
mod results;
pub mod share;
mod sight;
mod store;
mod views;
mod web;
mod words;

pub use about::about_me;
pub use listen::listen;
pub use model::{ALL, AssessmentId, Audience, Deficit, DeficitId, Evidence, Growth, ImportId, Incomparable, ResultLine, Sharing, SharingId, Source, Status, Step, Taken, Verdict, Zone, study_year, year_words};
pub use results::compute;
pub use sight::Sight;
pub use store::{
    assessments::{Assessment, find as assessment, of_person as assessments_of},
    deficits::{Named, find as deficit_of, list as deficits, named, of_person as deficits_of},
    results::{Filter as ResultFilter, find as result, list as results_list, of_person as results_of},
    sharing::open_of as open_sharing,
};

pub use self::web::router;

/// What an attempt within sight says of each competency.
///
/// # Errors
/// Not found: not within sight.
pub fn lines_of(tx: &mut kernel::Tx<'_>, sight: &Sight, attempt: diagnostics::AttemptId) -> kernel::Result<Vec<ResultLine>> {
    store::results::find(tx, sight, attempt)?;
    store::results::lines(tx, attempt)
}

/// What a repeat within sight shows beside the first measurement.
///
/// # Errors
/// Not found: not within sight.
pub fn growth_of(tx: &mut kernel::Tx<'_>, sight: &Sight, attempt: diagnostics::AttemptId) -> kernel::Result<Vec<Growth>> {
    store::results::find(tx, sight, attempt)?;
    store::growth::of_second(tx, attempt)
}

/// The zone in which the region counts its days.
fn zone(tx: &mut kernel::Tx<'_>) -> kernel::Result<jiff::tz::TimeZone> {
    Ok(jiff::tz::TimeZone::get(&structure::profile(tx)?.region.time_zone).unwrap_or(jiff::tz::TimeZone::UTC))
}

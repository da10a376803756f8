//! Results of classes: a class × subject × period × source, sums only; who teaches what; sums by place.
//!
//! * No pupil is ever named: a class is a number and a letter, and what came in with names never gets here.
//! * Each source says what it may be used for ([`Source::may`]). ВПР lives inside a case and is in no sum.
//! * The school reads its own results; others read sums of many, suppressed. Nothing ranks a teacher, a class or a school.
//! * What was entered is replaced or withdrawn, never changed: what stood before is kept.
//! * Sums are brought up to date by the transaction that writes, and counted by one pure function.

mod about;
mod bring;
mod check;
mod class;
mod entering;
mod form;
mod listen;
mod model;
mod period;
mod population;
mod published;
mod put;
mod sight;
mod source;
mod store;
mod sum;
mod teaching;
mod views;
mod web;

pub use self::web::router;
pub use about::about_me;
pub use bring::tidy as tidy_files;
pub use check::{Problem, check, number};
pub use class::{Class, highest_grade};
pub use entering::{enter, highest_of, keep_typed, replace, withdraw};
pub use form::{OutcomeForm, Typed};
pub use listen::listen;
pub use model::{Bin, Body, Distribution, Figures, NewOutcome, Origin, Outcome, OutcomeId, Past, Topic};
pub use period::{Period, PeriodKind, key_label, school_year_label, school_year_of};
pub use population::population;
pub use published::{Choice, Published, choices};
pub use put::{Clash, Done, Way, clashes, overlap, put_many};
pub use sight::{is_of_school, load};
pub use source::{Source, Use};
pub use store::{
    outcomes::{find, known_classes, of_class, of_subject, past},
    sums::{Grades, SumFilter, sums, sums_below},
    teachers::{Taught, of_person as taught_by, of_school as teachers_of},
};
pub use sum::{Key, Sum};
pub use teaching::{Lesson, assign, assign_many, relieve};

/// Where a result is looked at.
#[must_use]
pub fn url(id: OutcomeId) -> String {
    format!("/outcomes/{id}")
}

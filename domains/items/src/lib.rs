//! The item bank: tasks with keys, reviews, imports, calibrations and statistics.
//!
//! * What is shown and what is right are two columns: the key never travels with the body.
//! * A revision that was shown to anybody never changes; an edit makes the next one.
//! * Parameters belong to a calibration: items of one calibration lie on one scale, others can't be compared.

mod answer;
pub mod calibration;
mod content;
mod form;
pub mod import;
mod many;
mod model;
pub mod sample;
mod score;
mod show;
mod sound;
mod statistics;
mod store;
mod views;
mod web;
mod workflow;

pub use answer::read_answer;
pub use calibration::{Calibration, CalibrationState, Correlation, Facts, Family, Model, Origin, Parameters, are_linked, make_current, parameters_of};
pub use content::{Answer, Ask, Choice, Criterion, ItemBody, ItemKind, Key, Material, Pair, Placed, text_of};
pub use form::{Draft, draft};
pub use many::{Opinion, put_many, review_many};
pub use model::{BankItem, CalibrationId, Item, ItemId, ItemState, Mapping, Review, ReviewId, Revision, Verdict};
pub use score::score;
pub use show::{in_words, view, view_files, view_rationale};
pub use statistics::{Dif, Flag, Groups, ItemStatistics, OptionStatistics};
pub use store::{
    bank, body, by_code, file_name, find,
    list::{Filter, ItemRow, Sort, list},
    mapping, revision,
    scales::{calibration, calibrations, current_calibration, parameters},
};
pub use workflow::{add, carry_over, edit, put, review};

pub use self::web::router;

use kernel::{Result, Tx, news::News};

/// Hears of people who are merged, erased, or withdraw: whoever is erased is no longer named as author or reviewer. Items,
/// parameters and statistics are about nobody and stay.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    let News::Erase { person } = news else { return Ok(Vec::new()) };
    store::forget(tx, person)
}

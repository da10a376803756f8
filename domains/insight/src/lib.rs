//! What helps: three questions with three labels, what worked with which difficulty, and lots for the queue.
//!
//! * A link is no cause, a comparison of those who are alike is no proof; only a queue drawn by lot proves. Each page says which it is.
//! * Answers are worked out from sums and kept as snapshots with method, version of the data and seed: anybody gets the same again.
//! * Nobody is named or ranked; what few stand behind is hidden, so that no difference of two answers tells it either.
//! * Results of classes come in only from sources that may be set against difficulties (`outcomes::Use::Link`): ВПР never.
//! * It reads across domains to count; it writes its own tables only.

mod about;
mod answer;
mod compute;
mod gather;
mod listen;
pub mod lots;
mod model;
mod prior;
mod sight;
mod store;
mod views;
mod web;
mod words;

pub use self::web::router;
pub use about::about_me;
pub use answer::{
    change::{ChangeAnswer, PlaceChange},
    effect::{Effect, EffectAnswer, Queue},
    link::LinkAnswer,
    worked::{Grouping, WorkedAnswer, WorkedLine},
};
pub use compute::{Computed, compute, refresh, work_out};
pub use gather::Context;
pub use listen::listen;
pub use model::{Entry, LeftWhy, Lot, LotId, LotState, Question, RunId};
pub use prior::worked_prior;
pub use store::runs::{Run, latest};

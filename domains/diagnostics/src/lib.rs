//! Instruments, their assignment, the taking of them, experts' marks.
//!
//! * Voluntary (273-ФЗ, ст. 48): no attempt without the person's live consent to diagnostics; declining has no consequence.
//! * Answers are append-only and saved one by one; the server's clock decides; parameters of items are frozen with the attempt.
//! * No key reaches a browser before the result is shown. Experts never learn whose answer they mark.

mod about;
mod assign;
mod attempt;
mod bank;
mod fetch;
mod instrument;
mod listen;
mod marking;
mod model;
mod planner;
mod ready;
mod scored;
mod store;
mod target;
mod views;
mod web;

pub use self::web::router;
pub use about::about_me;
pub use assign::{
    form::{AssignForm, Assigning, Whom},
    workflow::{assign, take_back},
};
pub use attempt::submit::close_overdue;
pub use attempt::{
    answer::{Saving, save as save_answer},
    start::{accept, decline, start},
    submit::submit,
};
pub use fetch::responses;
pub use instrument::{
    filling::{add_form, make_ready},
    form::{BlueprintForm, InstrumentForm},
    workflow::{create as create_instrument, set_blueprint, set_state as set_instrument_state},
};
pub use listen::listen;
pub use marking::workflow::{MarkForm, mark, queue, take_next};
pub use model::{
    Assignment, AssignmentId, AssignmentState, Attempt, AttemptId, AttemptState, BlueprintLine, CalibrationId, CompetencyId, Family, Form, FormId, FormItem, FormState, FrameworkId, GivenItem, Instrument, InstrumentId,
    InstrumentState, ItemId, Mark, MarkId, Mode, Parameters, ScaleId, Settings, Shows,
};
pub use ready::tell_ready;
pub use scored::{ScoredAttempt, ScoredItem, assigners_of, note_shown, scored_attempt, scored_of, scored_since};

//! The bank of practices: submitted, reviewed by two, published with the author's consent, re-used with confirmation.
//!
//! * Reviewers read without a name, never their own and never of their own school; two who say the same decide, a third is asked when they differ.
//! * Published is what the author agreed to publish, with a name or without; the author withdraws at once.
//! * What was published stays while its next version is reviewed.
//! * A re-use counts when somebody else confirms it; counts stand beside a practice and rank nothing.
//! * On the open page each datum of a person is asked of the consent to publication at the moment of reading.

mod about;
mod deeds;
mod form;
mod listen;
mod lists;
mod model;
mod paper;
mod sight;
mod store;
mod tell;
pub mod url;
mod views;
mod waits;
mod web;
mod workflow;

pub use about::about_me;
pub use form::{Agreement, Draft, ReviewDraft, USUAL_DIRECTION, UseDraft};
pub use listen::listen;
pub use model::{Criterion, Outcome, Practice, PracticeId, Review, State, Text, UseId, UseState, Used, Verdict, VersionState, outcome};
pub use store::{
    find,
    list::{Filter, Listed, Sort, published},
    of_author,
    reviews::{given_by as reviews_given, of_version as reviews_of},
    uses::of_practice as uses_of,
    versions::{find as version, newest},
};
pub use waits::{Wait, waits};
pub use workflow::{
    keeping::make_resource,
    reviewing::{give, give_back, take},
    using::{confirm, refuse, take_back, tell_use},
    writing::{begin, edit, name, recall, submit, withdraw},
};

pub use self::web::router;

//! Applications: how somebody asks to be included in the active, and what becomes of it until the commission.
//!
//! * The link of a letter is the applicant's only key; the database keeps its hash. Addresses carry nothing personal.
//! * What is typed is saved first and judged afterwards. What was sent is frozen: staff never see a half-typed correction.
//! * States and steps are one table ([`model::TRANSITIONS`]); every step leaves its line of history and its event.
//! * Consents are separate documents (152-ФЗ, ст. 9 and 10.1); refusing to be published bars nothing.
//! * A municipality sees its own applicants only; a card that may be somebody's double is marked, never joined by itself.
//! * Every look at another's application is an event of the audit.

pub mod agenda;
pub mod answers;
pub mod apply;
pub mod card;
pub mod check;
pub mod criteria;
pub mod endorse;
mod erase;
mod facts;
pub mod field;
mod letters;
pub mod link;
pub mod lists;
pub mod model;
pub mod nominate;
mod papers;
pub mod record;
mod register;
mod screens;
pub mod shown;
mod store;
mod views;

pub use agenda::{AgendaCandidate, find, for_agenda, mark_decided, mark_ordered, mark_refused, mark_reserve, needed_until, refused};
pub use erase::listen;
pub use facts::{Facts, own_facts};
pub use model::{Act, ApplicationId, State};
pub use screens::router;
pub use store::queue;

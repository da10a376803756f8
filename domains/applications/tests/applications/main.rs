//! Stories of applications on both engines, over HTTP and through the use cases; rules and pages as pure functions.

#![expect(clippy::unwrap_used, reason = "what a story takes for granted")]

mod applicant;
mod criteria;
mod hostile;
mod pages;
mod staff;
mod stage;
mod states;
mod workflow;

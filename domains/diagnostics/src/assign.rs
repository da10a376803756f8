//! Offering an instrument to people within the actor's scope.

pub mod form;
pub mod letters;
pub mod store;
pub mod workflow;

//! Instruments: their make-up, their forms, whether they are ready to be given.

pub mod fill;
pub mod filling;
pub mod form;
pub mod made;
pub mod ready;
pub mod store;
pub mod workflow;

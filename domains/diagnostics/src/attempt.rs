//! Taking an instrument: starting, saving answers one by one, sending, scoring by key.

pub mod adaptive;
pub mod answer;
pub mod files;
pub mod start;
pub mod store;
pub mod submit;

//! Stories of the commission on both engines: through the use cases and over HTTP.

mod decisions;
mod meetings;
mod screens;
mod stage;
mod votes;

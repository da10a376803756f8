//! People: the card of a teacher or school manager, their names, jobs and subjects; search, duplicates, import.
//!
//! * Every query that returns a person takes the viewer's scope; one who is erased or merged away is nobody's.
//! * Names and jobs have a history: a change of surname or of school adds to it, a mended misprint does not.
//! * A person's place is the place of the main job now; it is what scope is judged by.
//! * Two cards are one person only when somebody says so: likeness is offered, never acted on.
//! * Erasure names every field, so that a new one stops the build until its fate is decided (152-ФЗ, ст. 21).

mod duplicates;
mod erasure;
pub mod import;
mod list;
pub mod meant;
mod merge;
mod model;
pub mod public_list;
mod screens;
pub mod search;
mod store;
mod workflow;
mod writer;

pub use duplicates::{Duplicate, Pair, Why, pairs, possible_duplicates};
pub use erasure::listen;
pub use list::{Filter, Found, PersonRow, Sort, SortBy, list, rows};
pub use merge::merge;
pub use model::{Changes, Job, Move, NewPerson, PastName, Person};
pub use screens::router;
pub use store::{find, jobs, merged_into, past_names};
pub use workflow::{create, move_to, rename, update, view};

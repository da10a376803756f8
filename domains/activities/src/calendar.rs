//! The calendar of a month: what the viewer may see, day by day; a few a day, the rest one press further.

mod month;
mod others;
mod store;
mod view;
mod web;

pub(crate) use self::web::router;
pub use month::Month;
pub use others::{Asked, Day, Source};
pub use store::{Entry, Filter, entries};

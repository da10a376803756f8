//! The calendar of a month: what the viewer may see, day by day; a few a day, the rest one press further.

mod month;
mod store;
mod view;
mod web;

pub use self::web::router;
pub use month::Month;
pub use store::{Entry, Filter, entries};

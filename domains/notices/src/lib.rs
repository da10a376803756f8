//! What a person is told: in the cabinet, by letter at once or in a digest, never at night; preferences; one thing once.
//!
//! ```ignore
//! notices::tell(tx, &Notice { once_key: format!("activity/{id}/cancelled/{person}"), person, topic: Topic::Activities, subject, body, url })?;
//! ```
//! * A notice lives or dies with its act, and the same `once_key` never tells twice.
//! * Every notice stands in the cabinet; whether a letter is made of it is the reader's choice by topic, except where rights and access are concerned.
//! * A letter is made by a job, in small parts, by day in the reader's zone; what was read before needs none. A digest is one letter a day.
//! * Subjects and bodies stand in letters: no names of third persons, nothing confidential.
//! * A person is told, not an account: who has no card finds what waits on the first page.

mod about;
mod cabinet;
mod hours;
mod letters;
mod listen;
mod model;
pub mod preferences;
mod reader;
mod telling;
mod views;
mod web;

pub use about::about_me;
pub use cabinet::{list, read, read_all, read_before, tidy, unread};
pub use letters::send_due;
pub use listen::listen;
pub use model::{Kept, Notice, NoticeId, Topic, Way};
pub use reader::zone_of_place;
pub use telling::{forget_about, is_told, tell, untell};

pub use self::web::router;

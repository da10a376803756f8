//! The scene on which the domains' tests are played: a region with schools, people in it, somebody at work, a browser. Only tests depend
//! on this crate; the program never does.
//!
//! A domain's `stage.rs` names its cast and adds what is special to it. It is set in this order:
//!
//! 1. in one transaction: [`region()`], [`schools`], [`texts`] of consents where they matter; a [`person`] for everybody with a card, made a
//!    [`member`] of the active or [`consented`] where the story needs it;
//! 2. the application: `web::testing::app(db, listeners)`;
//! 3. everybody at work: [`actor`] with a name, [`staff`] where only the role matters.
//!
//! A story then acts through use cases and judges what came of it ([`refused`], [`absent`], [`wrong`], [`count`]), or opens pages in a
//! [`browser`] inside [`tell`]. [`later`] is the same database another day. What a domain that isn't here would have left is put as [`rows`].
//!
//! Today is 23 November 2026 in Khabarovsk, a Monday ([`TODAY`]), on every engine that `kernel::db::testing` finds.
#![expect(clippy::unwrap_used, reason = "tests only: a scene that can't be set must stop the story")]

mod cast;
mod judging;
mod playing;
mod region;
pub mod rows;

pub use cast::{Membership, agreement, consented, enter, member, named, ordered, person, teacher};
pub use judging::{absent, count, refused, wrong};
pub use playing::{PDF, SITE, TODAY, actor, answers, browser, changed, later, staff, tell};
pub use region::{FAR_SCHOOL, HOME, REGION, SCHOOL, SECOND, direction, profile, region, school, schools, texts};

//! Who accompanies whom: matching runs that are proposed, looked at and published; mentoring pairs and groups.
//!
//! * A run is worked out as a flow of least cost (`engines/matching`) from facts that it keeps: what a page shows is what was weighed.
//!   Nothing of it is in force before somebody publishes it, and what has become stale meanwhile is never published silently.
//! * Hard rules: the need is covered, not the own school or superior, not whom the teacher refused or parted from, room is left.
//! * A seat in the team of a case is only offered: joining takes the methodist's own yes.
//! * A pair is seen by the two, and by who oversees the teacher's place. Loads are shown beside each other, nobody is ranked.

mod about;
pub mod capacity;
mod listen;
mod lists;
pub mod mentoring;
mod model;
pub mod pair;
pub mod rooms;
pub mod runs;
pub mod url;
mod web;
pub mod wishes;

pub use about::about_me;
pub use listen::listen;
pub use model::{Code, EndReason, Pair, PairId, PairState, Run, RunId, RunState, Source, WishId};

pub use self::web::router;

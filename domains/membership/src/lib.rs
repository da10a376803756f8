//! Membership of the active: places by quota, orders that make, renew, pause and end memberships, certificates.
//!
//! * A membership begins, changes and ends only by a signed order; a withdrawn consent ends it at once, and the order
//!   that records the end is drafted for the coordinator.
//! * A signed order is an archive document: its PDF and its lines are never changed (125-ФЗ); only the words about
//!   a person go when that person's data are destroyed, while the PDF stays.
//! * Quotas are dated numbers. Going over one is possible, with a reason, and is always visible.

pub mod board;
pub mod farewell;
mod listen;
mod model;
mod order;
mod paper;
mod quota;
pub mod retention;
mod sign;
mod store;
mod views;
mod web;

pub use listen::listen;
pub use model::{Membership, MembershipId, MembershipRow, NewLine, Order, OrderId, OrderKind, OrderLine, OrderState, Seat, Standing};
pub use order::{applications_in_orders, draft, draft_inclusion, planned};
pub use quota::{Axis, QuotaLine, board, load_from_profile, room};
pub use sign::{SignForm, Signed, Signing, sign};
pub use store::{Filter, current_of, list};
pub use structure::profile::MembershipKind;
pub use web::router;

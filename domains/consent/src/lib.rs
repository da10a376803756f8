//! Consents as separate documents, their withdrawal, and the destruction of personal data (152-ФЗ, ст. 9, 10.1, 20, 21).
//!
//! Invariants:
//! * A text is never changed once it is in force; a consent stays tied to the version that was read ([`texts`]).
//! * `consent` and `withdrawal` are append-only; what lives is computed when read ([`live`]), so a withdrawal takes effect with
//!   the very next request. **The newest consent of a kind wins**: an older one never comes back to life.
//! * A withdrawal opens its duty with the legal deadline in the same transaction ([`withdraw`], [`duty`]).
//! * A person's own conditions and bans stand with the consent and wherever its data are published ([`conditions`]).
//! * Data are destroyed only after two different accounts have approved it ([`destruction`]); the register line, the act and the
//!   log extract (order of Roskomnadzor 179 of 28.10.2022) name the subject by number, never by name.

mod about;
pub mod conditions;
pub mod destruction;
mod document;
pub mod duty;
mod erasure;
mod form;
mod give;
pub mod live;
mod model;
mod people;
mod store;
mod terms;
pub mod texts;
mod views;
mod web;
mod withdraw;

pub use self::{views::ask_conditions, web::router};
pub use about::{AboutMe, about_me};
pub use destruction::Reason as DestructionReason;
pub use erasure::erasure;
pub use give::{Choice, Given, choose_again, give};
pub use live::{LIVE_ITEM_SQL, has_live, live_item_sql, live_items};
pub use model::{Channel, ConsentId, ConsentKind, DestructionId, DutyId, PublicationItem, TextId, WithdrawalChannel, WithdrawalId};
pub use store::{Held, HeldWithdrawal, held, of_person};
pub use withdraw::{Target, Withdrawal, Withdrawn, withdraw};

//! Who may come in, and what they may do: accounts, login, sessions, roles held at places, rights.
//!
//! * [`Actor`] is a person at work: an account in one of its roles, at the place where the role is held.
//! * [`rights::allows`] is the one table of who may do what; `docs/permissions.md` is rendered from it.
//! * [`Scope`] is whose personal data an actor may see. Only this crate can make one, and every query that returns
//!   personal data takes one: forgetting it does not compile.

mod actor;
pub mod rights;
mod scope;

pub use actor::Actor;
pub use rights::{Action, Role};
pub use scope::Scope;

//! Who may come in, and what they may do: accounts, login, sessions, roles held at places, rights.
//!
//! * [`Actor`] is a person at work: an account in one of its roles, at the place where the role is held.
//! * [`rights::allows`] is the one table of who may do what; `docs/permissions.md` is rendered from it.
//! * [`Scope`] is whose personal data an actor may see. Only this crate can make one, and every query that returns
//!   personal data takes one: forgetting it does not compile.
//! * [`login`] opens a [`sessions`] session: brakes and look-up in one transaction, hashing outside of any in a bounded pool
//!   ([`passwords`]), the session in another. Whoever fails can't tell whether the account exists.
//! * Every secret ([`codes`], session cookies, links, [`kept`] forms) is random and kept as a hash only; what must be read again
//!   (seeds of [`second_factor`]) is sealed by the installation's key ([`Vault`]).

pub mod accounts;
mod actor;
pub mod brakes;
pub mod codes;
pub mod erasure;
pub mod grants;
pub mod kept;
pub mod login;
pub mod oidc;
pub mod passwords;
pub mod rights;
pub mod saved;
mod scope;
pub mod second_factor;
mod secret;
pub mod sessions;
mod vault;

pub use accounts::{Account, NewAccount};
pub use actor::Actor;
pub use grants::{Grant, GrantId, NewGrant};
pub use passwords::Password;
pub use rights::{Action, Role};
pub use scope::Scope;
pub use secret::Secret;
pub use vault::{Vault, WrongKey};

/// Forgets what has run out: sessions, brakes, codes, kept forms. For the daily job; how many rows went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut kernel::Tx<'_>) -> kernel::Result<u64> {
    Ok(sessions::sweep(tx)? + brakes::sweep(tx)? + codes::sweep(tx)? + kept::sweep(tx)?)
}

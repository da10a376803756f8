//! Screens of accounts: coming in, the second step, one's own account, and the administrator's pages.
//!
//! * Nobody without an account learns which accounts exist: every failed login, code and letter answers alike.
//! * A login in progress ([`session::Halfway`]) reaches the pages of the second step and of roles, nothing else.
//! * Whoever manages accounts sees names and addresses of accounts, never a person's card.
//! * [`demo`] lets anybody in by a button; its pages answer 404 unless the program was started as a demo.

mod admin;
pub mod demo;
mod enter;
mod first;
mod forgot;
mod halfway;
mod kept;
mod next;
mod outside;
mod own;
mod session;
mod views;

use access::oidc::Provider;
use axum::{Extension, Router};
use web::App;

/// All pages, without a login through an outside provider.
pub fn router() -> Router<App> {
    with_outside_login(None)
}

/// All pages, with a login through an outside provider if one is set. The address it returns to is [`OUTSIDE_CALLBACK`].
pub fn with_outside_login(provider: Option<Provider>) -> Router<App> {
    Router::new()
        .merge(enter::routes())
        .merge(halfway::routes())
        .merge(first::routes())
        .merge(forgot::routes())
        .merge(outside::routes())
        .merge(kept::routes())
        .merge(own::routes())
        .merge(admin::routes())
        .merge(demo::routes())
        .layer(Extension(Outside(provider)))
}

/// Path of the page to which an outside provider sends people back.
pub const OUTSIDE_CALLBACK: &str = "/login/oidc/callback";

/// The outside provider, if there is one.
#[derive(Clone)]
pub(crate) struct Outside(pub Option<Provider>);

impl Outside {
    pub(crate) fn label(&self) -> Option<&str> {
        self.0.as_ref().map(Provider::label)
    }
}

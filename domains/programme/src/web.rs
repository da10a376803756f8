//! Addresses.

use ::web::App;
use axum::Router;

/// All pages of this domain.
pub fn router() -> Router<App> {
    Router::new().merge(crate::year::router()).merge(crate::stages::router())
}

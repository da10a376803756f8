//! Addresses.

use ::web::App;
use axum::Router;

/// All pages of this domain.
pub fn router() -> Router<App> {
    Router::new().merge(crate::runs::web::router()).merge(crate::pair::web::router()).merge(crate::rooms::router()).merge(crate::mentoring::router())
}

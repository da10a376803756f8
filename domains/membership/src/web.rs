//! Screens: orders, members, quotas, the verification page.

mod members;
mod orders;
mod quotas;
mod verify;
mod what_if;

use axum::{
    Router,
    routing::{get, post},
};
use web::App;

/// Everything under `/orders`, `/memberships`, `/quotas`, `/verify`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/orders", get(orders::list))
        .route("/orders/new", get(orders::choose).post(orders::draft))
        .route("/orders/{id}", get(orders::show))
        .route("/orders/{id}/order.pdf", get(orders::pdf))
        .route("/orders/{id}/signature", post(orders::sign))
        .route("/orders/{id}/discarding", post(orders::discard))
        .route("/orders/{id}/lines/{line}/striking", post(orders::strike))
        .route("/orders/{id}/lines/{line}/extract.pdf", get(orders::extract))
        .route("/memberships", get(members::list))
        .route("/memberships/{id}/certificate.pdf", get(members::certificate))
        .route("/quotas", get(quotas::board))
        .route("/quotas/what-if", get(what_if::show))
        .route("/quotas/change", get(quotas::form).post(quotas::change))
        .route("/verify/{code}", get(verify::show))
}

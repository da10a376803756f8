//! Addresses of data out.

mod api;
mod exports;
mod home;
mod open_data;
mod tokens;
mod webhooks;

use ::web::{App, identified};
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/api/v1`, `/open-data` and `/exchange`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1", get(home::explain))
        .route("/api/v1/openapi.json", get(api::describe))
        .route("/api/v1/{resource}", get(api::list))
        .route("/api/v1/{resource}/{id}", get(api::one))
        .route("/exchange", get(home::show))
        .route("/exchange/tokens", get(tokens::list).post(tokens::make))
        .route("/exchange/tokens/{id}/revocation", post(tokens::revoke))
        .route("/exchange/webhooks", get(webhooks::list).post(webhooks::make))
        .route("/exchange/webhooks/{id}", get(webhooks::show).post(webhooks::edit))
        .route("/exchange/webhooks/{id}/pause", post(webhooks::pause))
        .route("/exchange/webhooks/{id}/resumption", post(webhooks::resume))
        .route("/exchange/webhooks/{id}/secret", post(webhooks::change_secret))
        .route("/exchange/webhooks/{id}/test", post(webhooks::test))
        .route("/exchange/webhooks/{id}/removal", post(webhooks::remove))
        .route("/exchange/nightly", post(exports::switch))
        .route("/exchange/nightly/{day}/{file}", get(exports::take))
        .route("/exchange/open-data", get(open_data::manage))
        .route("/exchange/open-data/{dataset}", get(open_data::preview).post(open_data::publish))
        .route("/exchange/open-data/{dataset}/{number}/withdrawal", post(open_data::withdraw))
        .route("/open-data", get(open_data::list))
        .route("/open-data/{dataset}", get(open_data::show))
        .route("/open-data/{dataset}/{file}", get(open_data::take))
}

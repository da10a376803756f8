//! Addresses of figures and reports.

mod definitions;
mod figures;
mod reports;

use ::web::{App, identified, query, version};
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/indicators` and `/reports`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/indicators", get(figures::all))
        .route("/indicators/figures.pdf", get(figures::print))
        .route("/indicators/{code}", get(figures::one).post(definitions::revise))
        .route("/indicators/{code}/edit", get(definitions::edit))
        .route("/reports", get(reports::list).post(reports::begin))
        .route("/reports/{id}", get(reports::show))
        .route("/reports/{id}/words", post(reports::write))
        .route("/reports/{id}/freezing", post(reports::freeze))
        .route("/reports/{id}/handing", post(reports::hand_in))
        .route("/reports/{id}/return", post(reports::give_back))
        .route("/reports/{id}/acceptance", post(reports::accept))
        .route("/reports/{id}/reopening", post(reports::reopen))
        .route("/reports/{id}/discarding", post(reports::discard))
        .route("/reports/{id}/below", get(reports::below))
        .route("/reports/{id}/reminders", post(reports::remind))
        .route("/reports/{id}/report.pdf", get(reports::print))
        .route("/reports/{id}/report.xlsx", get(reports::sheet))
}

//! Addresses of the log.

mod cabinet;
mod card;
mod entry;
mod log;

use ::web::App;
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/consultations`, and what a person was given.
pub fn router() -> Router<App> {
    Router::new()
        .route("/consultations", get(log::list).post(entry::add))
        .route("/consultations/new", get(entry::new))
        .route("/consultations/draft", post(entry::draft))
        .route("/consultations/search", post(entry::search))
        .route("/consultations/figures", get(log::figures))
        .route("/consultations/log.pdf", get(log::print))
        .route("/consultations/{id}", get(card::show).post(entry::edit))
        .route("/consultations/{id}/edit", get(entry::show))
        .route("/consultations/{id}/undoing", post(card::undo))
        .route("/consultations/{id}/striking", post(card::strike))
        .route("/consultations/{id}/keeping", post(card::keep))
        .route("/cabinet/consultations", get(cabinet::list))
        .route("/cabinet/consultations/{id}/objection", post(cabinet::object))
}

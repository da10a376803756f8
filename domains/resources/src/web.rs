//! Addresses of the catalogue.

mod around;
mod card;
mod catalogue;
mod editor;
mod imports;

use ::web::{App, identified, query, text, version};
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/resources`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/resources", get(catalogue::list).post(editor::add))
        .route("/resources/new", get(editor::new))
        .route("/resources/import", get(imports::list).post(imports::upload))
        .route("/resources/import/template.xlsx", get(imports::template))
        .route("/resources/import/{id}", get(imports::show))
        .route("/resources/import/{id}/mapping", post(imports::remap))
        .route("/resources/import/{id}/choices", post(imports::choose))
        .route("/resources/import/{id}/loading", post(imports::load))
        .route("/resources/import/{id}/undoing", post(imports::undo))
        .route("/resources/import/{id}/discarding", post(imports::discard))
        .route("/resources/import/{id}/review", post(imports::review))
        .route("/resources/{id}", get(card::show).post(editor::edit))
        .route("/resources/{id}/edit", get(editor::show))
        .route("/resources/{id}/file", get(card::file))
        .route("/resources/{id}/review", post(card::review))
        .route("/resources/{id}/giving-back", get(card::returning).post(card::give_back))
        .route("/resources/{id}/sending", post(card::send_again))
        .route("/resources/{id}/withdrawal", get(card::leaving).post(card::withdraw))
        .route("/resources/{id}/reopening", post(card::reopen))
        .route("/resources/{id}/mentor", get(around::mentors).post(around::name_mentor))
        .route("/resources/{id}/needs", get(around::needs).post(around::change_needs))
}

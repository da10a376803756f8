//! Addresses.

mod card;
mod catalogue;
mod editor;
mod open;
mod reviews;
mod using;

use ::web::{App, identified, most_mb, query, text, version};
use axum::{
    Router,
    routing::{get, post},
};

/// All pages of this domain.
pub fn router() -> Router<App> {
    Router::new()
        .route("/practices", get(catalogue::list).post(editor::begin))
        .route("/practices/new", get(editor::new))
        .route("/practices/mine", get(catalogue::mine))
        .route("/practices/reviews", get(reviews::list))
        .route("/practices/uses", get(using::list))
        .route("/practices/uses/{id}/confirmation", post(using::confirm))
        .route("/practices/uses/{id}/refusal", post(using::refuse))
        .route("/practices/uses/{id}/taking-back", post(using::take_back))
        .route("/practices/public", get(open::list))
        .route("/practices/public/{id}", get(open::card))
        .route("/practices/check/{code}", get(open::check))
        .route("/practices/{id}", get(card::show).post(editor::edit))
        .route("/practices/{id}/edit", get(editor::edit_form))
        .route("/practices/{id}/submission", post(editor::submit))
        .route("/practices/{id}/recall", post(editor::recall))
        .route("/practices/{id}/naming", post(editor::name))
        .route("/practices/{id}/files", post(editor::attach))
        .route("/practices/{id}/files/{digest}", get(card::file))
        .route("/practices/{id}/files/{digest}/removal", post(editor::detach))
        .route("/practices/{id}/withdrawal", get(editor::leaving).post(editor::withdraw))
        .route("/practices/{id}/taking", post(reviews::take))
        .route("/practices/{id}/giving-back", post(reviews::give_back))
        .route("/practices/{id}/review", get(reviews::show).post(reviews::give))
        .route("/practices/{id}/uses", post(using::tell))
        .route("/practices/{id}/resource", post(card::make_resource))
        .route("/practices/{id}/certificate.pdf", get(card::certificate))
}

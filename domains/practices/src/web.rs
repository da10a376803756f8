//! Addresses.

mod card;
mod catalogue;
mod editor;
mod open;
mod reviews;
mod using;

use ::web::{Answers, App};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result};
use ui::url::Query;

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

/// The version that was shown with the form.
fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or_default()
}

/// An id out of an address; what is none is nobody's.
fn identified<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

fn query(raw: Option<String>) -> Query {
    Query::parse(&raw.unwrap_or_default())
}

/// A value of a filter, not longer than any of ours.
fn text(query: &Query, name: &str) -> String {
    query.text(name).chars().take(100).collect()
}

/// The largest upload, megabytes.
fn most(app: &App) -> u32 {
    u32::try_from(app.settings.max_upload / 1_048_576).unwrap_or(1)
}

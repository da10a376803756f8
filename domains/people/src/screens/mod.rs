//! The screens: the list, the card and its forms, duplicates, import.

mod account;
mod card;
mod card_views;
mod duplicates;
mod form;
mod import;
mod import_views;
mod people;
mod words;

use ::web::App;
use axum::{
    Router,
    routing::{get, post},
};

/// Addresses of this domain.
pub fn router() -> Router<App> {
    Router::new()
        .route("/people", get(people::list).post(card::create))
        .route("/people/new", get(card::new_form))
        .route("/people/duplicates", get(duplicates::list))
        .route("/people/duplicates/{left}/{right}", get(duplicates::compare).post(duplicates::merge))
        .route("/people/import", get(import::list).post(import::upload))
        .route("/people/import/template.xlsx", get(import::template))
        .route("/people/import/{id}", get(import::show))
        .route("/people/import/{id}/errors.xlsx", get(import::errors))
        .route("/people/import/{id}/mapping", post(import::remap))
        .route("/people/import/{id}/choices", post(import::choose))
        .route("/people/import/{id}/loading", post(import::commit))
        .route("/people/import/{id}/undoing", post(import::undo))
        .route("/people/import/{id}/discarding", post(import::discard))
        .route("/people/{id}", get(card::show).post(card::update))
        .route("/people/{id}/edit", get(card::edit_form))
        .route("/people/{id}/name", get(card::name_form).post(card::rename))
        .route("/people/{id}/job", get(card::job_form).post(card::change_job))
        .route("/people/{id}/account", get(account::ask).post(account::link))
}

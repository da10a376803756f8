//! Addresses of the bank and of calibrations.

mod bank;
mod calibrations;
mod editor;
mod import;
mod item;
mod review;

use ::web::{Answers, App};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result};

pub fn router() -> Router<App> {
    Router::new()
        .route("/items", get(bank::list).post(editor::add))
        .route("/items/new", get(editor::new))
        .route("/items/carrying", post(bank::carry))
        .route("/items/review", get(review::show).post(review::record))
        .route("/items/moving", post(review::put))
        .route("/items/import", get(import::form).post(import::check))
        .route("/items/import/loading", post(import::load))
        .route("/items/import/template.xlsx", get(import::template))
        .route("/items/{id}", get(item::show).post(editor::edit))
        .route("/items/{id}/edit", get(editor::show))
        .route("/items/{id}/preview", get(item::preview))
        .route("/items/{id}/statistics", get(item::statistics))
        .route("/items/{id}/review", post(item::review))
        .route("/items/{id}/state", post(item::put))
        .route("/items/{id}/files/{digest}", get(item::file))
        .route("/calibrations", get(calibrations::list).post(calibrations::ask))
        .route("/calibrations/new", get(calibrations::form))
        .route("/calibrations/{id}", get(calibrations::show))
        .route("/calibrations/{id}/current", post(calibrations::make_current))
        .route("/calibrations/{id}/cancelling", post(calibrations::cancel))
}

/// The version that was shown with the form.
fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

fn path<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

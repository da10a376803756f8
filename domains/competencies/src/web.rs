//! Addresses of frameworks and scales.

mod exchange;
mod frameworks;
mod nodes;
mod scales;

use ::web::App;
use access::{Action, Actor};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result};

pub fn router() -> Router<App> {
    Router::new()
        .route("/competencies", get(frameworks::list).post(frameworks::begin))
        .route("/competencies/new", get(frameworks::form))
        .route("/competencies/sample", post(frameworks::sample))
        .route("/competencies/import", get(exchange::form).post(exchange::take_case))
        .route("/competencies/{id}", get(frameworks::show))
        .route("/competencies/{id}/title", get(frameworks::title_form).post(frameworks::retitle))
        .route("/competencies/{id}/introduction", post(frameworks::make_live))
        .route("/competencies/{id}/retirement", post(frameworks::retire))
        .route("/competencies/{id}/copy", post(frameworks::copy))
        .route("/competencies/{id}/discarding", post(frameworks::discard))
        .route("/competencies/{id}/case.json", get(exchange::case))
        .route("/competencies/{id}/sheet.xlsx", get(exchange::sheet))
        .route("/competencies/{id}/sheet", get(exchange::sheet_form).post(exchange::check_sheet))
        .route("/competencies/{id}/sheet/loading", post(exchange::load_sheet))
        .route("/competencies/{id}/nodes", post(nodes::add))
        .route("/competencies/{id}/nodes/new", get(nodes::new))
        .route("/competencies/{id}/nodes/{node}", get(nodes::show).post(nodes::edit))
        .route("/competencies/{id}/nodes/{node}/place", post(nodes::shift))
        .route("/competencies/{id}/nodes/{node}/deletion", post(nodes::remove))
        .route("/scales", get(scales::list).post(scales::make))
        .route("/scales/new", get(scales::form))
        .route("/scales/{id}", get(scales::show))
}

/// Those who edit frameworks and those who work by them.
fn may_view(actor: &Actor) -> Result<()> {
    if actor.can(Action::ManageFrameworks) || actor.can(Action::AssignDiagnostics) { Ok(()) } else { Err(Error::NotFound) }
}

/// The version that was shown with the form.
fn version(answers: &::web::Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

fn path<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

//! Screens of this domain.

pub(crate) mod assignments;
pub(crate) mod attempts;
pub(crate) mod cabinet;
pub(crate) mod hub;
mod instruments;
mod marking;

use crate::model::InstrumentId;
use ::web::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Result};
use maud::Markup;
use std::future::Future;

/// The pages of this domain.
pub fn router() -> Router<App> {
    staff_routes().merge(form_routes()).merge(cabinet_routes()).merge(marking_routes())
}

fn staff_routes() -> Router<App> {
    Router::new()
        .route("/diagnostics", get(hub::show))
        .route("/instruments", get(instruments::list).post(instruments::create))
        .route("/instruments/new", get(instruments::new))
        .route("/instruments/{id}", get(instruments::show))
        .route("/instruments/{id}/settings", get(instruments::edit).post(instruments::change))
        .route("/instruments/{id}/blueprint", get(instruments::blueprint).post(instruments::set_blueprint))
        .route("/instruments/{id}/copy", post(instruments::copy))
        .route("/instruments/{id}/opening", post(instruments::open))
        .route("/instruments/{id}/closing", post(instruments::close))
        .route("/assignments", get(assignments::list).post(assignments::assign))
        .route("/assignments/new", get(assignments::new).post(assignments::again))
        .route("/assignments/preview", post(assignments::preview))
        .route("/assignments/{id}/taking-back", post(assignments::take_back))
}

fn form_routes() -> Router<App> {
    Router::new()
        .route("/instruments/{id}/forms", post(instruments::forms::add))
        .route("/instruments/{id}/forms/{form}", get(instruments::forms::show))
        .route("/instruments/{id}/forms/{form}/filling", post(instruments::forms::refill))
        .route("/instruments/{id}/forms/{form}/items", post(instruments::forms::add_item))
        .route("/instruments/{id}/forms/{form}/items/{position}", get(instruments::forms::preview).post(instruments::forms::edit_item))
        .route("/instruments/{id}/forms/{form}/readiness", post(instruments::forms::make_ready))
        .route("/instruments/{id}/forms/{form}/removal", post(instruments::forms::take_out))
}

fn cabinet_routes() -> Router<App> {
    Router::new()
        .route("/cabinet/diagnostics", get(cabinet::list))
        .route("/cabinet/diagnostics/{id}", get(cabinet::show))
        .route("/cabinet/diagnostics/{id}/consent", get(cabinet::ask).post(cabinet::consent))
        .route("/cabinet/diagnostics/{id}/declining", post(cabinet::decline))
        .route("/cabinet/diagnostics/{id}/start", post(cabinet::start))
        .route("/attempts/{id}", get(attempts::overview))
        .route("/attempts/{id}/items/{position}", get(attempts::item).post(attempts::save))
        .route("/attempts/{id}/items/{position}/draft", post(attempts::draft))
        .route("/attempts/{id}/items/{position}/files", post(attempts::attach).layer(DefaultBodyLimit::disable()))
        .route("/attempts/{id}/items/{position}/files/{digest}", get(attempts::own_file))
        .route("/attempts/{id}/items/{position}/files/{digest}/removal", post(attempts::detach))
        .route("/attempts/{id}/items/{position}/materials/{digest}", get(attempts::material))
        .route("/attempts/{id}/submission", get(attempts::check).post(attempts::submit))
}

fn marking_routes() -> Router<App> {
    Router::new()
        .route("/marking", get(marking::queue))
        .route("/marking/next", post(marking::take_next))
        .route("/marking/agreement", get(marking::agreement))
        .route("/marking/{id}", get(marking::show).post(marking::mark))
        .route("/marking/{id}/taking", post(marking::take))
        .route("/marking/{id}/return", post(marking::put_back))
        .route("/marking/{id}/files/{digest}", get(marking::answer_file))
        .route("/marking/{id}/materials/{digest}", get(marking::material))
}

/// The page of an instrument.
fn instrument_url(id: InstrumentId) -> String {
    format!("/instruments/{id}")
}

/// After an act: on to where it led, or the same page with its errors (422), read afresh.
async fn or_again<F: Future<Output = ::web::Result<Markup>>>(done: Result<String>, again: impl FnOnce(FieldErrors) -> F) -> ::web::Result {
    match done {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(again(errors).await?)),
        Err(other) => Err(other.into()),
    }
}

/// The version that a form was opened at; a form without one is behind whatever there is.
fn version(posted: &::web::Posted) -> i64 {
    posted.answers.get("version").parse().unwrap_or(0)
}

/// A part of an address that is an id of ours; anything else looks like absent.
fn id<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

/// A stored file that somebody uploaded, with its name.
async fn stored_file(app: &App, digest: files::Digest, name: &str) -> ::web::Result {
    let kept = {
        let digest = digest.clone();
        app.read(move |tx| files::find(tx, &digest)).await?
    };
    let bytes = app.stored(digest).await?;
    Ok(::web::show_upload(name, kept.kind, bytes))
}

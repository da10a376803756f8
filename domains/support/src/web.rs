//! Addresses of support.

mod attestation;
mod cabinet;
mod contests;
mod courses;
mod directions;
mod experts;
mod hub;
mod imports;
mod school_papers;
mod schools;
mod tracks;

use crate::experts::deeds::{Counting, Sources};
use ::web::{Answers, App, Posted, Shell, Upload, identified, most_mb, query, see, text, unprocessable};
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    response::IntoResponse,
    routing::{get, post},
};
use files::Stored;
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;

/// Everything of this domain.
pub fn router() -> Router<App> {
    router_with(Vec::new())
}

/// As [`router`]; an expert's entry counts what these domains know too.
pub fn router_with(counted: Vec<(&'static str, Counting)>) -> Router<App> {
    Router::new().merge(hub_routes()).merge(course_routes()).merge(school_routes()).merge(pool_routes().layer(Extension(Sources::new(counted)))).merge(direction_routes())
}

fn hub_routes() -> Router<App> {
    Router::new()
        .route("/support", get(hub::show))
        .route("/support/tasks/{id}", get(cabinet::answering).post(cabinet::answer))
        .route("/support/tasks/{id}/file", get(cabinet::supporter_file))
        .route("/support/schools/{id}/answer", post(schools::answer))
        .route("/support/attestation/{id}", get(attestation::helping).post(attestation::answer))
        .route("/cabinet/courses", get(cabinet::courses))
        .route("/cabinet/courses/{id}/declining", post(cabinet::decline))
        .route("/cabinet/courses/{id}/returning", post(cabinet::return_to))
        .route("/cabinet/courses/tasks/{id}", get(cabinet::task).post(cabinet::show).layer(DefaultBodyLimit::disable()))
        .route("/cabinet/courses/tasks/{id}/file", get(cabinet::own_file))
        .route("/cabinet/attestation", get(attestation::mine).post(attestation::begin))
        .route("/cabinet/attestation/{id}", post(attestation::edit))
        .route("/cabinet/attestation/{id}/helper", get(attestation::helpers).post(attestation::ask))
        .route("/cabinet/attestation/{id}/helper/release", post(attestation::release))
        .route("/cabinet/attestation/{id}/closing", post(attestation::close))
}

fn course_routes() -> Router<App> {
    Router::new()
        .route("/courses", get(courses::list).post(courses::add))
        .route("/courses/new", get(courses::new))
        .route("/courses/template.xlsx", get(imports::template))
        .route("/courses/{id}", get(courses::show).post(courses::edit))
        .route("/courses/{id}/edit", get(courses::editing))
        .route("/courses/{id}/cascade", get(courses::cascade))
        .route("/courses/{id}/people", get(courses::people).post(courses::choose))
        .route("/courses/{id}/outside-trainer", post(courses::outside_trainer))
        .route("/courses/{id}/trainers/{trainer}/removal", post(courses::remove_trainer))
        .route("/courses/{id}/supporters/removal", post(courses::unassign))
        .route("/courses/{id}/materials", post(courses::add_material))
        .route("/courses/{id}/import", get(imports::start).post(imports::upload).layer(DefaultBodyLimit::disable()))
        .route("/courses/imports/{id}", get(imports::show))
        .route("/courses/imports/{id}/mapping", post(imports::remap))
        .route("/courses/imports/{id}/choices", post(imports::choose))
        .route("/courses/imports/{id}/rows/{line}", get(imports::row).post(imports::choose_card))
        .route("/courses/imports/{id}/loading", post(imports::load))
        .route("/courses/imports/{id}/undoing", post(imports::undo))
        .route("/courses/imports/{id}/discarding", post(imports::discard))
}

fn school_routes() -> Router<App> {
    Router::new()
        .route("/schools-help", get(schools::list).post(schools::open))
        .route("/schools-help/new", get(schools::new))
        .route("/schools-help/figures", get(schools::figures))
        .route("/schools-help/{id}", get(schools::show))
        .route("/schools-help/{id}/plan.pdf", get(school_papers::plan))
        .route("/schools-help/{id}/act.pdf", get(school_papers::act))
        .route("/schools-help/{id}/factors", post(schools::add_factor))
        .route("/schools-help/{id}/factors/{factor}/measures", post(schools::measure))
        .route("/schools-help/{id}/lines", post(schools::add_line))
        .route("/schools-help/{id}/lines/{line}/finish", post(schools::finish_line))
        .route("/schools-help/{id}/lines/{line}/removal", post(schools::strike_line))
        .route("/schools-help/{id}/people", get(schools::people).post(schools::ask))
        .route("/schools-help/{id}/people/release", post(schools::release))
        .route("/schools-help/{id}/visits", get(schools::logging).post(schools::log))
        .route("/schools-help/{id}/closing", post(schools::close))
        .route("/schools-help/{id}/reopening", post(schools::reopen))
}

fn pool_routes() -> Router<App> {
    Router::new()
        .route("/experts", get(experts::list))
        .route("/experts/new", get(experts::new).post(experts::add))
        .route("/experts/{id}", get(experts::show).post(experts::edit))
        .route("/experts/{id}/removal", post(experts::remove))
        .route("/contests", get(contests::list).post(contests::add))
        .route("/contests/new", get(contests::new))
        .route("/contests/{id}", get(contests::show).post(contests::edit))
        .route("/contests/{id}/edit", get(contests::editing))
        .route("/contests/{id}/stages", post(contests::add_stage))
        .route("/contests/{id}/stages/{stage}/removal", post(contests::remove_stage))
        .route("/contests/{id}/people", get(contests::people).post(contests::begin))
        .route("/contests/tracks/{id}", get(tracks::show))
        .route("/contests/tracks/{id}/helper", get(tracks::helpers).post(tracks::ask))
        .route("/contests/tracks/{id}/helper/answer", post(tracks::answer))
        .route("/contests/tracks/{id}/lines", post(tracks::add_line))
        .route("/contests/tracks/{id}/lines/{line}/finish", post(tracks::finish_line))
        .route("/contests/tracks/{id}/conclusion", post(tracks::conclude))
}

fn direction_routes() -> Router<App> {
    Router::new()
        .route("/directions", get(directions::list))
        .route("/directions/{code}", get(directions::show))
        .route("/directions/{code}/resources", get(directions::offer).post(directions::put))
        .route("/directions/{code}/resources/removal", post(directions::take_off))
}

/// Acts once on a form that has no fields to be wrong; a field error becomes the page of failures.
async fn act(app: &App, shell: &Shell, posted: &Posted, work: impl FnOnce(&mut Tx<'_>) -> Result<String> + Send + 'static) -> ::web::Result {
    Ok(see(&app.act(&posted.key, shell.owner(), work).await?))
}

/// 303, or the same page again with its errors (422).
async fn finish<F: Future<Output = Result<Markup>>>(done: Result<String>, again: impl FnOnce(FieldErrors) -> F) -> ::web::Result {
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(again(errors).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

/// The file of a form, checked and safe on disk; what is wrong is an error of the field.
async fn stored(app: &App, posted: &Posted) -> Result<Option<(Stored, String)>> {
    let Some(file) = sent(posted) else { return Ok(None) };
    let (store, bytes) = (app.files.clone(), file.bytes.clone());
    let stored = tokio::task::spawn_blocking(move || store.put(&bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
    let stored = stored.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
    Ok(Some((stored, file.name.clone())))
}

fn sent(posted: &Posted) -> Option<&Upload> {
    posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty())
}

/// Fields of one of several like forms of a page bear an id; the use case knows them by their plain names.
fn plain(answers: &Answers, suffix: &str) -> Answers {
    let end = format!("-{suffix}");
    Answers::of(answers.pairs().iter().map(|(name, value)| (name.strip_suffix(&end).unwrap_or(name).to_owned(), value.clone())))
}

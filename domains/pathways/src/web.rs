//! Screens of building and agreeing; the walk, the works and the rest bring their own.

mod agreement;
mod designer;
mod lists;
mod sections;
mod steps;

use crate::{closing, ics, portfolio, proof, walk, works};
use axum::{
    Extension, Router,
    response::IntoResponse,
    routing::{get, post},
};
use http::StatusCode;
use kernel::{Error, FieldErrors};
use maud::Markup;
use web::{Answers, App, Result};

/// Everything under `/pathways` and `/cases/{id}/pathway`.
pub fn router() -> Router<App> {
    router_with(Vec::new(), Vec::new())
}

/// As [`router`]; the personal calendar gathers what these domains have for its owner too, and steps are proved by what these have noted.
pub fn router_with(calendar: Vec<ics::Source>, proofs: Vec<proof::Source>) -> Router<App> {
    Router::new()
        .route("/pathways", get(lists::list))
        .route("/cases/{id}/pathway", get(lists::of_case).post(lists::begin))
        .route("/pathways/{id}", get(designer::show))
        .route("/pathways/{id}/frame", get(designer::frame).post(designer::set_frame))
        .route("/pathways/{id}/revision", get(designer::revision).post(designer::revise))
        .route("/pathways/{id}/pathway.pdf", get(designer::pdf))
        .route("/pathways/{id}/hints/{hint}/answer", post(designer::answer_hint))
        .route("/pathways/{id}/sections/{component}", get(sections::show).post(sections::save))
        .route("/pathways/{id}/sections/{component}/draft", post(sections::draft))
        .route("/pathways/{id}/sections/{component}/comments", post(sections::comment))
        .route("/pathways/{id}/suggestions/{suggestion}/acceptance", post(sections::accept))
        .route("/pathways/{id}/suggestions/{suggestion}/refusal", post(sections::decline))
        .route("/pathways/{id}/suggestions/{suggestion}/taking-back", post(sections::take_back))
        .route("/pathways/{id}/history/{component}", get(sections::history))
        .route("/pathways/{id}/proposal", get(crate::proposal::show).post(crate::proposal::keep))
        .route("/pathways/{id}/steps/new", get(steps::new).post(steps::add))
        .route("/pathways/{id}/steps/{step}/edit", get(steps::edit).post(steps::save))
        .route("/pathways/{id}/steps/{step}/say", post(steps::say))
        .route("/pathways/{id}/steps/{step}/shift", post(steps::shift))
        .route("/pathways/{id}/agreement", get(agreement::show))
        .route("/pathways/{id}/agreement/sending", post(agreement::send))
        .route("/pathways/{id}/agreement/signature", post(agreement::sign))
        .route("/pathways/{id}/agreement/whole", post(agreement::sign_whole))
        .route("/pathways/{id}/agreement/objection", post(agreement::object))
        .merge(walk::router())
        .merge(works::router())
        .merge(closing::router())
        .merge(ics::router(calendar))
        .merge(portfolio::router())
        .layer(Extension(proof::Sources::new(proofs)))
}

/// After an act: where it led, or the page again with its errors.
async fn or_again(done: kernel::Result<String>, again: impl AsyncFnOnce(FieldErrors) -> Result<Markup>) -> Result {
    match done {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(again(errors).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

/// As [`or_again`], for a page with several buttons: the sentence of a refusal stands on the page too, beside what was typed.
pub(crate) async fn or_typed(done: kernel::Result<String>, again: impl AsyncFnOnce(FieldErrors) -> Result<Markup>) -> Result {
    let (status, errors) = match done {
        Ok(location) => return Ok(web::see(&location)),
        Err(Error::Fields(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Refusal(sentence)) => {
            let mut errors = FieldErrors::default();
            errors.add("", sentence);
            (StatusCode::CONFLICT, errors)
        }
        Err(other) => return Err(other.into()),
    };
    Ok((status, again(errors).await?).into_response())
}

/// Which button of a form with several was pressed, and of what: `detach:<digest>`.
pub(crate) fn pressed(answers: &Answers) -> (&str, &str) {
    let act = answers.get("act");
    act.split_once(':').unwrap_or((act, ""))
}

/// Whose act it is, for a form with several buttons: its key is good once for each of them, so that a page gone back to doesn't swallow
/// what another button was to do.
pub(crate) fn of_button(owner: &str, button: &str) -> String {
    format!("{owner}/{button}")
}

/// A whole number of a form; what is none fits nothing.
fn number(answers: &Answers, name: &str) -> i64 {
    answers.get(name).parse().unwrap_or(0)
}

fn site(app: &App) -> String {
    app.settings.public_url.trim_end_matches('/').to_owned()
}

/// An error said at the field's name on this page.
pub(crate) fn renamed(errors: &FieldErrors, from: &str, to: &str) -> FieldErrors {
    let mut renamed = FieldErrors::default();
    for (name, message) in errors.all() {
        renamed.add(if name == from { to } else { name.as_str() }, message.clone());
    }
    renamed
}

//! Screens of this domain: routes, and what they share.

mod about;
mod cabinet;
mod destructions;
mod duties;
pub mod paper;
mod staff;
mod texts;

use crate::AboutMe;
use access::{Action, Actor};
use axum::{
    Extension, Router,
    routing::{get, post},
};
use kernel::{Error, Result, id::PersonId};
use serde_json::{Value, json};
use std::sync::Arc;
use web::{App, Client, Posted};

/// All routes; `tellers` say what each domain holds about a person.
pub fn router(tellers: Vec<AboutMe>) -> Router<App> {
    cabinet_routes().merge(staff_routes()).merge(register_routes()).layer(Extension(Arc::new(tellers)))
}

fn cabinet_routes() -> Router<App> {
    Router::new()
        .route("/cabinet/consents", get(cabinet::list))
        .route("/cabinet/consents/new/{kind}", get(cabinet::ask).post(cabinet::give))
        .route("/cabinet/consents/{id}", get(cabinet::show))
        .route("/cabinet/consents/{id}/document", get(cabinet::document))
        .route("/cabinet/consents/{id}/withdrawal", get(cabinet::confirm).post(cabinet::withdraw))
        .route("/cabinet/about-me", get(about::show))
        .route("/cabinet/about-me/document", get(about::document))
}

fn staff_routes() -> Router<App> {
    Router::new()
        .route("/consents", get(staff::list))
        .route("/consents/people/{person}", get(staff::person))
        .route("/consents/people/{person}/withdrawal", get(paper::withdrawal).post(paper::register_withdrawal))
        .route("/consents/people/{person}/consent", get(paper::consent).post(paper::register_consent))
        .route("/consents/people/{person}/request", get(paper::request).post(paper::register_request))
        .route("/consents/people/{person}/destruction", get(destructions::ask).post(destructions::request))
        .route("/consents/paper", get(paper::search).post(paper::found))
        .route("/consents/texts", get(texts::list))
        .route("/consents/texts/new/{kind}", get(texts::ask).post(texts::publish))
        .route("/consents/texts/{id}", get(texts::show))
        .route("/consents/{id}/document", get(staff::document))
        .route("/consents/{id}/scan", get(staff::scan))
        .route("/consents/withdrawals/{id}/scan", get(staff::withdrawal_scan))
}

fn register_routes() -> Router<App> {
    Router::new()
        .route("/duties", get(duties::list))
        .route("/duties/{id}", get(duties::show).post(duties::close))
        .route("/destructions", get(destructions::list))
        .route("/destructions/{id}", get(destructions::show))
        .route("/destructions/{id}/first", post(destructions::first))
        .route("/destructions/{id}/second", post(destructions::second))
        .route("/destructions/{id}/withdrawal", post(destructions::take_back))
        .route("/destructions/{id}/act", get(destructions::act))
        .route("/destructions/{id}/log", get(destructions::log))
}

/// The person in whose cabinet this is.
fn own(actor: &Actor) -> Result<PersonId> {
    actor.may(Action::UseOwnCabinet)?;
    actor.person.ok_or(Error::NotFound)
}

/// How an act on the screen can be proved.
fn screen_evidence(actor: &Actor, client: &Client) -> Value {
    json!({"session": actor.session, "address": client.address, "agent": client.agent})
}

/// How a paper can be proved: who took it in, when it came, its scan.
fn paper_evidence(actor: &Actor, received_on: kernel::Date, scan: Option<&files::Stored>) -> Value {
    json!({"clerk": actor.account, "received_on": received_on, "file": scan.map(|scan| scan.digest.to_string())})
}

/// The scan that came with a form, checked and safe on disk; none is fine.
async fn scan(app: &App, posted: &Posted) -> Result<Option<files::Stored>> {
    let Some(bytes) = posted.files.iter().find(|upload| upload.field == "scan").map(|upload| upload.bytes.clone()) else { return Ok(None) };
    let store = app.files.clone();
    let put = tokio::task::spawn_blocking(move || store.put(&bytes, &[files::Kind::Pdf, files::Kind::Jpg, files::Kind::Png]));
    let stored = put.await.map_err(|cause| Error::Internal(cause.into()))?;
    stored.map(Some).map_err(|cause| if let Error::Refusal(sentence) = cause { Error::field("scan", sentence) } else { cause })
}

/// A paper of ours out of the store, shown in the browser.
async fn own_paper(app: &App, digest: files::Digest, name: &str) -> Result<axum::response::Response> {
    Ok(web::show_file(&format!("{name}.pdf"), web::PDF, app.stored(digest).await?))
}

/// A scan that somebody uploaded.
async fn uploaded(app: &App, digest: files::Digest, name: &str) -> Result<axum::response::Response> {
    let kept = app
        .read({
            let digest = digest.clone();
            move |tx| files::find(tx, &digest)
        })
        .await?;
    Ok(web::show_upload(&format!("{name}.{}", kept.kind.as_str()), kept.kind, app.stored(digest).await?))
}

/// A document printed and shown in the browser.
async fn printed<D: documents::Printable + Send + 'static>(app: &App, name: &str, document: D) -> Result<axum::response::Response> {
    let pdf = app.print(document, app.clock().now()).await?;
    Ok(web::show_file(&format!("{name}.pdf"), web::PDF, pdf))
}

/// The version that a form was opened at.
fn version(posted: &Posted) -> Result<i64> {
    posted.answers.get("version").parse().map_err(|_| Error::refusal("Форма отправлена не целиком. Обновите страницу и повторите действие."))
}

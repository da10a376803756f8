//! Addresses and handlers. What stands under a link's secret needs no login; the rest is for staff.

mod attached;
mod card;
mod consents;
mod form;
mod nominations;
mod queue;
mod sending;
mod start;

use ::web::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::Response,
    routing::{get, post},
};
use http::{HeaderValue, header};

/// All addresses of this domain.
pub fn router() -> Router<App> {
    // The server's own limit is the smaller of the two; a file must fit with its form around it.
    Router::new().merge(public()).merge(staff()).layer(DefaultBodyLimit::max(16 * 1024 * 1024))
}

fn public() -> Router<App> {
    Router::new()
        .route("/apply", get(start::show).post(start::begin))
        .route("/apply/again", get(start::again).post(start::resend))
        .route("/apply/again/sent", get(start::resent))
        .route("/apply/gone", get(start::gone))
        .route("/apply/{token}", get(form::desk))
        .route("/apply/{token}/check", get(sending::check))
        .route("/apply/{token}/submission", post(sending::submit))
        .route("/apply/{token}/withdrawal", get(sending::ask_withdrawal).post(sending::withdraw))
        .route("/apply/{token}/application.pdf", get(sending::pdf))
        .route("/apply/{token}/consent/{kind}", get(consents::show).post(consents::answer))
        .route("/apply/{token}/evidence", get(attached::show).post(attached::attach))
        .route("/apply/{token}/files/{file}", get(attached::download))
        .route("/apply/{token}/files/{file}/removal", post(attached::detach))
        .route("/apply/{token}/{section}", get(form::show).post(form::save))
        .route("/apply/{token}/{section}/draft", post(form::keep))
        .layer(middleware::map_response(keep_secret))
}

fn staff() -> Router<App> {
    Router::new()
        .route("/applications", get(queue::show))
        .route("/applications/{id}", get(card::show))
        .route("/applications/{id}/application.pdf", get(card::pdf))
        .route("/applications/{id}/files/{file}", get(card::file))
        .route("/applications/{id}/findings/{criterion}", post(card::find_criterion))
        .route("/applications/{id}/acceptance", post(card::accept))
        .route("/applications/{id}/return", get(card::ask_return).post(card::send_back))
        .route("/applications/{id}/passing", post(card::pass_on))
        .route("/applications/{id}/question", post(card::ask_again))
        .route("/applications/{id}/duplicate", post(card::duplicate))
        .route("/applications/{id}/endorsement", post(card::endorse))
        .route("/applications/{id}/decline", post(card::decline))
        .route("/nominations", get(nominations::list))
        .route("/nominations/invitation", post(nominations::invite))
        .route("/nominations/{id}", get(nominations::show).post(nominations::write))
        .route("/nominations/{id}/nomination.pdf", get(nominations::pdf))
}

/// The address is a secret: no other site learns it, no cache keeps the page.
async fn keep_secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    // Not `no-referrer`: with it browsers hide the origin of our own forms too, by which the guard knows them.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

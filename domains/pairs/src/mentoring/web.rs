//! Screens of mentoring.

mod card;
mod lists;
pub mod new;
pub mod page;

use ::web::App;
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/mentoring`, and `/cabinet/mentoring`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/mentoring", get(lists::mentorings))
        .route("/mentoring/needs", get(lists::needs))
        .route("/mentoring/new", get(new::ask).post(new::propose))
        .route("/mentoring/{id}", get(card::show))
        .route("/mentoring/{id}/answer", post(card::answer))
        .route("/mentoring/{id}/meetings", post(card::meet))
        .route("/mentoring/{id}/meetings/{meeting}/striking", post(card::strike))
        .route("/mentoring/{id}/programme", get(card::programme).post(card::save))
        .route("/mentoring/{id}/programme.pdf", get(card::programme_pdf))
        .route("/mentoring/{id}/consent.pdf", get(card::consent_pdf))
        .route("/mentoring/{id}/order.pdf", get(card::order_pdf))
        .route("/mentoring/{id}/start", get(card::start).post(card::answer_start))
        .route("/mentoring/{id}/orders", get(card::orders).post(card::note_orders))
        .route("/mentoring/{id}/ending", get(card::ending).post(card::end))
        .route("/mentoring/{id}/survey", get(card::survey).post(card::answer_survey))
        .route("/mentoring/{id}/handover", get(new::handing).post(new::hand_over))
        .route("/cabinet/mentoring", get(lists::mine))
}

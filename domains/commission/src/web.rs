//! Screens of the commission.

mod closing;
mod meetings;
mod planning;
mod voting;

use crate::model::MeetingId;
use ::web::{App, or_afresh};
use axum::{
    Router,
    routing::{get, post},
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/meetings", get(meetings::list).post(planning::create))
        .route("/meetings/new", get(planning::new))
        .route("/meetings/{id}", get(meetings::show))
        .route("/meetings/{id}/plan", get(planning::edit).post(planning::replan))
        .route("/meetings/{id}/cancelling", post(planning::cancel))
        .route("/meetings/{id}/candidates", get(planning::candidates).post(planning::add))
        .route("/meetings/{id}/items/{item}/removal", post(planning::remove))
        .route("/meetings/{id}/items/{item}/position", post(planning::shift))
        .route("/meetings/{id}/opening", post(meetings::open))
        .route("/meetings/{id}/attendance", post(meetings::attendance))
        .route("/meetings/{id}/agenda.xlsx", get(meetings::export))
        .route("/meetings/{id}/votes", get(voting::ballot).post(voting::cast))
        .route("/meetings/{id}/items/{item}", get(voting::item))
        .route("/meetings/{id}/items/{item}/hands", post(voting::hands))
        .route("/meetings/{id}/items/{item}/decision", post(voting::settle))
        .route("/meetings/{id}/items/{item}/reconsideration", post(voting::reconsider))
        .route("/meetings/{id}/inclusions", get(voting::mass).post(voting::include_all))
        .route("/meetings/{id}/closing", get(closing::preview).post(closing::finish))
        .route("/meetings/{id}/minutes.pdf", get(closing::minutes))
        .route("/meetings/{id}/order", post(closing::redraft))
}

/// The page of a meeting.
fn url(id: MeetingId) -> String {
    format!("/meetings/{id}")
}

//! Screens and the devices' interface.

mod api;
mod cabinet;
mod offline;
mod recording;
mod rubrics;
mod visits;

use axum::{
    Router,
    routing::{get, post},
};
use web::{App, or_afresh, see, version};

/// Everything under `/rubrics`, `/observations`, `/cabinet/observations`, `/observe/`, `/api/observations`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/rubrics", get(rubrics::list))
        .route("/rubrics/new", get(rubrics::new).post(rubrics::begin))
        .route("/rubrics/import", get(rubrics::import).post(rubrics::load))
        .route("/rubrics/{id}", get(rubrics::show))
        .route("/rubrics/{id}/rubric.xlsx", get(rubrics::export))
        .route("/rubrics/{id}/title", post(rubrics::rename))
        .route("/rubrics/{id}/state", post(rubrics::state))
        .route("/rubrics/{id}/parts/{at}", get(rubrics::part).post(rubrics::change))
        .route("/rubrics/{id}/parts/{at}/new", get(rubrics::new_part).post(rubrics::add))
        .route("/observations", get(visits::list))
        .route("/observations/new", get(visits::new).post(visits::propose))
        .route("/observations/agreement", get(visits::agreement))
        .route("/observations/{id}", get(visits::show))
        .route("/observations/{id}/record", get(recording::observer).post(recording::write))
        .route("/observations/{id}/finishing", post(visits::finish))
        .route("/observations/{id}/reopening", post(visits::reopen))
        .route("/observations/{id}/withdrawal", post(visits::take_back))
        .route("/observations/{id}/observation.pdf", get(visits::pdf))
        .route("/cabinet/observations", get(cabinet::list))
        .route("/cabinet/observations/{id}", get(cabinet::show))
        .route("/cabinet/observations/{id}/answer", post(cabinet::answer))
        .route("/cabinet/observations/{id}/self", get(recording::teacher).post(recording::write_own))
        .route("/cabinet/observations/{id}/acknowledgement", post(cabinet::acknowledge))
        .route("/cabinet/observations/{id}/sharing", post(cabinet::share))
        .route("/cabinet/observations/{id}/observation.pdf", get(cabinet::pdf))
        .route("/observe/", get(offline::page))
        .route("/observe/worker.js", get(offline::worker))
        .route("/observe/manifest.webmanifest", get(offline::manifest))
        .route("/api/observations/mine", get(api::mine))
        .route("/api/observations/{id}/records", post(api::records))
}

//! Addresses of answers and lots.

mod answers;
mod lots;

use ::web::{App, identified, query, version};
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/insight`, and a teacher's own place in a queue.
pub fn router() -> Router<App> {
    Router::new()
        .route("/insight", get(answers::hub))
        .route("/insight/worked", get(answers::worked))
        // Where what worked stood before there were answers: links and bookmarks still find it.
        .route("/pathways/worked", get(answers::worked_before))
        .route("/insight/link", get(answers::link))
        .route("/insight/effect", get(answers::effect))
        .route("/insight/change", get(answers::change))
        .route("/insight/method/{question}", get(answers::method))
        .route("/insight/method/{question}/computing", post(answers::anew))
        .route("/insight/lots", get(lots::list).post(lots::announce))
        .route("/insight/lots/new", get(lots::new))
        .route("/insight/lots/{id}", get(lots::show))
        .route("/insight/lots/{id}/draw", post(lots::draw))
        .route("/insight/lots/{id}/cancellation", post(lots::cancel))
        .route("/insight/lots/{id}/leaving", post(lots::leave))
        .route("/insight/lots/{id}/check", get(lots::check))
        .route("/cabinet/queue", get(lots::own))
        .route("/cabinet/queue/{id}", get(lots::own_check))
        .route("/cabinet/queue/{id}/leaving", post(lots::opt_out))
}

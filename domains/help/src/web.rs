//! Addresses of the help desk.

pub(crate) mod card;
mod figures;
mod helper;
mod leading;
mod list;
mod new;
mod terms;

use ::web::App;
pub(crate) use ::web::{identified, query, text, version};
use axum::{
    Router,
    routing::{get, post},
};

/// Everything under `/help-requests` and `/private-help`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/help-requests", get(list::show))
        .route("/help-requests/own", get(list::own))
        .route("/help-requests/new", get(new::ask).post(new::send))
        .route("/help-requests/figures", get(figures::show))
        .route("/help-requests/terms", get(terms::show).post(terms::set))
        .route("/help-requests/{id}", get(card::show))
        .route("/help-requests/{id}/taking", post(card::take))
        .route("/help-requests/{id}/messages", post(card::write))
        .route("/help-requests/{id}/answer", post(card::answer))
        .route("/help-requests/{id}/closing", post(card::close))
        .route("/help-requests/{id}/reopening", post(card::reopen))
        .route("/help-requests/{id}/withdrawal", post(card::withdraw))
        .route("/help-requests/{id}/returning", post(card::give_back))
        .route("/help-requests/{id}/helper", get(helper::choose).post(helper::assign))
        .route("/help-requests/{id}/case", get(leading::ask).post(leading::propose))
        .route("/help-requests/{id}/activity", post(card::activity))
        .merge(crate::private::routes())
}

//! Addresses of the help desk.

pub(crate) mod card;
mod figures;
mod helper;
mod leading;
mod list;
mod new;
mod terms;

use ::web::{Answers, App};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result};
use ui::url::Query;

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

/// The version that was shown with the form.
pub(crate) fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or_default()
}

/// An id out of an address; what is none is nobody's.
pub(crate) fn identified<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub(crate) fn query(raw: Option<String>) -> Query {
    Query::parse(&raw.unwrap_or_default())
}

/// A value of a filter, not longer than any of ours.
pub(crate) fn text(query: &Query, name: &str) -> String {
    query.text(name).chars().take(100).filter(|c| *c != '\0').collect()
}

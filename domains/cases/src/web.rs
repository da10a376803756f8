//! Screens.

mod cabinet;
pub mod card;
mod deficits;
pub mod evidence;
mod invitations;
mod link;
mod list;
pub mod measures;
mod new;
pub mod page;
mod small;
mod team;

use crate::tasks::More;
use axum::{
    Extension, Router,
    routing::{get, post},
};
use page::{Form, Look, act, content, may_enter, open, site, version};
use std::sync::Arc;
use web::App;

/// What the domains above hand in for the list of tasks.
#[derive(Clone)]
pub(crate) struct Handed(Arc<Vec<More>>);

/// Everything under `/cases` but the pathway's own pages, and `/cabinet/cases`.
pub fn router(more: Vec<More>) -> Router<App> {
    Router::new()
        .route("/cases", get(list::show))
        .route("/cases/new", get(new::ask).post(new::open))
        .route("/cases/invitations", get(invitations::list))
        .route("/cases/invitations/{seat}", get(invitations::ask).post(invitations::answer))
        .route("/cases/{id}", get(card::show))
        .route("/cases/{id}/answer", post(card::answer))
        .route("/cases/{id}/team", get(team::show).post(team::invite))
        .route("/cases/{id}/team/school", post(team::school))
        .route("/cases/{id}/team/{seat}/leaving", post(team::leave))
        .route("/cases/{id}/deficits", get(deficits::show).post(deficits::take))
        .route("/cases/{id}/deficits/{deficit}/leaving", post(deficits::leave))
        .route("/cases/{id}/deficits/{deficit}/verdict", post(deficits::judge))
        .route("/cases/{id}/evidence", get(evidence::show).post(evidence::give))
        .route("/cases/{id}/measures", get(measures::show).post(measures::add))
        .route("/cases/{id}/measures/{measure}/withdrawal", post(measures::withdraw))
        .route("/cases/{id}/conclusion", post(measures::conclude))
        .route("/cases/{id}/link", get(link::show).post(link::propose))
        .route("/cases/{id}/link/{link}/answer", post(link::answer))
        .route("/cases/{id}/link/{link}/withdrawal", post(link::withdraw))
        .route("/cases/{id}/notes", get(small::notes).post(small::note))
        .route("/cases/{id}/review", get(small::reviewing).post(small::review))
        .route("/cases/{id}/turn", get(small::turning).post(small::turn))
        .route("/cases/{id}/stop", get(small::stopping).post(small::stop))
        .route("/cabinet/cases", get(cabinet::show))
        .layer(Extension(Handed(Arc::new(more))))
}

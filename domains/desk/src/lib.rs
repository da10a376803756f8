//! The first page of everybody: what this is for a visitor, what waits for whoever works here, a member's cabinet, the journal of
//! actions, help, the policy on personal data, settings of sight.
//!
//! * [`waits`] is the one place that reads across domains, only to count: how many, since when, where to go. It takes the viewer's
//!   scope; the ministry and the administrator get figures and no names, as nobody gets names here at all.
//! * Nothing is written here but the journal of its own reading, checking and export, and who wants a letter of what waits ([`letter`]).

mod audit_log;
mod cabinet;
mod desk;
mod figures;
mod help;
mod home;
pub mod letter;
mod place;
mod policy;
mod saved;
mod sight;
mod waits;

use axum::{
    Router,
    routing::{get, post},
};
use web::App;

pub use waits::{Due, Wait, waiting};

/// Only the page «Размер текста и контраст»: for a site that is no region's.
pub fn sight_page() -> Router<App> {
    Router::new().route(ui::prefs::URL, get(sight::form).post(sight::save))
}

/// All pages of this domain.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/desk", get(desk::show))
        .route("/cabinet", get(cabinet::show))
        .route("/places", get(place::region))
        .route("/places/{id}", get(place::show))
        .route("/audit", get(audit_log::list))
        .route("/audit/verification", post(audit_log::verify))
        .route("/audit/verifications/{id}", get(audit_log::verified))
        .route("/help", get(help::index))
        .route("/help/{topic}", get(help::topic))
        .route("/account/letter", get(letter::web::show).post(letter::web::save))
        .route("/lists", get(saved::list).post(saved::save))
        .route("/lists/new", get(saved::new))
        .route("/lists/{id}/removal", post(saved::remove))
        .route("/policy", get(policy::show))
        .route(ui::prefs::URL, get(sight::form).post(sight::save))
}

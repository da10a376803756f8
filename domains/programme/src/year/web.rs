//! Screens of a member's year.

mod badges;
mod list;
pub mod page;
pub mod papers;
pub mod plan;
pub mod report;

use axum::{
    Router,
    routing::{get, post},
};
use web::App;

/// A member's year, the list of years, certificates and badges.
pub fn router() -> Router<App> {
    Router::new()
        .route("/cabinet/year", get(page::mine))
        .route("/years", get(list::show))
        .route("/year/{person}", get(page::show))
        .route("/year/{person}/lines", post(plan::add))
        .route("/year/{person}/lines/{line}", get(plan::edit).post(plan::change))
        .route("/year/{person}/lines/{line}/removal", post(plan::remove))
        .route("/year/{person}/plan/copy", post(plan::copy))
        .route("/year/{person}/plan/sending", post(plan::send))
        .route("/year/{person}/plan/taking-back", post(plan::take_back))
        .route("/year/{person}/plan/reopening", post(plan::reopen))
        .route("/year/{person}/plan/decision", post(plan::decide))
        .route("/year/{person}/report", get(report::show).post(report::write))
        .route("/year/{person}/report/taking-back", post(report::take_back))
        .route("/year/{person}/report/decision", post(report::decide))
        .route("/year/{person}/report.xlsx", get(report::sheet))
        .route("/year/{person}/report.pdf", get(report::pdf))
        .route("/year/{person}/papers", get(papers::show).post(papers::make))
        .route("/year/{person}/papers/{paper}/certificate.pdf", get(papers::pdf))
        .route("/year/{person}/papers/{paper}/revocation", post(papers::revoke))
        .route("/year/{person}/papers/{paper}/badge", post(papers::publish))
        .route("/year/{person}/papers/{paper}/badge/removal", post(papers::unpublish))
        .route("/verify/activity/{code}", get(papers::verify))
        .route("/badges/issuer", get(badges::issuer))
        .route("/badges/achievement", get(badges::achievement))
        .route("/badges/revoked", get(badges::revoked))
        .route("/badges/keys", get(badges::keys))
        .route("/badges/keys/{id}", get(badges::key))
        .route("/badges/{code}", get(badges::show))
        .route("/badges/{code}/credential.jwt", get(badges::token))
        .route("/badges/{code}/credential.json", get(badges::document))
        .route("/badges/{code}/badge.png", get(badges::png))
        .route("/badges/{code}/badge.svg", get(badges::svg))
}

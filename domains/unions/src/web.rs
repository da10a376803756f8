//! Addresses.

mod body;
mod card;
mod decisions;
mod list;
mod meeting;
mod minutes;
mod people;
mod plan;

use ::web::{App, identified, query, text, version};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// All pages of this domain.
pub fn router() -> Router<App> {
    Router::new()
        .route("/unions", get(list::unions).post(body::open))
        .route("/unions/new", get(body::new))
        .route("/unions/tree", get(list::tree))
        .route("/unions/meetings", get(list::meetings))
        .route("/unions/decisions", get(decisions::list))
        .route("/unions/decisions/{id}", get(decisions::show).post(decisions::mark))
        .route("/unions/plan-lines/{id}", get(plan::line).post(plan::edit))
        .route("/unions/plan-lines/{id}/done", get(plan::proofs).post(plan::mark))
        .route("/unions/plan-lines/{id}/removal", post(plan::remove))
        .route("/unions/meetings/{id}", get(meeting::show).post(meeting::edit))
        .route("/unions/meetings/{id}/edit", get(meeting::edit_form))
        .route("/unions/meetings/{id}/cancellation", get(meeting::cancelling).post(meeting::cancel))
        .route("/unions/meetings/{id}/answer", post(meeting::answer))
        .route("/unions/meetings/{id}/presence", post(meeting::be_present))
        .route("/unions/meetings/{id}/attendance", get(meeting::attendance).post(meeting::attend))
        .route("/unions/meetings/{id}/meeting.ics", get(meeting::ics))
        .route("/unions/meetings/{id}/minutes", get(minutes::show).post(minutes::save))
        .route("/unions/meetings/{id}/minutes.pdf", get(minutes::pdf))
        .route("/unions/meetings/{id}/correction", post(minutes::correct))
        .route("/unions/meetings/{id}/annulment", get(minutes::annulling).post(minutes::annul))
        .route("/unions/{id}", get(card::show).post(body::edit))
        .route("/unions/{id}/edit", get(body::edit_form))
        .route("/unions/{id}/title", get(body::title).post(body::rename))
        .route("/unions/{id}/closing", get(body::closing).post(body::close))
        .route("/unions/{id}/sheet", get(card::sheet))
        .route("/unions/{id}/people", get(people::show).post(people::join))
        .route("/unions/{id}/people/{person}/leaving", post(people::leave))
        .route("/unions/{id}/offices", post(people::appoint))
        .route("/unions/{id}/offices/ending", post(people::dismiss))
        .route("/unions/{id}/plan", get(plan::show).post(plan::add))
        .route("/unions/{id}/plan/copying", post(plan::copy))
        .route("/unions/{id}/papers", get(body::papers).post(body::receive).layer(DefaultBodyLimit::disable()))
        .route("/unions/{id}/papers/{paper}/file", get(body::paper_file))
        .route("/unions/{id}/papers/{paper}/removal", post(body::drop_paper))
        .route("/unions/{id}/meetings", post(meeting::plan))
        .route("/unions/{id}/meetings/new", get(meeting::new))
}

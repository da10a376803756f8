//! Addresses.

mod attendance;
mod cabinet;
mod card;
mod certificates;
mod editor;
mod feedback;
mod followup;
mod hosts;
mod list;
mod open;
mod packet;
mod people;

use crate::calendar;
use ::web::{App, identified, query, text, version};
use axum::{
    Router,
    routing::{get, post},
};

/// All pages of this domain.
pub fn router() -> Router<App> {
    router_with(Vec::new())
}

/// As [`router`]; the calendar shows what these domains have too.
pub fn router_with(days: Vec<calendar::Source>) -> Router<App> {
    Router::new()
        .route("/activities", get(list::list).post(editor::plan))
        .route("/activities/new", get(editor::new))
        .route("/activities/{id}", get(card::show).post(editor::change))
        .route("/activities/{id}/edit", get(editor::show))
        .route("/activities/{id}/announcement", post(card::announce))
        .route("/activities/{id}/cancellation", get(card::cancelling).post(card::cancel))
        .route("/activities/{id}/offer", post(card::offer))
        .route("/activities/{id}/calendar.ics", get(card::calendar))
        .route("/activities/{id}/seat", post(card::sign_up))
        .route("/activities/{id}/leaving", post(card::leave))
        .route("/activities/{id}/hosts", get(hosts::show).post(hosts::name))
        .route("/activities/{id}/hosts/removal", post(hosts::remove))
        .route("/activities/{id}/hosts/minutes", post(hosts::set_minutes))
        .route("/activities/{id}/hosts/answer", post(hosts::answer))
        .route("/activities/{id}/people", get(people::show).post(people::add))
        .route("/activities/{id}/attendance", get(attendance::show).post(attendance::write))
        .route("/activities/{id}/door", get(attendance::door))
        .route("/activities/{id}/here", get(attendance::here))
        .route("/activities/{id}/sheet", get(attendance::sheet))
        .route("/activities/{id}/packet", get(packet::show).post(packet::read))
        .route("/activities/{id}/materials", get(packet::editor).post(packet::add))
        .route("/activities/{id}/materials/removal", post(packet::remove))
        .route("/activities/{id}/materials/check", post(packet::check))
        .route("/activities/{id}/materials/reminder", post(packet::remind))
        .route("/activities/{id}/materials/{material}", get(packet::file))
        .route("/activities/{id}/feedback", get(feedback::show).post(feedback::give))
        .route("/activities/{id}/feedback/group", post(feedback::about_group))
        .route("/activities/{id}/followup", get(followup::show).post(followup::answer))
        .route("/activities/{id}/followup/task", post(followup::set))
        .route("/activities/{id}/followup/reply", post(followup::reply))
        .route("/activities/{id}/closing", get(certificates::closing).post(certificates::close))
        .route("/activities/{id}/certificates", get(certificates::show).post(certificates::issue))
        .route("/activities/certificates/{certificate}", get(certificates::paper))
        .route("/activities/certificates/{certificate}/annulment", get(certificates::annulling).post(certificates::annul))
        .route("/calendar", get(open::show))
        .route("/verify/a/{code}", get(certificates::verify))
        .route("/cabinet/activities", get(cabinet::show))
        .merge(crate::quick::router())
        .merge(calendar::router(days))
}

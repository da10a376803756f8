//! What was typed when the session ran out: shown after the login, ready to be sent again.

use crate::{next, session, views};
use axum::{
    Router,
    extract::{RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use http::HeaderMap;
use ui::url::Query;
use web::{App, Posted, Staff, guard};

pub const PATH: &str = "/login/kept";

pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(show)).route("/login/kept/dismissal", post(dismiss))
}

/// The secret under which a form is kept.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    guard::cookie_of(headers, guard::kept_cookie(app.settings.is_https())).filter(|value| !value.is_empty() && value.len() < 200).map(ToOwned::to_owned)
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, headers: HeaderMap, RawQuery(query): RawQuery) -> web::Result {
    let query = Query::parse(&query.unwrap_or_default());
    let next = next::local(query.text("next"));
    let Some(token) = token(&app, &headers) else { return Ok(web::see(next)) };
    let Some(form) = app.read(move |tx| access::kept::find(tx, &token, actor.account)).await? else { return Ok(web::see(next)) };
    Ok(shell.page(views::kept::page(&form, next, &shell.key())).into_response())
}

async fn dismiss(State(app): State<App>, _: Staff, headers: HeaderMap, posted: Posted) -> web::Result {
    if let Some(token) = token(&app, &headers) {
        app.write(move |tx| access::kept::forget(tx, &token)).await?;
    }
    let mut response = web::see(next::local(posted.answers.get("next")));
    session::set_cookie(&app, &mut response, guard::kept_cookie(app.settings.is_https()), "", Some(0));
    Ok(response)
}

//! Login by address and password, logout, and staying in.

use crate::{Outside, next, session, views};
use access::{
    Password,
    login::{self, From},
    sessions,
};
use audit::{By, Event, Record};
use axum::{
    Extension, Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};
use kernel::{Error, FieldErrors};
use ui::url::Query;
use web::{App, Posted, Shell};

pub fn routes() -> Router<App> {
    Router::new().route("/login", get(show).post(enter)).route("/logout", post(leave)).route("/session/extend", post(extend))
}

async fn show(State(app): State<App>, Extension(outside): Extension<Outside>, shell: Shell, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let next = next::local(query.text("next"));
    if shell.actor.is_some() {
        return web::see(next);
    }
    let form = views::login::Form { next, done: query.text("done"), outside: outside.label(), demo: app.settings.demo, ..Default::default() };
    shell.page(views::login::page(&form, &FieldErrors::default(), &shell.key())).into_response()
}

async fn enter(State(app): State<App>, Extension(outside): Extension<Outside>, shell: Shell, headers: HeaderMap, posted: Posted) -> web::Result {
    let next = next::local(posted.answers.get("next"));
    let email = posted.answers.get("email");
    match login::by_password(&app.db, &from(&shell), email, Password::typed(posted.answers.get("password"))).await {
        Ok(secret) => session::begin(&app, &headers, secret, next).await,
        Err(Error::Fields(errors)) => {
            let form = views::login::Form { email, next, outside: outside.label(), demo: app.settings.demo, ..Default::default() };
            Ok(web::unprocessable(shell.page(views::login::page(&form, &errors, &shell.key()))))
        }
        Err(other) => Err(other.into()),
    }
}

/// Where this request comes from.
pub fn from(shell: &Shell) -> From {
    From { address: shell.client.address.clone(), agent: shell.client.agent.clone() }
}

/// Ends the session, complete or not. Without one there is nothing to end, and the page is the same.
async fn leave(State(app): State<App>, shell: Shell, headers: HeaderMap) -> web::Result {
    if let Some(token) = session::token(&app, &headers) {
        let by = shell.actor.as_ref().map(access::Actor::by);
        app.write(move |tx| {
            if let Some(account) = sessions::owner(tx, &token)? {
                let by = by.unwrap_or(By { account: Some(account), actor: "account" });
                tx.record(&by, Event::new("account.logged_out", "account", account))?;
            }
            sessions::end(tx, &token)
        })
        .await?;
    }
    Ok(session::part(&app, web::see("/login?done=logout")))
}

/// «Остаться в системе»: 204, or 401 when it is too late.
async fn extend(State(app): State<App>, shell: Shell, headers: HeaderMap) -> web::Result {
    let Some(token) = session::token(&app, &headers).filter(|_| shell.actor.is_some()) else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    let info = app.write(move |tx| {
        sessions::touch(tx, &token)?;
        sessions::peek(tx, &token)
    });
    let left = info.await?.map_or(0, |info| info.seconds_left);
    Ok((StatusCode::NO_CONTENT, [("x-session-left", left.to_string())]).into_response())
}

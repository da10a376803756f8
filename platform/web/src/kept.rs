//! A form that arrives after its session has run out isn't lost: it is kept for whoever the session was, and shown after the
//! login (`accounts` draws that page). Files aren't kept: a browser doesn't send them twice unasked.

use crate::{App, guard};
use access::{
    kept::{self, KeptForm},
    sessions,
};
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::Request,
    response::Response,
};
use http::{HeaderValue, StatusCode, header};

/// How long the browser keeps the way back, seconds.
const KEPT_FOR: u64 = 3600;

/// A form on its way to a page that may send its sender to log in.
pub struct Lost {
    token: String,
    path: String,
    body: Bytes,
}

/// Takes a copy of a short form that came with a session's cookie; the request goes on as it was.
pub async fn copy(request: Request, token: Option<String>) -> (Request, Option<Lost>) {
    let token = token.filter(|token| !token.is_empty() && token.len() < 200 && is_short_form(&request));
    let Some(token) = token else { return (request, None) };
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    // The declared length is short; a body that lies about it or breaks off is nothing to keep, and nothing to act on.
    let body = to_bytes(body, kept::LARGEST).await.unwrap_or_default();
    (Request::from_parts(parts, Body::from(body.clone())), Some(Lost { token, path, body }))
}

fn is_short_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let length = request.body().size_hint().upper().and_then(|length| usize::try_from(length).ok());
    kind.starts_with("application/x-www-form-urlencoded") && length.is_some_and(|length| length <= kept::LARGEST)
}

/// Keeps the form if its sender was sent to log in. What can't be kept doesn't change the answer.
pub async fn keep(app: &App, lost: Option<Lost>, mut response: Response) -> Response {
    let to_login = response.status() == StatusCode::SEE_OTHER && response.headers().get(header::LOCATION).is_some_and(|to| to.as_bytes().starts_with(b"/login?next="));
    let Some(lost) = lost.filter(|_| to_login) else { return response };
    let form = KeptForm { path: lost.path, fields: url::form_urlencoded::parse(&lost.body).into_owned().collect() };
    let secret = app.write(move |tx| match sessions::owner(tx, &lost.token)? {
        Some(account) => kept::keep(tx, account, &form).map(Some),
        None => Ok(None),
    });
    match secret.await {
        Ok(Some(secret)) => {
            let cookie = guard::cookie(app, guard::kept_cookie(app.settings.is_https()), secret.as_str(), Some(KEPT_FOR));
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "a form could not be kept"),
    }
    response
}

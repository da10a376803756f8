//! The session's cookie: set, read, forgotten; and the login that has begun but isn't over.

use crate::next;
use access::{
    Secret,
    sessions::{self, Lack, SessionInfo},
};
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, header::SET_COOKIE, request};
use kernel::Error;
use web::{App, Failure, Shell, guard};

/// The secret in the session's cookie.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    let value = guard::cookie_of(headers, guard::session_cookie(app.settings.is_https()))?;
    (!value.is_empty() && value.len() < 200).then(|| value.to_owned())
}

/// Sets a cookie on a response; `max_age` in seconds, `None` until the browser closes, `Some(0)` forgets it.
pub fn set_cookie(app: &App, response: &mut Response, name: &str, value: &str, max_age: Option<u64>) {
    // Names are ours, values base64 or empty: always a header value.
    if let Ok(cookie) = HeaderValue::from_str(&guard::cookie(app, name, value, max_age)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// The response goes on under this session.
pub fn carry(app: &App, mut response: Response, secret: &Secret) -> Response {
    set_cookie(app, &mut response, guard::session_cookie(app.settings.is_https()), secret.as_str(), None);
    response
}

/// The response ends the session in the browser, with the pages it kept. The settings of sight stay: they are a cookie of their own.
pub fn part(app: &App, mut response: Response) -> Response {
    set_cookie(app, &mut response, guard::session_cookie(app.settings.is_https()), "", Some(0));
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    response
}

/// A new login takes the place of the session that this browser had, and goes where it must: to what is lacking, to a form
/// kept from before, or to `next`.
pub async fn begin(app: &App, headers: &HeaderMap, secret: Secret, next: &str) -> web::Result {
    let (old, new) = (token(app, headers), secret.as_str().to_owned());
    let kept = crate::kept::token(app, headers);
    let found = app.write(move |tx| {
        if let Some(old) = old.filter(|old| *old != new) {
            sessions::end(tx, &old)?;
        }
        let info = sessions::peek(tx, &new)?.ok_or_else(|| Error::refusal("Учётная запись отключена. Обратитесь к администратору."))?;
        let has_kept = match kept {
            Some(kept) => access::kept::find(tx, &kept, info.account)?.is_some(),
            None => false,
        };
        Ok((info, has_kept))
    });
    let (info, has_kept) = found.await?;
    let location = if info.lacks.is_none() && has_kept { next::then(crate::kept::PATH, next) } else { onward(&info, next) };
    Ok(carry(app, web::see(&location), &secret))
}

/// Where a session goes from here.
pub fn onward(info: &SessionInfo, next: &str) -> String {
    match info.lacks {
        Some(Lack::Code) => next::then("/login/code", next),
        Some(Lack::SecondFactor) => next::then("/login/second-factor", next),
        Some(Lack::Role) => next::then("/account/role", next),
        None => next.to_owned(),
    }
}

/// A session that is alive, complete or not. Whoever has none is sent to log in.
pub struct Halfway {
    pub token: String,
    pub info: SessionInfo,
    pub shell: Shell,
}

impl FromRequestParts<App> for Halfway {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, app: &App) -> Result<Self, Response> {
        let shell = <Shell as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let Some(token) = token(app, &parts.headers) else { return Err(web::see("/login")) };
        let secret = token.clone();
        let found = app.read(move |tx| sessions::peek(tx, &secret)).await;
        match found.map_err(|error| Failure::from(error).into_response())? {
            Some(info) => Ok(Self { token, info, shell }),
            None => Err(web::see("/login")),
        }
    }
}

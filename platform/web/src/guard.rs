//! The guard around every page: where the request comes from, who asks, and a human page for every failure.

use crate::{App, Client, Failure, RequestId, Shell, kept, session};
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, header};
use kernel::Error;
use maud::html;
use std::{net::SocketAddr, sync::Arc};
use ui::page::Page;

/// The session cookie's name: with the `__Host-` promise where there is TLS.
#[must_use]
pub fn session_cookie(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The cookie that leads back to a form kept when its session had run out.
#[must_use]
pub fn kept_cookie(https: bool) -> &'static str {
    if https { "__Host-kept" } else { "kept" }
}

/// A `Set-Cookie` value that only this host's pages carry and no script reads; `max_age` in seconds (0 forgets it).
#[must_use]
pub fn cookie(app: &App, name: &str, value: &str, max_age: Option<u64>) -> String {
    let secure = if app.settings.is_https() { "; Secure" } else { "" };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// The value of a cookie.
#[must_use]
pub fn cookie_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Makes the request's context, refuses forms from other sites, draws the pages of failures. Outermost but for the server's own layers.
pub async fn stand(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let visitor = nobody(&app, &request);
    let token = cookie_of(request.headers(), session_cookie(app.settings.is_https())).map(ToOwned::to_owned);
    let shell = match recognised(&app, visitor.clone(), token.clone()).await {
        Ok(shell) => shell,
        Err(error) => return draw(&app, &visitor, Failure::from(error).into_response()),
    };
    if changes(request.method()) && !from_our_page(request.headers()) {
        let refused = Failure::from(Error::refusal("Форма отправлена не с этого сайта. Откройте страницу здесь и отправьте форму ещё раз."));
        let mut response = draw(&app, &shell, refused.into_response());
        *response.status_mut() = http::StatusCode::FORBIDDEN;
        return response;
    }
    request.extensions_mut().insert(shell.clone());
    let (request, lost) = if changes(request.method()) && shell.actor.is_none() { kept::copy(request, token).await } else { (request, None) };
    let response = kept::keep(&app, lost, next.run(request).await).await;
    draw(&app, &shell, response)
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Fetch Metadata where the browser sends it (TLS and localhost), `Origin` against `Host` otherwise; neither is refused.
fn from_our_page(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == text(header::HOST)
}

fn nobody(app: &App, request: &Request) -> Shell {
    Shell {
        actor: None,
        client: client(app, request),
        prefs: cookie_of(request.headers(), "view").map(ui::prefs::Prefs::from_cookie).unwrap_or_default(),
        path: request.uri().path().to_owned(),
        request_id: request.extensions().get::<RequestId>().cloned().unwrap_or_default().0,
        demo: app.settings.demo,
        operator: Arc::from(app.settings.operator.as_str()),
        own_nav: app.settings.own_nav,
        seconds_left: None,
        unread: 0,
    }
}

async fn recognised(app: &App, mut shell: Shell, token: Option<String>) -> kernel::Result<Shell> {
    if let Some(token) = token.filter(|token| !token.is_empty() && token.len() < 200)
        && let Some(found) = session::find(app, &token).await?
    {
        shell.seconds_left = Some(found.seconds_left);
        shell.unread = found.unread;
        shell.actor = Some(found.actor);
    }
    Ok(shell)
}

fn client(app: &App, request: &Request) -> Client {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let forwarded = header("x-forwarded-for").filter(|_| app.settings.trusted_proxy).and_then(|list| list.rsplit(',').next());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
    let agent = header("user-agent").unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect();
    Client { address: forwarded.map(|ip| ip.trim().to_owned()).or(peer).unwrap_or_default(), agent }
}

fn draw(app: &App, shell: &Shell, response: Response) -> Response {
    let status = response.status();
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        // Axum's own refusals: no such route, a wrong method, a body that can't be read.
        None if status.is_client_error() && !has_page(&response) => Failure::from(plain(status)),
        None => return response,
    };
    if let Some(cause) = failure.cause() {
        tracing::error!(path = shell.path, id = shell.request_id, cause, "internal error");
    }
    let (title, words) = failure.words(&app.settings.support);
    let body = shell.page(Page::new(title).narrow().body(html! { (words) @if status.is_server_error() && !shell.request_id.is_empty() { p { "Номер обращения: " code { (shell.request_id) } } } }));
    let (parts, _) = response.into_parts();
    let mut drawn = (status, body).into_response();
    for (name, value) in &parts.headers {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            drawn.headers_mut().append(name, value.clone());
        }
    }
    drawn
}

fn has_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/")
}

fn plain(status: http::StatusCode) -> Error {
    match status {
        http::StatusCode::NOT_FOUND => Error::NotFound,
        http::StatusCode::METHOD_NOT_ALLOWED => Error::refusal("По этому адресу так обращаться нельзя. Откройте страницу и нажмите на ней кнопку."),
        http::StatusCode::BAD_REQUEST => Error::NotFound,
        http::StatusCode::PAYLOAD_TOO_LARGE => Error::refusal("Отправлено слишком много данных. Уменьшите файл и отправьте ещё раз."),
        _ => Error::refusal("Запрос непонятен серверу. Вернитесь на предыдущую страницу и попробуйте ещё раз."),
    }
}

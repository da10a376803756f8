//! What stands before every page: a number for each request, the log, limits, headers, compression.

use super::{
    assets, body,
    compress::{self, Encoding},
    headers,
};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, Method, StatusCode, header};
use std::{any::Any, sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::Instant};
use tower_http::catch_panic::CatchPanicLayer;
use web::App;

/// Requests worked on at the same time; others wait in front, but not for long.
pub const AT_ONCE: usize = 128;
const WAIT: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_secs(120);

/// What the front knows.
#[derive(Clone)]
pub struct Front {
    is_https: bool,
    support: Arc<str>,
    room: Arc<Semaphore>,
}

impl Front {
    #[must_use]
    pub fn new(app: &App, at_once: usize) -> Self {
        Self { is_https: app.settings.is_https(), support: app.settings.support.as_str().into(), room: Arc::new(Semaphore::new(at_once)) }
    }

    fn plain(&self, status: StatusCode, sentence: &str) -> Response {
        let support = if self.support.is_empty() { String::new() } else { format!(" Если не поможет, сообщите: {}.", self.support) };
        (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{sentence}{support}\n")).into_response()
    }
}

/// Pages with everything around them: what a server serves.
pub fn surround(app: &App, pages: Router<App>) -> Router {
    surround_within(app, pages, AT_ONCE)
}

/// [`surround`] for one site of many: no more than so many requests are worked on at once, so that a busy one leaves room to the others.
pub fn surround_within(app: &App, pages: Router<App>, at_once: usize) -> Router {
    let pages = pages
        .fallback(async || web::Failure::from(kernel::Error::NotFound))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), body::limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), web::guard::stand));
    let files = Router::new().route("/assets/{name}", get(assets::asset)).route("/healthz", get(health)).route("/robots.txt", get(robots));
    files.merge(pages).layer(middleware::from_fn_with_state(Front::new(app, at_once), stand)).with_state(app.clone())
}

/// A fault of ours: drawn by the guard like any other.
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let words = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no words");
    web::Failure::from(kernel::Error::Internal(anyhow::anyhow!("panic: {words}"))).into_response()
}

async fn health(State(app): State<App>) -> Response {
    match app.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM schema_migration", kernel::params![])?)).await {
        Ok(_) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "база данных не отвечает\n").into_response(),
    }
}

async fn robots() -> &'static str {
    "User-agent: *\nAllow: /members\nAllow: /$\nDisallow: /\n"
}

async fn stand(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id();
    let method = request.method().clone();
    // The pattern, not the address: addresses hold ids and secret links.
    let pattern = request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(web::RequestId(id.clone()));
    let encoding = Encoding::accepted(request.headers()).filter(|_| method != Method::HEAD);
    let mut response = match refused(&front, &request) {
        Some(refusal) => refusal,
        None => compress::answer(within(&front, request, next).await, encoding).await,
    };
    headers::put(response.headers_mut(), front.is_https);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let spent = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(target: "access", %method, path = pattern, status = response.status().as_u16(), ms = spent, id);
    response
}

fn request_id() -> String {
    data_encoding::HEXLOWER.encode(&rand::random::<[u8; 6]>())
}

/// What no page should ever see.
fn refused(front: &Front, request: &Request) -> Option<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        let mut response = front.plain(StatusCode::METHOD_NOT_ALLOWED, "Так обращаться к серверу нельзя. Откройте страницу в браузере.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
        return Some(response);
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if !host.is_empty() => None,
        _ => Some(front.plain(StatusCode::BAD_REQUEST, "Запрос непонятен: в нём должно быть названо одно имя сайта. Откройте страницу в браузере.")),
    }
}

/// Lets so many in at once; the rest hear soon that they should come later.
async fn within(front: &Front, request: Request, next: Next) -> Response {
    let Ok(Ok(_place)) = tokio::time::timeout(WAIT, front.room.acquire()).await else { return later(front) };
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => later(front),
    }
}

fn later(front: &Front) -> Response<Body> {
    let mut response = front.plain(StatusCode::SERVICE_UNAVAILABLE, "Сервер сейчас занят. Подождите минуту и обновите страницу; если вы отправляли форму, вернитесь и отправьте её ещё раз: дважды она не сработает.");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

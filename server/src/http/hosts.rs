//! Several sites behind one port: the name in `Host` says whose visitor this is. Nothing else of a request is looked at, and a site
//! never learns that there are others.

use super::{Site, headers};
use axum::{
    Router,
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tower::ServiceExt;
use tracing::Instrument;

/// A site behind its name.
#[derive(Clone)]
pub struct Door {
    name: Arc<str>,
    site: Site,
    is_open: Arc<AtomicBool>,
}

impl Door {
    /// Shut until [`Door::open`].
    #[must_use]
    pub fn shut(name: &str, support: &str, is_https: bool) -> Self {
        let support = if support.is_empty() { String::new() } else { format!(" Если это надолго, сообщите: {support}.") };
        let words: Arc<str> = format!("Сайт сейчас не работает. Подождите несколько минут и обновите страницу.{support}").into();
        let closed = move || {
            let words = words.clone();
            async move {
                let mut response = page(StatusCode::SERVICE_UNAVAILABLE, "Сайт сейчас не работает", &words);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
                headers::put(response.headers_mut(), is_https);
                response
            }
        };
        Self { name: name.into(), site: Site::new(Router::new().fallback(closed)), is_open: Arc::default() }
    }

    /// From the next request on these pages are shown.
    pub fn open(&self, site: &Site) {
        self.site.follow(site);
        self.is_open.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }
}

/// All doors by the name of the site.
#[derive(Clone, Default)]
pub struct Hosts(Arc<HashMap<String, Door>>);

impl Hosts {
    #[must_use]
    pub fn new(doors: impl IntoIterator<Item = (String, Door)>) -> Self {
        Self(Arc::new(doors.into_iter().collect()))
    }

    /// These and more.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = (String, Door)>) -> Self {
        Self(Arc::new(self.0.iter().map(|(host, door)| (host.clone(), door.clone())).chain(more).collect()))
    }

    /// What the program serves.
    #[must_use]
    pub fn router(self) -> Router {
        Router::new().fallback(move |request: Request| {
            let hosts = self.clone();
            async move { hosts.answer(request).await }
        })
    }

    async fn answer(&self, request: Request) -> Response {
        let host = match named(&request) {
            Ok(host) => host,
            Err(()) => return safe(page(StatusCode::BAD_REQUEST, "Запрос непонятен", "В запросе должно быть названо одно имя сайта. Откройте страницу в браузере.")),
        };
        let Some(door) = self.0.get(&host) else { return safe(self.stranger(&request)) };
        let (router, span) = (door.site.now(), tracing::info_span!("region", name = &*door.name));
        match router.oneshot(request).instrument(span).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// A name that nobody here has. The health of the whole is asked by address, without a name; it names no region either.
    fn stranger(&self, request: &Request) -> Response {
        if request.uri().path() == "/healthz" && matches!(*request.method(), Method::GET | Method::HEAD) {
            let open = self.0.values().filter(|door| door.is_open()).count();
            return match open {
                0 => (StatusCode::SERVICE_UNAVAILABLE, "не работает\n").into_response(),
                some if some < self.0.len() => "работает не всё\n".into_response(),
                _ => "ok\n".into_response(),
            };
        }
        page(StatusCode::NOT_FOUND, "Такого сайта здесь нет", "Проверьте адрес: возможно, в нём опечатка.")
    }
}

/// The one name of the request. Where the first line of the request names a site too, both must say the same: a proxy in front and we
/// must not read two different ones.
fn named(request: &Request) -> Result<String, ()> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(()) };
    let host = plain(host.to_str().map_err(|_| ())?).ok_or(())?;
    match request.uri().host().map(plain) {
        Some(Some(line)) if line == host => Ok(host),
        Some(_) => Err(()),
        None => Ok(host),
    }
}

/// Without the port and the dot at the end, in small letters.
fn plain(host: &str) -> Option<String> {
    let name = if host.starts_with('[') { host.split_inclusive(']').next()? } else { host.split(':').next()? };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

fn safe(mut response: Response) -> Response {
    headers::put(response.headers_mut(), false);
    response
}

/// A page of links to sites, at whatever path: for a demo, where nobody knows the names.
pub fn front(title: &'static str, links: Vec<(String, String)>) -> Router {
    Router::new().fallback(move || {
        let list = maud::html! { p { "Люди, школы и числа вымышлены. На каждом сайте можно войти в любой роли одним нажатием." } ul { @for (label, url) in &links { li { p { a href=(url) { (label) } } } } } };
        async move { safe(written(StatusCode::OK, title, &list)) }
    })
}

/// Without a style of anybody's: it belongs to no region.
fn page(status: StatusCode, title: &str, words: &str) -> Response {
    written(status, title, &maud::html! { p { (words) } })
}

fn written(status: StatusCode, title: &str, content: &maud::Markup) -> Response {
    let body = maud::html! {
        (maud::DOCTYPE)
        html lang="ru" {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; title { (title) } }
            body { main { h1 { (title) } (content) } }
        }
    };
    let mut response = (status, Body::from(body.into_string())).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_with_a_port_a_dot_and_in_capitals() {
        for host in ["sever.example.ru", "SEVER.example.ru:8080", "sever.example.ru.", "sever.example.ru.:443"] {
            assert_eq!(plain(host).as_deref(), Some("sever.example.ru"), "{host}");
        }
        assert_eq!(plain("[::1]:8080").as_deref(), Some("[::1]"));
        assert!(plain("").is_none() && plain(":80").is_none() && plain(".").is_none());
    }

    #[test]
    fn two_names_in_one_request_are_refused() {
        let ask = |uri: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            named(&request.body(Body::empty()).unwrap())
        };
        assert_eq!(ask("/", &["a.ru"]), Ok("a.ru".to_owned()));
        assert_eq!(ask("http://a.ru/x", &["a.ru:80"]), Ok("a.ru".to_owned()));
        for (uri, hosts) in [("/", &["a.ru", "b.ru"][..]), ("/", &[]), ("http://b.ru/", &["a.ru"]), ("/", &[""])] {
            assert!(ask(uri, hosts).is_err(), "{uri} {hosts:?}");
        }
    }
}

//! An application and a browser-like client for tests over HTTP, in one process.

use crate::{App, Parts, Settings, guard};
use axum::{Router, body::Body, middleware};
use documents::Documents;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Db, news::Listeners};
use std::{collections::BTreeMap, path::PathBuf};
use tower::ServiceExt;

/// An application over a test database; files in a temporary folder that the system cleans.
#[must_use]
pub fn app(db: &Db, listeners: Listeners) -> App {
    app_with(db, listeners, |_| ())
}

/// As [`app`], with other settings.
#[must_use]
#[expect(clippy::expect_used, reason = "tests only: a machine without a writable temp folder can't run them")]
pub fn app_with(db: &Db, listeners: Listeners, change: impl FnOnce(&mut Settings)) -> App {
    let data_dir: PathBuf = std::env::temp_dir().join(format!("metodaktiv-files-{}", kernel::id::Uuid::new_v4().simple()));
    let mut settings = Settings {
        public_url: "http://test.local".into(),
        demo: false,
        data_dir: data_dir.clone(),
        max_upload: 10 * 1024 * 1024,
        trusted_proxy: false,
        operator: "Институт развития образования (проверка)".into(),
        support: String::new(),
        check_links: false,
        own_nav: None,
    };
    change(&mut settings);
    let files = files::Store::open(data_dir.join("files")).expect("file store");
    App::new(Parts { db: db.clone(), settings, files, documents: Documents::new(None), listeners, vault: vault(), unread: |_, _| Ok(0) })
}

/// The key of every application made here.
#[must_use]
#[expect(clippy::expect_used, reason = "tests only: the text is a key")]
pub fn vault() -> access::Vault {
    access::Vault::from_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("a key")
}

/// A visitor with a cookie jar. Follows redirects like a browser; posts forms of the page it is on.
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// The page now shown.
    pub page: Page,
}

/// A page as received.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub status: u16,
    pub path: String,
    pub html: String,
    pub bytes: Vec<u8>,
    pub headers: http::HeaderMap,
}

impl Page {
    /// Whether the page says so.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// The key of the first form on the page, or a fresh one.
    #[must_use]
    pub fn key(&self) -> String {
        let from_form = self.html.split("name=\"_key\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
        from_form.map_or_else(|| kernel::FormKey::fresh().as_str().to_owned(), ToOwned::to_owned)
    }

    /// The first link whose address contains `part`.
    #[must_use]
    pub fn link(&self, part: &str) -> Option<String> {
        self.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|href| href.contains(part)).map(|href| href.replace("&amp;", "&"))
    }
}

impl Visitor {
    /// Somebody who opens the site for the first time.
    #[must_use]
    pub fn new(app: &App, routes: Router<App>) -> Self {
        let router = routes.layer(middleware::from_fn_with_state(app.clone(), guard::stand)).with_state(app.clone());
        Self { router, cookies: BTreeMap::new(), page: Page::default() }
    }

    /// Sets a cookie, as a login would.
    pub fn set_cookie(&mut self, name: &str, value: &str) -> &mut Self {
        self.cookies.insert(name.into(), value.into());
        self
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> &Page {
        self.send(Method::GET, path, Vec::new(), None).await
    }

    /// Posts fields with the key of the page shown (or `_key` given among them).
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        if !fields.iter().any(|(name, _)| *name == "_key") {
            form.append_pair("_key", &self.page.key());
        }
        fields.iter().for_each(|(name, value)| {
            form.append_pair(name, value);
        });
        self.send(Method::POST, path, form.finish().into_bytes(), Some("application/x-www-form-urlencoded".into())).await
    }

    /// Posts a multipart form: fields, and files as (field, name, content).
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> &Page {
        const EDGE: &str = "----metodaktiv-test-edge";
        let mut body = Vec::new();
        let key = self.page.key();
        let keyed = [("_key", key.as_str())];
        for (name, value) in keyed.iter().filter(|_| !fields.iter().any(|(n, _)| *n == "_key")).chain(fields) {
            body.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (field, name, content) in files {
            body.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        self.send(Method::POST, path, body, Some(format!("multipart/form-data; boundary={EDGE}"))).await
    }

    #[expect(clippy::expect_used, reason = "tests only")]
    async fn send(&mut self, method: Method, path: &str, body: Vec<u8>, kind: Option<String>) -> &Page {
        let (mut method, mut path, mut body, mut kind) = (method, path.to_owned(), body, kind);
        for _ in 0..10 {
            let jar = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
            let mut request = Request::builder().method(method.clone()).uri(&path).header(header::HOST, "test.local").header(header::ORIGIN, "http://test.local").header(header::COOKIE, jar);
            if let Some(kind) = &kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let response = self.router.clone().oneshot(request.body(Body::from(body.clone())).expect("request")).await.expect("infallible");
            self.keep_cookies(response.headers());
            let status = response.status();
            let headers = response.headers().clone();
            let next = headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).map(ToOwned::to_owned);
            if let Some(next) = next.filter(|_| status == StatusCode::SEE_OTHER) {
                (method, path, body, kind) = (Method::GET, next, Vec::new(), None);
                continue;
            }
            let bytes = response.into_body().collect().await.expect("body").to_bytes().to_vec();
            self.page = Page { status: status.as_u16(), path, html: String::from_utf8_lossy(&bytes).into_owned(), bytes, headers };
            return &self.page;
        }
        panic!("redirects without end at {path}");
    }

    fn keep_cookies(&mut self, headers: &http::HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            if let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
                if line.contains("Max-Age=0") {
                    self.cookies.remove(name)
                } else {
                    self.cookies.insert(name.into(), value.into())
                };
            }
        }
    }
}

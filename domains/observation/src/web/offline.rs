//! The page that works without a network: an empty shell that a browser may keep, its worker and its manifest.
//! Nothing on it is about anybody; what is, the page's script fetches for whoever is logged in.

use axum::response::{IntoResponse, Response};
use http::header;
use maud::{DOCTYPE, Markup, html};
use serde_json::json;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};
use ui::{assets::asset_url, parts};

/// As for all pages, and a worker of our own.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const WORKER: &str = include_str!("../../../../assets/observe/worker.js");
const TITLE: &str = "Карты уроков без сети";

fn shell() -> Markup {
    html! {
        (DOCTYPE)
        html lang="ru" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="format-detection" content="telephone=no";
                meta name="theme-color" content="#f6f4f0";
                title { (TITLE) " — Методактив" }
                link rel="icon" href=(asset_url("favicon.svg")) type="image/svg+xml";
                link rel="apple-touch-icon" href=(asset_url("icon-192.png"));
                link rel="manifest" href="/observe/manifest.webmanifest";
                link rel="preload" href=(asset_url("golos.woff2")) as="font" type="font/woff2" crossorigin;
                link rel="stylesheet" href=(asset_url("app.css"));
                script src=(asset_url("observe.js")) defer {}
            }
            body data-worker="/observe/worker.js" data-login="/login?next=%2Fobserve%2F" {
                a.skip href="#main" { "К содержанию" }
                header.top {
                    a.brand href="/" { (parts::sign()) span { "Методактив" } }
                    div.tools { a href="/observations" { "Наблюдения на сайте" } a href="/help" { "Помощь" } }
                }
                div.frame {
                    main id="main" class="narrow" tabindex="-1" {
                        div data-observe { h1 { (TITLE) } p { "Открываем карты…" } }
                        noscript { p { "Без сети карты работают только со скриптами. Без них заполняйте карту на сайте: " a href="/observations" { "наблюдения уроков" } "." } }
                        div.outbox data-outbox {}
                    }
                }
            }
        }
    }
}

/// What the worker keeps.
const FILES: [&str; 5] = ["app.css", "observe.js", "golos.woff2", "favicon.svg", "icon-192.png"];

/// The worker's text: it changes with every file that it keeps, and so replaces the one before.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let urls: Vec<&str> = ["/observe/", "/observe/manifest.webmanifest"].into_iter().chain(FILES.iter().map(|name| asset_url(name))).collect();
    let mut hasher = DefaultHasher::new();
    (shell().into_string(), &urls).hash(&mut hasher);
    WORKER.replace("__CACHE__", &format!("observe-{:016x}", hasher.finish())).replace("__FILES__", &json!(urls).to_string())
});

pub async fn page() -> Response {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], shell()).into_response()
}

pub async fn worker() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], SCRIPT.clone()).into_response()
}

pub async fn manifest() -> Response {
    let icon = |name: &str, size: &str| json!({"src": asset_url(name), "sizes": size, "type": "image/png", "purpose": "any"});
    let manifest = json!({
        "name": TITLE,
        "short_name": "Карты уроков",
        "lang": "ru",
        "id": "/observe/",
        "start_url": "/observe/",
        "scope": "/observe/",
        "display": "standalone",
        "background_color": "#f6f4f0",
        "theme_color": "#f6f4f0",
        "icons": [icon("icon-192.png", "192x192"), icon("icon-512.png", "512x512")],
    });
    ([(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")], manifest.to_string()).into_response()
}

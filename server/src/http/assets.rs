//! Static files: packed once, kept by browsers for ever (their address changes with their content).

use super::compress::Encoding;
use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use std::{collections::HashMap, sync::LazyLock};

struct Packed {
    plain: ui::assets::Asset,
    brotli: Option<Vec<u8>>,
    gzip: Option<Vec<u8>>,
}

const NAMES: [&str; 8] = ["app.css", "app.js", "sign.svg", "favicon.svg", "golos.woff2", "observe.js", "icon-192.png", "icon-512.png"];

static FILES: LazyLock<HashMap<&'static str, Packed>> = LazyLock::new(|| NAMES.iter().filter_map(|name| pack(ui::assets::asset_url(name))).collect());

fn pack(url: &'static str) -> Option<(&'static str, Packed)> {
    let plain = ui::assets::find(url)?;
    // Fonts and pictures of points are compressed already.
    let is_text = !plain.mime.starts_with("font/") && plain.mime != "image/png";
    let packed = |encoding: Encoding| is_text.then(|| encoding.pack(plain.bytes, 9)).flatten().filter(|packed| packed.len() < plain.bytes.len());
    Some((url, Packed { plain, brotli: packed(Encoding::Brotli), gzip: packed(Encoding::Gzip) }))
}

/// Packs everything now, so that the first visitor doesn't wait.
pub fn warm() {
    LazyLock::force(&FILES);
}

/// The file at the request's path.
pub async fn asset(request: Request) -> Response {
    let Some(file) = FILES.get(request.uri().path()) else { return web::Failure::from(kernel::Error::NotFound).into_response() };
    let encoding = Encoding::accepted(request.headers());
    let packed = match encoding {
        Some(Encoding::Brotli) => file.brotli.as_deref(),
        Some(Encoding::Gzip) => file.gzip.as_deref(),
        None => None,
    };
    let mut response = Response::new(Body::from(packed.map_or_else(|| axum::body::Bytes::from_static(file.plain.bytes), axum::body::Bytes::copy_from_slice)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.plain.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let (Some(encoding), Some(_)) = (encoding, packed) {
        headers.insert(header::CONTENT_ENCODING, encoding.name());
    }
    response
}

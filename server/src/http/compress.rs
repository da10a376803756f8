//! Text travels compressed: brotli where the browser takes it, gzip otherwise.

use axum::body::{Body, Bytes, HttpBody};
use http::{HeaderMap, HeaderValue, Response, header};
use http_body_util::BodyExt;
use std::io::Write;

const SMALLEST: u64 = 700;
const LARGEST: u64 = 8 * 1024 * 1024;
/// 256 KB: a page is smaller, and an encoder with the usual window would take megabytes for each answer.
const WINDOW_BITS: i32 = 18;

/// An encoding that we speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The best of those a client accepts.
    #[must_use]
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        let names: Vec<&str> = lines.flat_map(|line| line.split(',')).filter_map(wanted).collect();
        let takes = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if takes("br") { Some(Self::Brotli) } else { takes("gzip").then_some(Self::Gzip) }
    }

    #[must_use]
    pub fn name(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        })
    }

    /// Compresses; `effort` is brotli's quality from 0 to 11.
    #[must_use]
    pub fn pack(self, bytes: &[u8], effort: i32) -> Option<Vec<u8>> {
        let mut packed = Vec::with_capacity(bytes.len() / 3);
        match self {
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams { quality: effort, lgwin: WINDOW_BITS, size_hint: bytes.len(), ..Default::default() };
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &params).ok()?;
            }
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::new(u32::try_from(effort.clamp(1, 9)).unwrap_or(5)));
                encoder.write_all(bytes).ok()?;
                encoder.finish().ok()?;
            }
        }
        Some(packed)
    }
}

/// `br;q=0.8` → `br`; what has quality zero is not wanted.
fn wanted(item: &str) -> Option<&str> {
    let (name, rest) = item.split_once(';').unwrap_or((item, ""));
    let refused = rest.trim().strip_prefix("q=").is_some_and(|quality| quality.trim().parse::<f32>().is_ok_and(|quality| quality <= 0.0));
    (!refused).then_some(name.trim())
}

/// The answer compressed, if it is text of a known and worthwhile size.
pub async fn answer(response: Response<Body>, encoding: Option<Encoding>) -> Response<Body> {
    if !is_worth_it(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let Some(encoding) = encoding else { return Response::from_parts(parts, body) };
    // The whole body is in memory already: its exact size was known.
    let bytes = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(cause) => {
            tracing::error!(%cause, "an answer broke off");
            Bytes::new()
        }
    };
    match encoding.pack(&bytes, 4).filter(|packed| packed.len() < bytes.len()) {
        Some(packed) => {
            parts.headers.insert(header::CONTENT_ENCODING, encoding.name());
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(packed))
        }
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn is_worth_it(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_text = ["text/", "application/json", "image/svg+xml", "application/xml"].iter().any(|known| kind.starts_with(known));
    let size = response.body().size_hint().exact().unwrap_or_default();
    is_text && (SMALLEST..=LARGEST).contains(&size) && !headers.contains_key(header::CONTENT_ENCODING)
}

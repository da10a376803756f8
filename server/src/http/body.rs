//! How much may be sent: a form is small, an upload as large as the settings say.

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use http_body_util::{BodyExt, Limited};
use kernel::Error;
use web::{App, Failure};

const FORM: usize = 1024 * 1024;
/// Room for the other fields and the edges of a multipart form.
const AROUND_FILES: usize = 256 * 1024;
/// Up to this much of a body that is too large is read and thrown away: a browser that is still sending can't see an answer.
const DRAINED: u64 = 200 * 1024 * 1024;

/// Refuses a body that says it is too large, cuts one that turns out to be.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_upload = kind.to_ascii_lowercase().starts_with("multipart/form-data");
    let most = if is_upload { app.settings.max_upload.saturating_add(AROUND_FILES) } else { FORM };
    let announced = request.body().size_hint().lower();
    if announced > most as u64 {
        if announced <= DRAINED {
            drain(request.into_body()).await;
        }
        return too_large(most);
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most)))).await
}

async fn drain(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}

fn too_large(most: usize) -> Response {
    let sentence = format!("Отправлено слишком много данных: можно до {} МБ. Уменьшите файл (например, сохраните скан с меньшим разрешением) или отправьте файлы по одному.", most / (1024 * 1024));
    let mut response = Failure::from(Error::refusal(sentence)).into_response();
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

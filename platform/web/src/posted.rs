//! What was posted: answers as typed, files, and the form's key.

use crate::{App, Failure};
use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use kernel::{Error, FormKey};

/// Answers as typed, in order; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(Vec<(String, String)>);

impl Answers {
    /// From `a=1&b=2`.
    #[must_use]
    pub fn parse(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The first answer by that name; an empty text if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every answer by that name (checkboxes).
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// All of them.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A file as sent: nothing about it is believed yet.
#[derive(Debug, Clone)]
pub struct Upload {
    pub field: String,
    pub name: String,
    pub bytes: Bytes,
}

/// A posted form.
#[derive(Debug, Clone)]
pub struct Posted {
    pub key: FormKey,
    pub answers: Answers,
    /// Only those that were chosen (an empty file input sends nothing).
    pub files: Vec<Upload>,
}

/// Answers alone, without a key: for autosave and for posts that carry nothing.
impl FromRequest<App> for Answers {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let kind = content_kind(&request);
        if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, app).await.map_err(IntoResponse::into_response)?;
            return Ok(read_multipart(multipart, app.settings.max_upload).await?.0);
        }
        let body = Bytes::from_request(request, app).await.map_err(|_| too_large())?;
        Ok(Self::parse(&body))
    }
}

fn content_kind(request: &Request) -> String {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}

const MOST_FIELDS: usize = 2_000;

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let kind = content_kind(&request);
        let (answers, files) = if kind.starts_with("application/x-www-form-urlencoded") {
            let body = Bytes::from_request(request, app).await.map_err(|_| too_large())?;
            (Answers::parse(&body), Vec::new())
        } else if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, app).await.map_err(IntoResponse::into_response)?;
            read_multipart(multipart, app.settings.max_upload).await?
        } else {
            return Err(unsupported());
        };
        if answers.0.len() > MOST_FIELDS {
            return Err(refuse("В форме слишком много полей. Откройте страницу заново и заполните её ещё раз."));
        }
        let Some(key) = FormKey::parse(answers.get("_key")) else {
            return Err(refuse("Форма отправлена не целиком. Вернитесь назад, обновите страницу и отправьте её ещё раз."));
        };
        Ok(Self { key, answers, files })
    }
}

async fn read_multipart(mut multipart: Multipart, largest: usize) -> Result<(Answers, Vec<Upload>), Response> {
    let (mut answers, mut files) = (Vec::new(), Vec::new());
    let mut total = 0;
    while let Some(mut part) = multipart.next_field().await.map_err(|_| cut_off())? {
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(ToOwned::to_owned);
        let mut bytes = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|_| cut_off())? {
            total += piece.len();
            if total > largest {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        match file_name {
            None => answers.push((field, String::from_utf8_lossy(&bytes).into_owned())),
            Some(name) if !(name.is_empty() && bytes.is_empty()) => files.push(Upload { field, name, bytes: bytes.into() }),
            Some(_) => {}
        }
    }
    Ok((Answers(answers), files))
}

fn refuse(sentence: &str) -> Response {
    Failure::from(Error::refusal(sentence)).into_response()
}

fn with_status(status: StatusCode, sentence: &str) -> Response {
    let mut response = refuse(sentence);
    *response.status_mut() = status;
    response
}

fn too_large() -> Response {
    with_status(StatusCode::PAYLOAD_TOO_LARGE, "Отправлено слишком много данных. Уменьшите файл (например, сохраните скан с меньшим разрешением) или отправьте файлы по одному.")
}

fn cut_off() -> Response {
    with_status(StatusCode::BAD_REQUEST, "Отправка прервалась, не всё дошло до сервера. Вернитесь назад и отправьте ещё раз.")
}

fn unsupported() -> Response {
    with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Форма отправлена непонятным способом. Откройте страницу в браузере и отправьте её кнопкой.")
}

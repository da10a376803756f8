//! What went wrong, for programs and for those who read their logs (RFC 9457): a machine's word in `type`, a Russian sentence in `title`.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use kernel::Error;
use serde_json::{Value, json};

pub const MIME: &str = "application/problem+json";

/// Every problem that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    NoToken,
    Scope,
    NotFound,
    Gone,
    Since,
    Cursor,
    Limit,
    TooMany { seconds: u64 },
    Busy,
    Internal,
}

impl Problem {
    pub const ALL: &[Self] = &[Self::NoToken, Self::Scope, Self::NotFound, Self::Gone, Self::Since, Self::Cursor, Self::Limit, Self::TooMany { seconds: 60 }, Self::Busy, Self::Internal];

    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::Scope => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Since | Self::Cursor | Self::Limit => StatusCode::BAD_REQUEST,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The machine's word; `/api/v1` explains each.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoToken => "no-token",
            Self::Scope => "out-of-scope",
            Self::NotFound => "not-found",
            Self::Gone => "gone",
            Self::Since => "bad-updated-since",
            Self::Cursor => "bad-cursor",
            Self::Limit => "bad-limit",
            Self::TooMany { .. } => "too-many-requests",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }

    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NoToken => "Нужен действующий ключ доступа",
            Self::Scope => "Этот набор данных не входит в ключ",
            Self::NotFound => "Такой записи нет",
            Self::Gone => "Запись снята с публикации",
            Self::Since => "Неверное время в updated_since",
            Self::Cursor => "Неверный cursor",
            Self::Limit => "Неверный limit",
            Self::TooMany { .. } => "Слишком много запросов",
            Self::Busy => "Сервер занят",
            Self::Internal => "Ошибка на сервере",
        }
    }

    /// What next.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::NoToken => "Передайте ключ в заголовке Authorization: Bearer. Если ключ истёк или отозван, попросите новый у администратора.",
            Self::Scope => "Попросите администратора выпустить ключ с этим набором данных.",
            Self::NotFound => "Проверьте адрес. Запись могла не публиковаться или относиться к другой территории.",
            Self::Gone => "Удалите её у себя: её отозвали, закрыли или она больше не открыта.",
            Self::Since => "Укажите дату и время по RFC 3339 с часовым поясом, например 2026-11-23T00:00:00Z.",
            Self::Cursor => "Возьмите значение из поля next или cursor прошлого ответа.",
            Self::Limit => "Укажите целое число от 1 до 500.",
            Self::TooMany { .. } => "Подождите столько секунд, сколько сказано в заголовке Retry-After.",
            Self::Busy => "Повторите запрос через минуту.",
            Self::Internal => "Повторите запрос; если не поможет, сообщите администратору время запроса.",
        }
    }

    fn body(self) -> Value {
        json!({"type": format!("/api/v1#{}", self.word()), "title": self.title(), "status": self.status().as_u16(), "detail": self.detail()})
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Body::from(self.body().to_string())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MIME));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self == Self::NoToken {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::TooMany { seconds } = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::TooMany { seconds } => Self::TooMany { seconds },
            Error::Busy => Self::Busy,
            Error::Fields(_) | Error::Refusal(_) => Self::Internal,
            Error::Internal(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "the API failed");
                Self::Internal
            }
        }
    }
}

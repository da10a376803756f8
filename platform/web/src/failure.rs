//! A failure on its way out. Handlers use `?`; the guard turns what is carried here into a page in Russian.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kernel::Error;
use maud::{Markup, html};
use std::sync::Arc;

/// What handlers return.
pub type Result<T = Response> = std::result::Result<T, Failure>;

/// An error that becomes a response; the page is drawn by [`crate::guard`], which knows who asks.
#[derive(Debug, Clone)]
pub struct Failure(Arc<Error>);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Error::TooMany { seconds } = &*self.0
            && let Ok(wait) = seconds.to_string().parse()
        {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        if matches!(&*self.0, Error::Busy) {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("10"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match &*self.0 {
            Error::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Refusal(_) => StatusCode::CONFLICT,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What belongs in the log and nowhere else.
    pub(crate) fn cause(&self) -> Option<String> {
        match &*self.0 {
            Error::Internal(cause) => Some(format!("{cause:#}")),
            Error::Fields(_) | Error::Refusal(_) | Error::NotFound | Error::TooMany { .. } | Error::Busy => None,
        }
    }

    /// Heading and sentences for the reader.
    pub(crate) fn words(&self, support: &str) -> (&'static str, Markup) {
        match &*self.0 {
            Error::Fields(errors) => {
                ("Проверьте данные", html! { p { "Исправьте и отправьте снова:" } ul { @for (_, message) in errors.all() { li { (message) } } } p { "Вернитесь на предыдущую страницу: набранное сохранилось." } })
            }
            Error::Refusal(sentence) => ("Так сделать нельзя", html! { p { (sentence) } }),
            Error::NotFound => (
                "Страница не найдена",
                html! { p { "Такой страницы нет, или она открыта не для вашей роли." } p { "Проверьте адрес. Если вам прислали ссылку, попросите отправителя прислать её ещё раз." } p { a href="/" { "На главную страницу" } } },
            ),
            Error::TooMany { seconds } => {
                ("Слишком много попыток", html! { p { "Подождите " (ui::ru::number(*seconds)) " " (ui::ru::plural(*seconds, "секунду", "секунды", "секунд")) " и попробуйте снова. Ничего не потеряно." } })
            }
            Error::Busy => {
                ("Сервер занят", html! { p { "Сейчас не получилось выполнить действие: хранилище данных занято или недоступно. Ничего не изменено." } p { "Попробуйте снова через минуту." (support_line(support)) } })
            }
            Error::Internal(_) => ("Ошибка на сервере", html! { p { "Что-то пошло не так по нашей вине. Действие не выполнено, данные целы." } p { "Попробуйте ещё раз." (support_line(support)) } }),
        }
    }
}

fn support_line(support: &str) -> Markup {
    html! { @if !support.is_empty() { " Если не поможет, сообщите: " (support) "." } }
}

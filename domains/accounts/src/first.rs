//! The first login: the printed code and a password of one's own.

use crate::{enter, next, session, views};
use access::{Password, login};
use axum::{Router, extract::State, routing::get};
use http::HeaderMap;
use kernel::{Error, FieldErrors};
use maud::Markup;
use web::{App, Posted, Shell};

pub fn routes() -> Router<App> {
    Router::new().route("/login/first", get(show).post(begin))
}

async fn show(shell: Shell) -> Markup {
    shell.page(views::login::first_page("", "", &FieldErrors::default(), &shell.key()))
}

async fn begin(State(app): State<App>, shell: Shell, headers: HeaderMap, posted: Posted) -> web::Result {
    let answers = &posted.answers;
    let (email, code) = (answers.get("email"), answers.get("code"));
    let done = match same_twice(answers.get("password"), answers.get("password_again")) {
        Ok(password) => login::by_printed_code(&app.db, &enter::from(&shell), email, code, password).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(secret) => session::begin(&app, &headers, secret, next::HOME).await,
        Err(Error::Fields(errors)) => Ok(web::unprocessable(shell.page(views::login::first_page(email, code, &errors, &shell.key())))),
        Err(other) => Err(other.into()),
    }
}

/// A new password typed twice.
pub fn same_twice(first: &str, again: &str) -> kernel::Result<Password> {
    if first == again { Ok(Password::typed(first)) } else { Err(Error::field("password_again", "Пароли не совпали. Введите новый пароль оба раза одинаково")) }
}

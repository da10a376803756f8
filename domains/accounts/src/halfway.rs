//! Between password and work: the second step's code, or setting the second step up.

use crate::{
    next, session,
    session::Halfway,
    views::{self, second_factor::Setup},
};
use access::{
    login::own,
    second_factor::{self, Verdict},
    sessions::{self, Lack},
};
use axum::{
    Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use kernel::{Error, FieldErrors};
use ui::url::Query;
use web::{App, Posted};

pub fn routes() -> Router<App> {
    Router::new().route("/login/code", get(show_code).post(check_code)).route("/login/second-factor", get(show_setup).post(set_up))
}

const WRONG: &str = "Код не подошёл. Введите код, который приложение показывает сейчас: прежний второй раз не годится";

async fn show_code(halfway: Halfway, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let next = next::local(query.text("next"));
    if halfway.info.lacks != Some(Lack::Code) {
        return web::see(&session::onward(&halfway.info, next));
    }
    halfway.shell.page(views::second_factor::code_page(next, &FieldErrors::default(), &halfway.shell.key())).into_response()
}

async fn check_code(State(app): State<App>, Halfway { token, info, shell }: Halfway, headers: HeaderMap, posted: Posted) -> web::Result {
    let next = next::local(posted.answers.get("next")).to_owned();
    if info.lacks != Some(Lack::Code) {
        return Ok(web::see(&session::onward(&info, &next)));
    }
    let code = posted.answers.get("code").to_owned();
    let vault = app.vault.clone();
    let passed = app.write(move |tx| match second_factor::try_code(tx, &vault, &own(info.account), info.account, &code)? {
        Verdict::Right => sessions::pass_second_factor(tx, &token).map(Some),
        Verdict::Wrong => Ok(None),
    });
    if let Some(secret) = passed.await? {
        return session::begin(&app, &headers, secret, &next).await;
    }
    let mut errors = FieldErrors::default();
    errors.add("code", WRONG);
    Ok(web::unprocessable(shell.page(views::second_factor::code_page(&next, &errors, &shell.key()))))
}

async fn show_setup(State(app): State<App>, halfway: Halfway, RawQuery(query): RawQuery) -> web::Result {
    let query = Query::parse(&query.unwrap_or_default());
    let next = next::local(query.text("next"));
    if halfway.info.lacks != Some(Lack::SecondFactor) {
        return Ok(web::see(&session::onward(&halfway.info, next)));
    }
    let (account, vault) = (halfway.info.account, app.vault.clone());
    let enrolment = app.write(move |tx| second_factor::begin(tx, &vault, account)).await?;
    let setup = Setup { enrolment: &enrolment, next, required: true, asks_password: false };
    Ok(halfway.shell.page(views::second_factor::setup_page(&setup, &FieldErrors::default(), &halfway.shell.key())).into_response())
}

async fn set_up(State(app): State<App>, Halfway { token, info, shell }: Halfway, headers: HeaderMap, posted: Posted) -> web::Result {
    let next = next::local(posted.answers.get("next")).to_owned();
    if info.lacks != Some(Lack::SecondFactor) {
        return Ok(web::see(&session::onward(&info, &next)));
    }
    let (account, code) = (info.account, posted.answers.get("code").to_owned());
    let vault = app.vault.clone();
    let passed = app.write(move |tx| {
        second_factor::confirm(tx, &vault, &own(account), account, &code)?;
        sessions::pass_second_factor(tx, &token)
    });
    match passed.await {
        Ok(secret) => session::begin(&app, &headers, secret, &next).await,
        Err(Error::Fields(errors)) => {
            let vault = app.vault.clone();
            let enrolment = app.write(move |tx| second_factor::begin(tx, &vault, account)).await?;
            let setup = Setup { enrolment: &enrolment, next: &next, required: true, asks_password: false };
            Ok(web::unprocessable(shell.page(views::second_factor::setup_page(&setup, &errors, &shell.key()))))
        }
        Err(other) => Err(other.into()),
    }
}

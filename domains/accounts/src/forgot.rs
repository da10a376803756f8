//! A forgotten password: a link by letter, good for an hour and once. The answer is the same whether the account exists or not.

use crate::{first::same_twice, views};
use access::{
    accounts,
    brakes::{self, Brake},
    codes::{self, Purpose},
    login,
};
use audit::{By, Event, Record};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{Error, FieldErrors, Result, Tx};
use mail::Letter;
use maud::Markup;
use web::{App, Posted, Shell};

pub fn routes() -> Router<App> {
    Router::new().route("/login/forgot", get(show).post(ask)).route("/login/forgot/sent", get(sent)).route("/reset/{link}", get(show_reset).post(reset))
}

async fn show(shell: Shell) -> Markup {
    shell.page(views::forgot::page("", &FieldErrors::default(), &shell.key()))
}

async fn sent(shell: Shell) -> Markup {
    shell.page(views::forgot::sent_page())
}

async fn ask(State(app): State<App>, shell: Shell, posted: Posted) -> web::Result {
    let email = posted.answers.get("email").to_owned();
    let (typed, address, public) = (email.clone(), shell.client.address.clone(), app.settings.absolute("/reset/"));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let email = accounts::folded_email(&typed).map_err(|sentence| Error::field("email", sentence))?;
        brakes::attempt(tx, &[Brake::of_letter(&email), Brake::of_address(&address)])?;
        send_link(tx, &email, &public)?;
        Ok("/login/forgot/sent".into())
    });
    web::or_again(done.await, |errors| shell.page(views::forgot::page(&email, errors, &shell.key())))
}

fn send_link(tx: &mut Tx<'_>, email: &str, public: &str) -> Result<()> {
    let Some(account) = accounts::by_email(tx, email)?.filter(|account| !account.is_disabled()) else { return Ok(()) };
    let issued = codes::issue(tx, &By::visitor(), account.id, Purpose::Reset)?;
    tx.record(&By::visitor(), Event::new("account.reset_asked", "account", account.id).of_maybe(account.person))?;
    let asked_at = tx.now();
    mail::enqueue(
        tx,
        Letter {
            once_key: format!("reset/{}/{}", account.id, asked_at.as_microsecond()),
            person: account.person,
            address: account.email,
            subject: "Новый пароль для входа в Методактив".into(),
            body: letter(&account.name, &format!("{public}{}", issued.plain)),
        },
    )?;
    Ok(())
}

fn letter(name: &str, link: &str) -> String {
    format!(
        "Здравствуйте, {name}!\n\nВы попросили ссылку, чтобы задать новый пароль. Откройте её в течение часа, она сработает один раз:\n\n{link}\n\n\
        Если вы ничего не просили, ничего делать не нужно: прежний пароль действует. Никому не пересылайте это письмо.\n"
    )
}

async fn show_reset(State(app): State<App>, shell: Shell, Path(link): Path<String>) -> web::Result {
    let shown = link.clone();
    let good = app.read(move |tx| codes::whose(tx, &shown, Purpose::Reset)).await?.is_some();
    Ok(if good { reset_page(&shell, &link, &FieldErrors::default()).into_response() } else { gone(&shell) })
}

fn reset_page(shell: &Shell, link: &str, errors: &FieldErrors) -> Markup {
    shell.page(views::forgot::reset_page(&format!("/reset/{}", ui::url::encode(link)), errors, &shell.key()))
}

/// A link used up or too old: 410, with the way to a new one.
fn gone(shell: &Shell) -> Response {
    (http::StatusCode::GONE, shell.page(views::forgot::gone_page())).into_response()
}

async fn reset(State(app): State<App>, shell: Shell, Path(link): Path<String>, posted: Posted) -> web::Result {
    let done = match same_twice(posted.answers.get("password"), posted.answers.get("password_again")) {
        Ok(password) => login::reset_password(&app.db, &link, password).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(web::see("/login?done=password")),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(reset_page(&shell, &link, &errors))),
        Err(Error::Refusal(_)) => Ok(gone(&shell)),
        Err(other) => Err(other.into()),
    }
}

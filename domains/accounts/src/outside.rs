//! Login through an outside provider. It vouches for who somebody is; the account must have been linked before, by its owner
//! when logged in or by a link from the administrator.

use crate::{Outside, enter, next, session, views};
use access::{
    accounts,
    brakes::{self, Brake},
    codes::{self, Purpose},
    login::{self, own},
    oidc::{Provider, Ticket},
};
use axum::{
    Extension, Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, StatusCode, header::LOCATION};
use kernel::{Error, Result, Tx, id::AccountId};
use serde::{Deserialize, Serialize};
use ui::url::Query;
use web::{App, Shell, guard};

pub fn routes() -> Router<App> {
    Router::new().route("/login/oidc", get(go)).route(crate::OUTSIDE_CALLBACK, get(come_back))
}

/// What the browser keeps while its owner is at the provider: ten minutes.
#[derive(Serialize, Deserialize)]
struct Errand {
    ticket: Ticket,
    next: String,
    /// The administrator's link, if one was followed.
    link: String,
    /// The owner asked to link the account they are logged in to.
    own: bool,
}

const PATIENCE: u64 = 600;

fn cookie_name(app: &App) -> &'static str {
    if app.settings.is_https() { "__Host-outside" } else { "outside" }
}

async fn go(State(app): State<App>, Extension(Outside(provider)): Extension<Outside>, shell: Shell, RawQuery(query): RawQuery) -> web::Result {
    let provider = provider.ok_or(Error::NotFound)?;
    let query = Query::parse(&query.unwrap_or_default());
    let started = blocking(move || provider.start()).await?;
    let start = match started {
        Ok(start) => start,
        Err(cause) => return Ok(failed(&shell, &cause.to_string())),
    };
    let own = query.text("link") == "own" && shell.actor.is_some();
    let errand = Errand { ticket: start.ticket, next: next::local(query.text("next")).to_owned(), link: query.text("link").chars().take(100).collect(), own };
    let kept = BASE64URL_NOPAD.encode(&serde_json::to_vec(&errand).map_err(anyhow::Error::new)?);
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, start.url)]).into_response();
    session::set_cookie(&app, &mut response, cookie_name(&app), &kept, Some(PATIENCE));
    Ok(response)
}

async fn come_back(State(app): State<App>, Extension(Outside(provider)): Extension<Outside>, shell: Shell, headers: HeaderMap, RawQuery(query): RawQuery) -> web::Result {
    let provider = provider.ok_or(Error::NotFound)?;
    let query = Query::parse(&query.unwrap_or_default());
    let Some(errand) = errand(&app, &headers) else { return Ok(failed(&shell, "no errand of this browser")) };
    let mut response = match vouched(provider, &errand.ticket, &query).await? {
        Ok(subject) => receive(&app, &shell, &headers, errand, subject).await?,
        Err(cause) => failed(&shell, &cause),
    };
    session::set_cookie(&app, &mut response, cookie_name(&app), "", Some(0));
    Ok(response)
}

fn errand(app: &App, headers: &HeaderMap) -> Option<Errand> {
    let kept = guard::cookie_of(headers, cookie_name(app))?;
    serde_json::from_slice(&BASE64URL_NOPAD.decode(kept.as_bytes()).ok()?).ok()
}

async fn vouched(provider: Provider, ticket: &Ticket, query: &Query) -> Result<Result<String, String>> {
    if let Some(refusal) = query.get("error") {
        return Ok(Err(format!("the provider says {refusal:?}")));
    }
    let (ticket, state, code) = (ticket.clone(), query.text("state").to_owned(), query.text("code").to_owned());
    Ok(blocking(move || provider.finish(&ticket, &state, &code)).await?.map_err(|cause| cause.to_string()))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| Error::Internal(anyhow::Error::new(cause)))
}

async fn receive(app: &App, shell: &Shell, headers: &HeaderMap, errand: Errand, subject: String) -> web::Result {
    if let Some(actor) = shell.actor.clone().filter(|_| errand.own) {
        app.write(move |tx| accounts::link_subject(tx, &actor.by(), actor.account, &subject)).await?;
        return Ok(web::see("/account?done=linked"));
    }
    let (from, link) = (enter::from(shell), errand.link);
    let secret = app.write(move |tx| {
        brakes::attempt(tx, &[Brake::of_address(&from.address)])?;
        let Some(account) = account_of(tx, &subject, &link)? else { return Ok(None) };
        brakes::release(tx, &[], &[Brake::of_address(&from.address)])?;
        login::begin(tx, account, &from.agent, "outside").map(Some)
    });
    match secret.await? {
        Some(secret) => session::begin(app, headers, secret, next::local(&errand.next)).await,
        None => Ok((StatusCode::FORBIDDEN, shell.page(views::login::not_linked_page())).into_response()),
    }
}

/// The account linked to the outside user; with an administrator's link it is linked now.
fn account_of(tx: &mut Tx<'_>, subject: &str, link: &str) -> Result<Option<AccountId>> {
    if !link.is_empty()
        && let Some(account) = codes::redeem(tx, link, Purpose::Link)?
    {
        accounts::link_subject(tx, &own(account), account, subject)?;
    }
    Ok(accounts::by_subject(tx, subject)?.filter(|account| !account.is_disabled()).map(|account| account.id))
}

fn failed(shell: &Shell, cause: &str) -> Response {
    tracing::warn!(cause, "login through the outside provider failed");
    (StatusCode::BAD_GATEWAY, shell.page(views::login::outside_failed_page())).into_response()
}

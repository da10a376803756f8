//! The last look, sending, taking back, the printed form.

use super::start::site;
use crate::{State, apply, link::Token, papers, shown::PlaceNames, views::check as views};
use ::web::{App, PDF, Posted, Result, Shell, download, see, unprocessable};
use axum::{
    extract::{Path, State as Of},
    response::IntoResponse,
};
use documents::Printable;
use kernel::{Error, FieldErrors};

pub async fn check(Of(app): Of<App>, shell: Shell, Path(token): Path<String>) -> Result {
    let token = Token::parse(&token)?;
    let page = checked(&app, &shell, &token, &FieldErrors::default()).await?;
    Ok(page.map_or_else(|| see(&token.path("")), IntoResponse::into_response))
}

/// The page of the last look; nothing once the application is sent.
async fn checked(app: &App, shell: &Shell, token: &Token, errors: &FieldErrors) -> kernel::Result<Option<maud::Markup>> {
    let opened = token.clone();
    let (desk, missing, consents) = app
        .read(move |tx| {
            let desk = apply::desk(tx, &opened)?;
            let missing = apply::missing(tx, &desk)?;
            let consents = apply::consents_answered(tx, &desk)?;
            Ok((desk, missing, consents))
        })
        .await?;
    let open = desk.application.state.is_open_to_applicant();
    Ok(open.then(|| shell.page(views::page(&desk, &missing, &consents, token, &views::Last { errors, key: &shell.key() }))))
}

pub async fn submit(Of(app): Of<App>, shell: Shell, Path(token): Path<String>, posted: Posted) -> Result {
    let token = Token::parse(&token)?;
    let (site, opened) = (site(&app), token.clone());
    let sent = app.act(&posted.key, token.hash(), move |tx| apply::submit(tx, &site, &opened).map(|_| String::new())).await;
    match sent {
        // What is kept of the form is the way below the link, not the link.
        Ok(rest) => Ok(see(&token.path(&rest))),
        Err(Error::Fields(errors)) => {
            let page = checked(&app, &shell, &token, &errors).await?;
            Ok(page.map_or_else(|| see(&token.path("")), unprocessable))
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn ask_withdrawal(Of(app): Of<App>, shell: Shell, Path(token): Path<String>) -> Result {
    let token = Token::parse(&token)?;
    let opened = token.clone();
    let application = app.read(move |tx| apply::open(tx, &opened)).await?;
    Ok(shell.page(views::withdrawal(&application, &token, &shell.key())).into_response())
}

pub async fn withdraw(Of(app): Of<App>, Path(token): Path<String>, posted: Posted) -> Result {
    let token = Token::parse(&token)?;
    let (opened, reason) = (token.clone(), posted.answers.get("reason").to_owned());
    let done = app
        .act(&posted.key, token.hash(), move |tx| {
            let is_draft = apply::open(tx, &opened)?.state == State::Draft;
            apply::withdraw(tx, &opened, &reason)?;
            Ok(if is_draft { "/apply/gone".to_owned() } else { String::new() })
        })
        .await?;
    Ok(see(&if done.is_empty() { token.path("") } else { done }))
}

pub async fn pdf(Of(app): Of<App>, Path(token): Path<String>) -> Result {
    let token = Token::parse(&token)?;
    // Staff and the applicant print the same: what was sent, or the draft as it stands.
    let (desk, places) = app
        .read(move |tx| {
            let desk = apply::desk(tx, &token)?;
            let places = PlaceNames::of(tx, desk.application.shown())?;
            Ok((desk, places))
        })
        .await?;
    let one = &desk.application;
    let doc = papers::application(app.clock(), one, &desk.lists, &places, &desk.files);
    printed(&app, doc, format!("{}.pdf", one.title()), one.submitted_at.unwrap_or(one.saved_at)).await
}

/// A document to keep, printed.
pub async fn printed<D: Printable + Send + 'static>(app: &App, doc: D, name: String, made_at: kernel::Timestamp) -> Result {
    Ok(download(&name, PDF, app.print(doc, made_at).await?))
}

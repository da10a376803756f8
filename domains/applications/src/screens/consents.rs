//! Each consent on its own page.

use crate::{apply, link::Token, views::consents as views};
use ::web::{App, Posted, Result, Shell, see, unprocessable};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use consent::ConsentKind;
use kernel::{Error, FieldErrors};

pub async fn show(State(app): State<App>, shell: Shell, Path((token, kind)): Path<(String, String)>) -> Result {
    let (token, kind) = (Token::parse(&token)?, named(&kind)?);
    let opened = token.clone();
    let page = app.read(move |tx| apply::consent_page(tx, &opened, kind)).await?;
    let typed = views::Typed::of(&page);
    Ok(shell.page(views::page(&page, &token, &typed, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn answer(State(app): State<App>, shell: Shell, Path((token, kind)): Path<(String, String)>, posted: Posted) -> Result {
    let (token, kind) = (Token::parse(&token)?, named(&kind)?);
    let (opened, answers, client) = (token.clone(), posted.answers.clone(), shell.client.clone());
    match app.write(move |tx| apply::answer(tx, &opened, kind, &answers, &client)).await {
        Ok(()) => Ok(see(&token.path(&after(kind)))),
        Err(Error::Fields(errors)) => {
            let opened = token.clone();
            let page = app.read(move |tx| apply::consent_page(tx, &opened, kind)).await?;
            Ok(unprocessable(shell.page(views::page(&page, &token, &views::Typed::from(&posted.answers), &errors, &shell.key()))))
        }
        Err(other) => Err(other.into()),
    }
}

fn named(kind: &str) -> kernel::Result<ConsentKind> {
    kind.parse().ok().filter(|kind| ConsentKind::OF_APPLICATION.contains(kind)).ok_or(Error::NotFound)
}

/// The next document, and after the last the answers to check.
fn after(kind: ConsentKind) -> String {
    match kind {
        ConsentKind::Inclusion => format!("/consent/{}", ConsentKind::Processing),
        ConsentKind::Processing => format!("/consent/{}", ConsentKind::Publication),
        ConsentKind::Publication | ConsentKind::Diagnostics => "/check".into(),
    }
}

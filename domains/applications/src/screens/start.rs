//! Before there is a link: what it is, start, the link again.

use crate::{apply, link::Site, views::start as views};
use ::web::{App, Posted, Result, Shell, see, unprocessable};
use axum::{extract::State, response::IntoResponse};
use kernel::{Error, FieldErrors};

pub fn site(app: &App) -> Site {
    Site(app.settings.public_url.clone())
}

pub async fn show(State(app): State<App>, shell: Shell) -> Result {
    let profile = app.read(structure::profile).await?;
    Ok(shell.page(views::start(&profile, &shell.key(), "", &FieldErrors::default())).into_response())
}

pub async fn begin(State(app): State<App>, shell: Shell, posted: Posted) -> Result {
    let (site, email, address) = (site(&app), posted.answers.get("email").to_owned(), shell.client.address.clone());
    let typed = email.clone();
    // The secret goes to this browser and into the letter, never into the table of forms: a repeat is sent to the letter.
    let (give, made) = std::sync::mpsc::channel();
    let begun = app
        .act(&posted.key, "apply", move |tx| {
            let token = apply::start(tx, &site, &email, &address)?;
            give.send(token).map_err(anyhow::Error::new)?;
            Ok("/apply/again/sent".to_owned())
        })
        .await;
    match begun {
        Ok(repeated) => Ok(made.try_recv().map_or_else(|_| see(&repeated), |token| see(&token.path("")))),
        Err(Error::Fields(errors)) => {
            let profile = app.read(structure::profile).await?;
            Ok(unprocessable(shell.page(views::start(&profile, &shell.key(), &typed, &errors))))
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn again(shell: Shell) -> Result {
    Ok(shell.page(views::again(&shell.key(), "", &FieldErrors::default())).into_response())
}

pub async fn resend(State(app): State<App>, shell: Shell, posted: Posted) -> Result {
    let (site, email, address) = (site(&app), posted.answers.get("email").to_owned(), shell.client.address.clone());
    let typed = email.clone();
    let sent = app.act(&posted.key, "apply-again", move |tx| apply::resend(tx, &site, &email, &address).map(|()| "/apply/again/sent".to_owned())).await;
    ::web::or_again(sent, |errors| shell.page(views::again(&shell.key(), &typed, errors)))
}

pub async fn resent(shell: Shell) -> Result {
    Ok(shell.page(views::resent()).into_response())
}

pub async fn gone(shell: Shell) -> Result {
    Ok(shell.page(views::gone()).into_response())
}

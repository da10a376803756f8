//! The short form of a request.

use crate::{asking, form, lists::Lists, views};
use ::web::{Answers, App, Posted, Result, Staff};
use access::Action;
use axum::{extract::State, response::IntoResponse};
use kernel::FieldErrors;

async fn lists(app: &App) -> kernel::Result<Lists> {
    app.read(Lists::read).await
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff) -> Result {
    actor.may(Action::AskForHelp)?;
    let lists = lists(&app).await?;
    let asked = views::new::Asked { lists: &lists, typed: &Answers::default(), errors: &FieldErrors::default(), role: actor.role };
    Ok(shell.page(views::new::page(&asked, &shell.key())).into_response())
}

pub async fn send(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::AskForHelp)?;
    let (typed, role) = (posted.answers.clone(), actor.role);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let lists = Lists::read(tx)?;
        let asked = form::asked(&typed, &lists)?;
        Ok(format!("{}?done=asked", crate::model::url(asking::ask(tx, &actor, &asked)?)))
    });
    let (done, lists) = (done.await, lists(&app).await?);
    ::web::or_again(done, |errors| shell.page(views::new::page(&views::new::Asked { lists: &lists, typed: &posted.answers, errors, role }, &shell.key())))
}

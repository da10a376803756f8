//! The next version of a definition.

use crate::{
    definition::{self, Definition},
    views,
};
use ::web::{Answers, App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};

async fn newest(app: &App, code: &str) -> Result<Definition> {
    let code = code.to_owned();
    app.read(move |tx| definition::versions(tx, &code)?.into_iter().next().ok_or(Error::NotFound)).await
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>) -> ::web::Result {
    actor.may(Action::ManageIndicators)?;
    let last = newest(&app, &code).await?;
    let tomorrow = app.clock().today().tomorrow().map(kernel::date::short).unwrap_or_default();
    let pairs = [("title", last.title.clone()), ("formula", last.formula.clone()), ("notes", last.notes.clone()), ("owner", last.owner.clone()), ("valid_from", tomorrow)];
    let answers = Answers::of(pairs.map(|(name, value)| (name.to_owned(), value)));
    Ok(shell.page(views::definition::page(&last, &answers, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn revise(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageIndicators)?;
    let last = newest(&app, &code).await?;
    let answers = posted.answers.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let revision = definition::revision(&answers)?;
            definition::revise(tx, &actor, &code, answers.get("number").parse().unwrap_or_default(), &revision)?;
            Ok(format!("/indicators/{code}?done=revised"))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::definition::page(&last, &posted.answers, errors, &shell.key())))
}

//! A request becomes a case.

use super::identified;
use crate::{
    leading,
    lists::Lists,
    model::{HelpId, HelpRequest},
    standing::load,
    views,
};
use ::web::{Answers, App, Posted, Result, Staff};
use access::Actor;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};

async fn found(app: &App, actor: &Actor, id: HelpId) -> kernel::Result<(HelpRequest, Lists)> {
    let who = actor.clone();
    app.read(move |tx| {
        let standing = load(tx, &who, id)?;
        standing.must(leading::may_become_case(&standing, &who))?;
        Ok((standing.request, Lists::read(tx)?))
    })
    .await
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result {
    let (request, lists) = found(&app, &actor, identified(&raw)?).await?;
    Ok(shell.page(views::leading::case(&request, &lists, (&Answers::default(), &FieldErrors::default()), &shell.key())).into_response())
}

pub async fn propose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let (id, typed, who) = (identified::<HelpId>(&raw)?, posted.answers.clone(), actor.clone());
    let site = app.settings.public_url.trim_end_matches('/').to_owned();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        leading::become_case(tx, &who, id, &typed, &site)?;
        Ok(format!("{}?done=case", crate::model::url(id)))
    });
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let (request, lists) = found(&app, &actor, id).await?;
            Ok(::web::unprocessable(shell.page(views::leading::case(&request, &lists, (&posted.answers, &errors), &shell.key()))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

//! Scales and their versions.

use super::{may_view, path};
use crate::{form, model::ScaleId, scaling, store, views};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::FieldErrors;
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    may_view(&actor)?;
    let (scales, today) = app.read(|tx| Ok((store::scales::scales(tx)?, tx.today()))).await?;
    Ok(shell.page(views::scales::list(&scales, today, actor.can(Action::ManageFrameworks))).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> ::web::Result {
    may_view(&actor)?;
    let id: ScaleId = path(&id)?;
    let (scale, today) = app.read(move |tx| Ok((store::scales::scale(tx, id)?, tx.today()))).await?;
    Ok(shell.page(views::scales::show(&scale, today, actor.can(Action::ManageFrameworks))).into_response())
}

pub async fn form(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let from = Query::parse(&query.unwrap_or_default()).text("from").parse::<ScaleId>().ok();
    let before = match from {
        Some(id) => Some(app.read(move |tx| store::scales::scale(tx, id)).await?),
        None => None,
    };
    let answers = views::scales::answers(before.as_ref());
    Ok(shell.page(views::scales::form(&answers, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (answers, by) = (posted.answers.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/scales/{}", scaling::make(tx, &by, &form::scale(&answers)?)?))).await;
    ::web::or_again(done, |errors| shell.page(views::scales::form(&posted.answers, errors, &shell.key())))
}

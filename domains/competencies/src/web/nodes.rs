//! Blocks and competencies of a draft.

use super::{frameworks::url, path, version};
use crate::{
    form,
    model::{CompetencyId, Framework, FrameworkId},
    sheet::Words,
    store, views,
    workflow::{self, Way},
};
use ::web::{Answers, App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};
use ui::url::Query;

async fn around(app: &App, id: FrameworkId) -> Result<(Framework, Words)> {
    app.read(move |tx| Ok((store::framework(tx, id)?, Words::read(tx)?))).await
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (framework, words) = around(&app, path(&id)?).await?;
    let parent = Query::parse(&query.unwrap_or_default()).text("parent").to_owned();
    let answers = Answers::of([("parent".to_owned(), parent)]);
    Ok(shell.page(views::nodes::form(&framework, None, &answers, &words, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, answers) = (path(&id)?, actor.by(), posted.answers.clone());
    let (framework, words) = around(&app, id).await?;
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            workflow::add(tx, &by, id, version(&answers), &form::node(&answers)?)?;
            Ok(format!("{}?done=added", url(id)))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::nodes::form(&framework, None, &posted.answers, &words, errors, &shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, node)): Path<(String, String)>) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, node): (FrameworkId, CompetencyId) = (path(&id)?, path(&node)?);
    let (framework, words) = around(&app, id).await?;
    let (competency, targets) = app.read(move |tx| Ok((workflow::of(tx, id, node)?, store::targets(tx, id)?))).await?;
    let answers = views::nodes::answers(&competency, &targets);
    Ok(shell.page(views::nodes::form(&framework, Some(&competency), &answers, &words, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, node)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, node): (FrameworkId, CompetencyId) = (path(&id)?, path(&node)?);
    let (by, answers) = (actor.by(), posted.answers.clone());
    let (framework, words) = around(&app, id).await?;
    let competency = app.read(move |tx| workflow::of(tx, id, node)).await?;
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            workflow::edit(tx, &by, id, version(&answers), node, &form::node(&answers)?)?;
            Ok(format!("{}?done=edited", url(id)))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::nodes::form(&framework, Some(&competency), &posted.answers, &words, errors, &shell.key())))
}

pub async fn shift(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, node)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, node): (FrameworkId, CompetencyId) = (path(&id)?, path(&node)?);
    let way = match posted.answers.get("to") {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(Error::refusal("Непонятно, куда переместить. Нажмите «Выше» или «Ниже» на странице рамки.").into()),
    };
    let (by, seen) = (actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::shift(tx, &by, id, seen, node, way)?;
        Ok(format!("{}#c-{node}", url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, node)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, node): (FrameworkId, CompetencyId) = (path(&id)?, path(&node)?);
    let (by, seen) = (actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::remove(tx, &by, id, seen, node)?;
        Ok(format!("{}?done=deleted", url(id)))
    });
    Ok(::web::see(&done.await?))
}

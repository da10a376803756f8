//! The expert's pages: the queue, one answer, agreement.

use super::{id, or_again, stored_file};
use crate::{
    marking::workflow::{self, Anonymous, MarkForm},
    model::MarkId,
    views::marking as views,
};
use access::Actor;
use axum::extract::{Path, RawQuery, State};
use files::Digest;
use kernel::{Error, FieldErrors};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

pub async fn queue(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let viewer = actor.clone();
    let queue = app.read(move |tx| workflow::queue(tx, &viewer)).await?;
    let query = Query::parse(&raw.unwrap_or_default());
    Ok(views::queue(&shell, &actor, &queue, app.clock().zone(), query.text("done")))
}

pub async fn take_next(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/marking/{}", workflow::take_next(tx, &actor)?)));
    Ok(web::see(&done.await?))
}

pub async fn take(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<MarkId>(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::take(tx, &actor, id)?;
        Ok(format!("/marking/{id}"))
    });
    Ok(web::see(&done.await?))
}

pub async fn put_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<MarkId>(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::put_back(tx, &actor, id)?;
        Ok("/marking?done=returned".to_owned())
    });
    Ok(web::see(&done.await?))
}

async fn read(app: &App, actor: &Actor, id: MarkId) -> kernel::Result<Anonymous> {
    let viewer = actor.clone();
    app.read(move |tx| workflow::anonymous(tx, &viewer, id)).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result<Markup> {
    page(&app, &actor, &shell, id(&raw)?, None, FieldErrors::default()).await
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: MarkId, typed: Option<MarkForm>, errors: FieldErrors) -> Result<Markup> {
    let found = read(app, actor, id).await?;
    Ok(views::show(shell, &found, typed.as_ref(), &errors))
}

pub async fn mark(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    actor.may(access::Action::ScoreAnswers)?;
    let id = id::<MarkId>(&raw)?;
    // A form sent twice finds its answer marked already: then only the key knows where it led.
    let criteria = posted.answers.pairs().iter().filter(|(name, _)| name.starts_with("criterion-")).count().max(64);
    let form = MarkForm::of(&posted.answers, criteria);
    let (typed, marker, listeners) = (form.clone(), actor.clone(), app.listeners.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::mark(tx, &listeners, &marker, id, &typed)?;
        Ok("/marking?done=marked".to_owned())
    });
    or_again(done.await, |errors| async { page(&app, &actor, &shell, id, Some(form), errors).await }).await
}

pub async fn answer_file(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, digest)): Path<(String, String)>) -> Result {
    let (found, digest) = (read(&app, &actor, id(&raw)?).await?, id::<Digest>(&digest)?);
    let at = found.files.iter().position(|file| file.digest == digest).ok_or(Error::NotFound)?;
    // The file's own name may hold the teacher's: experts get a number.
    stored_file(&app, digest, &format!("Файл {}", at + 1)).await
}

pub async fn material(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, digest)): Path<(String, String)>) -> Result {
    let (id, digest) = (id::<MarkId>(&raw)?, id::<Digest>(&digest)?);
    let wanted = digest.clone();
    let name = app
        .read(move |tx| {
            let (item, revision) = workflow::item_of(tx, &actor, id)?;
            items::file_name(tx, item, revision, &wanted)
        })
        .await?;
    stored_file(&app, digest, &name).await
}

pub async fn agreement(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    let found = app.read(move |tx| workflow::agreement(tx, &actor)).await?;
    Ok(views::agreement(&shell, &found))
}

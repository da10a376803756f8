//! Writing a resource.

use super::{identified, version};
use crate::{
    form,
    lists::{Lists, own_places},
    model::{Resource, ResourceId},
    store, views,
    workflow::{self, Attached, managed},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, id::PlaceId};
use maud::Markup;

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let answers = Answers::of([("place".to_owned(), actor.place.to_string())]);
    Ok(page(&app, &actor, &shell, None, &answers, &FieldErrors::default()).await?.into_response())
}

async fn page(app: &App, actor: &Actor, shell: &Shell, resource: Option<&Resource>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let (lists, places) = app.read(move |tx| Ok((Lists::read(tx)?, own_places(tx, &who)?))).await?;
    let editor = views::editor::Editor { resource, answers, lists: &lists, places: &places, errors, max_mb: ::web::most_mb(app) };
    Ok(shell.page(views::editor::page(&editor, &shell.key())))
}

/// The file of the form, checked and safe on disk; what is wrong is an error of the field.
async fn attached(app: &App, posted: &Posted) -> Result<Attached> {
    let Some(file) = posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()) else {
        return Ok(if posted.answers.get("without_file") == "yes" { Attached::Removed } else { Attached::Kept });
    };
    let (store, bytes) = (app.files.clone(), file.bytes.clone());
    let stored = tokio::task::spawn_blocking(move || store.put(&bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
    let stored = stored.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
    Ok(Attached::New(stored, file.name.clone()))
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = match attached(&app, &posted).await {
        Ok(file) => {
            let act = move |tx: &mut kernel::Tx<'_>| {
                let draft = form::draft(&answers)?;
                let place = PlaceId::from(answers.get("place"));
                let id =
                    workflow::add(tx, &who, &place, &draft, &file).map_err(|error| if matches!(error, Error::NotFound) { Error::field("place", "Выберите, в чей каталог добавить") } else { error })?;
                Ok(format!("{}?done=added", crate::url(id)))
            };
            app.act(&posted.key, shell.owner(), act).await
        }
        Err(error) => Err(error),
    };
    again(&app, &actor, &shell, None, &posted.answers, done).await
}

async fn again(app: &App, actor: &Actor, shell: &Shell, resource: Option<&Resource>, answers: &Answers, done: Result<String>) -> ::web::Result {
    let again = match &done {
        Err(Error::Fields(errors)) => page(app, actor, shell, resource, answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, who): (ResourceId, Actor) = (identified(&raw)?, actor.clone());
    let (resource, tags) = app
        .read(move |tx| {
            let resource = managed(tx, &who, id)?;
            Ok((resource, store::tags_of(tx, &[id])?.remove(&id).unwrap_or_default()))
        })
        .await?;
    let answers = form::answers(&resource, &tags);
    Ok(page(&app, &actor, &shell, Some(&resource), &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, who): (ResourceId, Actor) = (identified(&raw)?, actor.clone());
    let resource = app.read(move |tx| managed(tx, &who, id)).await?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = match attached(&app, &posted).await {
        Ok(file) => {
            let act = move |tx: &mut kernel::Tx<'_>| {
                workflow::edit(tx, &who, id, version(&answers), &form::draft(&answers)?, &file)?;
                Ok(format!("{}?done=edited", crate::url(id)))
            };
            app.act(&posted.key, shell.owner(), act).await
        }
        Err(error) => Err(error),
    };
    again(&app, &actor, &shell, Some(&resource), &posted.answers, done).await
}

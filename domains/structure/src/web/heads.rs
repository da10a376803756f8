//! Who heads a place: come, gone, recorded by mistake.

use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, id::PlaceId};
use maud::Markup;

use super::{for_change, load_as_shown};
use crate::{
    form::heads::{HeadForm, LeavingForm},
    heads::{self, HeadId, Post},
    places::Place,
    views::{
        edit_url,
        heads::{Heads, page},
    },
};

/// A place that is headed by somebody.
async fn headed(app: &App, actor: &Actor, id: PlaceId) -> ::web::Result<Place> {
    // Heads are people: whoever keeps the structure but no cards (the administrator) doesn't see them.
    actor.may(Action::EditPeople)?;
    let place = for_change(app, actor, id).await?;
    if Post::of(place.kind).is_empty() { Err(Error::NotFound.into()) } else { Ok(place) }
}

async fn read(app: &App, actor: &Actor, place: Place) -> ::web::Result<Heads> {
    let scope = actor.scope();
    let read = app.read(move |tx| {
        let (terms, candidates) = (heads::of(tx, &place.id)?, heads::candidates(tx, &scope, &place.id)?);
        Ok(Heads { place, terms, candidates })
    });
    Ok(read.await?)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = headed(&app, &actor, id).await?;
    let typed = HeadForm { version: place.version, ..HeadForm::default() };
    let heads = read(&app, &actor, place).await?;
    Ok(shell.page(page(&heads, &typed, &FieldErrors::default(), &shell)))
}

pub async fn appoint(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = headed(&app, &actor, id).await?;
    let form = HeadForm::of(&posted.answers);
    let (typed, id, by, scope) = (form.clone(), place.id.clone(), actor.by(), actor.scope());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        let candidates = heads::candidates(tx, &scope, &id)?;
        heads::appoint(tx, &by, &place, &typed.parse(&place, &candidates)?)?;
        Ok(format!("{}?done=headed", edit_url(&place)))
    });
    again(&app, &actor, &shell, place, (&form, done.await)).await
}

pub async fn relieve(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, head)): Path<(PlaceId, HeadId)>, posted: Posted) -> ::web::Result {
    let place = headed(&app, &actor, id).await?;
    let form = LeavingForm::of(&posted.answers);
    let (id, by) = (place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        heads::relieve(tx, &by, &id, (head, form.version), form.parse(head)?).map_err(|error| LeavingForm::at(head, error))?;
        Ok(format!("/places/{id}/edit?done=left"))
    });
    let typed = HeadForm { version: place.version, ..HeadForm::default() };
    again(&app, &actor, &shell, place, (&typed, done.await)).await
}

pub async fn strike(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, head)): Path<(PlaceId, HeadId)>, posted: Posted) -> ::web::Result {
    let place = headed(&app, &actor, id).await?;
    let (id, by, version) = (place.id, actor.by(), LeavingForm::of(&posted.answers).version);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        heads::strike(tx, &by, &id, (head, version))?;
        Ok(format!("/places/{id}/edit?done=struck"))
    });
    Ok(::web::see(&done.await?))
}

/// Done, or the page again with what was typed.
async fn again(app: &App, actor: &Actor, shell: &::web::Shell, place: Place, (typed, done): (&HeadForm, kernel::Result<String>)) -> ::web::Result {
    match done {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let heads = read(app, actor, place).await?;
            Ok(::web::unprocessable(shell.page(page(&heads, typed, &errors, shell))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

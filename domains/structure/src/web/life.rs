//! Schools open; schools and municipalities close.

use ::web::{App, Posted, Staff};
use axum::extract::{Path, State};
use kernel::{FieldErrors, id::PlaceId};
use maud::Markup;

use super::{kind_for_change, load_as_shown};
use crate::{
    form::{ClosingForm, SchoolForm},
    places::PlaceKind,
    views::{self, edit_url},
    workflow,
};

const CLOSING: &[PlaceKind] = &[PlaceKind::School, PlaceKind::Municipality];

pub async fn school_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let municipality = kind_for_change(&app, &actor, id, &[PlaceKind::Municipality]).await?;
    Ok(shell.page(views::school_page(&municipality, &SchoolForm::default(), &FieldErrors::default(), &shell.key())))
}

pub async fn add_school(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let municipality = kind_for_change(&app, &actor, id, &[PlaceKind::Municipality]).await?;
    let form = SchoolForm::of(&posted.answers);
    let (typed, parent, by) = (form.clone(), municipality.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let id = workflow::add_school(tx, &by, &parent, &typed.parse()?)?;
        Ok(format!("/places/{id}/edit?done=added"))
    });
    ::web::or_again(done.await, |errors| shell.page(views::school_page(&municipality, &form, errors, posted.key.as_str())))
}

pub async fn closing_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = kind_for_change(&app, &actor, id, CLOSING).await?;
    let typed = ClosingForm { closed_on: String::new(), version: place.version };
    Ok(shell.page(views::closing_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = kind_for_change(&app, &actor, id, CLOSING).await?;
    let form = ClosingForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        workflow::close(tx, &by, &place, Some(typed.parse()?))?;
        Ok(format!("{}?done=closed", edit_url(&place)))
    });
    ::web::or_again(done.await, |errors| shell.page(views::closing_page(&place, &form, errors, posted.key.as_str())))
}

pub async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = kind_for_change(&app, &actor, id, CLOSING).await?;
    let (id, by, version) = (place.id, actor.by(), ClosingForm::of(&posted.answers).version);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, version)?;
        workflow::close(tx, &by, &place, None)?;
        Ok(format!("{}?done=reopened", edit_url(&place)))
    });
    Ok(::web::see(&done.await?))
}

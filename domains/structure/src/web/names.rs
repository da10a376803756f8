//! A place is renamed from a day, or a misprint in a name is mended.

use ::web::{App, Posted, Staff};
use axum::extract::{Path, RawQuery, State};
use kernel::{Date, Error, FieldErrors, id::PlaceId};
use maud::Markup;
use ui::url::Query;

use super::{for_change, load_as_shown};
use crate::{
    form::RenameForm,
    places::{self, Place},
    views::{self, edit_url},
    workflow,
};

pub async fn form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = for_change(&app, &actor, id).await?;
    let typed = RenameForm { name: place.name.clone(), short_name: place.short_name.clone(), type_label: place.type_label.clone(), from: String::new(), version: place.version };
    Ok(shell.page(views::rename_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

pub async fn rename(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = for_change(&app, &actor, id).await?;
    let form = RenameForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        workflow::rename(tx, &by, &place, &typed.parse()?)?;
        Ok(format!("{}?done=renamed", edit_url(&place)))
    });
    ::web::or_again(done.await, |errors| shell.page(views::rename_page(&place, &form, errors, posted.key.as_str())))
}

/// Which of the names: the one that begins on `from`.
pub async fn mend_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, RawQuery(raw): RawQuery) -> ::web::Result<Markup> {
    let place = for_change(&app, &actor, id).await?;
    let from = Query::parse(&raw.unwrap_or_default()).text("from").to_owned();
    let (of, day) = (place.id.clone(), from.parse::<Date>().map_err(|_| Error::NotFound)?);
    let named = app.read(move |tx| places::names(tx, &of)?.into_iter().find(|name| name.from == day).ok_or(Error::NotFound)).await?;
    let typed = RenameForm { name: named.name, short_name: named.short_name, type_label: named.type_label, from, version: place.version };
    Ok(shell.page(views::mend_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

pub async fn mend(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place: Place = for_change(&app, &actor, id).await?;
    let form = RenameForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        workflow::mend_name(tx, &by, &place, &typed.parse()?)?;
        Ok(format!("{}?done=mended", edit_url(&place)))
    });
    ::web::or_again(done.await, |errors| shell.page(views::mend_page(&place, &form, errors, posted.key.as_str())))
}

//! A municipality's methodical service, and how to reach an organisation.

use ::web::{App, Posted, Staff};
use axum::extract::{Path, State};
use kernel::{FieldErrors, id::PlaceId};
use maud::Markup;

use super::{for_change, kind_for_change, load_as_shown};
use crate::{
    contacts,
    form::reach::{ContactForm, ServiceForm},
    places::PlaceKind,
    services,
    views::{
        edit_url,
        reach::{contact_page, service_page},
    },
};

pub async fn service_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = kind_for_change(&app, &actor, id, &[PlaceKind::Municipality]).await?;
    let typed = ServiceForm { has_service: String::new(), from: String::new(), version: place.version };
    Ok(shell.page(service_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

pub async fn service(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = kind_for_change(&app, &actor, id, &[PlaceKind::Municipality]).await?;
    let form = ServiceForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        services::turn(tx, &by, &place, typed.parse()?)?;
        Ok(format!("{}?done=service", edit_url(&place)))
    });
    ::web::or_again(done.await, |errors| shell.page(service_page(&place, &form, errors, posted.key.as_str())))
}

pub async fn contact_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = for_change(&app, &actor, id).await?;
    let of = place.id.clone();
    let typed = ContactForm::from(app.read(move |tx| contacts::of(tx, &of)).await?);
    Ok(shell.page(contact_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

pub async fn contact(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = for_change(&app, &actor, id).await?;
    let form = ContactForm::of(&posted.answers);
    let (typed, of, by) = (form.clone(), place.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        contacts::save(tx, &by, &of, &typed.parse()?)?;
        Ok(format!("{}?done=contact", edit_url(&of)))
    });
    ::web::or_again(done.await, |errors| shell.page(contact_page(&place, &form, errors, posted.key.as_str())))
}

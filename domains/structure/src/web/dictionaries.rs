//! Dictionaries and the calendar on screens, and the public list of schools for the form's cascade.

use ::web::{
    App, Shell, Staff,
    lists::{Format, take_out},
};
use access::Action;
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, id::PlaceId};
use maud::Markup;
use serde::Serialize;
use ui::url::Query;

use crate::{
    in_force,
    places::{self, Place},
    profile::TermKind,
    terms, views,
};

pub async fn dictionaries(Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    Ok(shell.page(views::dictionaries()))
}

pub async fn dictionary(State(app): State<App>, Staff { actor, shell }: Staff, Path(kind): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePlaces)?;
    let kind = TermKind::from_code(&kind).ok_or(Error::NotFound)?;
    if Format::asked(&Query::parse(&query.unwrap_or_default())) == Some(Format::Xlsx) {
        return take_out(&app, &actor, kind.title(), &views::DICTIONARY_COLUMNS, move |tx| {
            let today = tx.today();
            Ok(terms::terms(tx, kind, today)?.iter().map(views::cells).collect())
        })
        .await;
    }
    let terms = app.read(move |tx| {
        let today = tx.today();
        terms::terms(tx, kind, today)
    });
    Ok(shell.page(views::dictionary(kind, &terms.await?)).into_response())
}

pub async fn calendar(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    let calendar = app.read(in_force::calendar).await?;
    Ok(shell.page(views::calendar(&calendar)))
}

#[derive(Debug, Serialize)]
pub struct SchoolJson {
    code: PlaceId,
    name: String,
    settlement: String,
}

/// Open schools of a municipality; an unknown one has none. Public, like the form that asks for it.
pub async fn schools_json(State(app): State<App>, _: Shell, RawQuery(query): RawQuery) -> ::web::Result<Json<Vec<SchoolJson>>> {
    let municipality = PlaceId::from(Query::parse(&query.unwrap_or_default()).text("municipality"));
    let schools = app.read(move |tx| {
        let today = tx.today();
        places::schools_of(tx, &municipality, today)
    });
    let json = |school: Place| SchoolJson { code: school.id, name: school.short_name, settlement: school.facts.settlement };
    Ok(Json(schools.await?.into_iter().map(json).collect()))
}

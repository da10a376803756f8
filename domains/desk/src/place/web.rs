//! Addresses of places.

use super::{
    read::{self, View},
    sections,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Date, FieldErrors, date, id::PlaceId};
use structure::places::REGION;
use ui::url::Query;
use web::{App, Result, Shell, Staff};

/// The region: where everybody begins.
pub async fn region(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    shown(&app, actor, &shell, PlaceId::from(REGION), raw).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, RawQuery(raw): RawQuery) -> Result<Response> {
    shown(&app, actor, &shell, id, raw).await
}

async fn shown(app: &App, actor: Actor, shell: &Shell, id: PlaceId, raw: Option<String>) -> Result<Response> {
    actor.may(Action::ViewPlaces)?;
    let typed = Query::parse(&raw.unwrap_or_default()).text("on").to_owned();
    let mut errors = FieldErrors::default();
    let on: Option<Date> = if typed.is_empty() { None } else { errors.take("on", date::parse(&typed)) };
    let viewer = actor.clone();
    let view: View = app.read(move |tx| read::view(tx, &viewer, &id, on)).await?;
    let page = sections::page(shell, &actor, &view, &typed, &errors);
    Ok(if errors.is_empty() { page.into_response() } else { web::unprocessable(page) })
}

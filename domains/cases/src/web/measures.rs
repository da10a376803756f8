//! Classes measured for a case.

use super::{Form, act, open};
use crate::{
    measure::MeasureForm,
    measuring,
    model::{CaseId, MeasureId},
    views,
};
use axum::extract::{Path, RawQuery, State};
use kernel::Error;
use maud::Markup;
use web::{App, Posted, Result, Staff};

fn draw(form: &Form<'_>) -> Markup {
    views::measures::page(form)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    open(&app, (&actor, &shell), id, raw, draw).await
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| measuring::measure(tx, &who, id, &MeasureForm::of(typed)).map(|_| format!("/cases/{id}/measures?done=added"))).await
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, measure)): Path<(CaseId, MeasureId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, _| measuring::withdraw(tx, &who, id, measure).map(|()| format!("/cases/{id}/measures?done=withdrawn"))).await
}

pub async fn conclude(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| {
        let rung: i64 = typed.get("rung").parse().map_err(|_| Error::NotFound)?;
        measuring::conclude(tx, &who, id, rung, typed.get("conclusion")).map(|()| format!("/cases/{id}/measures?done=concluded"))
    })
    .await
}

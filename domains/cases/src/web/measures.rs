//! Classes measured for a case.

use super::{Form, Look, content, may_enter};
use crate::{
    beside::Beside,
    classes,
    measure::MeasureForm,
    measuring,
    model::{CaseId, MeasureId},
    rules::{Act, may},
    views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use outcomes::Outcome;
use std::collections::HashMap;
use web::{Answers, App, Posted, Result, Shell, Staff};

/// What the school keeps of its classes, as far as it concerns this page.
#[derive(Default)]
pub struct School {
    /// Results to take from; empty for who doesn't measure.
    pub offered: Vec<Outcome>,
    pub may_keep: bool,
    pub beside: HashMap<MeasureId, Beside>,
    pub changed: HashMap<MeasureId, &'static str>,
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: CaseId, (typed, errors, done): (&Answers, &FieldErrors, &str), look: Look) -> Result<Markup> {
    let card = content(app, actor, id, look).await?;
    let (who, standing, measures) = (actor.clone(), card.standing.clone(), card.measures.clone());
    let school = app
        .read(move |tx| {
            let measures_too = may(Act::Measure, &standing, who.role);
            Ok(School {
                offered: if measures_too { classes::offered(tx, &standing)? } else { Vec::new() },
                may_keep: measures_too && classes::may_keep(&who, &standing),
                beside: classes::beside(tx, &standing.case, &measures)?,
                changed: classes::changed(tx, &measures)?,
            })
        })
        .await?;
    Ok(views::measures::page(&Form { shell, card: &card, typed, errors, done }, &school))
}

/// Acts on one of the page's forms once; a failed one is drawn again.
async fn act_here(app: &App, (actor, shell): (&Actor, &Shell), (id, posted): (CaseId, Posted), work: impl FnOnce(&mut kernel::Tx<'_>, &Answers) -> kernel::Result<String> + Send + 'static) -> Result {
    may_enter(actor)?;
    let typed = posted.answers.clone();
    match app.act(&posted.key, shell.owner(), move |tx| work(tx, &typed)).await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(page(app, (actor, shell), id, (&posted.answers, &errors, ""), Look::Again).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    page(&app, (&actor, &shell), id, (&Answers::default(), &FieldErrors::default(), query.text("done")), Look::First).await
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act_here(&app, (&actor, &shell), (id, posted), move |tx, typed| measuring::measure(tx, &who, id, &MeasureForm::of(typed)).map(|_| format!("/cases/{id}/measures?done=added"))).await
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, measure)): Path<(CaseId, MeasureId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act_here(&app, (&actor, &shell), (id, posted), move |tx, _| measuring::withdraw(tx, &who, id, measure).map(|()| format!("/cases/{id}/measures?done=withdrawn"))).await
}

pub async fn conclude(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act_here(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let rung: i64 = typed.get("rung").parse().map_err(|_| Error::NotFound)?;
        measuring::conclude(tx, &who, id, rung, typed.get("conclusion")).map(|()| format!("/cases/{id}/measures?done=concluded"))
    })
    .await
}

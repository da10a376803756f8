//! Short pages with one form: notes, a review, the way back, the stop.

use super::{Form, act, content, may_enter, open, version};
use crate::{ending, model::CaseId, standing, store::notes as kept, team, views};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use web::{Answers, App, Posted, Result, Staff};

pub async fn notes(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    let card = content(&app, &actor, id, super::Look::First).await?;
    // What the team writes to each other stays in the team, even when the content is open to the school.
    if !card.standing.is_of_team() {
        return Err(Error::NotFound.into());
    }
    let notes = app.read(move |tx| kept::of(tx, id, 200)).await?;
    let form = Form { shell: &shell, card: &card, typed: &Answers::default(), errors: &FieldErrors::default(), done: query.text("done") };
    Ok(views::small::notes(&form, &notes))
}

pub async fn note(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), |form| views::small::notes(form, &[]), move |tx, typed| team::note(tx, &who, id, typed.get("words")).map(|()| format!("/cases/{id}/notes?done=written"))).await
}

pub async fn reviewing(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    open(&app, (&actor, &shell), id, raw, views::small::review).await
}

pub async fn review(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), views::small::review, move |tx, typed| {
        team::review(tx, &who, id, (typed.get("review_days"), typed.get("words"), version(typed))).map(|()| format!("/cases/{id}?done=reviewed"))
    })
    .await
}

pub async fn turning(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    open(&app, (&actor, &shell), id, raw, views::small::turn).await
}

pub async fn turn(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let (who, listeners) = (actor.clone(), app.listeners.clone());
    act(&app, (&actor, &shell), (id, posted), views::small::turn, move |tx, typed| {
        let to = typed.get("to").parse().unwrap_or(0);
        ending::turn_back(tx, &listeners, &who, id, (to, typed.get("reason"), version(typed))).map(|()| format!("/cases/{id}?done=turned"))
    })
    .await
}

/// A coordinator who sees no content may still stop what nobody leads.
pub async fn stopping(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>) -> Result<Markup> {
    may_enter(&actor)?;
    let who = actor.clone();
    let standing = app.write(move |tx| standing::view(tx, &who, id)).await?;
    if !ending::may_stop(&standing, actor.role) {
        return Err(Error::NotFound.into());
    }
    Ok(views::small::stop(&shell, &standing, &Answers::default(), &FieldErrors::default()))
}

pub async fn stop(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    may_enter(&actor)?;
    let (who, listeners, typed) = (actor.clone(), app.listeners.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| ending::stop(tx, &listeners, &who, id, (typed.get("reason"), version(&typed))).map(|()| format!("/cases/{id}?done=stopped")));
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let standing = app.read(move |tx| standing::load(tx, &actor, id)).await?;
            Ok(web::unprocessable(views::small::stop(&shell, &standing, &posted.answers, &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

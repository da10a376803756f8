//! A teacher's own visits.

use super::{or_afresh, see, version, visits};
use crate::{
    model::ObservationId,
    store::{self, Eye, Filter},
    views,
    visit::{self, Sharing, Word},
};
use access::{Action, Actor};
use axum::extract::{Path, RawQuery, State};
use kernel::{Error, FieldErrors, Slice};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::UseOwnCabinet)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let eye = Eye::of(&actor);
    let found = app.read(move |tx| store::list(tx, &eye, &Filter::default(), "", Slice::all(500))).await?;
    Ok(views::lists::own(&shell, &found.rows, &query, query.text("done")))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, id, (String::new(), FieldErrors::default()), query.text("done")).await
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: ObservationId, (comment, errors): (String, FieldErrors), done: &str) -> Result<Markup> {
    let reader = actor.clone();
    let (card, has_consent) = app
        .read(move |tx| {
            let row = visit::own(tx, &reader, id)?;
            Ok((visits::whole(tx, &reader, id)?, visit::has_consent(tx, row.observation.person)?))
        })
        .await?;
    Ok(views::cabinet::page(shell, &views::cabinet::Own { card: &card, has_consent, comment: &comment, errors: &errors, done }))
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::UseOwnCabinet)?;
    let (version, site) = (version(&posted.answers), visits::site(&app));
    let (word, next) = match posted.answers.get("word") {
        "agree" => (Word::Agree, format!("/cabinet/observations/{id}?done=agreed")),
        "decline" => (Word::Decline, "/cabinet/observations?done=declined".to_owned()),
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::answer(tx, &actor, id, version, word, &site).map(|()| next));
    Ok(see(&done.await?))
}

pub async fn acknowledge(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::UseOwnCabinet)?;
    let (version, site, comment, teacher) = (version(&posted.answers), visits::site(&app), posted.answers.get("comment").to_owned(), actor.clone());
    let listeners = app.listeners.clone();
    let typed = comment.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::acknowledge(tx, &listeners, &teacher, id, (version, &comment), &site).map(|()| format!("/cabinet/observations/{id}?done=acknowledged")));
    or_afresh(done.await, async |errors| page(&app, &actor, &shell, id, (typed, errors), "").await).await
}

pub async fn share(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::UseOwnCabinet)?;
    let version = version(&posted.answers);
    let (sharing, word) = match posted.answers.get("to") {
        "open" => (Sharing::Open, "shared"),
        "closed" => (Sharing::Closed, "closed"),
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::share(tx, &actor, id, version, sharing).map(|()| format!("/cabinet/observations/{id}?done={word}")));
    Ok(see(&done.await?))
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ObservationId>) -> Result {
    actor.may(Action::UseOwnCabinet)?;
    visits::print(&app, &actor, id).await
}

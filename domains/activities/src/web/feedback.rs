//! Feedback of both sides.

use super::{identified, query};
use crate::{
    access::{Act, may, standing},
    feedback,
    model::{ActivityId, HostState},
    presence, store, views,
    views::feedback::Shown,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};
use maud::Markup;

fn kept(said: Option<feedback::Feedback>) -> Answers {
    let said = said.map(|said| (said.scales, said.words));
    Answers::of(said.into_iter().flat_map(|(scales, words)| feedback::SCALES.iter().zip(scales).map(|((name, _), mark)| ((*name).to_owned(), mark.to_string())).chain([("words".to_owned(), words)]).collect::<Vec<_>>()))
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, done: bool, typed: Option<(&Answers, &FieldErrors)>) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let one = store::seen(tx, &who, id)?;
        let runs = may(Act::Run, standing(tx, &who, &one)?);
        let gives = match who.person {
            Some(person) => presence::was_there(tx, id, person)?,
            None => false,
        };
        let returned = if runs { Some(feedback::returned(tx, id)?) } else { None };
        Ok((feedback::own(tx, &who, id)?, store::hosts::of(tx, id)?, returned, gives, one))
    });
    let (said, hosts, returned, gives, one) = read.await?;
    let (kept, none) = (kept(said), FieldErrors::default());
    let (answers, errors) = typed.unwrap_or((&kept, &none));
    let own = hosts.iter().find(|host| Some(host.person) == actor.person && host.state == HostState::Joined);
    let shown = Shown { one: &one, gives, answers, errors, returned: returned.as_ref(), hosts: &hosts, own, done };
    Ok(shell.page(views::feedback::page(&shown, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let (id, done): (ActivityId, _) = (identified(&raw)?, query(asked).text("done") == "yes");
    Ok(page(&app, &actor, &shell, id, done, None).await?.into_response())
}

pub async fn give(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            feedback::give(tx, &who, id, &feedback::feedback(&answers)?)?;
            Ok(format!("{}?done=said", crate::url(id)))
        })
        .await;
    again(&app, &actor, &shell, id, &posted, done).await
}

async fn again(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, posted: &Posted, done: Result<String>) -> ::web::Result {
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(app, actor, shell, id, false, Some((&posted.answers, &errors))).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

pub async fn about_group(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            feedback::about_group(tx, &who, id, answers.get("hard"), answers.get("next_steps"))?;
            Ok(format!("{}/feedback?done=yes", crate::url(id)))
        })
        .await;
    again(&app, &actor, &shell, id, &posted, done).await
}

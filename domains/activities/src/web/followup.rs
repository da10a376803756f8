//! The task after the meeting.

use super::{identified, query};
use crate::{
    access::{Act, may, standing},
    followup,
    model::{ActivityId, SeatState},
    signing, store, views,
    views::followup::Shown,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;

async fn page(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, done: bool, (typed, errors): (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let one = store::seen(tx, &who, id)?;
        let runs = may(Act::Run, standing(tx, &who, &one)?);
        let (takes_part, own) = match who.person {
            Some(person) => (matches!(signing::seat(tx, id, person)?, Some(SeatState::Signed | SeatState::Waiting | SeatState::Invited)), followup::own(tx, id, person)?),
            None => (false, None),
        };
        if !runs && !takes_part {
            return Err(Error::NotFound);
        }
        let answers = if runs { followup::answers(tx, id)? } else { Vec::new() };
        Ok((followup::of(tx, id)?, runs, takes_part, own, answers, one))
    });
    let (task, runs, takes_part, own, answers, one) = read.await?;
    let shown = Shown { one: &one, task: task.as_ref(), runs, takes_part, own: own.as_ref(), answers: &answers, typed, errors, done, zone: app.clock().zone() };
    Ok(shell.page(views::followup::page(&shown, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let (id, done): (ActivityId, _) = (identified(&raw)?, query(asked).text("done") == "yes");
    Ok(page(&app, &actor, &shell, id, done, (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

/// One of the three forms of the page, and the page again with what was typed if it had errors.
async fn act(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, posted: &Posted, act: impl FnOnce(&mut Tx<'_>, &Actor, &Answers) -> Result<()> + Send + 'static) -> ::web::Result {
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            act(tx, &who, &answers)?;
            Ok(format!("{}/followup?done=yes", crate::url(id)))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(app, actor, shell, id, false, (&posted.answers, &errors)).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    act(&app, &actor, &shell, id, &posted, move |tx, who, answers| followup::answer(tx, who, id, answers.get("answer"))).await
}

pub async fn set(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    act(&app, &actor, &shell, id, &posted, move |tx, who, answers| followup::set(tx, who, id, &followup::task(answers)?)).await
}

pub async fn reply(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    act(&app, &actor, &shell, id, &posted, move |tx, who, answers| followup::reply(tx, who, id, person, answers.get("reply"))).await
}

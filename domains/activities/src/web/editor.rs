//! Planning an activity and changing it.

use super::{identified, version};
use crate::{
    access::{Act, load, places},
    form,
    lists::{Lists, schools},
    model::ActivityId,
    planning::{self, HeldBy},
    store, unite, views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, id::PlaceId};
use maud::Markup;

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    let who = actor.clone();
    let own = app.read(move |tx| places(tx, &who)).await?;
    if own.is_empty() {
        return Err(Error::NotFound.into());
    }
    let level = if own.first().is_some_and(|(code, _)| code == structure::places::REGION) { "regional" } else { "" };
    let typed = [("audience", "everybody"), ("held_by", if actor.person.is_some() { "me" } else { "later" }), ("level", level)];
    let answers = Answers::of(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    Ok(page(&app, &actor, &shell, None, &answers, &FieldErrors::default()).await?.into_response())
}

async fn page(app: &App, actor: &Actor, shell: &Shell, one: Option<&crate::Activity>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let path = if who.can(Action::PlanActivities) { who.place_path.clone() } else { format!("{}/", structure::places::REGION) };
        Ok((Lists::read(tx)?, places(tx, &who)?, schools(tx, &path)?, unite::choices(tx, &who)?))
    });
    let (lists, places, schools, unions) = read.await?;
    let editor = views::editor::Editor { one, answers, lists: &lists, places: &places, schools: &schools, unions: &unions, errors, has_card: actor.person.is_some() };
    Ok(shell.page(views::editor::page(&editor, &shell.key())))
}

pub async fn plan(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    let who = actor.clone();
    if app.read(move |tx| places(tx, &who)).await?.is_empty() {
        return Err(Error::NotFound.into());
    }
    let (answers, who, zone) = (posted.answers.clone(), actor.clone(), app.clock().zone().clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let draft = form::draft(&answers, &zone)?;
        let held_by = if answers.get("held_by") == "me" { HeldBy::Me } else { HeldBy::NotYet };
        let id = planning::plan(tx, &who, &PlaceId::from(answers.get("place")), &draft, held_by)?;
        Ok(format!("{}?done=planned", crate::url(id)))
    });
    again(&app, &actor, &shell, None, &posted.answers, done.await).await
}

async fn again(app: &App, actor: &Actor, shell: &Shell, one: Option<&crate::Activity>, answers: &Answers, done: Result<String>) -> ::web::Result {
    let again = match &done {
        Err(Error::Fields(errors)) => page(app, actor, shell, one, answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (id, who): (ActivityId, Actor) = (identified(&raw)?, actor.clone());
    let read = app.read(move |tx| {
        let one = load(tx, &who, Act::Edit, id)?;
        Ok((store::directions(tx, &one)?, store::sessions(tx, id)?, one))
    });
    let (directions, sessions, one) = read.await?;
    let answers = form::answers(&one, &directions, &sessions, app.clock().zone());
    Ok(page(&app, &actor, &shell, Some(&one), &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, who): (ActivityId, Actor) = (identified(&raw)?, actor.clone());
    let one = app.read(move |tx| load(tx, &who, Act::Edit, id)).await?;
    let (answers, who, zone) = (posted.answers.clone(), actor.clone(), app.clock().zone().clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        planning::edit(tx, &who, id, version(&answers), &form::draft(&answers, &zone)?)?;
        Ok(format!("{}?done=edited", crate::url(id)))
    });
    again(&app, &actor, &shell, Some(&one), &posted.answers, done.await).await
}

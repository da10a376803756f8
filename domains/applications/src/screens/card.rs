//! The card of an application and the acts on it.

use super::{attached, sending::printed, start::site};
use crate::{
    check::{self, FindingForm, ReturnForm, Seen},
    endorse,
    model::ApplicationId,
    papers,
    store::{self, parts},
    views::card as views,
};
use ::web::{App, Posted, Result, Shell, Staff, see, unprocessable};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Tx, id::PersonId};

fn url(id: ApplicationId) -> String {
    format!("/applications/{id}")
}

fn named(raw: &str) -> kernel::Result<ApplicationId> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> Result {
    let id = named(&id)?;
    Ok(card(&app, &actor, &shell, id, &views::Typed::default()).await?.into_response())
}

/// The card with what was typed in a form of it that failed. Every look is an event, so it is a write.
async fn card(app: &App, actor: &Actor, shell: &Shell, id: ApplicationId, typed: &views::Typed) -> kernel::Result<maud::Markup> {
    let who = actor.clone();
    let dossier = app.write(move |tx| check::look(tx, &who, id)).await?;
    Ok(shell.page(views::page(&dossier, actor, typed, &shell.key(), app.clock())))
}

/// Runs an act once; field errors show the card again with what was typed.
async fn act(app: &App, staff: Staff, id: &str, posted: Posted, run: impl FnOnce(&mut Tx<'_>, &Actor, Seen, &::web::Answers) -> kernel::Result<()> + Send + 'static) -> Result {
    let Staff { actor, shell } = staff;
    let id = named(id)?;
    let version = posted.answers.get("version").parse().unwrap_or(0);
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| run(tx, &who, Seen { id, version }, &answers).map(|()| url(id))).await;
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => {
            let typed = views::Typed { answers: posted.answers, errors };
            Ok(unprocessable(card(app, &actor, &shell, id, &typed).await?))
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn accept(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, |tx, actor, seen, _| check::accept(tx, actor, seen)).await
}

pub async fn pass_on(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, |tx, actor, seen, _| check::pass_on(tx, actor, seen)).await
}

pub async fn ask_again(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, |tx, actor, seen, answers| check::ask_again(tx, actor, seen, answers.get("note"))).await
}

pub async fn endorse(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, |tx, actor, seen, answers| endorse::endorse(tx, actor, seen, answers.get("support"))).await
}

pub async fn decline(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, |tx, actor, seen, answers| endorse::decline(tx, actor, seen, answers.get("reason"), answers.get("note"))).await
}

pub async fn find_criterion(State(app): State<App>, staff: Staff, Path((id, criterion)): Path<(String, String)>, posted: Posted) -> Result {
    act(&app, staff, &id, posted, move |tx, actor, seen, answers| {
        let said = |name: &str| answers.get(&format!("{name}-{criterion}")).to_owned();
        let form = FindingForm { holds: said("holds"), note: said("note"), version: said("found").parse().unwrap_or(0), criterion };
        check::find_criterion(tx, actor, seen, &form)
    })
    .await
}

/// It is the same person (the cards become one) or another.
pub async fn duplicate(State(app): State<App>, staff: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    let listeners = app.listeners.clone();
    act(&app, staff, &id, posted, move |tx, actor, seen, answers| match answers.get("same").parse::<PersonId>() {
        Ok(same) => check::join(tx, &listeners, actor, seen.id, same),
        Err(_) => check::clear_duplicate(tx, actor, seen.id),
    })
    .await
}

pub async fn ask_return(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> Result {
    actor.may(Action::CheckApplications)?;
    let id = named(&id)?;
    returning(&app, &actor, &shell, id, &ReturnForm::default(), &FieldErrors::default()).await.map(IntoResponse::into_response).map_err(Into::into)
}

async fn returning(app: &App, actor: &Actor, shell: &Shell, id: ApplicationId, form: &ReturnForm, errors: &FieldErrors) -> kernel::Result<maud::Markup> {
    let who = actor.clone();
    let dossier = app.write(move |tx| check::look(tx, &who, id)).await?;
    Ok(shell.page(views::returning(&dossier, form, errors, &shell.key())))
}

pub async fn send_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    actor.may(Action::CheckApplications)?;
    let id = named(&id)?;
    let (site, who, form) = (site(&app), actor.clone(), ReturnForm::from(&posted.answers));
    let (asked, version) = (form.clone(), posted.answers.get("version").parse().unwrap_or(0));
    let done = app.act(&posted.key, shell.owner(), move |tx| check::send_back(tx, &who, &site, Seen { id, version }, &asked).map(|()| url(id))).await;
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(returning(&app, &actor, &shell, id, &form, &errors).await?)),
        Err(other) => Err(other.into()),
    }
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, file)): Path<(String, String)>) -> Result {
    actor.may(Action::ViewApplications)?;
    let (id, file) = (named(&id)?, attached::named(&file)?);
    let found = app
        .write(move |tx| {
            let application = store::find(tx, &actor.scope(), id)?;
            let found = parts::file(tx, id, file)?;
            tx.record(&actor.by(), Event::new("application.file_viewed", "application", id).of_maybe(application.person).with(serde_json::json!({"file": file})))?;
            Ok(found)
        })
        .await?;
    attached::read(&app, found).await
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<String>) -> Result<Response> {
    let id = named(&id)?;
    let dossier = app.write(move |tx| check::look(tx, &actor, id)).await?;
    let one = &dossier.application;
    let doc = papers::application(app.clock(), one, &dossier.lists, &dossier.places, &dossier.files);
    printed(&app, doc, format!("{}.pdf", one.title()), one.submitted_at.unwrap_or(one.saved_at)).await
}

//! Representations: whom one may speak for, the form, the paper; and the invitation of a colleague.

use super::{sending::printed, start::site};
use crate::{
    model::{ApplicationId, NominationId},
    nominate::{self, Words},
    papers,
    views::nominations as views,
};
use ::web::{
    App, Posted, Result, Shell, Staff,
    lists::{Format, take_out},
    see, unprocessable,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> Result {
    let query = Query::parse(&query.unwrap_or_default());
    if Format::asked(&query) == Some(Format::Xlsx) {
        actor.may(Action::ExportLists)?;
        let (clock, who) = (app.clock().clone(), actor.clone());
        return take_out(&app, &actor, "Представления", &views::COLUMNS, move |tx| Ok(nominate::candidates(tx, &who)?.iter().map(|candidate| views::cells(candidate, &clock)).collect())).await;
    }
    let invited = !query.text("invited").is_empty();
    Ok(shown(&app, actor, &shell, &views::Invitation { email: "", errors: &FieldErrors::default(), invited }).await?.into_response())
}

async fn shown(app: &App, actor: Actor, shell: &Shell, invitation: &views::Invitation<'_>) -> kernel::Result<maud::Markup> {
    let may_export = actor.can(Action::ExportLists);
    let candidates = app.read(move |tx| nominate::candidates(tx, &actor)).await?;
    let page = views::List { candidates: &candidates, invitation, may_export };
    Ok(shell.page(views::list(&page, &shell.key(), app.clock())))
}

pub async fn invite(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::NominateApplicants)?;
    let (site, who, email) = (site(&app), actor.clone(), posted.answers.get("email").to_owned());
    let typed = email.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| nominate::invite(tx, &who, &site, &email).map(|()| "/nominations?invited=1".to_owned())).await;
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(shown(&app, actor, &shell, &views::Invitation { email: &typed, errors: &errors, invited: false }).await?)),
        Err(other) => Err(other.into()),
    }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> Result {
    let id = named(&id)?;
    Ok(form(&app, actor, &shell, id, None, &FieldErrors::default()).await?.into_response())
}

async fn form(app: &App, actor: Actor, shell: &Shell, id: ApplicationId, typed: Option<Words>, errors: &FieldErrors) -> kernel::Result<maud::Markup> {
    let sheet = app.write(move |tx| nominate::sheet(tx, &actor, id)).await?;
    let words = typed.unwrap_or_else(|| sheet.own.as_ref().map(|own| own.words.clone()).unwrap_or_default());
    Ok(shell.page(views::form(&sheet, &words, errors, &shell.key())))
}

pub async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> Result {
    let id = named(&id)?;
    let (who, words) = (actor.clone(), Words::from(&posted.answers));
    let (typed, version) = (words.clone(), posted.answers.get("version").parse().unwrap_or(0));
    let done = app.act(&posted.key, shell.owner(), move |tx| nominate::write(tx, &who, id, version, &words).map(|()| format!("/nominations/{id}"))).await;
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(form(&app, actor, &shell, id, Some(typed), &errors).await?)),
        Err(other) => Err(other.into()),
    }
}

/// By the id of the representation itself: an application may have several.
pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<String>) -> Result {
    let id: NominationId = id.parse().map_err(|_| Error::NotFound)?;
    if !actor.can(Action::ViewApplications) {
        actor.may(Action::NominateApplicants)?;
    }
    let (doc, made_at) = app
        .write(move |tx| {
            let (one, candidate) = nominate::find(tx, &actor.scope(), id)?;
            tx.record(&actor.by(), Event::new("application.viewed", "application", candidate.id).of_maybe(candidate.person))?;
            Ok((papers::nomination(tx, &one, &candidate)?, one.changed_at))
        })
        .await?;
    printed(&app, doc, "Представление.pdf".into(), made_at).await
}

fn named(raw: &str) -> kernel::Result<ApplicationId> {
    raw.parse().map_err(|_| Error::NotFound)
}

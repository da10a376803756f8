//! Pages of directions.

use super::{act, identified, query, text};
use crate::{directions, views, words::Words};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::Error;
use resources::ResourceId;
use structure::profile::TermKind;
use views::directions::May;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let words = app.read(|tx| Words::read(tx, TermKind::WorkDirection)).await?;
    Ok(shell.page(views::directions::list(&words.choices())).into_response())
}

fn may(actor: &Actor) -> May {
    May {
        ask_for_help: actor.can(Action::AskForHelp),
        manage: actor.can(Action::ManageSupport) && actor.can(Action::ViewResources),
        see_resources: actor.can(Action::ViewResources),
        see_support: actor.can(Action::ViewSupport),
        has_cabinet: actor.can(Action::UseOwnCabinet) && actor.person.is_some(),
    }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let (may, query) = (may(&actor), query(asked));
    let shown = app.read(move |tx| directions::find(tx, &actor, &code)).await?;
    Ok(shell.page(views::directions::page(&shown, may, (&query, app.clock().zone()), &|| shell.key())).into_response())
}

pub async fn offer(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let asked = text(&query(asked), "q");
    let (wanted, words) = (code.clone(), asked.clone());
    let (label, found) = app
        .read(move |tx| {
            let directions = Words::read(tx, TermKind::WorkDirection)?;
            if !directions.has(&wanted) {
                return Err(Error::NotFound);
            }
            Ok((directions.label(&wanted).to_owned(), directions::offered(tx, &actor, &words)?))
        })
        .await?;
    Ok(shell.page(views::directions::offer(&code, &label, &asked, &found, &|| shell.key())).into_response())
}

pub async fn put(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let resource: ResourceId = identified(posted.answers.get("resource"))?;
    act(&app, &shell, &posted, move |tx| directions::put(tx, &actor, &code, resource).map(|()| format!("/directions/{code}?done=added"))).await
}

pub async fn take_off(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let resource: ResourceId = identified(posted.answers.get("resource"))?;
    act(&app, &shell, &posted, move |tx| directions::take_off(tx, &actor, &code, resource).map(|()| format!("/directions/{code}?done=removed"))).await
}

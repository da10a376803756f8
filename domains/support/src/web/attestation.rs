//! One's own track of attestation, and the helper's page.

use super::{act, finish, identified, query, text};
use crate::{
    attestation::{self, AttestationId, Track},
    form::version,
    pick::{self, Among},
    rules, views,
    words::Words,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;
use structure::profile::TermKind;
use ui::url::Query;

const PATH: &str = "/cabinet/attestation";

fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<views::attestation::Mine> {
    let (open, past): (Vec<Track>, Vec<Track>) = attestation::mine(tx, actor)?.into_iter().partition(|track| track.closed_on.is_none());
    let track = open.into_iter().next();
    let done = match &track {
        Some(track) => attestation::done(tx, track.id)?,
        None => Vec::new(),
    };
    Ok(views::attestation::Mine { track, done, past, items: Words::read(tx, TermKind::AttestationItem)?, categories: Words::read(tx, TermKind::Category)? })
}

fn before(track: Option<&Track>) -> Answers {
    let Some(track) = track else { return Answers::default() };
    let pairs = [("category", track.category.clone()), ("target_on", kernel::date::short(track.target_on)), ("note", track.note.clone())];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), query: &Query, typed: Option<&Answers>, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let mine = app.read(move |tx| read(tx, &who)).await?;
    let typed = typed.cloned().unwrap_or_else(|| before(mine.track.as_ref()));
    Ok(shell.page(views::attestation::mine(&mine, query, (&typed, errors), &|| shell.key())))
}

pub async fn mine(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    rules::cabinet(&actor)?;
    Ok(page(&app, (&actor, &shell), &query(raw), None, &FieldErrors::default()).await?.into_response())
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| attestation::begin(tx, &who, &answers).map(|_| format!("{PATH}?done=added"))).await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), &Query::default(), Some(&posted.answers), &errors).await }).await
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, who, answers): (AttestationId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| attestation::edit(tx, &who, id, &answers).map(|()| format!("{PATH}?done=saved"))).await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), &Query::default(), Some(&posted.answers), &errors).await }).await
}

pub async fn helpers(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let person = rules::cabinet(&actor)?;
    let (id, asked): (AttestationId, String) = (identified(&raw)?, text(&query(asked), "q"));
    let words = asked.clone();
    let (track, found) = app
        .read(move |tx| {
            let track = attestation::find(tx, &actor, id)?;
            if track.person != person {
                return Err(kernel::Error::NotFound);
            }
            Ok((track, pick::search(tx, &actor, Among::Members, &words)?))
        })
        .await?;
    Ok(shell.page(views::attestation::helpers(&track, (&asked, &found), &|| shell.key())).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, version): (AttestationId, i64) = (identified(&raw)?, version(&posted.answers));
    let person: PersonId = identified(posted.answers.get("person"))?;
    act(&app, &shell, &posted, move |tx| attestation::ask_helper(tx, &actor, id, person, version).map(|()| format!("{PATH}?done=asked"))).await
}

pub async fn release(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, version): (AttestationId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| attestation::release_helper(tx, &actor, id, version).map(|()| format!("{PATH}?done=saved"))).await
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, version): (AttestationId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| attestation::close(tx, &actor, id, version).map(|()| format!("{PATH}?done=closed"))).await
}

pub async fn helping(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::own(&actor)?;
    let (id, query): (AttestationId, _) = (identified(&raw)?, query(asked));
    let (track, done, items, categories) = app
        .read(move |tx| {
            let track = attestation::find(tx, &actor, id)?;
            Ok((track, attestation::done(tx, id)?, Words::read(tx, TermKind::AttestationItem)?, Words::read(tx, TermKind::Category)?))
        })
        .await?;
    Ok(shell.page(views::attestation::helping(&track, (&done, &items, &categories), &query, &|| shell.key())).into_response())
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::own(&actor)?;
    let (id, version): (AttestationId, i64) = (identified(&raw)?, version(&posted.answers));
    let agrees = posted.answers.get("word") == "yes";
    act(&app, &shell, &posted, move |tx| {
        attestation::answer_helper(tx, &actor, id, agrees, version)?;
        Ok(if agrees { format!("/support/attestation/{id}?done=answered") } else { "/support?done=answered".to_owned() })
    })
    .await
}

//! A teacher's preparation for a contest, on screens.

use super::{act, finish, identified, query, text};
use crate::{
    contests::{self, LineId, TrackId},
    form::version,
    pick::{self, Among},
    rules, views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;
use ui::url::Query;

fn read(tx: &mut Tx<'_>, actor: &Actor, id: TrackId) -> Result<views::tracks::Card> {
    let track = contests::track(tx, actor, id)?;
    let is = |person: Option<PersonId>| actor.person.is_some() && actor.person == person;
    Ok(views::tracks::Card {
        lines: contests::lines(tx, id)?,
        stages: contests::stages(tx, track.contest)?,
        is_own: is(track.person),
        is_helper: is(track.helper),
        keeps: actor.can(Action::ManageSupport),
        today: tx.today(),
        track,
    })
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: TrackId, query: &Query, typed: (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let card = app.read(move |tx| read(tx, &who, id)).await?;
    Ok(shell.page(views::tracks::card(&card, query, typed, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    Ok(page(&app, (&actor, &shell), identified(&raw)?, &query(asked), (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

pub async fn helpers(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    let (id, asked): (TrackId, String) = (identified(&raw)?, text(&query(asked), "q"));
    let words = asked.clone();
    let (track, found) = app.read(move |tx| Ok((contests::track(tx, &actor, id)?, pick::search(tx, &actor, Among::Members, &words)?))).await?;
    Ok(shell.page(views::tracks::helpers(&track, (&asked, &found), &|| shell.key())).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::enter(&actor)?;
    let (id, version): (TrackId, i64) = (identified(&raw)?, version(&posted.answers));
    let person: PersonId = identified(posted.answers.get("person"))?;
    act(&app, &shell, &posted, move |tx| contests::ask_helper(tx, &actor, id, person, version).map(|()| format!("{}?done=asked", contests::track_url(id)))).await
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::enter(&actor)?;
    let (id, version): (TrackId, i64) = (identified(&raw)?, version(&posted.answers));
    let agrees = posted.answers.get("word") == "yes";
    act(&app, &shell, &posted, move |tx| {
        contests::answer_helper(tx, &actor, id, agrees, version)?;
        Ok(if agrees { format!("{}?done=answered", contests::track_url(id)) } else { "/support?done=answered".to_owned() })
    })
    .await
}

/// A form on the track's page: acts, or draws the page again with its errors.
async fn on_page(app: App, (actor, shell): (Actor, Shell), (raw, posted): (String, Posted), work: impl FnOnce(&mut Tx<'_>, &Actor, TrackId, &Answers) -> Result<()> + Send + 'static) -> ::web::Result {
    rules::enter(&actor)?;
    let (id, who, answers): (TrackId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        work(tx, &who, id, &answers)?;
        Ok(format!("{}?done=saved", contests::track_url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), id, &Query::default(), (&posted.answers, &errors)).await }).await
}

pub async fn add_line(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_page(app, (actor, shell), (raw, posted), |tx, actor, id, answers| contests::add_line(tx, actor, id, answers).map(|_| ())).await
}

pub async fn finish_line(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, line)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let line: LineId = identified(&line)?;
    on_page(app, (actor, shell), (raw, posted), move |tx, actor, id, answers| contests::finish_line(tx, actor, id, line, answers)).await
}

pub async fn conclude(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_page(app, (actor, shell), (raw, posted), contests::conclude).await
}

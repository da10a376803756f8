//! The page of presenting and closing.

use super::{
    views::{self, Shown, Typed},
    word::{self, WordForm},
};
use crate::{
    model::PathwayId,
    presentation::{self, Minutes, Plan},
    store::{load, steps, view},
    walk::version,
    web::or_typed,
};
use access::Actor;
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    routing::{get, post},
};
use cases::Verdict;
use deficits::DeficitId;
use kernel::Error;
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff, see};

/// `/pathways/{id}/closing` and its acts.
pub fn router() -> Router<App> {
    Router::new()
        .route("/pathways/{id}/closing", get(show))
        .route("/pathways/{id}/presentation", post(plan))
        .route("/pathways/{id}/presentation/minutes", post(hold))
        .route("/pathways/{id}/closing/verdicts/{deficit}", post(judge))
        .route("/pathways/{id}/closing/word", post(say))
        .route("/pathways/{id}/closing/end", post(close))
        .route("/pathways/{id}/closing/round", post(round))
        .route("/pathways/{id}/stopping", post(stop))
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: PathwayId, typed: Typed<'_>) -> Result<Markup> {
    let reader = actor.clone();
    let shown = app
        .read(move |tx| {
            let loaded = load(tx, &reader, id)?;
            let judged = super::judged(tx, &reader, &loaded.standing.case)?;
            let word = word::find(tx, id)?;
            let is_walked = crate::walk::is_walked(&steps::list(tx, id)?);
            let presentation = presentation::find(tx, id)?;
            let repeats = super::repeats(tx, &reader, &loaded.standing.case)?;
            Ok(Shown { loaded, judged, word, is_walked, presentation, repeats, today: tx.today() })
        })
        .await?;
    Ok(views::page(shell, &shown, &typed))
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let reader = actor.clone();
    app.write(move |tx| view(tx, &reader, id).map(|_| ())).await?;
    page(&app, &actor, &shell, id, Typed { done: query.text("done"), ..Typed::default() }).await
}

/// Refused, because somebody wrote meanwhile on another page, say: what was typed stays beside what is kept.
async fn or_page(done: kernel::Result<String>, (app, actor, shell): (&App, &Actor, &Shell), id: PathwayId, typed: Typed<'_>) -> Result {
    or_typed(done, async |errors| page(app, actor, shell, id, Typed { errors: errors.all(), ..typed }).await).await
}

fn back(id: PathwayId, word: &str) -> String {
    format!("{}?done={word}", presentation::page(id))
}

async fn plan(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let get = |name: &str| posted.answers.get(name).to_owned();
    let (said, version, by) = (Plan { way: get("way"), planned_on: get("planned_on"), place: get("place"), audience: get("audience") }, version(&posted.answers), actor.clone());
    let kept = said.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| presentation::plan(tx, &by, id, version, &kept).map(|()| back(id, "planned")));
    or_page(done.await, (&app, &actor, &shell), id, Typed { plan: Some(said), ..Typed::default() }).await
}

async fn hold(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let get = |name: &str| posted.answers.get(name).to_owned();
    let (said, version, by) = (Minutes { held_on: get("held_on"), minutes: get("minutes") }, version(&posted.answers), actor.clone());
    let kept = said.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| presentation::hold(tx, &by, id, version, &kept).map(|()| back(id, "held")));
    or_page(done.await, (&app, &actor, &shell), id, Typed { minutes: Some(said), ..Typed::default() }).await
}

async fn judge(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, deficit)): Path<(PathwayId, DeficitId)>, posted: Posted) -> Result {
    // A page has as many such fields as deficits.
    let (chosen, said) = (format!("verdict-{deficit}"), format!("words-{deficit}"));
    let (version, words, by) = (version(&posted.answers), posted.answers.get(&said).to_owned(), actor.clone());
    let verdict = posted.answers.get(&chosen).to_owned();
    let field = chosen;
    let (chosen, kept) = (verdict.clone(), words.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let verdict: Verdict = chosen.parse().map_err(|_| Error::field(field.as_str(), "Выберите итог"))?;
        super::judge(tx, &by, id, deficit, (verdict, &kept), version).map(|()| back(id, "judged"))
    });
    let done = done.await.map_err(|error| match error {
        Error::Fields(errors) => Error::Fields(crate::web::renamed(&errors, "words", &said)),
        other => other,
    });
    or_page(done, (&app, &actor, &shell), id, Typed { verdict: Some((deficit, verdict, words)), ..Typed::default() }).await
}

async fn say(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let get = |name: &str| posted.answers.get(name).to_owned();
    let said = WordForm {
        reflection: get("reflection"),
        helped: get("helped"),
        missed: get("missed"),
        team_mark: get("team_mark"),
        team_words: get("team_words"),
        team_reads: posted.answers.get("team_reads") == "yes",
        version: version(&posted.answers),
    };
    let (kept, by) = (said.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| word::say(tx, &by, id, &kept).map(|()| back(id, "said")));
    or_page(done.await, (&app, &actor, &shell), id, Typed { word: Some(said), ..Typed::default() }).await
}

async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let versions = (version(&posted.answers), posted.answers.get("case_version").parse().unwrap_or(-1));
    let listeners = app.listeners.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| super::close(tx, &listeners, &actor, id, versions).map(|()| back(id, "closed")));
    Ok(see(&done.await?))
}

async fn round(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let case_version = posted.answers.get("case_version").parse().unwrap_or(-1);
    let done = app.act(&posted.key, shell.owner(), move |tx| super::next_round(tx, &actor, id, case_version).map(crate::url::pathway));
    Ok(see(&done.await?))
}

async fn stop(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (version, reason, by) = (version(&posted.answers), posted.answers.get("reason").to_owned(), actor.clone());
    let kept = reason.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| super::stop(tx, &by, id, version, &reason).map(|()| back(id, "stopped")));
    or_page(done.await, (&app, &actor, &shell), id, Typed { reason: &kept, ..Typed::default() }).await
}

//! The calendar of contests on screens.

use super::{act, finish, identified, query, text};
use crate::{
    contests::{self, Contest, ContestId, StageId},
    pick::{self, Among},
    rules::{self, kept},
    views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, id::PlaceId};
use maud::Markup;
use structure::places::{self, PlaceKind};
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    let (query, manages, who) = (query(raw), actor.can(Action::ManageSupport), actor.clone());
    let (rows, mine) = app
        .read(move |tx| {
            let mut rows = Vec::new();
            for contest in contests::list(tx, &who)? {
                rows.push((contest.clone(), contests::stages(tx, contest.id)?));
            }
            let mine = match who.person {
                Some(person) => contests::mine(tx, person)?,
                None => Vec::new(),
            };
            Ok((rows, mine))
        })
        .await?;
    Ok(shell.page(views::contests::list(&rows, &mine, (&query, manages, app.clock().today()))).into_response())
}

/// Whose calendar the actor keeps.
fn own_places(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let today = tx.today();
    let own = places::load(tx, &actor.place, today)?;
    let below = if own.kind == PlaceKind::Region { places::municipalities(tx, today)? } else { Vec::new() };
    let own_name = if own.kind == PlaceKind::Region { "весь регион".to_owned() } else { own.short_name.clone() };
    Ok(std::iter::once((own.id.to_string(), own_name)).chain(below.into_iter().map(|place| (place.id.to_string(), place.short_name))).collect())
}

async fn editor(app: &App, (actor, shell): (&Actor, &Shell), contest: Option<&Contest>, (typed, errors): (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let places = app.read(move |tx| own_places(tx, &who)).await?;
    Ok(shell.page(views::contests::editor(contest, &places, typed, errors, &|| shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let typed = Answers::of([("place".to_owned(), actor.place.to_string())]);
    Ok(editor(&app, (&actor, &shell), None, (&typed, &FieldErrors::default())).await?.into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = PlaceId::from(answers.get("place"));
        let id = contests::add(tx, &who, &place, &answers).map_err(|error| if matches!(error, Error::NotFound) { Error::field("place", "Выберите, в чей календарь добавить") } else { error })?;
        Ok(format!("{}?done=added", contests::url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { editor(&app, (&actor, &shell), None, (&posted.answers, &errors)).await }).await
}

async fn managed(app: &App, actor: &Actor, raw: &str) -> Result<Contest> {
    let (id, who): (ContestId, _) = (identified(raw)?, actor.clone());
    app.read(move |tx| contests::managed(tx, &who, id)).await
}

fn answers(contest: &Contest) -> Answers {
    let pairs = [
        ("title", contest.title.clone()),
        ("organiser", contest.organiser.clone()),
        ("level", contest.level.as_str().to_owned()),
        ("about", contest.about.clone()),
        ("link", contest.link.clone()),
        ("version", contest.version.to_string()),
    ];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

pub async fn editing(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let contest = managed(&app, &actor, &raw).await?;
    Ok(editor(&app, (&actor, &shell), Some(&contest), (&answers(&contest), &FieldErrors::default())).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let contest = managed(&app, &actor, &raw).await?;
    let (who, answers, id) = (actor.clone(), posted.answers.clone(), contest.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| contests::edit(tx, &who, id, &answers).map(|()| format!("{}?done=saved", contests::url(id)))).await;
    finish(done, |errors| async move { editor(&app, (&actor, &shell), Some(&contest), (&posted.answers, &errors)).await }).await
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: ContestId) -> Result<views::contests::Card> {
    let contest = contests::find(tx, actor, id)?;
    let mine = match actor.person {
        Some(person) => contests::mine(tx, person)?.into_iter().find(|track| track.contest == id),
        None => None,
    };
    Ok(views::contests::Card {
        stages: contests::stages(tx, id)?,
        tracks: contests::tracks(tx, actor, id)?,
        may_begin: mine.is_none() && actor.person.is_some() && actor.can(Action::UseOwnCabinet),
        mine,
        counts: contests::counts(tx, id)?,
        manages: kept(actor).has(&contest.place_path),
        sees_tracks: actor.can(Action::ManageSupport),
        today: tx.today(),
        contest,
    })
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: ContestId, query: &Query, typed: (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let card = app.read(move |tx| read(tx, &who, id)).await?;
    Ok(shell.page(views::contests::card(&card, query, typed, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    Ok(page(&app, (&actor, &shell), identified(&raw)?, &query(asked), (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

pub async fn add_stage(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, who, answers): (ContestId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| contests::add_stage(tx, &who, id, &answers).map(|_| format!("{}?done=saved", contests::url(id)))).await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), id, &Query::default(), (&posted.answers, &errors)).await }).await
}

pub async fn remove_stage(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, stage)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, stage): (ContestId, StageId) = (identified(&raw)?, identified(&stage)?);
    act(&app, &shell, &posted, move |tx| contests::remove_stage(tx, &actor, id, stage).map(|()| format!("{}?done=removed", contests::url(id)))).await
}

pub async fn people(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, asked): (ContestId, String) = (identified(&raw)?, text(&query(asked), "q"));
    let words = asked.clone();
    let (contest, found) = app.read(move |tx| Ok((contests::find(tx, &actor, id)?, pick::search(tx, &actor, Among::People, &words)?))).await?;
    Ok(shell.page(views::contests::people(&contest, (&asked, &found), &|| shell.key())).into_response())
}

/// Without a person it is one's own preparation.
pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::enter(&actor)?;
    let id: ContestId = identified(&raw)?;
    let person: Option<PersonId> = match posted.answers.get("person") {
        "" => None,
        raw => Some(identified(raw)?),
    };
    act(&app, &shell, &posted, move |tx| contests::begin(tx, &actor, id, person).map(|track| format!("{}?done=added", contests::track_url(track)))).await
}

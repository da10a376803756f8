//! Addresses.

use crate::{
    cabinet,
    model::{NoticeId, Topic},
    preferences::{self, Preferences},
    views,
};
use ::web::{App, Posted, Result, Staff};
use access::Actor;
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Slice, id::PersonId};
use ui::url::Query;

/// Everything under `/notices`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/notices", get(list))
        .route("/notices/reading", post(read_all))
        .route("/notices/preferences", get(wishes).post(save))
        .route("/notices/{id}", get(follow))
        .route("/notices/{id}/reading", post(read))
}

fn card(actor: &Actor) -> Result<PersonId> {
    Ok(actor.person.ok_or(Error::NotFound)?)
}

fn topic(query: &Query) -> Option<Topic> {
    query.text("topic").parse().ok()
}

/// Without a card there is nobody to tell: the page says where work waits instead.
async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    let Some(person) = actor.person else { return Ok(shell.page(views::no_card()).into_response()) };
    let query = Query::parse(&raw.unwrap_or_default());
    let (wanted, slice) = (topic(&query), Slice::new(query.page(), 25));
    let (found, unread) = app.read(move |tx| Ok((cabinet::list(tx, person, wanted, slice)?, cabinet::unread_by_topic(tx, person)?))).await?;
    Ok(shell.page(views::list(&found, &unread, &query, app.clock().zone(), &|| shell.key())).into_response())
}

/// The way from a letter or from the list to the thing itself.
async fn follow(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> Result {
    let (person, id) = (card(&actor)?, identified(&raw)?);
    let url = app.write(move |tx| cabinet::read(tx, person, id)).await?;
    Ok(::web::see(&url))
}

async fn read(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let (person, id) = (card(&actor)?, identified(&raw)?);
    let back = back(&posted);
    let done = app.act(&posted.key, shell.owner(), move |tx| cabinet::read(tx, person, id).map(|_| back));
    Ok(::web::see(&done.await?))
}

async fn read_all(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    let person = card(&actor)?;
    let (wanted, back) = (posted.answers.get("topic").parse().ok(), back(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| cabinet::read_all(tx, person, wanted).map(|_| back));
    Ok(::web::see(&done.await?))
}

/// The list as it was.
fn back(posted: &Posted) -> String {
    Query::parse(posted.answers.get("back")).href("/notices")
}

fn identified(raw: &str) -> Result<NoticeId> {
    Ok(raw.parse().map_err(|_| Error::NotFound)?)
}

async fn wishes(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    let Some(person) = actor.person else { return Ok(shell.page(views::no_card()).into_response()) };
    let wished = app.read(move |tx| preferences::read(tx, person)).await?;
    let is_saved = Query::parse(&raw.unwrap_or_default()).text("done") == "saved";
    let asked = |name: &str| chosen(&wished, name);
    Ok(shell.page(views::preferences(&asked, &FieldErrors::default(), is_saved, &shell.key())).into_response())
}

/// A kept wish as an answer of the form.
fn chosen(wished: &Preferences, name: &str) -> String {
    match name {
        "hour" => wished.hour.to_string(),
        "version" => wished.version.to_string(),
        topic => topic.parse().map(|topic: Topic| wished.of(topic).as_str().to_owned()).unwrap_or_default(),
    }
}

async fn save(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    card(&actor)?;
    let typed = posted.answers.clone();
    let saved = match Preferences::parse(|name| typed.get(name)) {
        Ok(wished) => app.act(&posted.key, shell.owner(), move |tx| preferences::save(tx, &actor, &wished).map(|()| "/notices/preferences?done=saved".to_owned())).await,
        Err(errors) => Err(errors.into()),
    };
    ::web::or_again(saved, |errors| shell.page(views::preferences(&|name: &str| typed.get(name).to_owned(), errors, false, &shell.key())))
}

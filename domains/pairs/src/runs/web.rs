//! Screens of runs.

mod card;
mod line;
mod publishing;

use super::{
    form::RunForm,
    solve::{Answer, Question},
    store, views, workflow,
};
use crate::{lists::Lists, model::RunId, url};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    Router,
    extract::{RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Slice};
use ui::url::Query;

/// `/matching` and what is below.
pub fn router() -> Router<App> {
    Router::new()
        .route("/matching", get(list).post(make))
        .route("/matching/new", get(new))
        .route("/matching/{id}", get(card::show))
        .route("/matching/{id}/loads", get(card::loads))
        .route("/matching/{id}/without/{methodist}", get(card::without))
        .route("/matching/{id}/again", post(card::again))
        .route("/matching/{id}/drop", post(card::drop_run))
        .route("/matching/{id}/teachers/{person}", get(line::show).post(line::change))
        .route("/matching/{id}/publication", get(publishing::ask).post(publishing::publish))
}

/// The query of an address.
pub(crate) fn query(raw: Option<String>) -> Query {
    Query::parse(&raw.unwrap_or_default())
}

/// An id of an address; what is none leads nowhere.
pub(crate) fn id<T: std::str::FromStr>(raw: &str) -> kernel::Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

/// The version a form was shown with.
pub(crate) fn version(answers: &::web::Answers) -> i64 {
    answers.get("version").parse().unwrap_or(-1)
}

/// A short text of an address.
pub(crate) fn text(query: &Query, name: &str) -> String {
    query.text(name).chars().take(100).filter(|c| *c != '\0').collect()
}

/// Works a question out off the async threads and outside of any transaction.
async fn answer(question: Question) -> kernel::Result<(Question, Answer)> {
    let worked = tokio::task::spawn_blocking(move || question.answer().map(|answer| (question, answer)));
    worked.await.map_err(anyhow::Error::new)?
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let query = query(raw);
    let slice = Slice::new(query.page(), 25);
    let (runs, lists) = app.read(move |tx| Ok((store::list(tx, &actor, slice)?, Lists::read(tx)?))).await?;
    Ok(shell.page(views::list::page(&runs, &lists, &query)).into_response())
}

async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let lists = app.read(Lists::read).await?;
    Ok(shell.page(views::list::new(&RunForm::usual(lists.day), &lists, &FieldErrors::default(), &shell.key())).into_response())
}

async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let answers = &posted.answers;
    let text = |name: &str| answers.get(name).to_owned();
    let form = RunForm {
        title: text("title"),
        starts_on: text("starts_on"),
        ends_on: text("ends_on"),
        source: text("source"),
        names: text("names"),
        kinds: answers.all("kinds").into_iter().map(str::to_owned).collect(),
        places: text("places"),
        hours: text("hours"),
        hours_each: text("hours_each"),
    };
    let lists = app.read(Lists::read).await?;
    let done = started(&app, &actor, &shell, &posted, form.clone()).await;
    ::web::or_again(done, |errors| shell.page(views::list::new(&form, &lists, errors, &shell.key())))
}

async fn started(app: &App, actor: &access::Actor, shell: &::web::Shell, posted: &Posted, form: RunForm) -> kernel::Result<String> {
    let who = actor.clone();
    let (new, question) = app.read(move |tx| workflow::start(tx, &who, &form)).await?;
    let (question, answer) = answer(question).await?;
    let who = actor.clone();
    app.act(&posted.key, shell.owner(), move |tx| {
        let id: RunId = workflow::make(tx, &who, &new, (&question, &answer))?;
        Ok(format!("{}?done=made", url::run(id)))
    })
    .await
}

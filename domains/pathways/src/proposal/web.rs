//! The page of the proposal: conditions, what comes of them, and the button that takes it.

use super::{Form, Prior, PriorSource, Proposal, Question, Within, ask, put, views};
use crate::{model::PathwayId, store, url};
use access::Actor;
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result as Done};
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

fn form(text: impl Fn(&str) -> String) -> Form {
    Form { hours: text("hours"), starts_on: text("starts_on"), ends_on: text("ends_on"), lines: text("lines") }
}

/// Worked out off the async threads, outside of any transaction.
async fn answered(question: Question) -> Done<Proposal> {
    tokio::task::spawn_blocking(move || question.answer()).await.map_err(anyhow::Error::new)?
}

async fn page(app: &App, shell: &Shell, actor: &Actor, id: PathwayId, (typed, errors): (Option<&Form>, &FieldErrors), proposal: Option<&Proposal>) -> Done<maud::Markup> {
    let who = actor.clone();
    let (loaded, usual) = app
        .read(move |tx| {
            let loaded = store::load(tx, &who, id)?;
            loaded.must_be_building()?;
            loaded.editor()?;
            let (steps, today) = (store::steps(tx, id)?, tx.today());
            let usual = Form::of(&loaded, &steps, today);
            Ok((loaded, usual))
        })
        .await?;
    Ok(shell.page(views::page(&loaded, typed.unwrap_or(&usual), errors, proposal, &shell.key())))
}

pub(crate) async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, prior: Option<Extension<PriorSource>>, RawQuery(raw): RawQuery) -> Result {
    let id: PathwayId = id.parse().map_err(|_| kernel::Error::NotFound)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if query.get("hours").is_none() {
        return Ok(page(&app, &shell, &actor, id, (None, &FieldErrors::default()), None).await?.into_response());
    }
    let typed = form(|name| query.text(name).chars().take(40).collect());
    let within = match typed.parse(app.clock().today()) {
        Ok(within) => within,
        Err(errors) => return Ok(web::unprocessable(page(&app, &shell, &actor, id, (Some(&typed), &errors), None).await?)),
    };
    let proposal = worked_out(&app, &actor, (id, within), prior).await?;
    Ok(page(&app, &shell, &actor, id, (Some(&typed), &FieldErrors::default()), Some(&proposal)).await?.into_response())
}

async fn worked_out(app: &App, actor: &Actor, (id, within): (PathwayId, Within), prior: Option<Extension<PriorSource>>) -> Done<Proposal> {
    let who = actor.clone();
    let question = app
        .read(move |tx| {
            let (_, question) = ask(tx, &who, id, within)?;
            let known = prior.map_or_else(|| Ok(Prior::default()), |Extension(PriorSource(read))| read(tx))?;
            Ok(question.knowing(known))
        })
        .await?;
    answered(question).await
}

pub(crate) async fn keep(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, prior: Option<Extension<PriorSource>>, posted: Posted) -> Result {
    let id: PathwayId = id.parse().map_err(|_| kernel::Error::NotFound)?;
    let typed = form(|name| posted.answers.get(name).chars().take(40).collect());
    let within = match typed.parse(app.clock().today()) {
        Ok(within) => within,
        Err(errors) => return Ok(web::unprocessable(page(&app, &shell, &actor, id, (Some(&typed), &errors), None).await?)),
    };
    let proposal = worked_out(&app, &actor, (id, within), prior).await?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        put(tx, &actor, id, &proposal)?;
        Ok(format!("{}?done=proposed#steps", url::pathway(id)))
    });
    Ok(web::see(&done.await?))
}

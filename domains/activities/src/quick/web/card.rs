//! One consultation, and what may be done with it.

use crate::quick::{
    model::ConsultationId,
    store, url,
    views::{self, Words},
    workflow::{self, may_read},
};
use ::web::{App, Posted, Staff};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Result};
use ui::url::Query;

fn identified(raw: &str) -> Result<ConsultationId> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    may_read(&actor)?;
    let (id, query) = (identified(&raw)?, Query::parse(&asked.unwrap_or_default()));
    let (one, words) = app
        .write(move |tx| {
            let today = tx.today();
            let one = store::own(tx, &actor, id)?;
            if let Some(person) = one.person {
                tx.record(&actor.by(), Event::new("consultation.viewed", "consultation", id).of(person))?;
            }
            Ok((one, Words::read(tx, today)?))
        })
        .await?;
    Ok(shell.page(views::card::page(&one, &words, query.text("done"), &|| shell.key())).into_response())
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    may_read(&actor)?;
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| workflow::undo(tx, &actor, id).map(|()| "/consultations?done=undone".to_owned()));
    Ok(::web::see(&done.await?))
}

fn version(posted: &Posted) -> i64 {
    posted.answers.get("version").parse().unwrap_or_default()
}

pub async fn strike(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    may_read(&actor)?;
    let (id, version) = (identified(&raw)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| workflow::strike(tx, &actor, id, version).map(|()| "/consultations?done=struck".to_owned()));
    Ok(::web::see(&done.await?))
}

pub async fn keep(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    may_read(&actor)?;
    let (id, version) = (identified(&raw)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| workflow::keep(tx, &actor, id, version).map(|()| format!("{}?done=kept", url(id))));
    Ok(::web::see(&done.await?))
}

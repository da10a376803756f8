//! What was given to me, and my word on it.

use crate::quick::{
    model::ConsultationId,
    store,
    views::{self, Words},
    workflow,
};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::Error;
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let query = Query::parse(&asked.unwrap_or_default());
    let (rows, words) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((store::all_given_to(tx, person)?, Words::read(tx, today)?))
        })
        .await?;
    Ok(shell.page(views::cabinet::page(&rows, &words, query.text("done"), &|| shell.key())).into_response())
}

pub async fn object(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let id: ConsultationId = raw.parse().map_err(|_| Error::NotFound)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| workflow::object(tx, &actor, id).map(|_| "/cabinet/consultations?done=objected".to_owned()));
    Ok(::web::see(&done.await?))
}

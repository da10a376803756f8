//! The year's figures.

use super::query;
use crate::{figures, lists::Lists, views};
use ::web::{App, Result, Staff};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::AnswerHelp)?;
    let (query, this) = (query(raw), app.clock().today().year());
    let year = query.text("year").parse().ok().filter(|year| (2000..=this).contains(year)).unwrap_or(this);
    let (found, lists) = app.read(move |tx| Ok((figures::of(tx, &actor, year)?, Lists::read(tx)?))).await?;
    Ok(shell.page(views::figures::page(&found, &lists, this)).into_response())
}

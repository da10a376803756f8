//! A teacher's own cases, and those of others where one has a seat.

use super::invitations;
use crate::{
    store::list::{self as found, Filter},
    views,
};
use access::Action;
use axum::extract::{RawQuery, State};
use kernel::Slice;
use maud::Markup;
use ui::url::Query;
use web::{App, Result, Staff};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::UseOwnCabinet)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let who = actor.clone();
    let (rows, waiting, today) = app
        .read(move |tx| {
            let filter = Filter { whose: "mine".into(), state: "all".into(), ..Filter::default() };
            Ok((found::list(tx, &who, &filter, None, Slice::all(200))?.rows, invitations::waiting(tx, &who)?, tx.today()))
        })
        .await?;
    Ok(views::cabinet::page(&shell, &actor, &views::cabinet::Mine { rows: &rows, waiting: &waiting, today, done: query.text("done") }))
}

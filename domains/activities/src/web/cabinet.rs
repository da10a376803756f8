//! `/cabinet/activities`: one's own.

use super::query;
use crate::{access::places, closing, sight::Sight, store, views, views::cabinet::Shown, waits};
use ::web::{App, Staff};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::Error;

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let done = query(asked).text("done").to_owned();
    let read = app.read(move |tx| {
        let mut papers = Vec::new();
        for paper in closing::of_person(tx, person)? {
            let title = store::find(tx, &Sight::program(), paper.activity)?.title;
            papers.push((paper, title));
        }
        Ok((waits::of(tx, person)?, waits::ahead(tx, person)?, papers, !places(tx, &actor)?.is_empty(), tx.now()))
    });
    let (waits, ahead, papers, plans, now) = read.await?;
    let shown = Shown { waits: &waits, ahead: &ahead, papers: &papers, done: &done, plans, now, zone: app.clock().zone() };
    Ok(shell.page(views::cabinet::page(&shown)).into_response())
}

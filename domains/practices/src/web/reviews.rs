//! Reviewers: the queue, taking, answering.

use super::{identified, query};
use crate::{
    form,
    lists::Lists,
    model::PracticeId,
    sight::Viewer,
    store::{list::queue, reviews, versions},
    url, views,
    workflow::reviewing as workflow,
};
use ::web::{Answers, App, Posted, Staff};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(asked): RawQuery) -> ::web::Result {
    let done = query(asked).text("done").to_owned();
    let (reading, free, lists) = app
        .read(move |tx| {
            let viewer = Viewer::of(tx, &actor)?;
            if !viewer.reviews {
                return Err(Error::NotFound);
            }
            let taken: Vec<PracticeId> = reviews::taken_by(tx, actor.account)?.into_iter().map(|review| review.practice).collect();
            let queued = queue(tx, actor.account)?;
            let (mine, others): (Vec<_>, Vec<_>) = queued.into_iter().partition(|one| one.is_mine);
            let reading = mine.into_iter().filter(|one| taken.contains(&one.practice.id)).collect::<Vec<_>>();
            let mut free = Vec::new();
            for one in others {
                // As the act itself asks it: with where the author works now.
                if crate::sight::for_review(tx, &actor, one.practice.id).is_ok() {
                    free.push(one);
                }
            }
            Ok((reading, free, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::reviews::page(&reading, &free, &lists, &done, &|| shell.key())).into_response())
}

pub async fn take(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::take(tx, &actor, id)?;
        Ok(format!("{}/review", url::practice(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn give_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::give_back(tx, &actor, id)?;
        Ok("/practices/reviews?done=back".to_owned())
    });
    Ok(::web::see(&done.await?))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: PracticeId = identified(&raw)?;
    let (text, attached, lists) = app
        .read(move |tx| {
            let (text, _) = workflow::reading(tx, &actor, id)?;
            let attached = versions::files_of(tx, id, text.number)?;
            Ok((text, attached, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::reviews::form_page(&text, &attached, &lists, &Answers::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn give(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: PracticeId = identified(&raw)?;
    let who = actor.clone();
    let (text, attached, lists) = app
        .read(move |tx| {
            // After an answer the page is gone; the same form sent twice leads on all the same.
            let text = match workflow::reading(tx, &who, id) {
                Ok((text, _)) => text,
                Err(_) => {
                    crate::sight::for_review(tx, &who, id)?;
                    versions::newest(tx, id)?
                }
            };
            let attached = versions::files_of(tx, id, text.number)?;
            Ok((text, attached, Lists::read(tx)?))
        })
        .await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut kernel::Tx<'_>| {
        workflow::give(tx, &actor, id, &form::review(&answers)?)?;
        Ok("/practices/reviews?done=given".to_owned())
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::reviews::form_page(&text, &attached, &lists, &posted.answers, errors, &shell.key())))
}

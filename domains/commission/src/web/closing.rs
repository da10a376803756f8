//! Closing a meeting, its minutes, its order.

use super::url;
use crate::{close, model::MeetingId, paper, sitting::sitting, views};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::extract::{Path, State};
use documents::MinutesDoc;
use files::{Digest, Stored};
use kernel::Error;
use maud::Markup;
use serde_json::json;
use std::str::FromStr;
use web::{App, Posted, Result, Staff};

pub async fn preview(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>) -> Result<Markup> {
    actor.may(Action::RunMeetings)?;
    let sitting = app.read(move |tx| sitting(tx, &actor, id)).await?;
    sitting.meeting.must_be_open()?;
    Ok(views::closing::page(&shell, &sitting))
}

/// The minutes are set and stored before the transaction: typesetting must not hold the one writer.
pub async fn finish(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    actor.may(Action::RunMeetings)?;
    let reader = actor.clone();
    let printed = match app.read(move |tx| close::prepare(tx, &reader, id)).await {
        Ok(printed) => printed,
        // A second click on a form that has closed the meeting leads where the first one did.
        Err(refusal @ Error::Refusal(_)) => return Ok(web::see(&app.act(&posted.key, shell.owner(), move |_| Err(refusal)).await?)),
        Err(other) => return Err(other.into()),
    };
    let stored = app.print_and_keep(printed.clone()).await?;
    let done = app.act(&posted.key, shell.owner(), move |tx| write(tx, &actor, id, &printed, &stored));
    Ok(web::see(&done.await?))
}

fn write(tx: &mut kernel::Tx<'_>, actor: &Actor, id: MeetingId, printed: &MinutesDoc, stored: &Stored) -> kernel::Result<String> {
    close::close(tx, actor, id, printed, stored)?;
    Ok(format!("{}?done=closed", url(id)))
}

/// The minutes as closed; a draft of them while the meeting goes on.
pub async fn minutes(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MeetingId>) -> Result {
    let found = app.write(move |tx| {
        let sitting = sitting(tx, &actor, id)?;
        tx.record(&actor.by(), Event::new("meeting.minutes_taken", "meeting", id).with(json!({"rows": sitting.items.len()})))?;
        Ok(sitting)
    });
    let sitting = found.await?;
    let name = format!("Протокол {}.pdf", sitting.meeting.caption());
    let bytes = match sitting.meeting.minutes.as_deref().and_then(|digest| Digest::from_str(digest).ok()) {
        Some(digest) => app.stored(digest).await?,
        None => app.print(paper::minutes(&sitting), app.clock().now()).await?,
    };
    Ok(web::show_file(&name, web::PDF, bytes))
}

pub async fn redraft(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/orders/{}", close::redraft(tx, &actor, id)?)));
    Ok(web::see(&done.await?))
}

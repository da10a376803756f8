//! Invitations of one's own: what one is asked for, before any content is shown.

use super::{may_enter, site, version};
use crate::{
    model::SeatId,
    store::{cases, seats},
    team::{self, Asked},
    views,
};
use access::Actor;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use web::{Answers, App, Posted, Result, Staff};

/// Those that wait for an answer.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> kernel::Result<Vec<Asked>> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    seats::waiting_for(tx, person)?.into_iter().map(|id| team::asked(tx, actor, id)).collect()
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    may_enter(&actor)?;
    let who = actor.clone();
    let waiting = app.read(move |tx| waiting(tx, &who)).await?;
    Ok(views::invitations::list(&shell, &actor, &waiting))
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(seat): Path<SeatId>) -> Result<Markup> {
    may_enter(&actor)?;
    let who = actor.clone();
    let asked = app.read(move |tx| team::asked(tx, &who, seat)).await?;
    Ok(views::invitations::page(&shell, &actor, &asked, &Answers::default(), &FieldErrors::default()))
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(seat): Path<SeatId>, posted: Posted) -> Result {
    may_enter(&actor)?;
    let joins = match posted.answers.get("word") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::NotFound.into()),
    };
    let (who, site, typed) = (actor.clone(), site(&app), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let case = team::answer_invitation(tx, &who, seat, (joins, typed.get("words"), version(&typed)), &site)?;
        // Who declined has nothing to see there.
        let id = cases::find(tx, case)?.case.id;
        Ok(if joins { format!("/cases/{id}?done=joined") } else { "/cases/invitations".to_owned() })
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let who = actor.clone();
            let asked = app.read(move |tx| team::asked(tx, &who, seat)).await?;
            Ok(web::unprocessable(views::invitations::page(&shell, &actor, &asked, &posted.answers, &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

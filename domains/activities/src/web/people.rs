//! Who takes part.

use super::{hosts::found, identified, query, text};
use crate::{
    access::{Act, may, standing},
    model::{ActivityId, SeatState},
    packet, signing, store, views,
    views::people::Shown,
};
use ::web::{App, Posted, Staff};
use access::{Action, Scope};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, id::PersonId};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let (id, query): (ActivityId, _) = (identified(&raw)?, query(asked));
    let (asked, wanted, done) = (text(&query, "q"), text(&query, "q"), query.text("done").to_owned());
    let read = app.read(move |tx| {
        let one = store::seen(tx, &actor, id)?;
        let runs = may(Act::Run, standing(tx, &actor, &one)?);
        if !runs && !actor.can(Action::ViewPeople) {
            return Err(Error::NotFound);
        }
        let scope = if runs { Scope::program("who runs an activity knows who comes to it") } else { actor.scope() };
        let some: Vec<(String, String, String)> = found(tx, &actor, &wanted)?.into_iter().map(|(person, name, school)| (person.to_string(), name, school)).collect();
        Ok((store::people::of(tx, &scope, id)?, store::people::counts(tx, id)?, packet::has_packet(tx, id)?, runs, actor.can(Action::PlanActivities) && actor.can(Action::ViewPeople), some, one))
    });
    let (people, counts, has_packet, runs, signs, some, one) = read.await?;
    let shown = Shown { one: &one, people: &people, counts, runs, has_packet, signs, asked: &asked, found: &some, done: &done, zone: app.clock().zone() };
    Ok(shell.page(views::people::page(&shown, &|| shell.key())).into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    let is_invited = posted.answers.get("act") == "invite";
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let done = if is_invited {
            signing::invite(tx, &actor, id, person)?;
            "invited"
        } else {
            match signing::enrol(tx, &actor, id, person)? {
                SeatState::Waiting => "waiting",
                SeatState::Signed | SeatState::Invited | SeatState::Left => "signed",
            }
        };
        Ok(format!("{}/people?done={done}", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

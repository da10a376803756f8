//! Who holds it.

use super::{identified, query, text};
use crate::{
    access::{Act, load, may, standing},
    hosts,
    model::{ActivityId, HostState, Part},
    overlap,
    quick::colleagues,
    sight::Sight,
    store, views,
    views::hosts::{Found, Shown},
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Result, Slice, Tx, id::PersonId};
use people::{Filter, Sort};

/// People whom the actor may ask, by name: of the scope, or a member's colleagues.
pub(super) fn found(tx: &mut Tx<'_>, actor: &Actor, asked: &str) -> Result<Vec<(PersonId, String, String)>> {
    if asked.trim().is_empty() {
        return Ok(Vec::new());
    }
    if !actor.can(Action::ViewPeople) {
        return Ok(colleagues::search(tx, actor, asked)?.into_iter().map(|one| (one.person, one.name, one.place_name)).collect());
    }
    let filter = Filter { text: asked.to_owned(), ..Filter::default() };
    Ok(people::list(tx, &actor.scope(), &filter, Sort::default(), Slice::new(1, 20))?.people.rows.into_iter().map(|row| (row.id, row.name.full(), row.place_name)).collect())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (id, query): (ActivityId, _) = (identified(&raw)?, query(asked));
    let (asked, wanted, is_done) = (text(&query, "q"), text(&query, "q"), query.text("done") == "yes");
    let read = app.read(move |tx| {
        let one = load(tx, &actor, Act::Run, id)?;
        let own = standing(tx, &actor, &one)?;
        let names = may(Act::NameHosts, own);
        let (sight, sessions) = (Sight::of(tx, &actor)?, store::sessions(tx, id)?);
        let mut some = Vec::new();
        if names {
            for (person, name, school) in found(tx, &actor, &wanted)? {
                some.push(Found { clashes: overlap::of(tx, &sight, person, Some(id), &sessions)?, person: person.to_string(), name, school });
            }
        }
        Ok((store::hosts::of(tx, id)?, (names, own.oversees), some, one))
    });
    let (hosts, (names, oversees), some, one) = read.await?;
    let shown = Shown { one: &one, hosts: &hosts, names, oversees, asked: &asked, found: &some, done: is_done, error: "" };
    Ok(shell.page(views::hosts::page(&shown, &|| shell.key())).into_response())
}

pub async fn name(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    let part: Part = posted.answers.get("part").parse().unwrap_or(Part::Cohost);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        hosts::name(tx, &actor, id, person, part)?;
        Ok(format!("{}/hosts?done=yes", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        hosts::remove(tx, &actor, id, person)?;
        Ok(format!("{}/hosts?done=yes", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn set_minutes(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    let minutes = posted.answers.get("minutes").to_owned();
    let who = actor.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            hosts::set_minutes(tx, &actor, id, person, &minutes)?;
            Ok(format!("{}/hosts?done=yes", crate::url(id)))
        })
        .await;
    let Err(Error::Fields(errors)) = &done else { return ::web::or_again(done, |_| maud::Markup::default()) };
    let read = app.read(move |tx| {
        let one = load(tx, &who, Act::Run, id)?;
        let own = standing(tx, &who, &one)?;
        Ok((store::hosts::of(tx, id)?, (may(Act::NameHosts, own), own.oversees), one))
    });
    let (hosts, (names, oversees), one) = read.await?;
    let shown = Shown { one: &one, hosts: &hosts, names, oversees, asked: "", found: &[], done: false, error: errors.of("minutes").unwrap_or_default() };
    Ok(::web::unprocessable(shell.page(views::hosts::page(&shown, &|| shell.key()))))
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let (answer, done) = if posted.answers.get("answer") == "yes" { (HostState::Joined, "yes") } else { (HostState::Declined, "no") };
    let acted = app.act(&posted.key, shell.owner(), move |tx| {
        hosts::answer(tx, &actor, id, answer)?;
        // Who declined a draft doesn't see it any more.
        Ok(if store::seen(tx, &actor, id).is_ok() { format!("{}?done={done}", crate::url(id)) } else { format!("/cabinet/activities?done={done}") })
    });
    Ok(::web::see(&acted.await?))
}

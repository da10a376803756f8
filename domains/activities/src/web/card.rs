//! One activity: its page, announcing, cancelling, signing up, its file for a calendar.

use super::{identified, query, version};
use crate::{
    access::{Act, load, standing},
    closing, entries, followup,
    lists::Lists,
    model::{ActivityId, HostState, SeatState, State as Stage},
    overlap, packet, planning, presence,
    sight::Sight,
    signing, store, unite, views,
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result, Tx, id::PersonId};
use views::card::{Own, Shown};

fn read(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<Shown> {
    let sight = Sight::of(tx, actor)?;
    let one = store::find(tx, &sight, id)?;
    let standing = standing(tx, actor, &one)?;
    let sessions = store::sessions(tx, id)?;
    let runs = crate::may(Act::Run, standing);
    let own = match actor.person {
        Some(person) => Some(own(tx, &sight, &one, &sessions, person)?),
        None => None,
    };
    let hosts = store::hosts::of(tx, id)?;
    let mut clashes = Vec::new();
    if runs && matches!(one.state, Stage::Draft | Stage::Announced) {
        for host in hosts.iter().filter(|host| host.state != HostState::Declined) {
            for clash in overlap::of(tx, &sight, host.person, Some(id), &sessions)? {
                clashes.push((host.name.clone(), clash));
            }
        }
    }
    let sees_seat = own.as_ref().is_some_and(|own| own.seat == Some(SeatState::Signed)) || runs;
    let mut materials = packet::materials(tx, id)?;
    materials.retain(|material| runs || (sees_seat && material.phase != crate::Phase::Before));
    Ok(Shown {
        directions: store::directions(tx, &one)?,
        counts: store::people::counts(tx, id)?,
        union: if one.union.is_empty() { String::new() } else { unite::title(tx, &one.union)? },
        school: if one.extra.school.is_empty() { String::new() } else { structure::places::name_on(tx, &one.extra.school.as_str().into(), tx.today()).unwrap_or_default() },
        has_packet: packet::has_packet(tx, id)?,
        task: followup::of(tx, id)?,
        lists: Lists::read(tx)?,
        sees_people: actor.can(Action::ViewPeople),
        offers: actor.can(Action::ManageResources) && one.kind.resource().is_some(),
        own,
        hosts,
        clashes,
        materials,
        runs,
        sees_seat,
        standing,
        sessions,
        now: tx.now(),
        today: tx.today(),
        one,
    })
}

fn own(tx: &mut Tx<'_>, sight: &Sight, one: &crate::Activity, sessions: &[crate::Session], person: PersonId) -> Result<Own> {
    let seat = signing::seat(tx, one.id, person)?;
    let is_for = signing::is_for(tx, one, person)?;
    let certificate = closing::of_person(tx, person)?.into_iter().find(|paper| paper.activity == one.id && paper.annulled_on.is_none()).map(|paper| paper.id);
    Ok(Own {
        turn: if seat == Some(SeatState::Waiting) { signing::turn(tx, one.id, person)? } else { 0 },
        clashes: if one.state == Stage::Announced && one.ends_at > tx.now() { overlap::of(tx, sight, person, Some(one.id), sessions)? } else { Vec::new() },
        was_there: presence::was_there(tx, one.id, person)?,
        said: tx.count("SELECT COUNT(*) FROM activity_feedback WHERE activity_id = $1 AND person_id = $2", kernel::params![one.id, person])? > 0,
        has_read: tx.count("SELECT COUNT(*) FROM activity_seat WHERE activity_id = $1 AND person_id = $2 AND read_at IS NOT NULL", kernel::params![one.id, person])? > 0,
        answered: followup::own(tx, one.id, person)?.is_some(),
        seat,
        is_for,
        certificate,
    })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let id: ActivityId = identified(&raw)?;
    let done = query(asked).text("done").to_owned();
    let shown = app.read(move |tx| read(tx, &actor, id)).await?;
    Ok(shell.page(views::card::page(&shown, &done, app.clock().zone(), &|| shell.key())).into_response())
}

pub async fn announce(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ActivityId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        planning::announce(tx, &actor, id, version)?;
        Ok(format!("{}?done=announced", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn offer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ActivityId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}/edit", resources::url(planning::offer(tx, &actor, id, version)?))));
    Ok(::web::see(&done.await?))
}

pub async fn cancelling(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let read = app.read(move |tx| Ok((load(tx, &actor, Act::Edit, id)?, store::people::counts(tx, id)?)));
    let (one, counts) = read.await?;
    Ok(shell.page(views::cancelling::page(&one, counts, "", &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn cancel(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, who): (ActivityId, Actor) = (identified(&raw)?, actor.clone());
    let (one, counts) = app.read(move |tx| Ok((load(tx, &who, Act::Edit, id)?, store::people::counts(tx, id)?))).await?;
    let (answers, listeners) = (posted.answers.clone(), app.listeners.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            planning::cancel(tx, &listeners, &actor, id, version(&answers), answers.get("reason"))?;
            Ok(format!("{}?done=cancelled", crate::url(id)))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::cancelling::page(&one, counts, posted.answers.get("reason"), errors, &shell.key())))
}

pub async fn sign_up(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let id: ActivityId = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let done = match signing::sign_up(tx, &actor, id)? {
            SeatState::Waiting => "waiting",
            SeatState::Signed | SeatState::Invited | SeatState::Left => "signed",
        };
        Ok(format!("{}?done={done}", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let id: ActivityId = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        signing::leave(tx, &actor, id)?;
        // Who was only asked to come may not see the page any more.
        Ok(if store::seen(tx, &actor, id).is_ok() { format!("{}?done=left", crate::url(id)) } else { "/cabinet/activities?done=left".to_owned() })
    });
    Ok(::web::see(&done.await?))
}

pub async fn calendar(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let id: ActivityId = identified(&raw)?;
    let read = app.read(move |tx| {
        let one = store::seen(tx, &actor, id)?;
        Ok((entries::of_activity(tx, &one)?, one.number))
    });
    let (meetings, number) = read.await?;
    let found: Vec<pathways::ics::Entry> = meetings.into_iter().map(pathways::ics::Entry::from).collect();
    let site = app.settings.public_url.trim_end_matches('/');
    let host = site.split_once("://").map_or(site, |(_, rest)| rest);
    let body = pathways::ics::feed(&found, site, host, app.clock().now());
    Ok(::web::download(&format!("{number}.ics"), "text/calendar; charset=utf-8", body.into_bytes()))
}

//! Votes and decisions.

use super::{or_afresh, url};
use crate::{
    decide, form,
    form::{Ballot, DecisionForm},
    mass,
    model::{ItemId, MeetingId},
    rules::{Conflict, Voter},
    sitting::{self, sitting},
    views::{
        self,
        ballot::Paper,
        item::{Show, preset},
    },
    vote,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx, id::AccountId};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

pub async fn ballot(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    ballot_page(&app, &actor, &shell, id, (None, FieldErrors::default()), query.text("done")).await
}

async fn ballot_page(app: &App, actor: &Actor, shell: &Shell, id: MeetingId, (typed, errors): (Option<Answers>, FieldErrors), done: &str) -> Result<Markup> {
    actor.may(Action::Vote)?;
    let viewer = actor.clone();
    let (sitting, own) = app.read(move |tx| Ok((sitting(tx, &viewer, id)?, sitting::voter(tx, viewer.account)?))).await?;
    let seat = sitting.seat_of(actor.account).ok_or(Error::NotFound)?;
    Ok(views::ballot::page(shell, &Paper { sitting: &sitting, seat, own: &own, typed: typed.as_ref(), errors: &errors, done }))
}

pub async fn cast(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let (answers, voter) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let count = vote::cast(tx, &voter, id, &Ballot::of(&answers))?;
        Ok(format!("{}/votes?done={count}", url(id)))
    });
    or_afresh(done.await, |errors| ballot_page(&app, &actor, &shell, id, (Some(posted.answers), errors), "")).await
}

pub async fn item(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let viewer = actor.clone();
    app.write(move |tx| {
        let sitting = sitting(tx, &viewer, id)?;
        let found = sitting.item(item)?;
        tx.record(&viewer.by(), Event::new("application.viewed", "application", found.application).of(found.person))
    })
    .await?;
    item_page(&app, &actor, &shell, (id, item), Again { done: query.text("done").to_owned(), ..Again::default() }).await
}

/// What a failed form brings back to the page.
#[derive(Default)]
struct Again {
    done: String,
    decision: Option<DecisionForm>,
    hands: Option<Answers>,
    errors: FieldErrors,
}

async fn item_page(app: &App, actor: &Actor, shell: &Shell, (id, item): (MeetingId, ItemId), again: Again) -> Result<Markup> {
    let (viewer, typed) = (actor.clone(), again.decision.clone());
    let (sitting, form, room, hints) = app
        .read(move |tx| {
            let sitting = sitting(tx, &viewer, id)?;
            let found = sitting.item(item)?;
            let form = typed.unwrap_or_else(|| preset(found));
            let seat = form.parse(&sitting.lists).ok().and_then(|decision| match decision {
                form::Decision::Include { seat, .. } => Some(seat),
                form::Decision::Reserve { .. } | form::Decision::Refuse { .. } | form::Decision::Postpone { .. } => None,
            });
            let seat = seat.or_else(|| found.seat.clone()).or_else(|| found.words.wished());
            let room = match seat {
                Some(seat) => Some((decide::room_for(tx, &seat, item)?, seat)),
                None => None,
            };
            let hints = hints(tx, &sitting, item)?;
            Ok((sitting, form, room, hints))
        })
        .await?;
    let Again { done, hands, errors, .. } = again;
    let found = sitting.item(item)?;
    Ok(views::item::page(shell, &Show { sitting: &sitting, item: found, actor, form: &form, room: room.as_ref(), hints: &hints, hands: hands.as_ref(), errors: &errors, done: &done }))
}

/// Members present who may have a conflict of interest with this candidate.
fn hints(tx: &mut Tx<'_>, sitting: &sitting::Sitting, item: ItemId) -> kernel::Result<Vec<(AccountId, Conflict)>> {
    let item = sitting.item(item)?;
    let mut found = Vec::new();
    for attendee in sitting.attendees.iter().filter(|attendee| attendee.present) {
        let own: Voter = sitting::voter(tx, attendee.account)?;
        found.extend(Conflict::find(&own, item).map(|conflict| (attendee.account, conflict)));
    }
    Ok(found)
}

pub async fn hands(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, posted: Posted) -> Result {
    actor.may(Action::RunMeetings)?;
    let (answers, writer) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        vote::hands(tx, &writer, id, item, &form::hands(&answers))?;
        Ok(format!("{}/items/{item}?done=voted", url(id)))
    });
    or_afresh(done.await, |errors| item_page(&app, &actor, &shell, (id, item), Again { hands: Some(posted.answers), errors, ..Again::default() })).await
}

/// «Показать квоты» draws the page anew for the seat typed; «Записать решение» decides.
pub async fn settle(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, posted: Posted) -> Result {
    let form = DecisionForm::of(&posted.answers);
    if posted.answers.get("show") == "quotas" {
        return Ok(item_page(&app, &actor, &shell, (id, item), Again { decision: Some(form), ..Again::default() }).await?.into_response());
    }
    let (typed, leader) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        decide::decide(tx, &leader, id, item, &typed)?;
        Ok(format!("{}?done=decided", url(id)))
    });
    or_afresh(done.await, |errors| item_page(&app, &actor, &shell, (id, item), Again { decision: Some(form), errors, ..Again::default() })).await
}

pub async fn reconsider(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, posted: Posted) -> Result {
    let version = posted.answers.get("version").parse().unwrap_or(0);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        decide::reconsider(tx, &actor, id, item, version)?;
        Ok(format!("{}/items/{item}?done=reconsidered", url(id)))
    });
    Ok(web::see(&done.await?))
}

pub async fn mass(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>) -> Result<Markup> {
    mass_page(&app, &actor, &shell, id, FieldErrors::default()).await
}

async fn mass_page(app: &App, actor: &Actor, shell: &Shell, id: MeetingId, errors: FieldErrors) -> Result<Markup> {
    let leader = actor.clone();
    let (sitting, proposals) = app.read(move |tx| mass::proposals(tx, &leader, id)).await?;
    Ok(views::mass::page(shell, &sitting, &proposals, &errors))
}

pub async fn include_all(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let chosen: Vec<ItemId> = posted.answers.all("item").iter().map(|raw| raw.parse().map_err(|_| Error::NotFound)).collect::<kernel::Result<_>>()?;
    let leader = actor.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        mass::include_all(tx, &leader, id, &chosen)?;
        Ok(format!("{}?done=decided", url(id)))
    });
    or_afresh(done.await, |errors| mass_page(&app, &actor, &shell, id, errors)).await
}

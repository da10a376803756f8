//! Planning a meeting and building its agenda.

use super::{or_afresh, url};
use crate::{
    candidates,
    form::PlanForm,
    lists::{Lists, Officers},
    model::{ItemId, Meeting, MeetingId},
    plan, store, views,
};
use access::{Action, Actor};
use applications::ApplicationId;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use web::{App, Posted, Result, Shell, Staff};

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::RunMeetings)?;
    let typed = PlanForm { held_on: kernel::date::short(app.clock().today()), secretary: actor.account.to_string(), ..PlanForm::default() };
    plan_page(&app, &shell, None, typed, FieldErrors::default()).await
}

/// The choices are those of the day typed; of today, while that is no day.
async fn plan_page(app: &App, shell: &Shell, meeting: Option<Meeting>, typed: PlanForm, errors: FieldErrors) -> Result<Markup> {
    let form = typed.clone();
    let officers = app
        .read(move |tx| {
            let today = tx.today();
            Officers::on(tx, form.day(today).unwrap_or(today))
        })
        .await?;
    Ok(views::plan::page(shell, meeting.as_ref(), &officers, &typed, &errors))
}

pub async fn create(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::RunMeetings)?;
    let form = PlanForm::of(&posted.answers);
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=planned", url(plan::plan(tx, &actor, &typed)?))));
    or_afresh(done.await, |errors| plan_page(&app, &shell, None, form, errors)).await
}

async fn planned(app: &App, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    actor.may(Action::RunMeetings)?;
    Ok(app.read(move |tx| store::find(tx, id)).await?)
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>) -> Result<Markup> {
    let meeting = planned(&app, &actor, id).await?;
    meeting.must_be_planned()?;
    let text = |account: Option<kernel::id::AccountId>| account.map(|id| id.to_string()).unwrap_or_default();
    let typed = PlanForm { held_on: kernel::date::short(meeting.held_on), chair: text(meeting.chair), secretary: text(meeting.secretary), version: meeting.version };
    plan_page(&app, &shell, Some(meeting), typed, FieldErrors::default()).await
}

pub async fn replan(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let meeting = planned(&app, &actor, id).await?;
    let form = PlanForm::of(&posted.answers);
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::replan(tx, &actor, id, &typed)?;
        Ok(format!("{}?done=replanned", url(id)))
    });
    or_afresh(done.await, |errors| plan_page(&app, &shell, Some(meeting), form, errors)).await
}

pub async fn cancel(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::cancel(tx, &actor, id)?;
        Ok("/meetings?done=cancelled".to_owned())
    });
    Ok(web::see(&done.await?))
}

pub async fn candidates(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>) -> Result<Markup> {
    chooser(&app, &actor, &shell, id, FieldErrors::default()).await
}

async fn chooser(app: &App, actor: &Actor, shell: &Shell, id: MeetingId, errors: FieldErrors) -> Result<Markup> {
    let meeting = planned(app, actor, id).await?;
    meeting.must_not_be_closed()?;
    let scope = actor.scope();
    let (found, lists) = app.read(move |tx| Ok((candidates::free(tx, &scope)?, Lists::read(tx)?))).await?;
    Ok(views::candidates::page(shell, &meeting, &found, &lists, &errors))
}

/// The first press shows how many and who; the second puts them on the agenda.
pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let meeting = planned(&app, &actor, id).await?;
    let scope = actor.scope();
    let chosen: Vec<ApplicationId> = match posted.answers.get("all") {
        "yes" => app.read(move |tx| candidates::free(tx, &scope)).await?.iter().map(|candidate| candidate.application).collect(),
        _ => posted.answers.all("application").iter().map(|raw| raw.parse().map_err(|_| Error::NotFound)).collect::<kernel::Result<_>>()?,
    };
    if posted.answers.get("confirmed") != "yes" && !chosen.is_empty() {
        meeting.must_not_be_closed()?;
        let scope = actor.scope();
        let (found, lists) = app.read(move |tx| Ok((candidates::free(tx, &scope)?, Lists::read(tx)?))).await?;
        let named: Vec<_> = found.into_iter().filter(|candidate| chosen.contains(&candidate.application)).collect();
        return Ok(views::candidates::preview(&shell, &meeting, &named, &lists).into_response());
    }
    let adder = actor.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::add(tx, &adder, id, &chosen)?;
        Ok(format!("{}?done=added", url(id)))
    });
    or_afresh(done.await, |errors| chooser(&app, &actor, &shell, id, errors)).await
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::remove(tx, &actor, id, item)?;
        Ok(format!("{}?done=removed", url(id)))
    });
    Ok(web::see(&done.await?))
}

pub async fn shift(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, item)): Path<(MeetingId, ItemId)>, posted: Posted) -> Result {
    let to = posted.answers.get("to").parse()?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::shift(tx, &actor, id, item, to)?;
        Ok(url(id))
    });
    Ok(web::see(&done.await?))
}

//! Meetings: planned, moved, called off, attended.

use super::{card, identified, query, version};
use crate::{
    access::{self as rights, Act},
    calendar, form,
    lists::Lists,
    model::{Answer, Meeting, MeetingId, State as Stage, Union, UnionId},
    store::{meeting as store, minutes, people},
    url, views,
    workflow::{meeting as workflow, minutes::Whole},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;
use std::collections::BTreeSet;
use views::meeting::Shown;

/// A meeting within sight, with its union as of today.
pub(super) fn whole(tx: &mut Tx<'_>, actor: &Actor, act: Act, id: MeetingId) -> Result<(Whole, views::card::Rights)> {
    let meeting = store::find(tx, id)?;
    let (union, standing) = rights::load(tx, actor, act, meeting.union)?;
    let rights = card::rights_of(actor, &union, &standing);
    Ok((Whole::read(tx, union, meeting)?, rights))
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<Shown> {
    let (whole, mut rights) = whole(tx, actor, Act::View, id)?;
    let today = tx.today();
    if !whole.union.is_open_on(today) {
        rights = views::card::Rights { sees_people: rights.sees_people, ..views::card::Rights::default() };
    }
    let meeting = &whole.meeting;
    let overlaps = if rights.leads && meeting.held_on >= today && meeting.state == Stage::Planned {
        let people: Vec<PersonId> = whole.attendees.iter().map(|one| one.member.person).collect();
        calendar::overlaps(tx, &people, meeting.held_on, (&meeting.begins, meeting.minutes), Some(id))?
    } else {
        Vec::new()
    };
    Ok(Shown { versions: minutes::versions(tx, id)?, lists: Lists::read(tx)?, overlaps, rights, person: actor.person, today, whole })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let shown = app.read(move |tx| read(tx, &actor, id)).await?;
    Ok(shell.page(views::meeting::page(&shown, query(asked).text("done"), &|| shell.key())).into_response())
}

/// The form, with those who are members today (or on the day of the meeting) to choose speakers from.
async fn editor(app: &App, shell: &Shell, union: &Union, meeting: Option<&Meeting>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let (id, day) = (union.id, kernel::date::parse(answers.get("held_on").trim()).ok().or(meeting.map(|meeting| meeting.held_on)));
    let (members, lists) = app
        .read(move |tx| {
            let day = day.unwrap_or(tx.today());
            Ok((people::on(tx, id, day)?, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::meeting::editor(&views::meeting::Editor { union, meeting, members: &members, answers, lists: &lists, errors }, &shell.key())))
}

async fn led(app: &App, actor: &Actor, id: UnionId) -> Result<Union> {
    actor.may(Action::ViewUnions)?;
    let who = actor.clone();
    app.read(move |tx| Ok(rights::load(tx, &who, Act::Lead, id)?.0)).await
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let union = led(&app, &actor, identified(&raw)?).await?;
    let answers = Answers::of([("direction".to_owned(), union.counts_for().to_owned()), ("begins".to_owned(), "14:00".to_owned()), ("minutes".to_owned(), "90".to_owned())]);
    Ok(editor(&app, &shell, &union, None, &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn plan(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let union = led(&app, &actor, identified(&raw)?).await?;
    let (answers, id) = (posted.answers.clone(), union.id);
    let act = move |tx: &mut Tx<'_>| {
        let meeting = workflow::plan(tx, &actor, id, &form::meeting(&answers)?)?;
        Ok(format!("{}?done=planned", url::meeting(meeting)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => editor(&app, &shell, &union, None, &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

/// A meeting that the actor may write.
async fn open(app: &App, actor: &Actor, id: MeetingId) -> Result<(Union, Meeting)> {
    actor.may(Action::ViewUnions)?;
    let who = actor.clone();
    app.read(move |tx| workflow::open(tx, &who, Act::Lead, id)).await
}

pub async fn edit_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id = identified(&raw)?;
    let (union, meeting) = open(&app, &actor, id).await?;
    let items = app.read(move |tx| store::items(tx, id)).await?;
    Ok(editor(&app, &shell, &union, Some(&meeting), &form::meeting_answers(&meeting, &items), &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let (union, meeting) = open(&app, &actor, id).await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut Tx<'_>| {
        workflow::edit(tx, &actor, id, &form::meeting(&answers)?, version(&answers))?;
        Ok(format!("{}?done=edited", url::meeting(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => editor(&app, &shell, &union, Some(&meeting), &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

const CANCELLING: (&str, &str, &str) = ("Отменить заседание", "cancellation", "Отменить заседание");
const CANCELLING_LEAD: &str = "Участники узнают об отмене и её причине.";

pub async fn cancelling(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id = identified(&raw)?;
    open(&app, &actor, id).await?;
    let (whole, _) = app.read(move |tx| whole(tx, &actor, Act::Lead, id)).await?;
    Ok(shell.page(views::meeting::why_page(&whole, CANCELLING, CANCELLING_LEAD, "", &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn cancel(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    open(&app, &actor, id).await?;
    let who = actor.clone();
    let (whole, _) = app.read(move |tx| whole(tx, &who, Act::Lead, id)).await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut Tx<'_>| {
        let why = form::reason(&answers, "why", "Напишите, почему заседание отменяют: это прочтут участники")?;
        workflow::cancel(tx, &actor, id, &why, version(&answers))?;
        Ok(format!("{}?done=cancelled", url::meeting(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::meeting::why_page(&whole, CANCELLING, CANCELLING_LEAD, posted.answers.get("why"), errors, &shell.key())))
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, answer) = (identified(&raw)?, posted.answers.get("answer").parse::<Answer>().map_err(|_| Error::NotFound)?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::answer(tx, &actor, id, answer)?;
        Ok(format!("{}?done=answered", url::meeting(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn be_present(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::be_present(tx, &actor, id)?;
        Ok(format!("{}?done=present", url::meeting(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn attendance(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id = identified(&raw)?;
    open(&app, &actor, id).await?;
    let (whole, _) = app.read(move |tx| whole(tx, &actor, Act::Lead, id)).await?;
    Ok(shell.page(views::meeting::attendance_page(&whole, &shell.key())).into_response())
}

pub async fn attend(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let people = |name: &str| -> BTreeSet<PersonId> { posted.answers.all(name).into_iter().filter_map(|raw| raw.parse().ok()).collect() };
    let ticks = workflow::Ticks { here: people("present"), were: people("were") };
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::attend(tx, &actor, id, &ticks)?;
        Ok(format!("{}?done=attended", url::meeting(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn ics(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id: MeetingId = identified(&raw)?;
    let (whole, zone) = app
        .read(move |tx| {
            let (whole, _) = whole(tx, &actor, Act::View, id)?;
            let zone = calendar::zone(tx, &whole.union)?;
            Ok((whole, zone))
        })
        .await?;
    let text = calendar::ics(&whole.union, &whole.meeting, &zone, &app.settings.public_url, app.clock().now());
    Ok(::web::download("Заседание.ics", "text/calendar; charset=utf-8", text.into_bytes()))
}

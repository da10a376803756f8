//! Addresses of the year programme.

use super::{
    form::StageForm,
    ics,
    model::{Progress, StageId, study_year},
    store,
    views::{self, Editing, Programme, StagePage},
    workflow,
};
use ::web::{
    App, Posted, Staff,
    lists::{Format, Taken, take},
};
use access::{Action, Actor};
use audit::Event;
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::header::CONTENT_TYPE;
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use serde_json::json;
use ui::url::Query;

pub fn router() -> Router<App> {
    Router::new()
        .route("/programme", get(show))
        .route("/programme/making", post(make))
        .route("/programme/rollover", post(roll_over))
        .route("/programme/calendar.ics", get(calendar))
        .route("/programme/history", get(history))
        .route("/programme/stages/new", get(new_form).post(add))
        .route("/programme/stages/{id}", get(stage))
        .route("/programme/stages/{id}/edit", get(edit_form).post(edit))
        .route("/programme/stages/{id}/removal", post(remove))
}

/// The year asked for; this one where none is, and for what is no year.
fn year_of(app: &App, query: &Query) -> i64 {
    query.text("year").parse().ok().filter(|year| (2000..2200).contains(year)).unwrap_or_else(|| study_year(app.clock().today()))
}

fn read(tx: &mut Tx<'_>, year: i64) -> kernel::Result<Programme> {
    let mut stages: Vec<Progress> = Vec::new();
    for stage in store::of_year(tx, year)? {
        stages.push(store::progress(tx, stage)?);
    }
    let proposed = structure::profile(tx)?.stages.len();
    Ok(Programme { year, years: store::years(tx)?, stages, today: tx.today(), proposed })
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewProgramme)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let year = year_of(&app, &query);
    if Format::asked(&query) == Some(Format::Xlsx) {
        actor.may(Action::ExportLists)?;
        return export(&app, &actor, year).await;
    }
    let programme = app.read(move |tx| read(tx, year)).await?;
    Ok(views::page(&shell, &actor, &programme, query.text("done")).into_response())
}

async fn export(app: &App, actor: &Actor, year: i64) -> ::web::Result {
    const TITLE: &str = "Программа года";
    let read = move |tx: &mut Tx<'_>| {
        let rows = views::cells(&read(tx, year)?.stages);
        let event = Event::new("list.exported", "list", TITLE).with(json!({"list": TITLE, "rows": rows.len()}));
        Ok(Taken { name: TITLE.to_owned(), filter: format!("учебный год {}", super::model::year_words(year)), rows, event })
    };
    take(app, actor, (TITLE, views::COLUMNS.map(sheets::Column::new).to_vec()), Format::Xlsx, read).await
}

async fn calendar(State(app): State<App>, Staff { actor, .. }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewProgramme)?;
    let year = year_of(&app, &Query::parse(&raw.unwrap_or_default()));
    let stages = app.read(move |tx| store::of_year(tx, year)).await?;
    let site = app.settings.public_url.trim_end_matches('/').to_owned();
    let host = site.split("://").last().unwrap_or_default().to_owned();
    let body = ics::feed(&stages, &site, &host, app.clock().now());
    Ok(([(CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response())
}

async fn history(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result<Markup> {
    actor.may(Action::ViewProgramme)?;
    let year = year_of(&app, &Query::parse(&raw.unwrap_or_default()));
    let changes = app.read(move |tx| seen(&actor, store::history(tx, year, None)?)).await?;
    Ok(views::history_page(&shell, year, &changes, app.clock().zone()))
}

async fn stage(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<StageId>) -> ::web::Result<Markup> {
    actor.may(Action::ViewProgramme)?;
    let (viewer, scope, zone) = (actor.clone(), actor.scope(), app.clock().zone().clone());
    let page = app.read(move |tx| {
        let stage = store::find(tx, id)?;
        let owner_name = store::owner_name(tx, &scope, stage.owner_id)?;
        let history = seen(&viewer, store::history(tx, stage.year, Some(id))?)?;
        Ok(StagePage { progress: store::progress(tx, stage)?, owner_name, history, zone })
    });
    Ok(views::stage_page(&shell, &actor, &page.await?))
}

/// Who changed what is named to those who see people.
fn seen(actor: &Actor, mut changes: Vec<store::Change>) -> kernel::Result<Vec<store::Change>> {
    if !actor.can(Action::ViewPeople) {
        changes.iter_mut().filter(|change| change.who.is_some()).for_each(|change| change.who = Some("сотрудник института".to_owned()));
    }
    Ok(changes)
}

async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageProgramme)?;
    let (by, year) = (actor.by(), posted_year(&posted)?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::from_profile(tx, &by, year)?;
        Ok(format!("{}&done=made", super::url(year)))
    });
    Ok(::web::see(&done.await?))
}

async fn roll_over(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageProgramme)?;
    let (by, year) = (actor.by(), posted_year(&posted)?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let next = workflow::roll_over(tx, &by, year)?;
        Ok(format!("{}&done=rolled", super::url(next)))
    });
    Ok(::web::see(&done.await?))
}

fn posted_year(posted: &Posted) -> kernel::Result<i64> {
    posted.answers.get("year").parse().ok().filter(|year| (2000..2200).contains(year)).ok_or(Error::NotFound)
}

async fn editing(app: &App, actor: &Actor, year: i64, stage: Option<StageId>) -> ::web::Result<Editing> {
    let scope = actor.scope();
    let owners = app.read(move |tx| store::owners(tx, &scope)).await?;
    Ok(Editing { year, stage, owners })
}

async fn new_form(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result<Markup> {
    actor.may(Action::ManageProgramme)?;
    let year = year_of(&app, &Query::parse(&raw.unwrap_or_default()));
    let editing = editing(&app, &actor, year, None).await?;
    Ok(views::edit_page(&shell, &editing, &StageForm::default(), &FieldErrors::default()))
}

async fn add(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageProgramme)?;
    let year = year_of(&app, &Query::parse(&raw.unwrap_or_default()));
    let editing = editing(&app, &actor, year, None).await?;
    let form = StageForm::of(&posted.answers);
    let (typed, owners, by) = (form.clone(), editing.owners.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::add(tx, &by, year, &typed.parse(year, &owners, None)?)?;
        Ok(format!("{}&done=saved", super::url(year)))
    });
    ::web::or_again(done.await, |errors| views::edit_page(&shell, &editing, &form, errors))
}

async fn edit_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<StageId>) -> ::web::Result<Markup> {
    actor.may(Action::ManageProgramme)?;
    let stage = app.read(move |tx| store::find(tx, id)).await?;
    let editing = editing(&app, &actor, stage.year, Some(id)).await?;
    Ok(views::edit_page(&shell, &editing, &StageForm::from_stage(&stage), &FieldErrors::default()))
}

async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<StageId>, posted: Posted) -> ::web::Result<Response> {
    actor.may(Action::ManageProgramme)?;
    let stage = app.read(move |tx| store::find(tx, id)).await?;
    let editing = editing(&app, &actor, stage.year, Some(id)).await?;
    let form = StageForm::of(&posted.answers);
    let (typed, owners, by) = (form.clone(), editing.owners.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let mut stage = store::find(tx, id)?;
        if stage.version != typed.version {
            return Err(Error::stale("Этап"));
        }
        stage.version = typed.version;
        workflow::change(tx, &by, &stage, &typed.parse(stage.year, &owners, stage.owner_id)?)?;
        Ok(format!("{}&done=saved", super::url(stage.year)))
    });
    ::web::or_again(done.await, |errors| views::edit_page(&shell, &editing, &form, errors))
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<StageId>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageProgramme)?;
    let (by, version) = (actor.by(), posted.answers.get("version").parse().unwrap_or(0));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let mut stage = store::find(tx, id)?;
        stage.version = version;
        workflow::remove(tx, &by, &stage)?;
        Ok(format!("{}&done=removed", super::url(stage.year)))
    });
    Ok(::web::see(&done.await?))
}

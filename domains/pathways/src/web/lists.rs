//! The list, and a case's way to its pathway.

use super::or_again;
use crate::{
    building::{self, FrameForm},
    model::State as Stage,
    store::{self, Eye, Filter, Sort},
    url, views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use cases::CaseId;
use kernel::{Error, FieldErrors, Slice};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

const ROWS: u32 = 50;

const COLUMNS: [&str; 9] = ["Сопровождение", "Педагог", "Организация", "Версия", "Состояние", "Шагов", "Сделано", "Просрочено", "Последний день"];

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    if !actor.can(Action::ViewCases) && !actor.can(Action::UseOwnCabinet) {
        return Err(Error::NotFound.into());
    }
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = Filter { text: query.text("text").to_owned(), state: query.text("state").parse::<Stage>().ok(), is_mine: query.text("whose") == "mine" };
    let order = query.sort().map_or((Sort::Begun, false), |(column, downwards)| (Sort::parse(column), downwards));
    let (eye, slice) = (Eye::of(&actor), Slice::new(query.page(), ROWS));
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut kernel::Tx<'_>| Ok(store::list_rows(tx, &eye, &filter, order, Slice::all(100_000))?.rows.iter().map(views::list::cells).collect());
        return web::lists::take_out(&app, &actor, "Маршруты", &COLUMNS, read).await;
    }
    let found = app.read(move |tx| store::list_rows(tx, &eye, &filter, order, slice)).await?;
    Ok(views::list::page(&shell, &found, &query).into_response())
}

/// To the version that the case works by, else to the last one; without any, the page where it is begun.
pub async fn of_case(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>) -> Result {
    let reader = actor.clone();
    let found = app
        .read(move |tx| {
            let standing = cases::load(tx, &reader, id)?;
            let versions = store::of_case(tx, id)?;
            let shown = versions.iter().find(|pathway| pathway.state.is_current()).or(versions.first()).map(|pathway| (pathway.id, pathway.state.is_current()));
            Ok((standing, shown))
        })
        .await?;
    match found {
        (standing, Some((pathway, _))) if standing.content().is_err() => Ok(web::see(&url::of(pathway, "walk"))),
        (_, Some((pathway, true))) => Ok(web::see(&url::pathway(pathway))),
        (standing, Some((pathway, false))) if !building::may_begin(&standing) => Ok(web::see(&url::pathway(pathway))),
        (_, Some(_) | None) => Ok(page(&app, &actor, &shell, id, (&FrameForm::default(), &FieldErrors::default())).await?.into_response()),
    }
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: CaseId, (typed, errors): (&FrameForm, &FieldErrors)) -> Result<Markup> {
    let reader = actor.clone();
    let standing = app
        .read(move |tx| {
            let standing = cases::load(tx, &reader, id)?;
            standing.content()?;
            Ok(standing)
        })
        .await?;
    Ok(views::begin::page(shell, &standing, building::may_begin(&standing), typed, errors))
}

pub(super) fn frame_form(answers: &Answers) -> FrameForm {
    FrameForm { starts_on: answers.get("starts_on").to_owned(), ends_on: answers.get("ends_on").to_owned(), hours_limit: answers.get("hours_limit").to_owned() }
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let form = frame_form(&posted.answers);
    let (typed, by) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        // Whether the case is the actor's to see comes before what is wrong with the dates.
        cases::load(tx, &by, id)?.content()?;
        Ok(format!("{}?done=begun", url::pathway(building::begin(tx, &by, id, form.parse()?)?)))
    });
    or_again(done.await, async |errors| page(&app, &actor, &shell, id, (&typed, &errors)).await).await
}

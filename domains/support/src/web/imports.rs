//! Files of graduates on screens.

use super::{finish, most_mb};
use crate::{
    courses::{
        self, Course, CourseId, ImportId,
        import::{self, Import, ImportRow},
        store,
    },
    pick::{self, Among},
    views,
};
use ::web::{App, Posted, Shell, Staff, identified, query, text, version};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, id::PersonId};
use maud::Markup;
use ui::url::Query;

fn url(id: ImportId) -> String {
    format!("/courses/imports/{id}")
}

pub async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    Ok(::web::download("Образец списка выпускников.xlsx", ::web::XLSX, import::template()?))
}

async fn begin(app: &App, (actor, shell): (&Actor, &Shell), id: CourseId, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let (course, lists) = app.read(move |tx| Ok((store::managed(tx, &who, id)?, import::list(tx, &who, id)?))).await?;
    Ok(shell.page(views::imports::start(&course, &lists, errors, most_mb(app), &|| shell.key())))
}

pub async fn start(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    Ok(begin(&app, (&actor, &shell), identified(&raw)?, &FieldErrors::default()).await?.into_response())
}

pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let id: CourseId = identified(&raw)?;
    let done = match intake::sheet(&posted).await {
        Err(error) => Err(error),
        Ok(sheet) => {
            let who = actor.clone();
            app.act(&posted.key, shell.owner(), move |tx| Ok(url(import::read_in(tx, &who, id, &sheet)?))).await
        }
    };
    finish(done, |errors| async move { begin(&app, (&actor, &shell), id, &errors).await }).await
}

async fn found(app: &App, actor: &Actor, raw: &str) -> Result<(Course, Import, Vec<ImportRow>)> {
    actor.may(Action::ManageSupport)?;
    let (id, who): (ImportId, _) = (identified(raw)?, actor.clone());
    app.read(move |tx| {
        let import = import::find(tx, &who, id)?;
        Ok((store::managed(tx, &who, import.about.course)?, import, import::rows(tx, id)?))
    })
    .await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (course, list, rows) = found(&app, &actor, &raw).await?;
    Ok(shell.page(views::imports::page(&course, &list, &rows, (&list.mapping, &FieldErrors::default()), &query(asked), &|| shell.key())).into_response())
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (course, list, rows) = found(&app, &actor, &raw).await?;
    let columns = intake::columns(&posted.answers, &list.mapping);
    let wanted = list.mapping.with(columns.clone());
    let (version, id) = (version(&posted.answers), list.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| import::remap(tx, &actor, id, columns, version).map(|()| url(id)));
    let done = done.await;
    finish(done, |errors| async move { Ok(shell.page(views::imports::page(&course, &list, &rows, (&wanted, &errors), &Query::default(), &|| shell.key()))) }).await
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (choices, rest, back) = (intake::choices(&posted.answers), intake::rest(&posted.answers), intake::back(&posted.answers));
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::choose(tx, &actor, id, &choices, rest, version).map(|()| back.href(&url(id)))).await
}

pub async fn row(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, line)): Path<(String, u32)>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (course, list, rows) = found(&app, &actor, &raw).await?;
    let row = rows.into_iter().find(|row| row.line == line).ok_or(Error::NotFound)?;
    let asked = text(&query(asked), "q");
    let words = asked.clone();
    let found = app.read(move |tx| pick::search(tx, &actor, Among::People, &words)).await?;
    Ok(shell.page(views::imports::row(&course, &list, &row, (&asked, &found), &|| shell.key())).into_response())
}

pub async fn choose_card(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, line)): Path<(String, u32)>, posted: Posted) -> ::web::Result {
    let person: PersonId = identified(posted.answers.get("person"))?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::choose_card(tx, &actor, id, (line, person), version).map(|()| url(id))).await
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::load(tx, &actor, id, version).map(|_| url(id))).await
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::undo(tx, &actor, id, version).map(|()| url(id))).await
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let work = intake::act(&app, &shell, &raw, &posted, move |tx, id, version| {
        let course = import::find(tx, &actor, id)?.about.course;
        import::discard(tx, &actor, id, version)?;
        Ok(format!("{}/import", courses::url(course)))
    });
    work.await
}

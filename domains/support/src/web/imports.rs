//! Files of graduates on screens.

use super::{act, finish, identified, most_mb, query, sent, text};
use crate::{
    courses::{
        self, Course, CourseId, ImportId,
        import::{self, Column, Import, ImportRow, Mapping, Rest, Uploaded},
        store,
    },
    form::version,
    pick::{self, Among},
    views,
};
use ::web::{App, Posted, Shell, Staff, Upload};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, id::PersonId};
use maud::Markup;
use people::import::{Table, limits};
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
    let (course, lists) = app.read(move |tx| Ok((store::managed(tx, &who, id)?, import::list(tx, who.account, id)?))).await?;
    Ok(shell.page(views::imports::start(&course, &lists, errors, most_mb(app), &|| shell.key())))
}

pub async fn start(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    Ok(begin(&app, (&actor, &shell), identified(&raw)?, &FieldErrors::default()).await?.into_response())
}

/// The file is parsed by a child process before the store is touched.
pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let id: CourseId = identified(&raw)?;
    let done = match sent(&posted).cloned() {
        None => Err(Error::field("file", "Выберите файл .xlsx или .csv")),
        Some(file) => match tokio::task::spawn_blocking(move || parse(&file)).await.map_err(anyhow::Error::new)? {
            Err(error) => Err(error),
            Ok(sheet) => {
                let who = actor.clone();
                app.act(&posted.key, shell.owner(), move |tx| Ok(url(import::read_in(tx, &who, id, &sheet)?))).await
            }
        },
    };
    finish(done, |errors| async move { begin(&app, (&actor, &shell), id, &errors).await }).await
}

fn parse(file: &Upload) -> Result<Uploaded> {
    let book = sheets::read_bytes(&file.bytes, &limits()).map_err(|error| Error::field("file", error.message()))?;
    let table = Table::of(book).map_err(|sentence| Error::field("file", sentence))?;
    Ok(Uploaded { file_name: file.name.clone(), table })
}

async fn found(app: &App, actor: &Actor, raw: &str) -> Result<(Course, Import, Vec<ImportRow>)> {
    actor.may(Action::ManageSupport)?;
    let (id, who): (ImportId, _) = (identified(raw)?, actor.clone());
    app.read(move |tx| {
        let import = import::find(tx, who.account, id)?;
        Ok((store::managed(tx, &who, import.course)?, import, import::rows(tx, id)?))
    })
    .await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (course, list, rows) = found(&app, &actor, &raw).await?;
    Ok(shell.page(views::imports::page(&course, &list, &rows, (&list.mapping, &FieldErrors::default()), &query(asked), &|| shell.key())).into_response())
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (course, list, rows) = found(&app, &actor, &raw).await?;
    let columns: Vec<Option<Column>> = (0..list.mapping.columns.len()).map(|at| posted.answers.get(&format!("column-{at}")).parse().ok()).collect();
    let wanted = Mapping { titles: list.mapping.titles.clone(), columns: columns.clone() };
    let (version, id) = (version(&posted.answers), list.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| import::remap(tx, &actor, id, columns, version).map(|()| url(id)));
    let done = done.await;
    finish(done, |errors| async move { Ok(shell.page(views::imports::page(&course, &list, &rows, (&wanted, &errors), &Query::default(), &|| shell.key()))) }).await
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let choices: Vec<(u32, String)> = posted.answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("choice-")?.parse().ok()?, value.clone()))).collect();
    let rest = if posted.answers.get("rest") == "skip" { Rest::Skip } else { Rest::Keep };
    let back = Query::parse(posted.answers.get("back")).href(&url(id));
    act(&app, &shell, &posted, move |tx| import::choose(tx, &actor, id, &choices, rest, version).map(|()| back)).await
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
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let person: PersonId = identified(posted.answers.get("person"))?;
    act(&app, &shell, &posted, move |tx| import::choose_card(tx, &actor, id, (line, person), version).map(|()| url(id))).await
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| import::load(tx, &actor, id, version).map(|_| url(id))).await
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| import::undo(tx, &actor, id, version).map(|()| url(id))).await
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| {
        let course = import::find(tx, actor.account, id)?.course;
        import::discard(tx, &actor, id, version)?;
        Ok(format!("{}/import", courses::url(course)))
    })
    .await
}
